// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

namespace fatou::engines {

// One value of a Pack, by its place: that several may be of one type.
template <std::size_t kPlace, typename T>
struct Packed {
  T value;
};

namespace detail {
template <typename Places, typename... Ts>
struct PackOf;
template <std::size_t... kPlaces, typename... Ts>
struct PackOf<std::index_sequence<kPlaces...>, Ts...> : Packed<kPlaces, Ts>... {};
}  // namespace detail

// The arguments of a task: a std::tuple in little, of which every call has one of its own. It is an
// aggregate, Pack<int, T>{{1}, {t}}, so that no code is generated for its constructors. g++ 12
// cannot mangle it as a type that a function template returns or takes: let these say auto or
// PackOf.
template <typename... Ts>
using Pack = detail::PackOf<std::index_sequence_for<Ts...>, Ts...>;

template <std::size_t kPlace, typename T>
const T& packed(const Packed<kPlace, T>& one) {
  return one.value;
}
template <std::size_t kPlace, typename T>
T& packed(Packed<kPlace, T>& one) {
  return one.value;
}

}  // namespace fatou::engines
