// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <typeindex>
#include <typeinfo>
#include <utility>

#include "core/engines/tasks/owned.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

class Value;

// How the value of one type travels; null for a type that cannot be sent.
struct ValueCodec {
  std::uint64_t type = 0;  // the same in every process of the program
  void (*write)(Writer& writer, const void* value) = nullptr;
  Value (*read)(Reader& reader) = nullptr;
};
template <typename T>
const ValueCodec* codecOf();

// A value of any copyable type, copied or moved in once and immutable from then on, so that
// engines and callers share it without ever seeing each other's changes. An engine elsewhere gets
// a copy, where its type can be sent.
class Value {
 public:
  template <typename T>
  requires(!std::is_same_v<std::decay_t<T>, Value>)
      Value(T&& value)  // NOLINT(google-explicit-constructor): push({{"a", 5}}) should read so
      : Value(ownedShared(std::forward<T>(value)), typeid(Owned<T>), codecOf<Owned<T>>()) {}

  // The value as a T, or null when it is of another type.
  template <typename T>
  std::shared_ptr<const T> as() const {
    if (!holds<T>()) return nullptr;
    return {m_data, static_cast<const T*>(m_data.get())};
  }
  template <typename T>
  bool holds() const {
    return m_type == typeid(T);
  }

  const char* typeName() const { return m_type.name(); }

 private:
  friend struct Wire<Value>;

  Value(std::shared_ptr<const void> data, const std::type_info& type, const ValueCodec* codec);

  std::shared_ptr<const void> m_data;
  std::type_index m_type;
  const ValueCodec* m_codec;
};

// The codec registered under this number, or null.
const ValueCodec* codecNumbered(std::uint64_t type);
const ValueCodec* registerCodec(const char* typeName, ValueCodec codec);

namespace detail {
template <Sendable T>
struct CodecFor {
  static void write(Writer& writer, const void* value) {
    writeTo(writer, *static_cast<const T*>(value));
  }
  static Value read(Reader& reader) { return Value(readFrom<T>(reader)); }
  inline static const ValueCodec* const kCodec =
      registerCodec(typeid(T).name(), {.write = &write, .read = &read});
};
}  // namespace detail

template <typename T>
const ValueCodec* codecOf() {
  if constexpr (Sendable<T>)
    return detail::CodecFor<T>::kCodec;
  else
    return nullptr;
}

// Throws WireError for a value whose type cannot be sent.
template <>
struct Wire<Value> {
  static void write(Writer& writer, const Value& value);
  static Value read(Reader& reader);
};

}  // namespace fatou::engines
