// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <ranges>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/shared.h"
#include "core/engines/tasks/value.h"

namespace fatou::engines {

// Named values on their way to engines: push({{"a", 10}, {"b", text}}).
using NamedValues = std::vector<std::pair<std::string, Value>>;

// The functions by which a direct view sets, reads and forgets its engines' names. They can be
// sent.

struct PushNames {
  NamedValues values;
  static constexpr auto kFields = std::tuple(&PushNames::values);

  void operator()(Engine& engine) const {
    for (const auto& [name, value] : values) engine.set(name, value);
  }
};

// The value of one name, or a tuple of several.
template <typename... Ts>
struct PullNames {
  std::array<std::string, sizeof...(Ts)> names;
  static constexpr auto kFields = std::tuple(&PullNames::names);

  auto operator()(Engine& engine) const { return take(engine, std::index_sequence_for<Ts...>{}); }

 private:
  template <std::size_t... kNth>
  auto take(const Engine& engine, std::index_sequence<kNth...>) const {
    if constexpr (sizeof...(Ts) == 1)
      return (Shared<Ts>{engine.share<Ts>(names[kNth])}, ...);
    else
      return std::tuple<Ts...>(engine.get<Ts>(names[kNth])...);
  }
};

struct ClearNames {
  void operator()(Engine& engine) const { engine.clear(); }
};

// A task that keeps one of the parts which scatter() cuts.
struct KeepPart {
  std::string name;
  static constexpr auto kFields = std::tuple(&KeepPart::name);

  void operator()(Engine& engine, const Value& part) const { engine.set(name, part); }
};

// The part that gather() puts together with the others. A flattened scatter() may have left an item
// alone under the name: it becomes a part of one item.
template <typename Container>
struct GatherPart {
  std::string name;
  static constexpr auto kFields = std::tuple(&GatherPart::name);

  Shared<Container> operator()(Engine& engine) const {
    if constexpr (std::ranges::range<Container>) {
      using Item = std::ranges::range_value_t<Container>;
      if (engine.holds<Item>(name))
        return {std::make_shared<const Container>(ofOne(engine.get<Item>(name)))};
    }
    return {engine.share<Container>(name)};
  }

 private:
  template <typename Item>
  static Container ofOne(const Item& item) {
    Container part;
    if constexpr (requires { part.push_back(item); }) {
      part.push_back(item);
    } else {
      part.resize(1);
      part[0] = item;
    }
    return part;
  }
};

}  // namespace fatou::engines
