// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/shading.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "core/base/check.h"

namespace fatou::color {
namespace {

// Counts below 2^12 have an entry each. Above, every octave has 2^11 entries, as the phase goes
// with log2 of the count: neighbours in one entry differ by a phase of less than 1/2000 octave.
// That bounds the table at 43,008 entries (168 KiB, the second-level cache) for every tmax.
constexpr int kExactBits = 12;

std::uint32_t entryOf(std::uint32_t count) {
  const int bits = std::bit_width(count | ((1U << kExactBits) - 1));
  const int shift = bits - kExactBits;
  return (static_cast<std::uint32_t>(shift) << (kExactBits - 1)) + (count >> shift);
}

// The smallest count with this entry.
std::uint32_t firstCountOf(std::uint32_t entry) {
  constexpr std::uint32_t octave = 1U << (kExactBits - 1);
  if (entry < 2 * octave) return entry;
  const std::uint32_t shift = entry / octave - 1;
  return (entry - shift * octave) << shift;
}

std::uint32_t packed(Rgb color) {
  return color.red | std::uint32_t{color.green} << 8 | std::uint32_t{color.blue} << 16;
}

void store(std::uint32_t color, std::uint8_t* to) {
  to[0] = static_cast<std::uint8_t>(color);
  to[1] = static_cast<std::uint8_t>(color >> 8);
  to[2] = static_cast<std::uint8_t>(color >> 16);
}

}  // namespace

ShadingTable::ShadingTable(const Palette& palette, std::int32_t tmax)
    : m_interior(packed(palette.interior)), m_tmax(static_cast<std::uint32_t>(tmax)) {
  FATOU_CHECK(tmax >= 1);
  const std::uint32_t entries = entryOf(static_cast<std::uint32_t>(tmax)) + 1;
  m_colors.reserve(entries);
  for (std::uint32_t entry = 0; entry < entries; ++entry) {
    const double octaves = std::log2(1.0 + firstCountOf(entry) / palette.lift);
    m_colors.push_back(packed(gradientColor(palette, octaves / palette.octavesPerCycle)));
  }
}

void ShadingTable::shade(std::span<const std::int32_t> counts, std::span<std::uint8_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * counts.size());
  std::uint8_t* to = rgb.data();
  for (const std::int32_t count : counts) {
    const auto unsignedCount = static_cast<std::uint32_t>(count);  // no count is negative
    store(unsignedCount < m_tmax ? m_colors[entryOf(unsignedCount)] : m_interior, to);
    to += 3;
  }
}

void shade(std::span<const std::int32_t> counts, std::int32_t tmax, const Palette& palette,
           std::span<std::uint8_t> rgb) {
  ShadingTable(palette, tmax).shade(counts, rgb);
}

}  // namespace fatou::color
