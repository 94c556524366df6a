// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escaping_pixel.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace fatou::kernels {
namespace {

// Enough for neighbours in the order to have nearly the same time.
constexpr std::size_t kLot = 4096;

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

bool EscapingPixels::sortNext() {
  m_sorted.clear();
  std::int32_t longest = 0;
  for (; m_next < m_counts.size() && m_sorted.size() < kLot; ++m_next) {
    const std::int32_t time = m_counts[m_next];
    if (time < m_tmax) {
      m_sorted.push_back({m_col, m_row, time});
      longest = std::max(longest, time);
    }
    if (++m_col == m_width) {
      m_col = 0;
      ++m_row;
    }
  }
  for (int shift = 0; shift < 32 && (longest >> shift) > 0; shift += 8) {
    sortByByte(shift, m_sorted, m_other);
    m_sorted.swap(m_other);
  }
  return !m_sorted.empty();
}

}  // namespace fatou::kernels
