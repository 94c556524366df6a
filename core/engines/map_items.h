// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/engines/tasks/owned.h"
#include "core/engines/tasks/pack.h"

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

// What a map works on: the items of its ranges, a vector a range. No function template may name it
// as the type it returns (pack.h).
template <typename... Ranges>
using MapItems = Pack<std::vector<ItemOf<Ranges>>...>;

template <std::size_t... kPlaces, typename... Ranges>
auto readAllInStep(std::index_sequence<kPlaces...>, Ranges&... ranges) {
  MapItems<Ranges...> all;
  Pack<std::ranges::iterator_t<Ranges>...> at{{std::ranges::begin(ranges)}...};
  while (((packed<kPlaces>(at) != std::ranges::end(ranges)) && ...)) {
    (packed<kPlaces>(all).emplace_back(ownedCopy(*packed<kPlaces>(at))), ...);
    (++packed<kPlaces>(at), ...);
  }
  return all;
}

// Copies the items of ranges of which none says how long it is, one item of each in turn, until the
// shortest ends.
template <std::ranges::input_range... Ranges>
auto readInStep(Ranges&&... ranges) {
  return readAllInStep(std::index_sequence_for<Ranges...>{}, ranges...);
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

// Copies the items that a map works on: each vector has at least as many as the shortest range has.
template <std::ranges::input_range... Ranges>
auto toVectors(Ranges&&... ranges) {
  static_assert((!EndlessRange<Ranges> || ...),
                "a map over endless ranges never ends: give one that ends beside them, or use "
                "imap()");
  if constexpr (sizeof...(Ranges) > 1 && (!std::ranges::sized_range<Ranges> && ...)) {
    return readInStep(std::forward<Ranges>(ranges)...);
  } else {
    const std::size_t limit = std::min({sizeOrNoLimit(ranges)...});
    return MapItems<Ranges...>{{toVector(std::forward<Ranges>(ranges), limit)}...};
  }
}

// The number of calls that a map of these items makes: that of the shortest vector's items.
template <std::size_t... kPlaces, typename... Vectors>
std::size_t callsFor(const detail::PackOf<std::index_sequence<kPlaces...>, Vectors...>& items) {
  return std::min({packed<kPlaces>(items).size()...});
}

}  // namespace fatou::engines
