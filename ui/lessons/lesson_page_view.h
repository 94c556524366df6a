// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/io/lessons/lesson.h"

class QLabel;
class QVBoxLayout;

namespace fatou::ui {

class ActionView;
class LessonSession;

// A page of a lesson. A paragraph is there once its figures are known; buttons and cells do what
// they say when they are pressed.
class LessonPageView : public QWidget {
  Q_OBJECT
 public:
  // The session lives longer than this.
  LessonPageView(const io::LessonPage& page, LessonSession& session, QWidget* parent = nullptr);

 private:
  struct Paragraph {
    io::LessonText text;
    QLabel* label;
  };

  void add(const io::LessonBlock& block);
  void addText(const io::LessonText& text);
  void addCell(const io::LessonCell& cell);
  void addComparison(const io::LessonComparison& comparison);
  void addShow(const io::LessonShow& show);
  void refresh();

  LessonSession& m_session;
  QVBoxLayout* m_column;
  std::vector<Paragraph> m_paragraphs;
};

}  // namespace fatou::ui
