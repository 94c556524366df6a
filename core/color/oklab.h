// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/color/rgb.h"

namespace fatou::color {

// A colour in Oklab, a space in which equal distances look about equally large
// (Bjoern Ottosson, "A perceptual color space for image processing", 2020).
struct Oklab {
  double lightness = 0.0;   // 0 black ... 1 white
  double greenToRed = 0.0;  // about -0.4 ... 0.4
  double blueToYellow = 0.0;
};

Oklab toOklab(Rgb color);

// The nearest 8-bit colour; what no screen can show is clamped channel by channel.
Rgb toRgb(const Oklab& color);
Rgb16 toRgb16(const Oklab& color);

// `share` 0 gives from, 1 gives to.
Oklab mix(const Oklab& from, const Oklab& to, double share);

}  // namespace fatou::color
