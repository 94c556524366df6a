// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/palette.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/color/oklab.h"

namespace fatou::color {

Palette Palette::defaultPalette() {
  return {.name = "Fatou",
          .stops = {{0.000, {0x0b, 0x1f, 0x4f}},
                    {0.170, {0x22, 0x56, 0xa6}},
                    {0.340, {0x68, 0xb5, 0xe1}},
                    {0.470, {0xfb, 0xf5, 0xe2}},
                    {0.620, {0xf5, 0xb9, 0x5b}},
                    {0.750, {0xcb, 0x5c, 0x36}},
                    {0.850, {0x82, 0x24, 0x40}},
                    {0.935, {0x28, 0x10, 0x38}}},
          .interior = {0x0b, 0x0d, 0x14},
          .octavesPerCycle = 4.0,
          .lift = 6.0};
}

Rgb gradientColor(const Palette& palette, double phase) {
  const std::vector<GradientStop>& stops = palette.stops;
  FATOU_CHECK(!stops.empty());
  const double place = phase - std::floor(phase);
  const auto above =
      std::upper_bound(stops.begin(), stops.end(), place,
                       [](double p, const GradientStop& stop) { return p < stop.position; });
  // Below the first stop and above the last the colour is between the last and the first.
  const GradientStop& left = above == stops.begin() ? stops.back() : *(above - 1);
  const GradientStop& right = above == stops.end() ? stops.front() : *above;
  const auto forward = [](double from, double to) {
    return to < from ? to + 1.0 - from : to - from;
  };
  const double gap = forward(left.position, right.position);
  const double share = gap > 0.0 ? forward(left.position, place) / gap : 0.0;
  return toRgb(mix(toOklab(left.color), toOklab(right.color), share));
}

}  // namespace fatou::color
