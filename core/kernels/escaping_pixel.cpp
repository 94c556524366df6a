// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escaping_pixel.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace fatou::kernels {
namespace {

// Stable, by one byte of the time.
void sortByByte(int shift, const std::vector<EscapingPixel>& from, std::vector<EscapingPixel>& to) {
  const auto byteOf = [shift](const EscapingPixel& pixel) {
    return static_cast<std::size_t>((pixel.time >> shift) & 0xff);
  };
  std::array<std::size_t, 256> counts{};
  for (const EscapingPixel& pixel : from) ++counts[byteOf(pixel)];
  std::exclusive_scan(counts.begin(), counts.end(), counts.begin(), std::size_t{0});
  to.resize(from.size());
  for (const EscapingPixel& pixel : from) to[counts[byteOf(pixel)]++] = pixel;
}

}  // namespace

std::span<const EscapingPixel> EscapingPixels::sort() {
  std::int32_t longest = 0;
  for (const EscapingPixel& pixel : m_pixels) longest = std::max(longest, pixel.time);
  for (int shift = 0; shift < 32 && (longest >> shift) > 0; shift += 8) {
    sortByByte(shift, m_pixels, m_other);
    m_pixels.swap(m_other);
  }
  return m_pixels;
}

}  // namespace fatou::kernels
