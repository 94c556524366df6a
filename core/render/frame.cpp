// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/frame.h"

#include <algorithm>

#include "core/base/check.h"

namespace fatou::render {

void Frame::reset(std::int32_t width, RowRange rows, const Quantities& quantities) {
  resetWithoutNumbers(width, rows);
  const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(rows.size());
  m_counts.resize(size);
  m_smooth.resize(quantities.smooth ? size : 0);
  m_distance.resize(quantities.distance ? size : 0);
  m_cycles.resize(quantities.cycle ? size : 0);
}

void Frame::touch() {
  FATOU_CHECK(m_missingRows == m_rows.size());
  m_counts.touch();
  m_smooth.touch();
  m_distance.touch();
  m_cycles.touch();
}

void Frame::resetWithoutNumbers(std::int32_t width, RowRange rows) {
  m_width = width;
  m_rows = rows;
  m_missingRows = rows.size();
  m_present.assign(static_cast<std::size_t>(rows.size()), false);
  m_engines.assign(static_cast<std::size_t>(rows.size()), 0);
  m_counts.resize(0);
  m_smooth.resize(0);
  m_distance.resize(0);
  m_cycles.resize(0);
}

void Frame::add(const Tile& tile, int engine) {
  const PixelRect& rect = tile.rect;
  FATOU_CHECK(rect.x == 0 && rect.width == m_width);
  FATOU_CHECK(rect.y >= m_rows.begin && rect.y + rect.height <= m_rows.end);
  const auto first = static_cast<std::size_t>(rect.y - m_rows.begin);
  for (std::size_t row = first; row < first + static_cast<std::size_t>(rect.height); ++row) {
    FATOU_CHECK(!m_present[row]);
    m_present[row] = true;
    m_engines[row] = static_cast<std::int16_t>(engine);
  }
  m_missingRows -= rect.height;
  const auto take = [&](const auto& numbers, auto& store) {
    if (store.all().empty()) return;
    FATOU_CHECK(numbers.size() == tile.counts.size());
    std::copy_n(numbers.data(), numbers.size(),
                store.at(first * static_cast<std::size_t>(m_width)));
  };
  take(tile.counts, m_counts);
  take(tile.smooth, m_smooth);
  take(tile.distance, m_distance);
  take(tile.cycles, m_cycles);
}

std::vector<RowRange> Frame::missing() const {
  std::vector<RowRange> ranges;
  for (std::int32_t row = m_rows.begin; row < m_rows.end; ++row) {
    if (hasRow(row)) continue;
    if (!ranges.empty() && ranges.back().end == row)
      ++ranges.back().end;
    else
      ranges.push_back({row, row + 1});
  }
  return ranges;
}

}  // namespace fatou::render
