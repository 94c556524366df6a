// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/base/check.h"

namespace fatou::io {

// Holds the callers of a PictureWriter to its contract: slabs from the top down without gaps.
class SlabOrder {
 public:
  SlabOrder(std::int32_t width, std::int32_t height)
      : m_width(static_cast<std::size_t>(width)), m_missingRows(height) {}

  // Takes the slab of `counts` numbers from `firstRow` up and returns its number of rows.
  std::int32_t take(std::int32_t firstRow, std::size_t counts) {
    const std::size_t rows = counts / m_width;
    FATOU_CHECK(counts == rows * m_width && firstRow >= 0);
    FATOU_CHECK(static_cast<std::size_t>(firstRow) + rows ==
                static_cast<std::size_t>(m_missingRows));
    m_missingRows = firstRow;
    return static_cast<std::int32_t>(rows);
  }

  bool complete() const { return m_missingRows == 0; }

 private:
  std::size_t m_width;
  std::int32_t m_missingRows;  // rows [0, m_missingRows) are still to come
};

}  // namespace fatou::io
