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

// The step of any float, -7 and what is below it (or no number) being 0.
inline std::uint32_t entryOf(float count) {
  const float lifted = std::max(1.0F, count + kCountLift);  // 1 of a NaN, in this order
  return (std::bit_cast<std::uint32_t>(lifted) - kFirstBits) >> kEntryShift;
}

// The smallest count with this entry.
inline double firstCountOf(std::uint32_t entry) {
  const auto lifted = std::bit_cast<float>((entry << kEntryShift) + kFirstBits);
  return static_cast<double>(lifted) - static_cast<double>(kCountLift);
}

}  // namespace fatou::color
