// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/large_pages.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// The rows of a picture (or of a slab of it) put together from its tiles; knows what is missing.
class Frame {
 public:
  Frame() = default;
  Frame(std::int32_t width, RowRange rows) { reset(width, rows); }

  // Empties the frame for other rows, keeping its memory. Beside J it collects these quantities.
  void reset(std::int32_t width, RowRange rows, const Quantities& quantities = {});

  // Has the system give the frame's memory now, and not bit by bit while tiles come. To be called
  // before the first one.
  void touch();

  // Empties the frame like reset(), but then only notes which rows there are; their numbers are not
  // kept.
  void resetWithoutNumbers(std::int32_t width, RowRange rows);

  // Takes a full-width tile within the frame's rows, each row once; `engine` computed it.
  void add(const Tile& tile, int engine = 0);

  // The rows that are missing, as few ranges, from the lowest up.
  std::vector<RowRange> missing() const;

  std::int32_t width() const { return m_width; }
  RowRange rows() const { return m_rows; }
  bool complete() const { return m_missingRows == 0; }
  std::int32_t missingRows() const { return m_missingRows; }
  bool hasRow(std::int32_t row) const {
    return m_present[static_cast<std::size_t>(row - m_rows.begin)];
  }

  // J of the frame, row-major, lowest row first. Rows that are missing hold anything.
  std::span<const std::int32_t> counts() const { return m_counts.all(); }  // empty if not kept
  std::span<const float> smooth() const { return m_smooth.all(); }         // empty if not collected
  std::span<const float> distance() const { return m_distance.all(); }     // likewise
  std::span<const std::int32_t> cycles() const { return m_cycles.all(); }  // likewise
  std::span<const std::int16_t> engines() const { return m_engines; }      // one a row
  IterationNumbers numbers() const { return {counts(), smooth(), distance(), cycles()}; }

 private:
  std::int32_t m_width = 0;
  RowRange m_rows;
  std::int32_t m_missingRows = 0;
  std::vector<bool> m_present;
  std::vector<std::int16_t> m_engines;
  NumberStore<std::int32_t> m_counts;
  NumberStore<float> m_smooth;
  NumberStore<float> m_distance;
  NumberStore<std::int32_t> m_cycles;
};

}  // namespace fatou::render
