// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/pixel_rect.h"
#include "core/base/range.h"

namespace fatou::render {

// Which pixels of a picture have been computed: one run of columns a row, which is what panning
// leaves and bands fill. Pure.
class KnownPixels {
 public:
  KnownPixels() = default;
  KnownPixels(std::int32_t width, std::int32_t height)
      : m_width(width), m_rows(static_cast<std::size_t>(height)) {}

  std::int32_t width() const { return m_width; }
  std::int32_t height() const { return static_cast<std::int32_t>(m_rows.size()); }

  // `columns` of `row` are known now. Where that leaves a gap in the row, the longer run is kept.
  using Columns = Range<std::int32_t>;
  void add(std::int32_t row, Columns columns);

  // The pixels that are known of a picture of another size which begins `right` columns to the
  // right and `up` rows above.
  struct Move {
    std::int64_t right = 0;
    std::int64_t up = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
  };
  KnownPixels moved(const Move& move) const;

  Columns columnsOf(std::int32_t row) const { return m_rows[static_cast<std::size_t>(row)]; }

  // The rest as rectangles, from the top down, no two of which overlap.
  std::vector<PixelRect> missing() const;

  friend bool operator==(const KnownPixels&, const KnownPixels&) = default;

 private:
  std::int32_t m_width = 0;
  std::vector<Columns> m_rows;
};

}  // namespace fatou::render
