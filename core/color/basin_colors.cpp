// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/basin_colors.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/check.h"
#include "core/color/oklab.h"

namespace fatou::color {
namespace {

constexpr double kFirstHue = 0.07;  // in turns: red
constexpr double kChroma = 0.13;    // about the most that screens have of every hue
constexpr double kDarkest = 0.25;
constexpr double kLightest = 0.88;
// The number of times that the light is halved over a length of the gradient.
constexpr double kHalvings = 2.5;

Oklab basinColor(std::size_t hue, std::size_t shade) {
  const double angle =
      2.0 * std::numbers::pi * static_cast<double>(hue) / double{BasinColors::kHues};
  const double dark = static_cast<double>(shade) / double{BasinColors::kShades - 1};
  return {.lightness = std::lerp(kLightest, kDarkest, dark),
          .greenToRed = kChroma * std::cos(angle),
          .blueToYellow = kChroma * std::sin(angle)};
}

template <typename Color>
std::vector<Color> tableOf(Color (*toColor)(const Oklab&)) {
  std::vector<Color> colors;
  colors.reserve(BasinColors::kHues * BasinColors::kShades);
  for (std::size_t hue = 0; hue < BasinColors::kHues; ++hue)
    for (std::size_t shade = 0; shade < BasinColors::kShades; ++shade)
      colors.push_back(toColor(basinColor(hue, shade)));
  return colors;
}

}  // namespace

BasinColors::BasinColors(const Coloring& coloring) {
  const double density = std::clamp(coloring.density, 0.0, kMaxDensity);
  for (std::size_t count = 0; count < kCounts; ++count) {
    const double share = cyclesAt(coloring.mapping, static_cast<double>(count)) * density;
    const double dark = 1.0 - std::exp2(-kHalvings * share);
    m_shades[count] = static_cast<std::uint8_t>(std::lround(dark * double{kShades - 1}));
  }
  for (std::size_t k = 0; k < kCycles; ++k) {
    const double turn =
        kFirstHue + coloring.offset + static_cast<double>(k) * (std::numbers::phi - 1.0);
    m_hues[k] = static_cast<std::uint8_t>((turn - std::floor(turn)) * double{kHues});
    m_hues[k] = std::min(m_hues[k], static_cast<std::uint8_t>(kHues - 1));
  }
}

std::size_t BasinColors::placeOf(std::int32_t cycle, std::int32_t count) const {
  FATOU_CHECK(cycle >= 1);
  const std::size_t hue = m_hues[static_cast<std::size_t>(cycle - 1) % kCycles];
  // A count from an engine elsewhere may be damaged and below 0.
  const auto from0 = static_cast<std::size_t>(std::max(0, count));
  return hue * kShades + m_shades[std::min(from0, kCounts - 1)];
}

const std::vector<Rgb>& BasinColors::table() {
  static const std::vector<Rgb> table = tableOf<Rgb>(toRgb);
  return table;
}

const std::vector<Rgb16>& BasinColors::wideTable() {
  static const std::vector<Rgb16> table = tableOf<Rgb16>(toRgb16);
  return table;
}

}  // namespace fatou::color
