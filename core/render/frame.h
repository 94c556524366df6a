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

  // Empties the frame for other rows, keeping its memory. Beside J it collects these quantities.
  void reset(std::int32_t width, RowRange rows, const Quantities& quantities = {});

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
  std::span<const std::int32_t> counts() const { return m_counts.all(); }
  std::span<const float> smooth() const { return m_smooth.all(); }      // empty if not collected
  std::span<const float> distance() const { return m_distance.all(); }  // likewise
  std::span<const std::int16_t> engines() const { return m_engines; }   // one a row

 private:
  // Numbers of pixels. Not a vector, which would write it all once before the tiles do.
  template <typename Number>
  class Store {
   public:
    void resize(std::size_t size) {
      m_size = size;
      if (size <= m_capacity) return;
      m_numbers = std::make_unique_for_overwrite<Number[]>(size);
      m_capacity = size;
    }
    std::span<const Number> all() const { return {m_numbers.get(), m_size}; }
    Number* at(std::size_t place) { return m_numbers.get() + place; }

   private:
    std::unique_ptr<Number[]> m_numbers;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
  };

  std::int32_t m_width = 0;
  RowRange m_rows;
  std::int32_t m_missingRows = 0;
  std::vector<bool> m_present;
  std::vector<std::int16_t> m_engines;
  Store<std::int32_t> m_counts;
  Store<float> m_smooth;
  Store<float> m_distance;
};

}  // namespace fatou::render
