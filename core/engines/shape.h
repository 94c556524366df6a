// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/engines/parts.h"
#include "core/engines/remote/wire.h"

namespace fatou::engines {

// A value that an engine holds and shares instead of copying it.
template <typename T>
struct Shared {
  std::shared_ptr<const T> pointer;
};

template <Sendable T>
struct Wire<Shared<T>> {
  static void write(Writer& writer, const Shared<T>& value) { writeTo(writer, *value.pointer); }
  static Shared<T> read(Reader& reader) { return {std::make_shared<const T>(readFrom<T>(reader))}; }
};

// The value of an item as a caller sees it: itself, also where it is shared.
template <typename T>
const T& visible(const T& item) {
  return item;
}
template <typename T>
const T& visible(const Shared<T>& item) {
  return *item.pointer;
}
template <typename Item>
using Visible = std::remove_cvref_t<decltype(visible(std::declval<const Item&>()))>;

// The ways in which AsyncResult::get() makes one value of copies of a result's items, and take() of
// the items themselves. engineOf(i) is the engine that the i-th comes from.

// A vector of all: results of several engines or inputs, even where there happens to be one.
struct Each {
  static constexpr bool kSingle = false;
  template <typename T>
  using Whole = std::vector<T>;
  template <typename T, typename EngineOf>
  static Whole<T> assemble(std::span<const T* const> items, const EngineOf&) {
    Whole<T> whole;
    whole.reserve(items.size());
    for (const T* item : items) whole.push_back(*item);
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
  template <typename T, typename EngineOf>
  static Whole<T> assemble(std::span<const T* const> items, const EngineOf&) {
    return *items.front();
  }
  template <typename T>
  static Whole<T> taken(std::vector<T> items) {
    return std::move(items.front());
  }
};

// The items, each a part of a Container, put together: what scatter() had cut.
template <typename Container>
struct Joined {
  static constexpr bool kSingle = false;
  template <typename T>
  using Whole = Container;
  template <typename T, typename EngineOf>
  static Container assemble(std::span<const T* const> items, const EngineOf& engineOf) {
    try {
      return Parts<Container>::join(items);
    } catch (const PartMismatch& odd) {
      throw ShapeError("the part of engine " + std::to_string(engineOf(odd.part)) + " is " +
                       odd.shape + ", which does not fit the " + odd.otherShape + " of engine " +
                       std::to_string(engineOf(odd.other)));
    }
  }
};

// Shapes whose items may be moved into what get() would give.
template <typename Shape, typename T>
concept CanBeTaken = requires(std::vector<T> items) {
  Shape::template taken<T>(std::move(items));
};

}  // namespace fatou::engines
