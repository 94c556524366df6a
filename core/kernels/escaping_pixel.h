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

// Goes through the pixels that escape, some thousands at a time, and sorts each lot by time.
class EscapingPixels {
 public:
  // `counts` in rows of `width`; whoever has tmax does not escape.
  EscapingPixels(std::span<const std::int32_t> counts, std::size_t width, std::int32_t tmax)
      : m_counts(counts), m_width(width), m_tmax(tmax) {}

  // Takes the next lot. False at the end.
  bool sortNext();
  std::span<const EscapingPixel> sorted() const { return m_sorted; }

 private:
  std::span<const std::int32_t> m_counts;
  std::size_t m_width;
  std::int32_t m_tmax;
  std::size_t m_next = 0;
  std::uint32_t m_col = 0;
  std::uint32_t m_row = 0;
  std::vector<EscapingPixel> m_sorted;
  std::vector<EscapingPixel> m_other;
};

}  // namespace fatou::kernels
