// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/canvas/picture.h"

namespace fatou::ui {

// "0.31872 − 0.20416i" with as many digits as tell pixels `step` apart from each other; where those
// are many, the first and the last of them.
QString complexText(const julia::ComplexDecimal& z, const julia::Scaled& step);

// Writes what is known of a pixel: z₀, J, the smooth count and the engine.
QString readoutText(const Picture::Pixel& pixel, const Picture& picture);

// "× 1.24", "× 3.18 · 10^301", "× 8.19 · 10^−5": how much closer than a view with radius 1.5.
QString zoomText(const Picture& picture);

}  // namespace fatou::ui
