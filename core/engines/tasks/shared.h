// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "core/engines/wire/wire.h"

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

}  // namespace fatou::engines
