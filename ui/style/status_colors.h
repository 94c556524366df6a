// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace fatou::ui {

// The colour of what is wrong. Palettes have no role for it, so it is a red as far from Base as
// text needs to be: light on dark, dark on light.
QColor errorColor(const QPalette& palette);

}  // namespace fatou::ui
