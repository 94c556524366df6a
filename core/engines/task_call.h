// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "core/engines/engine.h"
#include "core/engines/value.h"

namespace fatou::engines {

// Calls a task function, with the engine in front where it asks for it. The call is written out
// rather than std::invoke'd, so that default arguments of the function object apply. Functions
// are called as const: several engines may be in one at the same time.
template <typename F, typename... Args>
requires requires(const F& f, const Args&... args) {
  f(args...);
} || requires(const F& f, Engine& engine, const Args&... args) {
  f(engine, args...);
}
decltype(auto) callTask(const F& function, Engine& engine, const Args&... args) {
  if constexpr (requires { function(args...); })
    return function(args...);
  else
    return function(engine, args...);
}

template <typename F, typename... Args>
concept TaskFunction = requires(const F& f, Engine& engine, const Args&... args) {
  callTask(f, engine, args...);
};

// What a task function's return becomes: a value that owns what it refers to, std::monostate for
// void.
template <typename F, typename... Args>
using TaskReturn = decltype(callTask(std::declval<const F&>(), std::declval<Engine&>(),
                                     std::declval<const Args&>()...));
template <typename F, typename... Args>
using TaskItem = std::conditional_t<std::is_void_v<TaskReturn<F, Args...>>, std::monostate,
                                    Owned<TaskReturn<F, Args...>>>;

template <typename Item, typename F, typename... Args>
Item computeItem(const F& function, Engine& engine, const Args&... args) {
  if constexpr (std::is_same_v<Item, std::monostate> && std::is_void_v<TaskReturn<F, Args...>>) {
    callTask(function, engine, args...);
    return {};
  } else {
    return callTask(function, engine, args...);
  }
}

}  // namespace fatou::engines
