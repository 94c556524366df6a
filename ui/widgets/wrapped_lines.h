// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace fatou::ui {

// A text in lines of `width` pixels, broken between words where that is possible: at most `most`
// lines, at least 1, of which the last one ends with "…" where the text is longer. None for an
// empty text.
QStringList wrappedLines(const QString& text, const QFont& font, int width, int most);

}  // namespace fatou::ui
