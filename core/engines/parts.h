// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <ranges>
#include <span>
#include <type_traits>
#include <vector>

#include <Eigen/Core>

#include "core/engines/partition.h"

namespace fatou::engines {

// How a container is cut into parts and put together again: a vector by elements, an Eigen array
// or matrix by rows. Each element is copied once on the way out and once on the way back.
template <typename Container>
struct Parts;

template <typename T>
struct Parts<std::vector<T>> {
  static std::size_t size(const std::vector<T>& whole) { return whole.size(); }

  static std::vector<T> part(const std::vector<T>& whole, ItemRange range) {
    const auto at = [&](std::size_t i) { return whole.begin() + static_cast<std::ptrdiff_t>(i); };
    return {at(range.begin), at(range.end)};
  }

  static std::vector<T> join(std::span<const std::vector<T>* const> parts) {
    std::size_t size = 0;
    for (const auto* part : parts) size += part->size();
    std::vector<T> whole;
    whole.reserve(size);
    for (const auto* part : parts) whole.insert(whole.end(), part->begin(), part->end());
    return whole;
  }
};

template <typename Plain>
requires(std::is_base_of_v<Eigen::PlainObjectBase<Plain>, Plain>&& Plain::RowsAtCompileTime ==
         Eigen::Dynamic) struct Parts<Plain> {
  static std::size_t size(const Plain& whole) { return static_cast<std::size_t>(whole.rows()); }

  static Plain part(const Plain& whole, ItemRange range) {
    return whole.middleRows(static_cast<Eigen::Index>(range.begin),
                            static_cast<Eigen::Index>(range.size()));
  }

  static Plain join(std::span<const Plain* const> parts) {
    Eigen::Index rows = 0;
    for (const Plain* part : parts) rows += part->rows();
    if (parts.empty()) return {};
    Plain whole(rows, parts.front()->cols());
    Eigen::Index row = 0;
    for (const Plain* part : parts) {
      whole.middleRows(row, part->rows()) = *part;
      row += part->rows();
    }
    return whole;
  }
};

// What scatter and parallel functions can cut.
template <typename T>
concept Partitionable = requires(const T& whole) {
  Parts<T>::size(whole);
};

// A copy of any finite range, also one whose length is only known at its end; a vector that is
// handed over is moved.
template <std::ranges::input_range Range>
auto toVector(Range&& range) {
  using T = std::ranges::range_value_t<Range>;
  if constexpr (std::is_same_v<std::remove_cvref_t<Range>, std::vector<T>>) {
    return std::vector<T>(std::forward<Range>(range));
  } else {
    std::vector<T> items;
    if constexpr (std::ranges::sized_range<Range>) items.reserve(std::ranges::size(range));
    for (auto&& item : range) items.emplace_back(std::forward<decltype(item)>(item));
    return items;
  }
}

}  // namespace fatou::engines
