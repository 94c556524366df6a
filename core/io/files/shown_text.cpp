// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/shown_text.h"

namespace fatou::io {
namespace {

// Unicode's bidirectional controls (UAX 9): a file name with one of them can look like another.
bool turnsDirection(char16_t unit) {
  return unit == 0x061c || unit == 0x200e || unit == 0x200f || (unit >= 0x202a && unit <= 0x202e) ||
         (unit >= 0x2066 && unit <= 0x2069);
}

bool acts(QChar c) {
  switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
      return true;
    default:
      return turnsDirection(c.unicode());
  }
}

QString shown(QString text, bool keepsLineEnds) {
  for (QChar& c : text)
    if (acts(c) && !(keepsLineEnds && c == u'\n')) c = QChar::ReplacementCharacter;
  return text;
}

}  // namespace

QString shownLine(const QString& text) {
  return shown(text, false);
}

QString shownText(const QString& text) {
  return shown(text, true);
}

QString plainLine(const QString& text) {
  QString line = text;
  for (QChar& c : line)
    if (c.category() == QChar::Other_Control) c = u' ';
  return line.simplified();
}

}  // namespace fatou::io
