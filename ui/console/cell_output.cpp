// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_output.h"

#include <algorithm>
#include <cmath>

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPalette>
#include <QScrollBar>
#include <QTextCharFormat>
#include <QTextCursor>

#include "ui/style/fonts.h"

namespace fatou::ui {
namespace {

constexpr int kMostOutputLines = 14;
constexpr int kMostKeptLines = 10'000;  // the first ones go where there are more
constexpr qsizetype kLongestShownLine = 4'000;

QString cutLine(const QString& line) {
  if (line.size() <= kLongestShownLine) return line;
  return line.left(kLongestShownLine) + u'…';
}

}  // namespace

CellOutput::CellOutput(QWidget* parent) : QPlainTextEdit(parent) {
  setReadOnly(true);
  setFont(numericFont());
  setMaximumBlockCount(kMostKeptLines);
  setUndoRedoEnabled(false);
  setAccessibleName(tr("Output of the cell"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFrameShape(QFrame::NoFrame);
  connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
          &QWidget::updateGeometry);
  hide();
}

void CellOutput::reset() {
  m_tails.clear();
  m_openStream = 0;
  clear();
  hide();
}

// A plain text edit measures its document in lines, whose height it rounds up, and scrolls unless
// there is a pixel more than the lines and margins need.
QSize CellOutput::sizeHint() const {
  const int lines = std::clamp(static_cast<int>(document()->size().height()), 1, kMostOutputLines);
  const int line = static_cast<int>(std::ceil(QFontMetricsF(font()).lineSpacing()));
  const int margins = 2 * (frameWidth() + static_cast<int>(document()->documentMargin())) + 1;
  return {20 * fontMetrics().averageCharWidth(), lines * line + margins};
}

QSize CellOutput::minimumSizeHint() const {
  return {12 * fontMetrics().averageCharWidth(), sizeHint().height()};
}

void CellOutput::write(const QString& text, Voice voice) {
  const QPalette colors = QGuiApplication::palette();  // this widget's are its style sheet's
  QTextCharFormat format;
  if (voice == Voice::Error) format.setForeground(colors.color(QPalette::BrightText));
  if (voice == Voice::Note) format.setForeground(colors.color(QPalette::PlaceholderText));
  const bool wasAtEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
  QTextCursor cursor(document());
  cursor.movePosition(QTextCursor::End);
  cursor.insertText(text, format);
  show();
  if (wasAtEnd) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void CellOutput::writeLine(int engine, const QString& line, Voice voice) {
  const QString begin = document()->isEmpty() ? QString() : QStringLiteral("\n");
  const QString name = engine == kHereEngine ? QString() : QStringLiteral("[%1] ").arg(engine);
  if (!name.isEmpty() || !begin.isEmpty()) write(begin + name, Voice::Note);
  write(cutLine(line), voice);
  m_openStream = 0;
}

// A line of the only interpreter is shown while it grows.
void CellOutput::putHere(int stream, const QString& text) {
  const Voice voice = stream == 2 ? Voice::Error : Voice::Plain;
  const QStringList lines =
      text.split(u'\n').mid(std::max<qsizetype>(0, text.count(u'\n') - kMostKeptLines));
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const bool isLast = i + 1 == lines.size();
    if (isLast && lines[i].isEmpty()) return;
    const bool goesOn = m_openStream == stream;
    m_openLength = lines[i].size() + (goesOn ? m_openLength : 0);
    if (!goesOn)
      writeLine(kHereEngine, lines[i], voice);
    else if (m_openLength <= kLongestShownLine)
      write(lines[i], voice);
    m_openStream = isLast ? stream : 0;
  }
}

void CellOutput::put(int engine, int stream, const QString& text) {
  if (engine == kHereEngine) return putHere(stream, text);
  QString& tail = m_tails[{engine, stream}];
  tail += text;
  const qsizetype end = tail.lastIndexOf(u'\n');
  if (end < 0) {
    if (tail.size() > 2 * kLongestShownLine)
      tail.truncate(2 * kLongestShownLine);  // it is cut anyway
    return;
  }
  const QStringList lines = tail.left(end).split(u'\n');
  tail = tail.mid(end + 1);
  const qsizetype first = std::max<qsizetype>(0, lines.size() - kMostKeptLines);
  for (qsizetype i = first; i < lines.size(); ++i)
    writeLine(engine, lines[i], stream == 2 ? Voice::Error : Voice::Plain);
}

void CellOutput::flush() {
  for (const auto& [from, tail] : std::exchange(m_tails, {}))
    if (!tail.isEmpty())
      writeLine(from.first, tail, from.second == 2 ? Voice::Error : Voice::Plain);
}

void CellOutput::writeError(const CellError& error) {
  const QString where = error.line > 0 ? tr("line %1: ").arg(error.line) : QString();
  writeLine(error.engine, where + error.sentence, Voice::Error);
  if (error.traceback.isEmpty()) return;
  for (const QString& line : error.traceback.split(u'\n'))
    writeLine(error.engine, line, Voice::Note);
}

void CellOutput::finish(const CellResult& result) {
  flush();
  qsizetype shown = 0;
  for (const CellValue& value : result.values) {
    if (shown > kMostKeptLines) break;  // more would only push out the first ones
    const QStringList lines = value.text.split(u'\n');
    shown += lines.size();
    for (const QString& line : lines) writeLine(value.engine, line, Voice::Plain);
  }
  for (const CellError& error : result.errors) writeError(error);
  if (!result.complaint.isEmpty()) writeLine(kHereEngine, result.complaint, Voice::Error);
}

}  // namespace fatou::ui
