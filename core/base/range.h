// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tuple>

namespace fatou {

// The whole numbers [begin, end): rows, columns, or places in a list.
template <typename Number>
struct Range {
  Number begin = 0;
  Number end = 0;

  constexpr Number size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }

  friend bool operator==(const Range&, const Range&) = default;
  // The members by name, for what makes bytes of a value and a value of bytes.
  static constexpr auto kFields = std::tuple(&Range::begin, &Range::end);
};

}  // namespace fatou
