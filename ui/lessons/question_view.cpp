// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/question_view.h"

#include <algorithm>
#include <optional>

#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/lessons/guess_slider.h"
#include "ui/lessons/lesson_session.h"

namespace fatou::ui {
namespace {

std::optional<double> guessOf(const io::LessonQuestion& question, const LessonSession& session) {
  return session.figures().value({.name = "guess", .words = {question.name}, .numbers = {}});
}

}  // namespace

QuestionView::QuestionView(const io::LessonQuestion& question, LessonSession& session,
                           QWidget* parent)
    : QFrame(parent),
      m_question(question),
      m_session(session),
      m_slider(new GuessSlider(this)),
      m_said(new QLabel(this)) {
  layOut();
  refresh();
  if (const auto before = guessOf(question, session)) {  // of this page when it was left
    const QSignalBlocker silent(m_slider);
    const double from = io::valueOf(question.from, session.reader()).value_or(0.0);
    const double to = io::valueOf(question.to, session.reader()).value_or(1.0);
    m_slider->setValue(qRound((*before - from) / std::max(to - from, 1e-9) * m_slider->maximum()));
  }
  connect(m_slider, &GuessSlider::guessed, this,
          [this](double guess) { m_session.guess(m_question.name, guess); });
  connect(&session, &LessonSession::figuresChanged, this, &QuestionView::refresh);
}

void QuestionView::layOut() {
  auto* ask = new QLabel(QString::fromStdString(m_question.ask), this);
  ask->setTextFormat(Qt::PlainText);
  ask->setWordWrap(true);
  m_said->setTextFormat(Qt::PlainText);
  m_said->setWordWrap(true);
  m_said->setProperty("class", QStringLiteral("secondary"));
  m_slider->setAccessibleName(ask->text());
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 4, 0, 4);
  column->addWidget(ask);
  column->addWidget(m_slider);
  column->addWidget(m_said);
}

QString QuestionView::said() const {
  return m_said->text();
}

void QuestionView::refresh() {
  const auto figures = m_session.reader();
  m_slider->setEnds(io::valueOf(m_question.from, figures).value_or(0.0),
                    io::valueOf(m_question.to, figures).value_or(1.0));
  const auto guess = guessOf(m_question, m_session);
  const auto measured = io::valueOf(m_question.measures, figures);
  m_slider->setMeasured(measured);
  m_slider->setEnabled(!measured);
  const auto text = [this](double value) {
    return QString::fromStdString(io::formatted(value, m_question.format));
  };
  if (measured && guess)
    m_said->setText(tr("You guessed %1; it is %2.").arg(text(*guess), text(*measured)));
  else if (measured)
    m_said->setText(tr("It is %1.").arg(text(*measured)));
  else if (guess)
    m_said->setText(tr("Your guess: %1. Now measure.").arg(text(*guess)));
  else
    m_said->setText(tr("Move the slider to guess, then measure."));
}

}  // namespace fatou::ui
