// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace fatou::render {

// The zigzag code of differences, as Protocol Buffers have it: 0, -1, 1, -2, ... become 0, 1, 2, 3,
// ..., so that differences near 0 of either sign have few bits. `difference` is one modulo 2^32.
constexpr std::uint32_t toZigzag(std::uint32_t difference) {
  return (difference << 1) ^ (0U - (difference >> 31));
}
constexpr std::uint32_t fromZigzag(std::uint32_t number) {
  return (number >> 1) ^ (0U - (number & 1U));
}

}  // namespace fatou::render
