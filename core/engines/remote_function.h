// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tuple>
#include <utility>

#include "core/engines/direct_view.h"

namespace fatou::engines {

// A function that runs on a view's engines when called: remote(view, f)(args...) is
// view.apply(f, args...). Default arguments of a lambda apply; for named arguments let it take a
// struct and call it with designated initialisers.
template <typename View, typename F>
class RemoteFunction {
 public:
  RemoteFunction(View view, F function)
      : m_view(std::move(view)), m_function(std::move(function)) {}

  template <typename... Args>
  auto operator()(Args&&... args) const {
    return m_view.apply(m_function, std::forward<Args>(args)...);
  }

 private:
  View m_view;
  F m_function;
};

template <typename View, typename F>
RemoteFunction<View, F> remote(View view, F function) {
  return {std::move(view), std::move(function)};
}

// A function of a sequence that runs on parts of it at once: the sequence is cut by the block
// formula over the view's engines, the function gets a part and returns a sequence, and these are
// put together. map() calls it for single items instead.
template <typename F>
class ParallelFunction {
 public:
  ParallelFunction(DirectView view, F function)
      : m_view(std::move(view)), m_function(std::move(function)) {}

  template <typename Container>
  auto operator()(Container&& whole) const {
    return m_view.mapParts(m_function, std::forward<Container>(whole));
  }
  template <typename... Ranges>
  auto map(Ranges&&... ranges) const {
    return m_view.map(m_function, std::forward<Ranges>(ranges)...);
  }

 private:
  DirectView m_view;
  F m_function;
};

template <typename F>
ParallelFunction<F> parallel(DirectView view, F function) {
  return {std::move(view), std::move(function)};
}

}  // namespace fatou::engines
