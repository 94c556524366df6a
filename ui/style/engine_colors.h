// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace fatou::ui {

// The colour of one of `engines` engines wherever engines are told apart: the first has the accent,
// the others hues as far from each other as they can be, all equally light.
QColor engineColor(int engine, int engines, const QPalette& palette);

// The second shade of that colour, for every other band of an engine.
QColor alternateEngineColor(int engine, int engines, const QPalette& palette);

}  // namespace fatou::ui
