// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

namespace fatou::color {

// The transfer curve of sRGB (IEC 61966-2-1): the light of a channel, both 0 ... 1.
inline double toLinear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

// The channel of an amount of light; what no screen can show is clamped.
inline double fromLinear(double light) {
  const double v = std::clamp(light, 0.0, 1.0);
  return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;
}

}  // namespace fatou::color
