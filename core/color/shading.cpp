// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/shading.h"

#include <algorithm>
#include <array>
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

// The colour's bytes in memory: red, green, blue and one more.
std::uint32_t packed(Rgb color) {
  return std::bit_cast<std::uint32_t>(
      std::array<std::uint8_t, 4>{color.red, color.green, color.blue, 0});
}

// A store of four bytes is faster than three of one; the next pixel covers the fourth.
template <typename ColorOf>
void shadeAll(std::span<const std::int32_t> counts, std::uint8_t* to, const ColorOf& colorOf) {
  if (counts.empty()) return;
  for (const std::int32_t count : counts.first(counts.size() - 1)) {
    const std::uint32_t color = colorOf(static_cast<std::uint32_t>(count));  // none is negative
    std::memcpy(to, &color, 4);
    to += 3;
  }
  const std::uint32_t color = colorOf(static_cast<std::uint32_t>(counts.back()));
  std::memcpy(to, &color, 3);
}

}  // namespace

ShadingTable::ShadingTable(const Palette& palette, std::int32_t tmax)
    : m_tmax(static_cast<std::uint32_t>(tmax)) {
  FATOU_CHECK(tmax >= 1);
  const std::uint32_t entries = entryOf(m_tmax - 1) + 1;
  m_colors.reserve(entries + 1);
  for (std::uint32_t entry = 0; entry < entries; ++entry) {
    const double octaves = std::log2(1.0 + firstCountOf(entry) / palette.lift);
    m_colors.push_back(packed(gradientColor(palette, octaves / palette.octavesPerCycle)));
  }
  m_colors.push_back(packed(palette.interior));
}

// Choosing an entry instead of a colour, and the short way where it is right, keep branches that
// cannot be foretold out of both loops.
void ShadingTable::shade(std::span<const std::int32_t> counts, std::span<std::uint8_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * counts.size());
  const std::uint32_t* colors = m_colors.data();
  const std::uint32_t tmax = m_tmax;
  if (tmax <= 1U << kExactBits) {
    shadeAll(counts, rgb.data(),
             [=](std::uint32_t count) { return colors[std::min(count, tmax)]; });
    return;
  }
  const auto interior = static_cast<std::uint32_t>(m_colors.size() - 1);
  shadeAll(counts, rgb.data(), [=](std::uint32_t count) {
    const std::uint32_t entry = entryOf(count);
    return colors[count < tmax ? entry : interior];
  });
}

void shade(std::span<const std::int32_t> counts, std::int32_t tmax, const Palette& palette,
           std::span<std::uint8_t> rgb) {
  ShadingTable(palette, tmax).shade(counts, rgb);
}

}  // namespace fatou::color
