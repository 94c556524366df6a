// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QString>

#include "ui/canvas/picture.h"

namespace fatou::ui {

// "0.31872 − 0.20416i" with as many digits as tell pixels `step` apart from each other.
QString complexText(std::complex<double> z, double step);

// What is known of a pixel: z₀, J, the smooth count and the engine.
QString readoutText(const Picture::Pixel& pixel, const Picture& picture);

// "× 1.24": how much closer than a view with radius 1.5.
QString zoomText(const Picture& picture);

}  // namespace fatou::ui
