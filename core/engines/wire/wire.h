// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <Eigen/Core>

#include "core/engines/wire/bytes.h"

namespace fatou::engines {

// How a T becomes bytes and a T again. There is one for numbers, enumerations, objects without
// members (a lambda without captures), strings, sequences, pairs, tuples, optionals, variants,
// complex numbers, durations and Eigen's arrays. A class of one's own is sent by its members once
// it names them, and a function object that does so is sent with what it holds:
//
//   struct Band {
//     int first = 0;
//     int count = 0;
//     static constexpr auto kFields = std::tuple(&Band::first, &Band::count);
//   };
//
// Anything else specialises this, with write() and read(). Pointers and references have none.
template <typename T>
struct Wire;

// Types whose values can be sent to an engine elsewhere.
template <typename T>
concept Sendable = requires(Writer& writer, Reader& reader, const T& value) {
  Wire<T>::write(writer, value);
  { Wire<T>::read(reader) } -> std::same_as<T>;
};

template <typename T>
void writeTo(Writer& writer, const T& value) {
  Wire<T>::write(writer, value);
}
template <typename T>
T readFrom(Reader& reader) {
  return Wire<T>::read(reader);
}

namespace detail {

template <typename T>
concept HasFields = std::default_initializable<T> && requires {
  T::kFields;
};

template <typename T>
concept EigenPlain = std::is_base_of_v<Eigen::EigenBase<T>, T> &&
    std::same_as<typename T::PlainObject, T> && std::is_trivially_copyable_v<typename T::Scalar>;

template <typename T>
concept GrowingSequence = std::default_initializable<T> && std::ranges::sized_range<const T> &&
    requires(T& sequence, typename T::value_type value) {
  sequence.push_back(std::move(value));
} && Sendable<typename T::value_type>;

// Sequences whose elements are sent as one block of bytes: they lie side by side, and any bytes are
// valid numbers.
template <typename T>
concept FlatSequence = std::ranges::contiguous_range<const T> &&
    std::is_arithmetic_v<typename T::value_type> && !std::same_as<typename T::value_type, bool>;

}  // namespace detail

template <typename T>
requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) struct Wire<T> {
  static void write(Writer& writer, T value) { writer.raw(&value, sizeof value); }
  static T read(Reader& reader) {
    T value{};
    reader.raw(&value, sizeof value);
    return value;
  }
};

// A bool is a byte of 0 or 1; any other value is damage.
template <>
struct Wire<bool> {
  static void write(Writer& writer, bool value) {
    const unsigned char byte = value ? 1 : 0;
    writer.raw(&byte, 1);
  }
  static bool read(Reader& reader) {
    const auto byte = readFrom<unsigned char>(reader);
    if (byte > 1) throw WireError("a message holds no truth value where it should");
    return byte == 1;
  }
};

// An object without members takes one byte, so that a message never claims more elements than it
// has bytes.
template <typename T>
requires(std::is_empty_v<T>&& std::default_initializable<T> &&
         !detail::HasFields<T>) struct Wire<T> {
  static void write(Writer& writer, const T&) { writeTo(writer, false); }
  static T read(Reader& reader) {
    static_cast<void>(readFrom<bool>(reader));
    return T{};
  }
};

template <typename T>
requires detail::HasFields<T>
struct Wire<T> {
  static void write(Writer& writer, const T& value) {
    std::apply([&](auto... field) { (writeTo(writer, value.*field), ...); }, T::kFields);
  }
  static T read(Reader& reader) {
    T value{};
    std::apply(
        [&](auto... field) {
          ((value.*field = readFrom<std::remove_cvref_t<decltype(value.*field)>>(reader)), ...);
        },
        T::kFields);
    return value;
  }
};

// Reads how many elements follow. A message that is too short for them, at `bytesEach` or more an
// element, is damaged.
inline std::size_t readCount(Reader& reader, std::size_t bytesEach = 1) {
  const auto count = readFrom<std::uint64_t>(reader);
  if (count > reader.remaining() / bytesEach) throw WireError("a message ends too early");
  return static_cast<std::size_t>(count);
}
inline void writeCount(Writer& writer, std::size_t count) {
  writeTo(writer, static_cast<std::uint64_t>(count));
}

template <typename T>
requires detail::GrowingSequence<T>
struct Wire<T> {
  using Element = typename T::value_type;

  static void write(Writer& writer, const T& sequence) {
    const auto count = static_cast<std::size_t>(std::ranges::size(sequence));
    writeCount(writer, count);
    if constexpr (detail::FlatSequence<T>)
      writer.raw(std::ranges::data(sequence), count * sizeof(Element));
    else
      for (const auto& element : sequence) writeTo<Element>(writer, element);
  }
  static T read(Reader& reader) {
    T sequence;
    if constexpr (detail::FlatSequence<T> && requires { sequence.resize(std::size_t{}); }) {
      const std::size_t count = readCount(reader, sizeof(Element));
      sequence.resize(static_cast<decltype(sequence.size())>(count));
      reader.raw(sequence.data(), count * sizeof(Element));
    } else {
      for (std::size_t left = readCount(reader); left > 0; --left)
        sequence.push_back(readFrom<Element>(reader));
    }
    return sequence;
  }
};

template <Sendable A, Sendable B>
struct Wire<std::pair<A, B>> {
  static void write(Writer& writer, const std::pair<A, B>& pair) {
    writeTo(writer, pair.first);
    writeTo(writer, pair.second);
  }
  static std::pair<A, B> read(Reader& reader) {
    auto first = readFrom<A>(reader);
    return {std::move(first), readFrom<B>(reader)};
  }
};

template <Sendable A, Sendable... More>
struct Wire<std::tuple<A, More...>> {
  static void write(Writer& writer, const std::tuple<A, More...>& tuple) {
    std::apply([&](const auto&... element) { (writeTo(writer, element), ...); }, tuple);
  }
  static std::tuple<A, More...> read(Reader& reader) {
    return std::tuple<A, More...>{readFrom<A>(reader), readFrom<More>(reader)...};
  }
};

template <Sendable T>
struct Wire<std::optional<T>> {
  static void write(Writer& writer, const std::optional<T>& value) {
    writeTo(writer, value.has_value());
    if (value) writeTo(writer, *value);
  }
  static std::optional<T> read(Reader& reader) {
    if (!readFrom<bool>(reader)) return std::nullopt;
    return readFrom<T>(reader);
  }
};

// A variant is written as the index of its alternative, one byte, and the value of this one.
template <Sendable... Ts>
requires(sizeof...(Ts) > 0 && sizeof...(Ts) < 256) struct Wire<std::variant<Ts...>> {
  using Variant = std::variant<Ts...>;

  static void write(Writer& writer, const Variant& value) {
    writeTo(writer, static_cast<std::uint8_t>(value.index()));
    std::visit([&writer](const auto& each) { writeTo(writer, each); }, value);
  }
  static Variant read(Reader& reader) {
    constexpr std::array<Variant (*)(Reader&), sizeof...(Ts)> kReaders{&readAs<Ts>...};
    const auto index = readFrom<std::uint8_t>(reader);
    if (index >= kReaders.size()) throw WireError("a message holds none of what it may hold");
    return kReaders[index](reader);
  }

 private:
  template <typename T>
  static Variant readAs(Reader& reader) {
    return readFrom<T>(reader);
  }
};

template <Sendable T, std::size_t N>
requires(N > 0 && std::default_initializable<T>) struct Wire<std::array<T, N>> {
  static void write(Writer& writer, const std::array<T, N>& array) {
    for (const T& element : array) writeTo(writer, element);
  }
  static std::array<T, N> read(Reader& reader) {
    std::array<T, N> array{};
    for (T& element : array) element = readFrom<T>(reader);
    return array;
  }
};

template <Sendable T>
struct Wire<std::complex<T>> {
  static void write(Writer& writer, const std::complex<T>& value) {
    writeTo(writer, value.real());
    writeTo(writer, value.imag());
  }
  static std::complex<T> read(Reader& reader) {
    const T real = readFrom<T>(reader);
    return {real, readFrom<T>(reader)};
  }
};

template <Sendable Rep, typename Period>
struct Wire<std::chrono::duration<Rep, Period>> {
  using Duration = std::chrono::duration<Rep, Period>;
  static void write(Writer& writer, const Duration& value) { writeTo(writer, value.count()); }
  static Duration read(Reader& reader) { return Duration(readFrom<Rep>(reader)); }
};

template <typename Plain>
requires detail::EigenPlain<Plain>
struct Wire<Plain> {
  using Scalar = typename Plain::Scalar;

  static void write(Writer& writer, const Plain& array) {
    writeTo(writer, static_cast<std::int64_t>(array.rows()));
    writeTo(writer, static_cast<std::int64_t>(array.cols()));
    writer.raw(array.data(), static_cast<std::size_t>(array.size()) * sizeof(Scalar));
  }
  static Plain read(Reader& reader) {
    const auto rows = readFrom<std::int64_t>(reader);
    const auto cols = readFrom<std::int64_t>(reader);
    const bool fits = rows >= 0 && cols >= 0 && isThere(rows, cols, reader.remaining()) &&
                      allowed(rows, Plain::RowsAtCompileTime, Plain::MaxRowsAtCompileTime) &&
                      allowed(cols, Plain::ColsAtCompileTime, Plain::MaxColsAtCompileTime);
    if (!fits) throw WireError("a message holds an array of another shape");
    Plain array;
    array.resize(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(cols));
    if constexpr (std::is_same_v<Scalar, bool>)
      for (Eigen::Index i = 0; i < array.size(); ++i) array.data()[i] = readFrom<bool>(reader);
    else
      reader.raw(array.data(), static_cast<std::size_t>(array.size()) * sizeof(Scalar));
    return array;
  }

 private:
  // Whether the message is long enough for so many elements. An array without elements needs no
  // bytes, so that a damaged message might claim any length for its other side: that one is kept so
  // small that several of them can be added up.
  static bool isThere(std::int64_t rows, std::int64_t cols, std::size_t bytes) {
    if (rows == 0 || cols == 0) return std::max(rows, cols) <= std::numeric_limits<int>::max();
    return rows <= static_cast<std::int64_t>(bytes / sizeof(Scalar)) / cols;
  }
  static bool allowed(std::int64_t size, int fixed, int most) {
    return fixed == Eigen::Dynamic ? most == Eigen::Dynamic || size <= most : size == fixed;
  }
};

}  // namespace fatou::engines
