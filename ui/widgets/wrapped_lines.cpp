// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrapped_lines.h"

#include <QFontMetrics>
#include <QTextLayout>
#include <QTextOption>

namespace fatou::ui {

QStringList wrappedLines(const QString& text, const QFont& font, int width, int most) {
  if (text.isEmpty()) return {};
  QTextLayout layout(text, font);
  QTextOption wrap;
  wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout.setTextOption(wrap);
  layout.beginLayout();
  QStringList lines;
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    line.setLineWidth(width);
    const bool isLast = lines.size() + 1 == most;
    const QString words = text.mid(line.textStart(), isLast ? -1 : line.textLength()).trimmed();
    lines << (isLast ? QFontMetrics(font).elidedText(words, Qt::ElideRight, width) : words);
    if (isLast) break;
  }
  layout.endLayout();
  return lines;
}

}  // namespace fatou::ui
