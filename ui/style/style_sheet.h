// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QFont;
class QPalette;

namespace fatou::ui {

// resources/style/theme.qss with its @words filled in: colours and what is mixed from them out of
// the palette, sizes out of the fonts.
QString styleSheet(const QPalette& palette, const QFont& text, const QFont& numeric);

}  // namespace fatou::ui
