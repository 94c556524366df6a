// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

namespace fatou::engines {
namespace detail {

template <typename T>
struct OwnedType;

// Whether an object holds its items itself, and these theirs. A view only refers to items, which
// the caller may change or free while a task still reads them.
template <typename T>
inline constexpr bool kKeepsItsItems = !std::ranges::view<T>;
template <typename T>
inline constexpr bool kIsItsOwn = std::is_same_v<typename OwnedType<T>::type, T>;
template <typename Key, typename T>
inline constexpr bool kIsItsOwn<std::pair<const Key, T>> = kIsItsOwn<Key>&& kIsItsOwn<T>;
template <template <typename...> typename Container, typename... Ts>
requires(
    std::ranges::range<Container<Ts...>> &&
    !std::ranges::view<Container<Ts...>>) inline constexpr bool kKeepsItsItems<Container<Ts...>> =
    kIsItsOwn<std::ranges::range_value_t<Container<Ts...>>>;
template <typename... Ts>
inline constexpr bool kKeepsItsItems<std::variant<Ts...>> = (kIsItsOwn<Ts> && ...);
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

// A container of views becomes a container of the types that own what these refer to.
template <typename T>
using OwnedPart = typename OwnedType<ArrayOrDecayed<T>>::type;
template <typename First, typename Second>
struct OwnedType<std::pair<First, Second>> {
  using type = std::pair<OwnedPart<First>, OwnedPart<Second>>;
};
template <typename... Ts>
struct OwnedType<std::tuple<Ts...>> {
  using type = std::tuple<OwnedPart<Ts>...>;
};
template <typename T>
struct OwnedType<std::optional<T>> {
  using type = std::optional<OwnedPart<T>>;
};
template <typename T, std::size_t N>
struct OwnedType<std::array<T, N>> {
  using type = std::array<OwnedPart<T>, N>;
};
template <typename T, typename Allocator>
struct OwnedType<std::vector<T, Allocator>> {
  using type = std::conditional_t<std::is_same_v<T, OwnedPart<T>>, std::vector<T, Allocator>,
                                  std::vector<OwnedPart<T>>>;
};

template <typename T>
inline constexpr bool kIsArray = false;
template <typename T, std::size_t N>
inline constexpr bool kIsArray<std::array<T, N>> = true;
template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

}  // namespace detail

// The type that owns what a T refers to: a string for a literal or a string_view, a std::array for
// a C array, a vector for a span, the plain array for an Eigen expression, the same of what a pair,
// tuple, optional, std::array or vector holds, T itself for all that keeps its own. Any other view
// of somebody else's items, alone or in a container, does not compile. What a class of the caller's
// refers to is not known here.
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
  } else if constexpr (detail::kIsArray<Result>) {
    Result copy{};
    for (std::size_t i = 0; i < copy.size(); ++i) copy[i] = ownedCopy(value[i]);
    return copy;
  } else if constexpr (requires { std::tuple_size<Plain>::value; }) {
    return std::apply(
        [](auto&&... each) { return Result(ownedCopy(std::forward<decltype(each)>(each))...); },
        std::forward<T>(value));
  } else if constexpr (detail::kIsOptional<Plain>) {
    return value ? Result(ownedCopy(*std::forward<T>(value))) : Result();
  } else if constexpr (
      requires { typename Result::value_type; } &&
      requires(Result & copy) { copy.reserve(value.size()); }) {
    Result copy;  // of a span, a list, a vector or a string_view
    copy.reserve(value.size());
    for (const auto& item : value) copy.push_back(ownedCopy(item));
    return copy;
  } else {
    return Result(std::forward<T>(value));
  }
}

// Whether a T can be copied, with all that it holds: a vector of what can only be moved says of
// itself that it can be.
template <typename T>
inline constexpr bool kCopyable = std::is_copy_constructible_v<T>;
template <template <typename...> typename Container, typename... Ts>
requires requires {
  typename Container<Ts...>::allocator_type;
}
inline constexpr bool kCopyable<Container<Ts...>> =
    std::is_copy_constructible_v<Container<Ts...>> &&
    kCopyable<typename Container<Ts...>::value_type>;
template <typename First, typename Second>
inline constexpr bool kCopyable<std::pair<First, Second>> = kCopyable<First>&& kCopyable<Second>;
template <typename... Ts>
inline constexpr bool kCopyable<std::tuple<Ts...>> = (kCopyable<Ts> && ...);
template <typename T>
inline constexpr bool kCopyable<std::optional<T>> = kCopyable<T>;

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
