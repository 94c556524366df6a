// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
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

// What a caller sees of an item: the value itself, also where it is shared.
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

// What AsyncResult::get() makes of a result's items.

// A vector of all: results of several engines or inputs, even where there happens to be one.
struct Each {
  static constexpr bool kSingle = false;
  template <typename T>
  using Whole = std::vector<T>;
  template <typename T>
  static Whole<T> assemble(std::span<const T* const> items) {
    Whole<T> whole;
    whole.reserve(items.size());
    for (const T* item : items) whole.push_back(*item);
    return whole;
  }
};

// The one item itself: results of one engine, or of one balanced task.
struct Single {
  static constexpr bool kSingle = true;
  template <typename T>
  using Whole = T;
  template <typename T>
  static Whole<T> assemble(std::span<const T* const> items) {
    return *items.front();
  }
};

// The items, each a part, put together: what scatter() had cut.
struct Joined {
  static constexpr bool kSingle = false;
  template <typename T>
  using Whole = T;
  template <typename T>
  static Whole<T> assemble(std::span<const T* const> items) {
    return Parts<T>::join(items);
  }
};

}  // namespace fatou::engines
