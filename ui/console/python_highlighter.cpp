// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/python_highlighter.h"

#include <QColor>
#include <QTextCharFormat>

#include "ui/console/python_words.h"

namespace fatou::ui {
namespace {

bool isQuote(QChar letter) {
  return letter == u'\'' || letter == u'"';
}

bool isWordLetter(QChar letter) {
  return letter.isLetterOrNumber() || letter == u'_';
}

bool isTriple(const QString& line, int at) {
  return at + 2 < line.size() && line[at + 1] == line[at] && line[at + 2] == line[at];
}

// Behind the end of a text in three marks, or -1 where it goes on in the next line.
int endOfTriple(const QString& line, int from, char16_t mark) {
  for (int i = from; i < line.size(); ++i) {
    if (line[i] == u'\\')
      ++i;
    else if (line[i] == QChar(mark) && isTriple(line, i))
      return i + 3;
  }
  return -1;
}

// Behind the end of a text in single marks; it ends with its line at the latest.
int endOfSingle(const QString& line, int from, char16_t mark) {
  for (int i = from; i < line.size(); ++i) {
    if (line[i] == u'\\')
      ++i;
    else if (line[i] == QChar(mark))
      return i + 1;
  }
  return static_cast<int>(line.size());
}

int endOfWord(const QString& line, int from) {
  int end = from;
  while (end < line.size() && isWordLetter(line[end])) ++end;
  return end;
}

int endOfNumber(const QString& line, int from) {
  int end = from;
  while (end < line.size() && (isWordLetter(line[end]) || line[end] == u'.')) ++end;
  return end;
}

// Behind the end of the text whose marks begin at `at`; `open` is set where it goes on.
int endOfText(const QString& line, int at, char16_t& open) {
  const char16_t mark = line[at].unicode();
  if (!isTriple(line, at)) return endOfSingle(line, at + 1, mark);
  const int end = endOfTriple(line, at + 3, mark);
  if (end >= 0) return end;
  open = mark;
  return static_cast<int>(line.size());
}

// What is left of the text that goes on from the line before.
int endOfOpen(const QString& line, char16_t& open) {
  const int end = endOfTriple(line, 0, open);
  if (end < 0) return static_cast<int>(line.size());
  open = 0;
  return end;
}

QColor pythonColor(PythonPart part, const QPalette& palette) {
  const bool isDark = palette.color(QPalette::Base).lightness() < 128;
  switch (part) {
    case PythonPart::Keyword:
      return palette.color(QPalette::Link);
    case PythonPart::Text:
      return isDark ? QColor(0x9ccc8c) : QColor(0x2e6b2e);
    case PythonPart::Number:
      return isDark ? QColor(0xe0b070) : QColor(0x8a4b08);
    case PythonPart::Comment:
      return palette.color(QPalette::PlaceholderText);
    case PythonPart::Decorator:
      break;
  }
  return isDark ? QColor(0xc8a2e8) : QColor(0x6a3a92);
}

}  // namespace

std::vector<PythonStretch> pythonStretches(const QString& line, char16_t& open) {
  std::vector<PythonStretch> found;
  const auto size = static_cast<int>(line.size());
  int at = 0;
  const auto add = [&](int end, PythonPart part) {
    if (end > at) found.push_back({.start = at, .length = end - at, .part = part});
    at = end;
  };
  if (open != 0) add(endOfOpen(line, open), PythonPart::Text);
  while (at < size) {
    const QChar letter = line[at];
    if (letter == u'#') {
      add(size, PythonPart::Comment);
    } else if (isQuote(letter)) {
      add(endOfText(line, at, open), PythonPart::Text);
    } else if (letter.isDigit()) {
      add(endOfNumber(line, at), PythonPart::Number);
    } else if (letter == u'@' && line.left(at).trimmed().isEmpty()) {
      add(endOfWord(line, at + 1), PythonPart::Decorator);
    } else if (isWordLetter(letter)) {
      const int end = endOfWord(line, at);
      if (pythonKeywords().contains(line.mid(at, end - at)))
        add(end, PythonPart::Keyword);
      else
        at = end;
    } else {
      ++at;
    }
  }
  return found;
}

PythonHighlighter::PythonHighlighter(QTextDocument* document, const QPalette& palette)
    : QSyntaxHighlighter(document), m_palette(palette) {}

void PythonHighlighter::setPalette(const QPalette& palette) {
  m_palette = palette;
  rehighlight();
}

void PythonHighlighter::highlightBlock(const QString& text) {
  const int before = previousBlockState();
  auto open = static_cast<char16_t>(before > 0 ? before : 0);
  for (const PythonStretch& stretch : pythonStretches(text, open))
    setFormat(stretch.start, stretch.length, pythonColor(stretch.part, m_palette));
  setCurrentBlockState(open);
}

}  // namespace fatou::ui
