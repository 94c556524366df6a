// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/color/palette.h"

namespace fatou::color {

// The colour of every count of one picture, worked out once. Immutable, so threads may share it.
class ShadingTable {
 public:
  // `tmax` >= 1 is the count that marks the interior.
  ShadingTable(const Palette& palette, std::int32_t tmax);

  // Writes the colours of `counts`, each 0 ... tmax, as red, green, blue bytes; `rgb` is three
  // times as long as `counts`. One look-up a pixel.
  void shade(std::span<const std::int32_t> counts, std::span<std::uint8_t> rgb) const;

 private:
  std::vector<std::uint32_t> m_colors;  // in memory red, green, blue, 0; the interior's is the last
  std::uint32_t m_tmax;
};

// Shades rows with a table of their own; who shades many slabs keeps a ShadingTable.
void shade(std::span<const std::int32_t> counts, std::int32_t tmax, const Palette& palette,
           std::span<std::uint8_t> rgb);

}  // namespace fatou::color
