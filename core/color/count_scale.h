// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace fatou::color {

// Counts, whole and smooth, in steps that grow with them: the bits of a float, cut short, are a
// piecewise linear log2. An octave has 2^11 entries, so counts below 4,088 have one each.
//
// What is added first makes room for the smooth counts below 0: -7 is that of |z| = 2^256.
inline constexpr float kCountLift = 8.0F;
inline constexpr int kEntryBits = 11;
inline constexpr int kEntryShift = 23 - kEntryBits;
inline constexpr std::uint32_t kFirstBits = std::bit_cast<std::uint32_t>(1.0F);

// At least 1, and 1 of what is no number.
inline float lifted(float count) {
  return std::max(1.0F, count + kCountLift);  // in this order because of NaN
}

// The step of any float; 0 is the one of -7, of what is below it and of what is no number.
inline std::uint32_t entryOf(float count) {
  return (std::bit_cast<std::uint32_t>(lifted(count)) - kFirstBits) >> kEntryShift;
}

// The smallest count with this entry.
inline double firstCountOf(std::uint32_t entry) {
  const auto above = std::bit_cast<float>((entry << kEntryShift) + kFirstBits);
  return static_cast<double>(above) - static_cast<double>(kCountLift);
}

}  // namespace fatou::color
