// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/known_pixels.h"

#include <algorithm>

#include "core/base/check.h"

namespace fatou::render {

void KnownPixels::add(std::int32_t row, Columns columns) {
  FATOU_CHECK(row >= 0 && row < height());
  FATOU_CHECK(columns.begin >= 0 && columns.end <= m_width);
  Columns& known = m_rows[static_cast<std::size_t>(row)];
  if (columns.size() <= 0) return;
  if (known.size() > 0 && columns.begin <= known.end && known.begin <= columns.end)
    known = {std::min(known.begin, columns.begin), std::max(known.end, columns.end)};
  else if (columns.size() > known.size())
    known = columns;
}

KnownPixels KnownPixels::moved(const Move& move) const {
  KnownPixels there(move.width, move.height);
  const auto clamped = [&move](std::int64_t column) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(column, 0, move.width));
  };
  for (std::int32_t row = 0; row < move.height; ++row) {
    const std::int64_t from = row + move.up;
    if (from < 0 || from >= height()) continue;
    const Columns& known = m_rows[static_cast<std::size_t>(from)];
    there.add(row, {clamped(known.begin - move.right), clamped(known.end - move.right)});
  }
  return there;
}

std::vector<PixelRect> KnownPixels::missing() const {
  std::vector<PixelRect> rects;
  for (std::int32_t end = height(); end > 0;) {
    const Columns known = m_rows[static_cast<std::size_t>(end - 1)];
    std::int32_t begin = end - 1;
    while (begin > 0 && m_rows[static_cast<std::size_t>(begin - 1)] == known) --begin;
    const std::int32_t rows = end - begin;
    if (known.size() <= 0) {
      rects.push_back({0, begin, m_width, rows});
    } else {
      if (known.begin > 0) rects.push_back({0, begin, known.begin, rows});
      if (known.end < m_width) rects.push_back({known.end, begin, m_width - known.end, rows});
    }
    end = begin;
  }
  return rects;
}

}  // namespace fatou::render
