// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/engines/async_result.h"
#include "core/engines/cluster/direct_calls.h"
#include "core/engines/cluster/make_tasks.h"
#include "core/engines/cluster/named_values.h"
#include "core/engines/map_items.h"
#include "core/engines/parts.h"
#include "core/engines/tasks/partition.h"
#include "core/engines/tasks/value.h"

namespace fatou::engines {

// Asks scatter() for the item itself where a part has one alone.
struct Flatten {};
inline constexpr Flatten kFlatten{};

// The string that stands for a T in a list of names.
template <typename T>
using NameFor = std::string;

// Chosen engines, each spoken to directly: every call goes to all of the targets, every engine
// works off its calls in the order they were made, results come back in target order. Shape says
// what a result's get() is: Each (a vector) for a list of engines, Single for one engine's id.
//
// A view is a handle; copies have their own block flag and share what they wrote. Calls do not
// wait for the engines unless `block` is set; the ...Sync ones do, and return values. Every call
// throws NoEnginesRegistered when there are no engines. A failure of set(), push() or scatter()
// that nobody looked at is thrown by the next ...Sync call or read of a name through the view.
template <typename Shape>
class BasicDirectView : public DirectCalls {
 public:
  template <typename Item>
  using Result = AsyncResult<Item, Shape>;

  using DirectCalls::DirectCalls;

  // Calls function(args...), or function(engine, args...), on every target.
  template <typename F, typename... Args>
  auto applyAsync(F function, Args&&... args) const {
    using Set = ApplySet<F, Owned<Args>...>;
    return resultOf<Shape>(
        makeTasks<Set>(planOf("apply"), std::move(function), std::forward<Args>(args)...));
  }
  template <typename F, typename... Args>
  auto apply(F function, Args&&... args) const {
    return settled(applyAsync(std::move(function), std::forward<Args>(args)...));
  }
  template <typename F, typename... Args>
  auto applySync(F function, Args&&... args) const {
    return afterWrites(applyAsync(std::move(function), std::forward<Args>(args)...));
  }

  // function(x, y, ...) for the items of one or more sequences, as many as the shortest has. Each
  // target gets one contiguous share; targets with an empty share get no task.
  template <typename F, typename... Ranges>
  auto mapAsync(F function, Ranges&&... ranges) const {
    return mapShares({}, std::move(function), std::forward<Ranges>(ranges)...);
  }
  template <typename F, typename... Ranges>
  auto map(F function, Ranges&&... ranges) const {
    return settled(mapAsync(std::move(function), std::forward<Ranges>(ranges)...));
  }
  template <typename F, typename... Ranges>
  auto mapSync(F function, Ranges&&... ranges) const {
    return afterWrites(mapAsync(std::move(function), std::forward<Ranges>(ranges)...));
  }
  // As mapAsync(), cut as the options say. Throws std::invalid_argument when the shares do not add
  // up to the items, or are not one a target.
  template <typename F, typename... Ranges>
  auto mapShares(const DirectMapOptions& options, F function, Ranges&&... ranges) const {
    using Set = MapSet<F, ItemOf<Ranges>...>;
    auto items = toVectors(std::forward<Ranges>(ranges)...);
    auto plan = planOfMap(callsFor(items), options);
    return resultOf<Each>(makeTasks<Set>(std::move(plan), std::move(function), std::move(items)));
  }

  // function(part) for the parts of a sequence, or of an Eigen array by rows, one a target that has
  // a share; the sequences it returns are put together.
  template <typename F, typename Container>
  requires Partitionable<WholeOf<Container>>
  auto mapParts(F function, Container&& given) const {
    using Whole = WholeOf<Container>;
    using Part = typename Parts<Whole>::Part;
    using Piece = TaskItem<F, Part>;
    static_assert(JoinsToItself<Piece>,
                  "a function of parts returns a sequence or an array of any length");
    const Whole& whole = wholeOf(given);
    const auto ids = targets();
    std::vector<Part> parts;
    std::vector<EngineId> used;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const ItemRange range = blockOf(Parts<Whole>::size(whole), ids.size(), i);
      if (range.empty()) continue;
      parts.push_back(Parts<Whole>::part(whole, range));
      used.push_back(ids[i]);
    }
    return settled(resultOf<Joined<Piece>>(makeTasks<MapSet<F, Part>>(
        planOf("map", used), std::move(function), Pack<std::vector<Part>>{{std::move(parts)}})));
  }

  // Defines names on every target; the engines share one immutable copy of each value.
  auto push(NamedValues values) const {
    return settled(AsyncResult<std::monostate, Shape>(pushed(std::move(values))));
  }
  auto set(const std::string& name, Value value) const {
    return push(NamedValues{{name, std::move(value)}});
  }

  // The value of a name as a T on every target; of several names, a tuple in the order asked:
  // pull<int, double>("a", "b"). Fails with the engine's NameError or TypeError.
  template <typename... Ts>
  auto pull(const NameFor<Ts>&... names) const {
    using Set = ApplySet<PullNames<Ts...>>;
    return settled(resultOf<Shape>(makeTasks<Set>(planOf("pull"), PullNames<Ts...>{{names...}})));
  }
  template <typename... Ts>
  auto pullSync(const NameFor<Ts>&... names) const {
    return afterWrites(pull<Ts...>(names...));
  }

  // A name on the targets: view["a"] = 5 sets it without waiting, view["a"].as<int>() or a
  // conversion reads it, waits, and sees what was set before.
  class Name {
   public:
    Name(const BasicDirectView& view, std::string name) : m_view(view), m_name(std::move(name)) {}
    Name(const Name&) = default;
    // view["a"] = view["b"] would set nothing: read first.
    Name& operator=(const Name&) = delete;

    template <typename T>
    requires(!std::is_same_v<std::decay_t<T>, Name>) const Name& operator=(
        T&& value) const {  // NOLINT(misc-unconventional-assign-operator)
      m_view.set(m_name, Value(std::forward<T>(value)));
      return *this;
    }
    template <typename T>
    auto as() const {
      return m_view.template pullSync<T>(m_name);
    }
    template <typename T>
    requires(Shape::kSingle) operator T() const {  // NOLINT(google-explicit-constructor)
      return as<T>();
    }
    template <typename T>
    requires(!Shape::kSingle) operator std::vector<T>()
        const {  // NOLINT(google-explicit-constructor)
      return as<T>();
    }

   private:
    BasicDirectView m_view;
    std::string m_name;
  };
  Name operator[](std::string name) const { return Name(*this, std::move(name)); }

  // Forgets all names on the targets.
  auto clear() const { return settled(AsyncResult<std::monostate, Shape>(cleared())); }

  // Cuts a sequence, or an Eigen array by rows, into contiguous parts by the block formula, one a
  // target in target order, under `name`. Parts may be empty; the name is then still defined. With
  // kFlatten a part of one item is that item itself; all others stay parts.
  template <typename Container>
  requires Partitionable<WholeOf<Container>>
  auto scatter(const std::string& name, Container&& given) const {
    return scatterParts(name, given, [](auto part) { return Value(std::move(part)); });
  }
  template <typename Container>
  requires(std::ranges::input_range<Container>&& Partitionable<WholeOf<Container>>) auto scatter(
      const std::string& name, Container&& given, Flatten) const {
    return scatterParts(name, given, [](auto part) {
      return part.size() == 1 ? Value(*std::ranges::begin(part)) : Value(std::move(part));
    });
  }

  // The parts under `name` put together in target order: what scatter() had cut, also with
  // kFlatten. get() throws ShapeError for parts that do not fit together.
  template <typename Container>
  requires Partitionable<Container>
  auto gather(const std::string& name) const {
    using Part = typename Parts<Container>::Part;
    using Set = ApplySet<GatherPart<Part>>;
    return settled(
        resultOf<Joined<Container>>(makeTasks<Set>(planOf("gather"), GatherPart<Part>{name})));
  }
  template <typename Container>
  Container gatherSync(const std::string& name) const {
    return afterWrites(gather<Container>(name));
  }

 private:
  template <typename Container, typename MakeValue>
  auto scatterParts(const std::string& name, Container& given, MakeValue makeValue) const {
    using Whole = WholeOf<Container>;
    const Whole& whole = wholeOf(given);
    const auto ids = targets();
    std::vector<Value> parts;
    for (const ItemRange& range : blockPartition(Parts<Whole>::size(whole), ids.size()))
      parts.push_back(makeValue(Parts<Whole>::part(whole, range)));
    return settled(AsyncResult<std::monostate, Each>(scattered(name, ids, std::move(parts))));
  }

  template <typename ResultShape, typename Item>
  AsyncResult<Item, ResultShape> resultOf(TasksOf<Item> tasks) const {
    submit(tasks.set);
    return AsyncResult<Item, ResultShape>(std::move(tasks));
  }

  template <typename AnyResult>
  AnyResult settled(AnyResult result) const {
    settle(result);
    return result;
  }
  template <typename AnyResult>
  auto afterWrites(const AnyResult& result) const {
    waitAfterWrites(result);
    return everythingOf(result);
  }
};

using DirectView = BasicDirectView<Each>;
using EngineView = BasicDirectView<Single>;

}  // namespace fatou::engines
