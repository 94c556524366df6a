// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/iteration_field.h"
#include "core/color/basin_colors.h"
#include "core/color/coloring.h"
#include "core/color/equalization.h"
#include "core/color/pixel_positions.h"

namespace fatou::color {

// Turns the numbers of pixels into colours: one look-up a pixel in a table that is worked out
// once, in a millisecond or two. Immutable, so threads may share it and each shade some rows. A
// pixel whose orbit ends in a cycle has the colour of BasinColors.
class Shader {
 public:
  // The bits a channel of the colours that a Shader gives: each depth is a table of its own.
  enum class Depth { Eight, Sixteen };

  // `tmax` >= 1 is the count that marks the interior. `equalization` is used by
  // Mapping::Equalized alone.
  Shader(const Coloring& coloring, std::int32_t tmax, const Equalization& equalization = {},
         Depth depth = Depth::Eight);

  // Writes 0xffRRGGBB, as QImage::Format_RGB32 wants it, for every one of the counts, which are
  // 0 ... tmax; for Depth::Eight. `rgb32` and what is given of smooth and distance are as long as
  // the counts.
  void shade(const IterationNumbers& samples, std::span<std::uint32_t> rgb32) const;

  // The same as red, green, blue bytes; `rgb` is three times as long as the counts.
  void shade(const IterationNumbers& samples, std::span<std::uint8_t> rgb) const;

  // The same with 16 bits a channel, as 0x0000RRRRGGGGBBBB; for Depth::Sixteen.
  void shade(const IterationNumbers& samples, std::span<std::uint64_t> rgb16) const;

 private:
  using Places = std::vector<std::uint32_t>;

  bool isByEntry() const { return m_rule.scale == PositionRule::Scale::Entries; }
  Places placesOfEntries(const Equalization& equalization) const;
  template <typename Color>
  void lookUp(const IterationNumbers& samples, const std::vector<Color>& colors,
              std::span<Color> pixels) const;

  // The table that PositionRule::scale describes; its last colour is the interior's.
  std::vector<std::uint32_t> m_colors;
  std::vector<std::uint64_t> m_wideColors;  // the table of the depth not asked for is empty
  PositionRule m_rule;
  Mapping m_mapping;
  bool m_smooth;
  bool m_lines;
  double m_scale;  // periods for one length of the gradient
  BasinColors m_basins;
};

}  // namespace fatou::color
