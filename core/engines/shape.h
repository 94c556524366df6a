// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/engines/inner/task_range.h"
#include "core/engines/parts.h"

namespace fatou::engines {

// The ways in which AsyncResult::get() makes one value of copies of a result's items, and take() of
// the items themselves.

// A vector of all: results of several engines or inputs, even where there happens to be one.
struct Each {
  static constexpr bool kSingle = false;
  template <typename T>
  using Whole = std::vector<T>;
  template <typename T, typename Result>
  static Whole<T> assemble(const Result& result) {
    Whole<T> whole;
    whole.reserve(result.size());
    for (std::size_t i = 0; i < result.size(); ++i) whole.push_back(result.value(i));
    return whole;
  }
  template <typename T>
  static Whole<T> taken(std::vector<T> items) {
    return items;
  }
};

// The one item itself: results of one engine, or of one balanced task.
struct Single {
  static constexpr bool kSingle = true;
  template <typename T>
  using Whole = T;
  template <typename T, typename Result>
  static Whole<T> assemble(const Result& result) {
    return result.value(0);
  }
  template <typename T>
  static Whole<T> taken(std::vector<T> items) {
    return std::move(items.front());
  }
};

// Throws a ShapeError that names the engines of two parts.
[[noreturn]] void throwMismatch(const PartMismatch& odd, const TaskRange& tasks);

// The items, each a part of a Container, put together: what scatter() had cut.
template <typename Container>
struct Joined {
  static constexpr bool kSingle = false;
  template <typename T>
  using Whole = Container;
  template <typename T, typename Result>
  static Container assemble(const Result& result) {
    std::vector<const T*> items;
    items.reserve(result.size());
    for (std::size_t i = 0; i < result.size(); ++i) items.push_back(&result.value(i));
    try {
      return Parts<Container>::join(items);
    } catch (const PartMismatch& odd) {
      throwMismatch(odd, result.range());
    }
  }
};

// Shapes whose items may be moved into what get() would give.
template <typename Shape, typename T>
concept CanBeTaken = requires(std::vector<T> items) {
  Shape::template taken<T>(std::move(items));
};

}  // namespace fatou::engines
