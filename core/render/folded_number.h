// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace fatou::render {

// Differences modulo 2^32 so that those near 0 are small numbers: 0, -1, 1, -2 ... are 0, 1, 2, 3.
constexpr std::uint32_t folded(std::uint32_t difference) {
  return (difference << 1) ^ (0U - (difference >> 31));
}
constexpr std::uint32_t unfolded(std::uint32_t number) {
  return (number >> 1) ^ (0U - (number & 1U));
}

}  // namespace fatou::render
