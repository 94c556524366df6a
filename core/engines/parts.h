// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "core/engines/tasks/errors.h"
#include "core/engines/tasks/owned.h"
#include "core/engines/tasks/partition.h"

namespace fatou::engines {

// Two parts that cannot be put together: which, and what they look like.
struct PartMismatch {
  std::size_t part = 0;
  std::size_t other = 0;
  std::string shape;
  std::string otherShape;
};

// A container that grows at its end: a vector, deque, list, QList.
template <typename Container>
concept CuttableSequence =
    std::ranges::sized_range<const Container> && std::ranges::forward_range<const Container> &&
    !std::ranges::view<Container> &&
    std::is_default_constructible_v<Container> &&
    requires(Container & all, const std::ranges::range_value_t<Container>& item) {
  all.push_back(item);
};

template <typename Plain>
concept PlainEigen = std::is_base_of_v<Eigen::PlainObjectBase<Plain>, Plain>;

// How a container is cut into parts and put together again: a sequence by elements, an Eigen array
// or matrix by rows, a row vector by columns. Each element is copied once on the way out and once
// on the way back. A Part is a Container, but where that has a fixed size. join() throws
// PartMismatch for parts that do not fit together, and ShapeError where they do not fit the whole.
template <typename Container>
struct Parts;

template <CuttableSequence Container>
struct Parts<Container> {
  using Part = Container;
  static std::size_t size(const Container& whole) {
    return static_cast<std::size_t>(std::ranges::size(whole));
  }

  static Part part(const Container& whole, ItemRange range) {
    Part piece;
    reserve(piece, range.size());
    auto next =
        std::ranges::next(std::ranges::begin(whole), static_cast<std::ptrdiff_t>(range.begin));
    for (std::size_t i = 0; i < range.size(); ++i, ++next) piece.push_back(*next);
    return piece;
  }

  static Container join(std::span<const Part* const> parts) {
    std::size_t total = 0;
    for (const Part* part : parts) total += size(*part);
    Container whole;
    reserve(whole, total);
    for (const Part* part : parts)
      for (const auto& item : *part) whole.push_back(item);
    return whole;
  }

 private:
  static void reserve(Container& container, std::size_t count) {
    using Size = decltype(std::ranges::size(container));
    if constexpr (requires { container.reserve(Size{}); })
      container.reserve(static_cast<Size>(count));
  }
};

template <typename T, std::size_t N>
struct Parts<std::array<T, N>> {
  using Part = std::vector<T>;
  static std::size_t size(const std::array<T, N>&) { return N; }

  static Part part(const std::array<T, N>& whole, ItemRange range) {
    return Part(whole.begin() + range.begin, whole.begin() + range.end);
  }

  static std::array<T, N> join(std::span<const Part* const> parts) {
    const Part all = Parts<Part>::join(parts);
    if (all.size() != N)
      throw ShapeError("the parts hold " + std::to_string(all.size()) + " items, not the " +
                       std::to_string(N) + " of the array");
    std::array<T, N> whole{};
    std::ranges::copy(all, whole.begin());
    return whole;
  }
};

template <PlainEigen Plain>
struct Parts<Plain> {
 private:
  static constexpr int kRows = Plain::RowsAtCompileTime;
  static constexpr int kCols = Plain::ColsAtCompileTime;
  static constexpr bool kByColumns = kRows == 1 && kCols != 1;
  static constexpr int kLength = kByColumns ? kCols : kRows;
  static constexpr int kBreadth = kByColumns ? kRows : kCols;
  static constexpr int kPartRows = kByColumns ? 1 : int{Eigen::Dynamic};
  static constexpr int kPartCols = kByColumns ? int{Eigen::Dynamic} : kCols;
  static constexpr int kOrder =
      kByColumns || (kCols != 1 && Plain::IsRowMajor) ? Eigen::RowMajor : Eigen::ColMajor;
  using Scalar = typename Plain::Scalar;
  using DynamicPart = std::conditional_t<std::is_base_of_v<Eigen::ArrayBase<Plain>, Plain>,
                                         Eigen::Array<Scalar, kPartRows, kPartCols, kOrder>,
                                         Eigen::Matrix<Scalar, kPartRows, kPartCols, kOrder>>;

 public:
  using Part = std::conditional_t<kLength == Eigen::Dynamic, Plain, DynamicPart>;

  static std::size_t size(const Plain& whole) { return static_cast<std::size_t>(lengthOf(whole)); }

  static Part part(const Plain& whole, ItemRange range) {
    const auto begin = static_cast<Eigen::Index>(range.begin);
    const auto count = static_cast<Eigen::Index>(range.size());
    if constexpr (kByColumns)
      return whole.middleCols(begin, count);
    else
      return whole.middleRows(begin, count);
  }

  static Plain join(std::span<const Part* const> parts) {
    Eigen::Index total = 0;
    for (const Part* piece : parts) total += lengthOf(*piece);
    Plain whole = sized(total, commonBreadth(parts));
    Eigen::Index at = 0;
    for (const Part* piece : parts) {
      const Eigen::Index count = lengthOf(*piece);
      if (count == 0) continue;  // of whatever breadth
      if constexpr (kByColumns)
        whole.middleCols(at, count) = *piece;
      else
        whole.middleRows(at, count) = *piece;
      at += count;
    }
    return whole;
  }

 private:
  template <typename Any>
  static Eigen::Index lengthOf(const Any& array) {
    return kByColumns ? array.cols() : array.rows();
  }
  static Eigen::Index breadthOf(const Part& array) {
    return kByColumns ? array.rows() : array.cols();
  }
  static std::string shapeOf(const Part& array) {
    return std::to_string(array.rows()) + " x " + std::to_string(array.cols());
  }

  static Eigen::Index commonBreadth(std::span<const Part* const> parts) {
    if (parts.empty()) return kBreadth == Eigen::Dynamic ? 0 : kBreadth;
    std::size_t first = 0;  // of the parts that hold something
    while (first + 1 < parts.size() && lengthOf(*parts[first]) == 0) ++first;
    for (std::size_t i = first + 1; i < parts.size(); ++i)
      if (lengthOf(*parts[i]) != 0 && breadthOf(*parts[i]) != breadthOf(*parts[first]))
        throw PartMismatch{i, first, shapeOf(*parts[i]), shapeOf(*parts[first])};
    return breadthOf(*parts[first]);
  }

  static Plain sized(Eigen::Index length, Eigen::Index breadth) {
    const Eigen::Index rows = kByColumns ? breadth : length;
    const Eigen::Index cols = kByColumns ? length : breadth;
    if constexpr (kLength != Eigen::Dynamic) {
      if (length != kLength)
        throw ShapeError("the parts are " + std::to_string(length) + " long, not the " +
                         std::to_string(kLength) + " of the array");
      return Plain::Zero(rows, cols);
    } else {
      Plain whole;
      whole.resize(rows, cols);
      return whole;
    }
  }
};

// Sequences and arrays that scatter() and parallel functions can cut.
template <typename T>
concept Partitionable = requires {
  typename Parts<T>::Part;
};

// Sequences and arrays that can be put together of pieces of their own type.
template <typename T>
concept JoinsToItself = Partitionable<T> && std::is_same_v<typename Parts<T>::Part, T>;

// Whether the items are put into a vector to be cut: those of a view, and of containers such as
// sets, which take no items at their end.
template <typename Given>
consteval bool isCutAsVector() {
  if constexpr (std::ranges::view<Given>)
    return !std::is_convertible_v<Given, std::string_view>;  // which is cut as a string
  else if constexpr (std::ranges::input_range<Given&>)
    return !Partitionable<Owned<Given>>;
  else
    return false;
}

// The container that scatter cuts: what was given, or a copy of what it only refers to.
template <typename Given>
decltype(auto) wholeOf(Given& given) {
  using Plain = std::remove_cv_t<Given>;
  if constexpr (isCutAsVector<Plain>()) {
    std::vector<Owned<std::ranges::range_value_t<Given>>> items;
    for (auto&& item : given) items.push_back(ownedCopy(std::forward<decltype(item)>(item)));
    return items;
  } else if constexpr (std::is_same_v<Owned<Given>, Plain>) {
    return static_cast<const Plain&>(given);
  } else {
    return ownedCopy(given);
  }
}
template <typename Given>
using WholeOf =
    std::remove_cvref_t<decltype(wholeOf(std::declval<std::remove_reference_t<Given>&>()))>;

}  // namespace fatou::engines
