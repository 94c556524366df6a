// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/color/coloring.h"
#include "core/color/rgb.h"

namespace fatou::color {

// The colours of orbits that end in an attracting cycle: each cycle has a hue, and the longer an
// orbit takes, the darker it is. Hues follow each other by the golden ratio of a turn, so that
// however many cycles there are, no two are close.
class BasinColors {
 public:
  static constexpr std::size_t kHues = 64;
  static constexpr std::size_t kShades = 128;

  // Takes of the colouring how counts are mapped, how densely, and with its offset how far all hues
  // are turned: what the gradient's colours depend on, too.
  explicit BasinColors(const Coloring& coloring);

  // The place in the tables of a pixel with this cycle, 1 or more, and J.
  std::size_t placeOf(std::int32_t cycle, std::int32_t count) const;

  // All colours, kHues x kShades, worked out once a program.
  static const std::vector<Rgb>& table();
  static const std::vector<Rgb16>& wideTable();

 private:
  static constexpr std::size_t kCounts = 1024;  // larger ones are as dark as the last
  static constexpr std::size_t kCycles = 128;   // more than a map that is looked into has

  std::array<std::uint8_t, kCounts> m_shades{};
  std::array<std::uint8_t, kCycles> m_hues{};
};

}  // namespace fatou::color
