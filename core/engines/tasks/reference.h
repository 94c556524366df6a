// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/owned.h"

namespace fatou::engines {

// An argument that stands for a name on the engine that runs the task: see ref().
struct Reference {
  std::string name;
  static constexpr auto kFields = std::tuple(&Reference::name);
};
template <typename T>
struct TypedReference {
  std::string name;
  static constexpr auto kFields = std::tuple(&TypedReference::name);
};

// Stands for each engine's own value of a name, as an argument of apply(). ref("a") becomes a copy
// in whatever type the function's parameter has, or what that refers to: a std::string for a
// string_view, a vector for a span. ref<T>("a") is the engine's own const T&, which also a function
// that takes anything takes, and holds until the name is set anew. It may stand inside a pair,
// tuple or vector; ref("a") inside a pair or tuple only, in place of a number or a string. A name
// that is not set there, or is of another type, fails with the engine's NameError or TypeError.
inline Reference ref(std::string name) {
  return {std::move(name)};
}
template <typename T>
TypedReference<T> ref(std::string name) {
  return {std::move(name)};
}

// A reference on its engine: a copy in the type of the parameter it is given for, or a view of the
// engine's own value.
class NamedValue {
 public:
  NamedValue(const Engine& engine, std::string name) : m_engine(&engine), m_name(std::move(name)) {
    if (!engine.has(m_name)) throw NameError(m_name);
  }
  template <typename T>
  requires(std::constructible_from<T, const Owned<T>&>) operator T()
      const {  // NOLINT(google-explicit-constructor)
    return T(m_engine->get<Owned<T>>(m_name));
  }

 private:
  const Engine* m_engine;
  std::string m_name;
};

namespace detail {

template <typename T>
inline constexpr bool kHasReference = false;
template <>
inline constexpr bool kHasReference<Reference> = true;
template <typename T>
inline constexpr bool kHasReference<TypedReference<T>> = true;
template <typename T>
inline constexpr bool kHasReference<std::vector<T>> = kHasReference<T>;
template <typename First, typename Second>
inline constexpr bool kHasReference<std::pair<First, Second>> =
    kHasReference<First> || kHasReference<Second>;
template <typename... Ts>
inline constexpr bool kHasReference<std::tuple<Ts...>> = (kHasReference<Ts> || ...);

template <typename T>
struct Resolver;
template <typename T>
using ResolvedCopy = std::remove_cvref_t<decltype(Resolver<T>::resolve(
    std::declval<const Engine&>(), std::declval<const T&>()))>;

// Resolves an argument on its engine; one that holds no reference stays as it is.
template <typename T>
struct Resolver {
  static const T& resolve(const Engine&, const T& value) { return value; }
};
template <>
struct Resolver<Reference> {
  static NamedValue resolve(const Engine& engine, const Reference& reference) {
    return {engine, reference.name};
  }
};
template <typename T>
struct Resolver<TypedReference<T>> {
  static const T& resolve(const Engine& engine, const TypedReference<T>& reference) {
    return engine.get<T>(reference.name);
  }
};
template <typename T>
requires kHasReference<T>
struct Resolver<std::vector<T>> {
  static std::vector<ResolvedCopy<T>> resolve(const Engine& engine, const std::vector<T>& all) {
    std::vector<ResolvedCopy<T>> values;
    values.reserve(all.size());
    for (const T& one : all) values.push_back(Resolver<T>::resolve(engine, one));
    return values;
  }
};
template <typename First, typename Second>
requires(kHasReference<First> || kHasReference<Second>) struct Resolver<std::pair<First, Second>> {
  static std::pair<ResolvedCopy<First>, ResolvedCopy<Second>> resolve(
      const Engine& engine, const std::pair<First, Second>& both) {
    return {Resolver<First>::resolve(engine, both.first),
            Resolver<Second>::resolve(engine, both.second)};
  }
};
template <typename... Ts>
requires(kHasReference<Ts> || ...) struct Resolver<std::tuple<Ts...>> {
  static std::tuple<ResolvedCopy<Ts>...> resolve(const Engine& engine,
                                                 const std::tuple<Ts...>& all) {
    return std::apply(
        [&](const Ts&... each) {
          return std::tuple<ResolvedCopy<Ts>...>(Resolver<Ts>::resolve(engine, each)...);
        },
        all);
  }
};

}  // namespace detail

// An argument with its references replaced by the engine's values.
template <typename T>
decltype(auto) resolved(const Engine& engine, const T& argument) {
  return detail::Resolver<T>::resolve(engine, argument);
}
template <typename T>
using Resolved = decltype(resolved(std::declval<const Engine&>(), std::declval<const T&>()));

}  // namespace fatou::engines
