// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/frame.h"

#include <algorithm>

#include "core/base/check.h"

namespace fatou::render {

void Frame::reset(std::int32_t width, RowRange rows) {
  m_width = width;
  m_rows = rows;
  m_missingRows = rows.size();
  m_present.assign(static_cast<std::size_t>(rows.size()), false);
  m_size = static_cast<std::size_t>(width) * static_cast<std::size_t>(rows.size());
  if (m_size <= m_capacity) return;
  m_counts = std::make_unique_for_overwrite<std::int32_t[]>(m_size);
  m_capacity = m_size;
}

void Frame::add(const Tile& tile) {
  const PixelRect& rect = tile.rect;
  FATOU_CHECK(rect.x == 0 && rect.width == m_width);
  FATOU_CHECK(rect.y >= m_rows.begin && rect.y + rect.height <= m_rows.end);
  const auto first = static_cast<std::size_t>(rect.y - m_rows.begin);
  for (std::size_t row = first; row < first + static_cast<std::size_t>(rect.height); ++row) {
    FATOU_CHECK(!m_present[row]);
    m_present[row] = true;
  }
  m_missingRows -= rect.height;
  std::copy_n(tile.counts.data(), tile.counts.size(),
              m_counts.get() + first * static_cast<std::size_t>(m_width));
}

}  // namespace fatou::render
