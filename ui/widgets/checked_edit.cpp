// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/checked_edit.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFrame>
#include <QToolTip>

#include "ui/style/theme.h"

namespace fatou::ui {
namespace {

constexpr int kInset = 6;  // between the hint and the right edge

bool isEscape(const QEvent* event) {
  return static_cast<const QKeyEvent*>(event)->key() == Qt::Key_Escape;
}

}  // namespace

CheckedEdit::CheckedEdit(QWidget* parent) : QLineEdit(parent), m_trailing(new QHBoxLayout(this)) {
  m_trailing->setContentsMargins(0, 0, 3, 0);
  m_trailing->setSpacing(0);
  m_trailing->addStretch();
  setProperty("class", QStringLiteral("numeric"));  // the theme's font for numbers
  connect(this, &QLineEdit::textEdited, this, [this](const QString& text) {
    // The mark of a wrong text goes as soon as the text is right; a new one waits until the typing
    // is over.
    if (!m_problem.isEmpty()) setProblem(text == m_goodText ? QString() : problemOf(text));
  });
}

void CheckedEdit::setHint(const QString& hint) {
  m_hint = hint;
  reserveRightEdge();
  update();
}

void CheckedEdit::addTrailing(QWidget* control) {
  control->setCursor(Qt::ArrowCursor);
  m_trailing->addWidget(control);
  reserveRightEdge();
}

void CheckedEdit::commit() {
  const QString typed = text();
  if (typed == m_goodText) return setProblem({});
  if (isBeingRead(typed)) return setProblem({});
  if (const QString problem = problemOf(typed); !problem.isEmpty()) return setProblem(problem);
  setProblem({});
  take(typed);
  restore();
}

bool CheckedEdit::isBeingRead(const QString&) {
  return false;
}

void CheckedEdit::restore() {
  setProblem({});
  if (text() == m_goodText) return;
  setText(m_goodText);
  setCursorPosition(0);
}

void CheckedEdit::showGood(const QString& text) {
  if (text == m_goodText) return;
  const bool typing = hasFocus() && isChanged();
  m_goodText = text;
  if (!typing) restore();
}

// Breaks a number without spaces into lines that a tool tip has room for, and cuts off a very long
// one. Text that is being typed is not shown: it may be anything, even what a tool tip takes for
// HTML.
QString CheckedEdit::wholeToolTip() const {
  constexpr qsizetype kLineLength = 60;
  constexpr qsizetype kMostShown = 1'200;
  if (isChanged() || !isTooLong()) return toolTip();
  QString tip = toolTip();
  const QString shown = m_goodText.left(kMostShown);
  for (qsizetype at = 0; at < shown.size(); at += kLineLength)
    tip += u'\n' + shown.mid(at, kLineLength);
  return m_goodText.size() > kMostShown ? tip + QStringLiteral("…") : tip;
}

QString CheckedEdit::shownText() const {
  if (hasFocus() || isChanged() || !isTooLong()) return text();
  return shortened(m_goodText, textRect().width());
}

QString CheckedEdit::shortened(const QString& text, int width) const {
  return fontMetrics().elidedText(text, Qt::ElideMiddle, width);
}

QRect CheckedEdit::textRect() const {
  constexpr int kAroundText = 2;  // as QLineEdit has it
  QStyleOptionFrame frame;
  initStyleOption(&frame);
  return style()
      ->subElementRect(QStyle::SE_LineEditContents, &frame, this)
      .marginsRemoved(textMargins())
      .adjusted(kAroundText, 0, -kAroundText, 0);
}

bool CheckedEdit::isTooLong() const {
  return fontMetrics().horizontalAdvance(m_goodText) > textRect().width();
}

// Selects all of the text with the cursor before its first digit, as the cursor is what stays in
// view.
void CheckedEdit::selectFromItsEnd() {
  const int length = static_cast<int>(text().size());
  setSelection(length, -length);
}

bool CheckedEdit::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    QToolTip::showText(static_cast<const QHelpEvent*>(event)->globalPos(), wholeToolTip(), this);
    return true;
  }
  // The field takes Esc while there is something to bring back, whatever else the window uses it
  // for.
  if (event->type() == QEvent::ShortcutOverride && isEscape(event) && isChanged()) {
    event->accept();
    return true;
  }
  return QLineEdit::event(event);
}

void CheckedEdit::changeEvent(QEvent* event) {
  QLineEdit::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
    reserveRightEdge();
}

void CheckedEdit::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      commit();
      if (m_problem.isEmpty()) selectFromItsEnd();
      return;
    case Qt::Key_Escape:
      if (!isChanged()) return event->ignore();
      restore();
      selectFromItsEnd();
      return;
    default:
      QLineEdit::keyPressEvent(event);
  }
}

void CheckedEdit::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  if (event->reason() == Qt::PopupFocusReason) return;
  commit();
  // The leading digits are the ones to see; but who is to go on typing, in what is wrong or once
  // the window is back in front, goes on where the cursor was.
  if (m_problem.isEmpty() && event->reason() != Qt::ActiveWindowFocusReason) setCursorPosition(0);
  Q_EMIT left();
}

// Paints as QLineEdit does, but a text other than the one that is edited.
void CheckedEdit::paintShown(const QString& text) {
  QPainter painter(this);
  QStyleOptionFrame frame;
  initStyleOption(&frame);
  style()->drawPrimitive(QStyle::PE_PanelLineEdit, &frame, &painter, this);
  painter.setPen(frame.palette.color(QPalette::Text));
  painter.drawText(textRect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

void CheckedEdit::paintEvent(QPaintEvent* event) {
  if (const QString shown = shownText(); shown != text())
    paintShown(shown);
  else
    QLineEdit::paintEvent(event);
  if (m_hint.isEmpty()) return;
  QPainter painter(this);
  painter.setPen(palette().color(QPalette::PlaceholderText));
  const int right = width() - m_trailing->minimumSize().width() - kInset;
  painter.drawText(QRect(0, 0, right, height()), Qt::AlignRight | Qt::AlignVCenter, m_hint);
}

void CheckedEdit::setProblem(const QString& problem) {
  if (problem == m_problem) return;
  m_problem = problem;
  setAccessibleDescription(problem);
  setInvalid(*this, !problem.isEmpty());
  Q_EMIT problemChanged(m_problem);
}

void CheckedEdit::reserveRightEdge() {
  const int hint = m_hint.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_hint) + kInset;
  setTextMargins(0, 0, hint + m_trailing->minimumSize().width(), 0);
}

}  // namespace fatou::ui
