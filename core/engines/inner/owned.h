// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <Eigen/Core>

namespace fatou::engines {
namespace detail {

// Whether an object keeps its items itself. A view refers to items that the caller may change or
// free while a task still reads them.
template <typename T>
inline constexpr bool kKeepsItsItems = !std::ranges::view<T>;
template <typename First, typename Bound>
inline constexpr bool kKeepsItsItems<std::ranges::iota_view<First, Bound>> = true;
template <typename T>
inline constexpr bool kKeepsItsItems<std::ranges::single_view<T>> = true;
template <typename T>
inline constexpr bool kKeepsItsItems<std::ranges::empty_view<T>> = true;
template <typename T>
inline constexpr bool kKeepsItsItems<std::ranges::owning_view<T>> = true;

template <typename T>
struct OwnedType {
  static_assert(kKeepsItsItems<T>,
                "engines take no view of the caller's items, which may change or be freed before "
                "they are read: pass a container, such as a std::vector");
  using type = T;
};
template <>
struct OwnedType<const char*> {
  using type = std::string;
};
template <>
struct OwnedType<char*> {
  using type = std::string;
};
template <std::size_t N>
struct OwnedType<char[N]> {
  using type = std::string;
};
template <typename T, std::size_t N>
struct OwnedType<T[N]> {
  using type = std::array<typename OwnedType<T>::type, N>;
};
template <typename Char, typename Traits>
struct OwnedType<std::basic_string_view<Char, Traits>> {
  using type = std::basic_string<Char, Traits>;
};
template <typename T, std::size_t N>
struct OwnedType<std::span<T, N>> {
  using type = std::vector<typename OwnedType<std::remove_cv_t<T>>::type>;
};
template <typename T>
struct OwnedType<std::initializer_list<T>> {
  using type = std::vector<typename OwnedType<T>::type>;
};
template <>
struct OwnedType<std::vector<bool>::reference> {
  using type = bool;
};

template <typename T>
requires std::is_base_of_v<Eigen::EigenBase<T>, T>
struct OwnedType<T> {
  using type = typename T::PlainObject;
};

template <typename T>
using ArrayOrDecayed = std::conditional_t<std::is_array_v<std::remove_reference_t<T>>,
                                          std::remove_cvref_t<T>, std::decay_t<T>>;

}  // namespace detail

// The type that owns what a T refers to: a string for a literal or a string_view, a std::array for
// a C array, a vector for a span, the plain array for an Eigen expression, T itself for all that
// keeps its own. Any other view of somebody else's items does not compile.
template <typename T>
using Owned = typename detail::OwnedType<detail::ArrayOrDecayed<T>>::type;

// A copy that owns all it refers to; what is handed over and owns itself is moved.
template <typename T>
Owned<T> ownedCopy(T&& value) {
  using Plain = std::remove_cvref_t<T>;
  using Result = Owned<T>;
  if constexpr (std::is_same_v<Plain, Result>) {
    return std::forward<T>(value);
  } else if constexpr (std::is_array_v<Plain> && std::is_same_v<Result, std::string>) {
    return {std::begin(value), std::find(std::begin(value), std::end(value), '\0')};
  } else if constexpr (std::is_array_v<Plain>) {
    Result copy{};
    for (std::size_t i = 0; i < copy.size(); ++i) copy[i] = ownedCopy(value[i]);
    return copy;
  } else if constexpr (
      requires { typename Result::value_type; } &&
      requires(Result & copy) { copy.reserve(value.size()); }) {
    Result copy;  // of a span, a list or a string_view
    copy.reserve(value.size());
    for (const auto& item : value) copy.push_back(ownedCopy(item));
    return copy;
  } else {
    return Result(std::forward<T>(value));
  }
}

// The same Eigen type stored by rows instead of columns, or the other way round; void where there
// is one way only.
template <typename T>
struct OtherOrder {
  using type = void;
};
template <typename Scalar, int kRows, int kCols, int kOptions, int kMaxRows, int kMaxCols>
requires(
    kRows != 1 &&
    kCols !=
        1) struct OtherOrder<Eigen::Matrix<Scalar, kRows, kCols, kOptions, kMaxRows, kMaxCols>> {
  static constexpr int kOther = kOptions ^ static_cast<int>(Eigen::RowMajor);
  using type = Eigen::Matrix<Scalar, kRows, kCols, kOther, kMaxRows, kMaxCols>;
};
template <typename Scalar, int kRows, int kCols, int kOptions, int kMaxRows, int kMaxCols>
requires(
    kRows != 1 &&
    kCols !=
        1) struct OtherOrder<Eigen::Array<Scalar, kRows, kCols, kOptions, kMaxRows, kMaxCols>> {
  static constexpr int kOther = kOptions ^ static_cast<int>(Eigen::RowMajor);
  using type = Eigen::Array<Scalar, kRows, kCols, kOther, kMaxRows, kMaxCols>;
};

// An owned copy in shared memory, without one on the stack on the way.
template <typename T>
std::shared_ptr<const Owned<T>> ownedShared(T&& value) {
  if constexpr (std::is_same_v<std::remove_cvref_t<T>, Owned<T>>)
    return std::make_shared<const Owned<T>>(std::forward<T>(value));
  else
    return std::make_shared<const Owned<T>>(ownedCopy(std::forward<T>(value)));
}

}  // namespace fatou::engines
