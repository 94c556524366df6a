// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// The rows of a picture (or of a slab of it) put together from its tiles; knows what is missing.
class Frame {
 public:
  Frame() = default;
  Frame(std::int32_t width, RowRange rows) { reset(width, rows); }

  // Empties the frame for other rows, keeping its memory.
  void reset(std::int32_t width, RowRange rows);

  // Takes a full-width tile within the frame's rows, each row once.
  void add(const Tile& tile);

  std::int32_t width() const { return m_width; }
  RowRange rows() const { return m_rows; }
  bool complete() const { return m_missingRows == 0; }
  std::int32_t missingRows() const { return m_missingRows; }
  bool hasRow(std::int32_t row) const {
    return m_present[static_cast<std::size_t>(row - m_rows.begin)];
  }

  // J of the frame, row-major, lowest row first. Rows that are missing hold anything.
  std::span<const std::int32_t> counts() const { return {m_counts.get(), m_size}; }

 private:
  std::int32_t m_width = 0;
  RowRange m_rows;
  std::int32_t m_missingRows = 0;
  std::vector<bool> m_present;
  // Not a vector, which would write it all once before the tiles do.
  std::unique_ptr<std::int32_t[]> m_counts;
  std::size_t m_size = 0;
  std::size_t m_capacity = 0;
};

}  // namespace fatou::render
