// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/engines/inner/task_set.h"
#include "core/engines/remote/sendable_task.h"
#include "core/engines/tasks/outcome.h"
#include "core/engines/tasks/pack.h"
#include "core/engines/tasks/task_call.h"

namespace fatou::engines {

// A task set that knows the type of its items and keeps what they came to. What needs no more than
// that is here, and not in the sets below, of which every call in a program has a type of its own.
template <typename Item>
class ItemSet : public TaskSet {
 public:
  using ItemType = Item;

  explicit ItemSet(TaskPlan&& plan) : TaskSet(std::move(plan), sizeof(Slot), alignof(Slot)) {
    for (std::size_t item = 0; item < itemCount(); ++item) new (outcomes() + item) Slot;
  }
  ItemSet(TaskSetOptions options, std::vector<Lane> lanes)
      : ItemSet(TaskPlan{std::move(options), std::move(lanes)}) {}
  ~ItemSet() override { std::destroy_n(outcomes(), itemCount()); }
  ItemSet(const ItemSet&) = delete;
  ItemSet& operator=(const ItemSet&) = delete;

  // An item's value or failure, once the item has arrived; the reference holds as long as the set.
  const Outcome<Item>& outcome(std::size_t item) const { return outcomes()[item]; }

  // Moves out what an item that has arrived came to; whoever looks at it afterwards is told so.
  // Nobody else may be looking at it meanwhile. Throws the item's failure, and std::logic_error for
  // a second time.
  Item takeValue(std::size_t item) {
    const std::scoped_lock lock(takeMutex());
    Item value = std::move(outcomes()[item].movable());
    outcomes()[item].become(takenFailure(options().method));
    return value;
  }

  // Frees what an item that has arrived came to, for an empty value in its place. Whoever calls
  // this is the only one to look at it still.
  void release(std::size_t item) requires std::is_default_constructible_v<Item> &&
      std::is_move_assignable_v<Item> {
    Item freed{};  // ends without the lock: that may take long, or look at this very set
    const std::scoped_lock lock(takeMutex());
    if (outcome(item).ok()) std::swap(outcomes()[item].movable(), freed);
  }

  const FailurePtr& failureOf(std::size_t item) const override {
    return outcomes()[item].failure();
  }

  // Keeps the value that an engine elsewhere has answered.
  void readAnswer(std::size_t item, Reader& value) override {
    if constexpr (Sendable<Item>) {
      Item read = readFrom<Item>(value);
      value.requireEnd();
      keep(item, std::move(read));
    } else {
      TaskSet::readAnswer(item, value);
    }
  }

 protected:
  void keep(std::size_t item, Item&& value) { outcomes()[item].become(std::move(value)); }
  void keepFailure(std::size_t item, const FailurePtr& failure) override {
    outcomes()[item].become(failure);
  }

 private:
  // An outcome that is not there before its item is.
  struct Slot : Outcome<Item> {
    Slot() = default;
    using Outcome<Item>::become;
  };

  Slot* outcomes() const { return static_cast<Slot*>(roomForItems()); }
};

// A set that is known to be an ItemSet<Item>. A pointer to that type would have code of its own.
template <typename Item>
struct TasksOf {
  std::shared_ptr<TaskSet> set;
};

// A set that makes the same call for every item, as apply() does.
template <typename Places, typename F, typename... Args>
class ApplySetOf;
template <std::size_t... kPlaces, typename F, typename... Args>
class ApplySetOf<std::index_sequence<kPlaces...>, F, Args...> final
    : public ItemSet<TaskItem<F, Args...>> {
 public:
  // The set keeps a copy of each argument, Args, that owns what it refers to: the task may run
  // after the caller's own is gone.
  template <typename... Given>
  explicit ApplySetOf(TaskPlan&& plan, F&& function, Given&&... given)
      : ItemSet<TaskItem<F, Args...>>(std::move(plan)),
        m_function(std::move(function)),
        m_args{{ownedCopy(std::forward<Given>(given))}...} {}

  bool isSendable() const override { return SendableTask<F, Args...>; }
  void writeCall(Writer& writer, std::size_t item) const override {
    if constexpr (SendableTask<F, Args...>)
      RemoteCall<F, Args...>::write(writer, m_function, packed<kPlaces>(m_args)...);
    else
      TaskSet::writeCall(writer, item);
  }

 protected:
  void compute(Engine& engine, std::size_t item) override {
    this->keep(item, computeItem<F, Args...>(m_function, engine, packed<kPlaces>(m_args)...));
  }

 private:
  const F m_function;
  const Pack<Args...> m_args;
};
template <typename F, typename... Args>
using ApplySet = ApplySetOf<std::index_sequence_for<Args...>, F, Args...>;

// A call for every item of one or more sequences: map(). Ends with the shortest.
template <typename Places, typename F, typename... Inputs>
class MapSetOf;
template <std::size_t... kPlaces, typename F, typename... Inputs>
class MapSetOf<std::index_sequence<kPlaces...>, F, Inputs...> final
    : public ItemSet<TaskItem<F, Inputs...>> {
 public:
  explicit MapSetOf(TaskPlan&& plan, F&& function, Pack<std::vector<Inputs>...>&& inputs)
      : ItemSet<TaskItem<F, Inputs...>>(std::move(plan)),
        m_function(std::move(function)),
        m_inputs(std::move(inputs)) {}

  bool isSendable() const override { return SendableTask<F, Inputs...>; }
  void writeCall(Writer& writer, std::size_t item) const override {
    if constexpr (SendableTask<F, Inputs...>)
      RemoteCall<F, Inputs...>::write(writer, m_function, packed<kPlaces>(m_inputs)[item]...);
    else
      TaskSet::writeCall(writer, item);
  }

 protected:
  void compute(Engine& engine, std::size_t item) override {
    this->keep(item,
               computeItem<F, Inputs...>(m_function, engine, packed<kPlaces>(m_inputs)[item]...));
  }

 private:
  const F m_function;
  const Pack<std::vector<Inputs>...> m_inputs;
};
template <typename F, typename... Inputs>
using MapSet = MapSetOf<std::index_sequence_for<Inputs...>, F, Inputs...>;

}  // namespace fatou::engines
