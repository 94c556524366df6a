// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace fatou::color {

// A scale of counts, whole and smooth, whose steps grow with them: the bits of a float, cut short,
// are a piecewise linear log2. An octave has 2^11 entries, so counts below 4,088 have one each.
//
// kCountLift is added to a count first, which makes room for the smooth counts below 0: the
// smallest, -7, belongs to |z| = 2^256.
inline constexpr float kCountLift = 8.0F;
inline constexpr int kEntryBits = 11;
inline constexpr int kEntryShift = 23 - kEntryBits;
inline constexpr std::uint32_t kFirstBits = std::bit_cast<std::uint32_t>(1.0F);

// The count plus kCountLift, but at least 1, where the scale begins. NaN gives 1, too.
inline float lifted(float count) {
  return std::max(1.0F, count + kCountLift);  // in this order because of NaN
}

// The entry of a count. Entry 0 holds -7, every count below it, and NaN.
inline std::uint32_t entryOf(float count) {
  return (std::bit_cast<std::uint32_t>(lifted(count)) - kFirstBits) >> kEntryShift;
}

// The smallest count with this entry.
inline double firstCountOf(std::uint32_t entry) {
  const auto above = std::bit_cast<float>((entry << kEntryShift) + kFirstBits);
  return static_cast<double>(above) - static_cast<double>(kCountLift);
}

}  // namespace fatou::color
