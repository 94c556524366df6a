// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace fatou::ui {

// The colour of engine `engine` of `engines`, wherever it is shown: the palette's accent for the
// first, then hues as far from the ones before as can be.
QColor engineColor(int engine, int engines, const QPalette& palette);

}  // namespace fatou::ui
