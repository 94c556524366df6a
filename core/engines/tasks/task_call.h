// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/owned.h"
#include "core/engines/tasks/reference.h"

namespace fatou::engines {

// Whether an F is called with these arguments, or with the engine in front of them. A member
// pointer takes the object first.
template <typename F, typename... Args>
concept CalledWith = (std::is_member_pointer_v<std::remove_cv_t<F>> &&
                      std::is_invocable_v<F&, Args...>) ||
                     requires(F& f, Args&&... args) {
  f(std::forward<Args>(args)...);
}
|| requires(F& f, Engine& engine, Args&&... args) {
  f(engine, std::forward<Args>(args)...);
};

// Whether an F can be a task: a function that several engines may be in at the same time, or one
// that changes itself when called and of which every call gets a copy. Args are the types of the
// arguments that the task keeps.
template <typename F, typename... Args>
concept TaskFunction = CalledWith<const F, Resolved<Args>...> ||
    (std::copy_constructible<F>&& CalledWith<F, Resolved<Args>...>);

// Calls a task function, with the engine in front where it asks for it. The call is written out
// rather than std::invoke'd, so that default arguments of the function object apply.
template <typename F, typename... Args>
decltype(auto) callWith(F& function, Engine& engine, Args&&... args) {
  if constexpr (std::is_member_pointer_v<std::remove_cv_t<F>>)
    return std::invoke(function, std::forward<Args>(args)...);
  else if constexpr (requires { function(std::forward<Args>(args)...); })
    return function(std::forward<Args>(args)...);
  else
    return function(engine, std::forward<Args>(args)...);
}

namespace detail {

template <typename F, typename... Args>
using Callee = std::conditional_t<CalledWith<const F, Resolved<Args>...>, const F, F>;

template <typename F, typename... Args>
struct ReturnOf {
  static_assert(TaskFunction<F, Args...>,
                "this function cannot be a task: it must take these arguments as const and as what "
                "owns them (a std::string for a view of one), alone or after an Engine&, and be "
                "copyable where calling it changes it");
  using type = void;
};
template <typename F, typename... Args>
requires TaskFunction<F, Args...>
struct ReturnOf<F, Args...> {
  using type = decltype(callWith(std::declval<Callee<F, Args...>&>(), std::declval<Engine&>(),
                                 std::declval<Resolved<Args>>()...));
};

}  // namespace detail

template <typename F, typename... Args>
using TaskReturn = typename detail::ReturnOf<F, Args...>::type;

// The type of a task's value: the one that owns what the function's return type refers to,
// std::monostate for void.
template <typename F, typename... Args>
using TaskItem = typename std::conditional_t<
    std::is_void_v<TaskReturn<F, Args...>>, std::type_identity<std::monostate>,
    detail::OwnedType<detail::ArrayOrDecayed<TaskReturn<F, Args...>>>>::type;

// Calls a task function for one item. A set's own engines and those elsewhere share this code.
template <typename F, typename... Args>
TaskItem<F, Args...> computeItem(const F& function, Engine& engine, const Args&... args) {
  using Item = TaskItem<F, Args...>;
  if constexpr (!TaskFunction<F, Args...>) {
    return {};  // refused where its type was asked for
  } else {
    std::conditional_t<CalledWith<const F, Resolved<Args>...>, const F&, F> callee(function);
    if constexpr (std::is_same_v<TaskReturn<F, Args...>, Item>) {
      return callWith(callee, engine, resolved(engine, args)...);
    } else if constexpr (std::is_void_v<TaskReturn<F, Args...>>) {
      callWith(callee, engine, resolved(engine, args)...);
      return {};
    } else {
      return ownedCopy(callWith(callee, engine, resolved(engine, args)...));
    }
  }
}

}  // namespace fatou::engines
