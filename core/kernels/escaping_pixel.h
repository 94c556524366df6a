// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fatou::kernels {

struct EscapingPixel {
  std::uint32_t col;
  std::uint32_t row;
  std::int32_t time;  // its J

  friend bool operator==(const EscapingPixel&, const EscapingPixel&) = default;
};

// Collects pixels that escape, some thousands, and sorts them by time.
class EscapingPixels {
 public:
  void add(const EscapingPixel& pixel) { m_pixels.push_back(pixel); }
  // Enough for neighbours in the order to have nearly the same time.
  bool isFull() const { return m_pixels.size() >= kLot; }
  // Good until the next change.
  std::span<const EscapingPixel> sort();
  void clear() { m_pixels.clear(); }

 private:
  static constexpr std::size_t kLot = 4096;

  std::vector<EscapingPixel> m_pixels;
  std::vector<EscapingPixel> m_other;
};

}  // namespace fatou::kernels
