// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_edit.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QCompleter>
#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPalette>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>

#include "ui/console/python_highlighter.h"
#include "ui/style/fonts.h"

namespace fatou::ui {
namespace {

constexpr int kPythonIndent = 4;
constexpr int kFewestEditLines = 2;
constexpr int kMostEditLines = 14;
constexpr int kErrorAlpha = 70;

}  // namespace

CellEdit::CellEdit(QWidget* parent)
    : QPlainTextEdit(parent),
      m_highlighter(new PythonHighlighter(document(), palette())),
      m_words(new QStringListModel(this)),
      m_completer(new QCompleter(m_words, this)) {
  setFont(numericFont());
  setLineWrapMode(QPlainTextEdit::NoWrap);
  setTabStopDistance(fontMetrics().horizontalAdvance(u' ') * kPythonIndent);
  setPlaceholderText(tr("Python; Shift+Return runs it"));
  setAccessibleName(tr("Python of the cell"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_completer->setWidget(this);
  m_completer->setCaseSensitivity(Qt::CaseSensitive);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this,
          &CellEdit::insertCompletion);
  connect(this, &QPlainTextEdit::blockCountChanged, this, &QWidget::updateGeometry);
  connect(document(), &QTextDocument::contentsChange, this, [this](int, int removed, int added) {
    if (removed != added) markError(0, {});  // colours alone change as much as they remove
  });
}

QSize CellEdit::sizeHint() const {
  const int lines = std::clamp(blockCount(), kFewestEditLines, kMostEditLines);
  const int margins = 2 * (frameWidth() + static_cast<int>(document()->documentMargin()));
  const int bar = horizontalScrollBar()->sizeHint().height();
  return {20 * fontMetrics().averageCharWidth(),
          lines * fontMetrics().lineSpacing() + margins + bar};
}

QSize CellEdit::minimumSizeHint() const {
  return {12 * fontMetrics().averageCharWidth(), sizeHint().height()};
}

void CellEdit::markError(int line, const QString& sentence) {
  if (line == 0 && m_errorLine == 0) return;
  m_errorLine = line;
  const QTextBlock block = document()->findBlockByNumber(line - 1);
  QList<QTextEdit::ExtraSelection> marks;
  if (line > 0 && block.isValid()) {
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(block);
    QColor color = QGuiApplication::palette().color(QPalette::BrightText);
    color.setAlpha(kErrorAlpha);
    mark.format.setBackground(color);
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    marks << mark;
  }
  setExtraSelections(marks);
  // An exception may say anything, also what looks like HTML.
  setToolTip(sentence.isEmpty() ? QString()
                                : QStringLiteral("<p>%1</p>").arg(sentence.toHtmlEscaped()));
  setAccessibleDescription(sentence);
}

QString CellEdit::begun() const {
  const QTextCursor cursor = textCursor();
  const QString before = cursor.block().text().left(cursor.positionInBlock());
  qsizetype start = before.size();
  while (start > 0) {
    const QChar letter = before[start - 1];
    if (!letter.isLetterOrNumber() && letter != u'_' && letter != u'.') break;
    --start;
  }
  return before.mid(start);
}

void CellEdit::insertCompletion(const QString& word) {
  QTextCursor cursor = textCursor();
  const QString already = begun();
  if (word.startsWith(already)) cursor.insertText(word.mid(already.size()));
  setTextCursor(cursor);
}

// Tab completes a begun word; where there is none, it indents.
void CellEdit::completeOrIndent() {
  const QString word = begun();
  if (word.isEmpty() || textCursor().hasSelection()) {
    textCursor().insertText(
        QString(kPythonIndent - textCursor().positionInBlock() % kPythonIndent, u' '));
    return;
  }
  const QStringList found = m_completions ? m_completions(word) : QStringList();
  if (found.size() == 1) return insertCompletion(found.front());
  if (found.isEmpty()) return;
  m_words->setStringList(found);
  m_completer->setCompletionPrefix(word);
  QRect place = cursorRect();
  place.setWidth(m_completer->popup()->sizeHintForColumn(0) +
                 m_completer->popup()->verticalScrollBar()->sizeHint().width());
  m_completer->complete(place);
}

// The new line begins where the last one did, and further in behind a colon.
void CellEdit::breakLine() {
  QTextCursor cursor = textCursor();
  const QString before = cursor.block().text().left(cursor.positionInBlock());
  qsizetype spaces = 0;
  while (spaces < before.size() && before[spaces] == u' ') ++spaces;
  if (before.trimmed().endsWith(u':')) spaces += kPythonIndent;
  cursor.insertText(QStringLiteral("\n") + QString(spaces, u' '));
  setTextCursor(cursor);
  ensureCursorVisible();
}

bool CellEdit::takeHistoryKey(const QKeyEvent& event) {
  if (event.modifiers() != Qt::NoModifier || textCursor().hasSelection()) return false;
  const int line = textCursor().blockNumber();
  if (event.key() == Qt::Key_Up && line == 0) {
    Q_EMIT historyRequested(-1);
    return true;
  }
  if (event.key() == Qt::Key_Down && line == blockCount() - 1) {
    Q_EMIT historyRequested(1);
    return true;
  }
  return false;
}

bool CellEdit::takeKey(const QKeyEvent& event) {
  const bool isReturn = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
  if (isReturn && (event.modifiers() & (Qt::ShiftModifier | Qt::ControlModifier))) {
    Q_EMIT runRequested();
    return true;
  }
  if (isReturn) {
    breakLine();
    return true;
  }
  if (event.key() == Qt::Key_Tab && event.modifiers() == Qt::NoModifier) {
    completeOrIndent();
    return true;
  }
  if (event.key() == Qt::Key_Backtab) return QWidget::focusNextPrevChild(false);
  return takeHistoryKey(event);
}

void CellEdit::keyPressEvent(QKeyEvent* event) {
  if (m_completer->popup()->isVisible()) {
    const int key = event->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab ||
        key == Qt::Key_Escape)
      return event->ignore();  // they are the list's
    m_completer->popup()->hide();
  }
  if (!takeKey(*event)) QPlainTextEdit::keyPressEvent(event);
}

void CellEdit::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) m_highlighter->setPalette(palette());
}

}  // namespace fatou::ui
