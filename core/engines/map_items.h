// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/engines/inner/owned.h"

namespace fatou::engines {

inline constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

template <typename Range>
using ItemOf = Owned<std::ranges::range_value_t<Range>>;

// A copy of a range's first items, also of one whose length is only known at its end; a vector
// that is handed over is moved, and may be longer.
template <std::ranges::input_range Range>
std::vector<ItemOf<Range>> toVector(Range&& range, std::size_t limit = kNoLimit) {
  using Items = std::vector<ItemOf<Range>>;
  if constexpr (std::is_same_v<std::remove_cvref_t<Range>, Items>) {
    return Items(std::forward<Range>(range));
  } else {
    Items items;
    if constexpr (std::ranges::sized_range<Range>)
      items.reserve(std::min(limit, static_cast<std::size_t>(std::ranges::size(range))));
    if (limit == 0) return items;
    for (auto&& item : range) {
      items.emplace_back(ownedCopy(std::forward<decltype(item)>(item)));
      if (items.size() == limit) break;  // before the next is asked for: it may never come
    }
    return items;
  }
}

template <typename All, typename Iterators, std::size_t... i, typename... Ranges>
void readAllInStep(All& all, Iterators& at, std::index_sequence<i...>, Ranges&... ranges) {
  while (((std::get<i>(at) != std::ranges::end(ranges)) && ...)) {
    (std::get<i>(all).emplace_back(ownedCopy(*std::get<i>(at))), ...);
    (++std::get<i>(at), ...);
  }
}

// Copies the items of ranges of which none says how long it is, one item of each in turn, until the
// shortest ends.
template <std::ranges::input_range... Ranges>
std::tuple<std::vector<ItemOf<Ranges>>...> readInStep(Ranges&&... ranges) {
  std::tuple<std::vector<ItemOf<Ranges>>...> all;
  std::tuple<std::ranges::iterator_t<Ranges>...> at(std::ranges::begin(ranges)...);
  readAllInStep(all, at, std::index_sequence_for<Ranges...>{}, ranges...);
  return all;
}

template <typename Range>
concept EndlessRange = std::is_same_v<std::ranges::sentinel_t<Range>, std::unreachable_sentinel_t>;

template <typename Range>
std::size_t sizeOrNoLimit(Range& range) {
  if constexpr (std::ranges::sized_range<Range>)
    return static_cast<std::size_t>(std::ranges::size(range));
  else
    return kNoLimit;
}

// The items that a map works on: a vector a range, each with at least as many items as the shortest
// range has.
template <std::ranges::input_range... Ranges>
std::tuple<std::vector<ItemOf<Ranges>>...> toVectors(Ranges&&... ranges) {
  static_assert((!EndlessRange<Ranges> || ...),
                "a map over endless ranges never ends: give one that ends beside them, or use "
                "imap()");
  if constexpr (sizeof...(Ranges) > 1 && (!std::ranges::sized_range<Ranges> && ...)) {
    return readInStep(std::forward<Ranges>(ranges)...);
  } else {
    const std::size_t limit = std::min({sizeOrNoLimit(ranges)...});
    return {toVector(std::forward<Ranges>(ranges), limit)...};
  }
}

}  // namespace fatou::engines
