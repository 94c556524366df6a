// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fatou {

// The iteration numbers of some pixels, side by side, wherever they are kept: J, and what was
// computed beside it. Smooth counts and distances are empty where they were not.
struct IterationNumbers {
  std::span<const std::int32_t> counts;  // -1 where J is not known
  std::span<const float> smooth{};
  std::span<const float> distance{};  // in pixels

  std::size_t size() const { return counts.size(); }
  // The numbers of `size` pixels, from the pixel with the number `first` on.
  IterationNumbers part(std::size_t first, std::size_t size) const {
    const auto cut = [&](auto all) { return all.empty() ? all : all.subspan(first, size); };
    return {.counts = cut(counts), .smooth = cut(smooth), .distance = cut(distance)};
  }
};

// Iteration numbers of whole rows, kept: row-major, lowest row first.
struct IterationField {
  std::size_t width = 0;  // pixels a row
  std::vector<std::int32_t> counts{};
  std::vector<float> smooth{};
  std::vector<float> distance{};

  std::size_t rows() const { return width == 0 ? 0 : counts.size() / width; }
  IterationNumbers all() const { return {counts, smooth, distance}; }
  // `size` numbers of a row, from column `first` on.
  IterationNumbers part(std::size_t row, std::size_t first, std::size_t size) const {
    return all().part(row * width + first, size);
  }
  IterationNumbers row(std::size_t row) const { return part(row, 0, width); }

  // Takes the numbers of whole rows from `first` on, as far as there is room for their kind.
  void setRows(std::size_t first, const IterationNumbers& rows) {
    const auto take = [&](const auto& from, auto& to) {
      if (!to.empty())
        std::ranges::copy(from, to.begin() + static_cast<std::ptrdiff_t>(first * width));
    };
    take(rows.counts, counts);
    take(rows.smooth, smooth);
    take(rows.distance, distance);
  }
};

}  // namespace fatou
