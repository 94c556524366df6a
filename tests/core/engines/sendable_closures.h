// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/engines/wire/wire.h"

// Lets lambdas with captures, which no program should send, reach engines elsewhere, so that the
// tests of every kind of engine are the same; their arguments and results travel as bytes all the
// same.
namespace fatou::engines {

template <typename T>
consteval bool isLambda() {
  return std::string_view(__PRETTY_FUNCTION__).find("lambda") != std::string_view::npos;
}

template <typename T>
concept CapturingLambda =
    std::is_class_v<T> && !std::is_empty_v<T> && isLambda<T>() && std::copy_constructible<T>;

// A closure that captures numbers, and things in shared memory, is sent as it is. One with a
// reference is taken for such a closure: its tests are for engines in this process alone.
template <typename T>
concept FlatLambda = CapturingLambda<T> && std::is_trivially_copyable_v<T>;

template <FlatLambda T>
struct Wire<T> {
  static void write(Writer& writer, const T& closure) { writer.raw(&closure, sizeof closure); }
  static T read(Reader& reader) {
    std::array<std::byte, sizeof(T)> bytes{};
    reader.raw(bytes.data(), bytes.size());
    return std::bit_cast<T>(bytes);
  }
};

// The bytes of any other closure hold a number under which this process keeps a copy, so that it
// reaches engines in this process, and fails on others.
struct ClosureShelf {
  std::mutex mutex;
  std::map<std::uint64_t, std::shared_ptr<const void>> closures;
  std::uint64_t last = 0;
};
inline ClosureShelf& closureShelf() {
  static ClosureShelf shelf;
  return shelf;
}
inline void writeToShelf(Writer& writer, std::shared_ptr<const void> closure) {
  ClosureShelf& shelf = closureShelf();
  const std::scoped_lock lock(shelf.mutex);
  shelf.closures.emplace(++shelf.last, std::move(closure));
  writeTo(writer, shelf.last);
}
inline std::shared_ptr<const void> readFromShelf(Reader& reader) {
  ClosureShelf& shelf = closureShelf();
  const auto number = readFrom<std::uint64_t>(reader);
  const std::scoped_lock lock(shelf.mutex);
  const auto taken = shelf.closures.extract(number);  // it is read once
  if (taken.empty()) throw WireError("no such closure");
  return taken.mapped();
}

template <CapturingLambda T>
struct Wire<T> {
  static void write(Writer& writer, const T& closure) {
    writeToShelf(writer, std::make_shared<const T>(closure));
  }
  static T read(Reader& reader) { return *static_cast<const T*>(readFromShelf(reader).get()); }
};

// Sends the value behind the pointer, for results that can only be moved.
template <Sendable T>
struct Wire<std::unique_ptr<T>> {
  static void write(Writer& writer, const std::unique_ptr<T>& value) { writeTo(writer, *value); }
  static std::unique_ptr<T> read(Reader& reader) {
    return std::make_unique<T>(readFrom<T>(reader));
  }
};

}  // namespace fatou::engines
