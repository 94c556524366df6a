// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/io/lessons/lesson.h"

class QLabel;

namespace fatou::ui {

class GuessSlider;
class LessonSession;

// A question with a slider: a guess, and beside it what was measured since.
class QuestionView : public QFrame {
  Q_OBJECT
 public:
  // The session lives longer than this.
  QuestionView(const io::LessonQuestion& question, LessonSession& session,
               QWidget* parent = nullptr);

  GuessSlider& slider() const { return *m_slider; }
  // "You guessed 3.0; it is 1.7."
  QString said() const;

 public Q_SLOTS:
  // Shows what is known by now. Once it is measured the guess stays as it is.
  void refresh();

 private:
  void layOut();

  const io::LessonQuestion m_question;
  LessonSession& m_session;
  GuessSlider* m_slider;
  QLabel* m_said;
};

}  // namespace fatou::ui
