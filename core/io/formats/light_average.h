// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fatou::io {

// Halves pictures of three values a pixel: each new pixel is the average light of 2 x 2. 8 and 16
// bits are sRGB, floats are light. `from` is `size` x `size` pixels, `size` even, and `to` a
// quarter of that, row after row. Threads may call at once.
void halve(std::span<const std::uint8_t> from, std::size_t size, std::span<std::uint8_t> to);
void halve(std::span<const std::uint16_t> from, std::size_t size, std::span<std::uint16_t> to);
void halve(std::span<const float> from, std::size_t size, std::span<float> to);

}  // namespace fatou::io
