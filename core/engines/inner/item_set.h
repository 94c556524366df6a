// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/engines/inner/task_call.h"
#include "core/engines/inner/task_set.h"
#include "core/engines/outcome.h"
#include "core/engines/remote/sendable_task.h"

namespace fatou::engines {

// A task set that knows the type of its items and keeps what they came to.
template <typename Item>
class ItemSet : public TaskSet {
 public:
  using ItemType = Item;

  ItemSet(TaskSetOptions options, std::vector<Lane> lanes)
      : TaskSet(std::move(options), std::move(lanes)), m_outcomes(itemCount(), memory()) {}

  // An item's value or failure, once the item has arrived; the reference holds as long as the set.
  const Outcome<Item>& outcome(std::size_t item) const { return *m_outcomes[item]; }

  // Moves out what an item that has arrived came to; whoever looks at it afterwards is told so.
  // Nobody else may be looking at it meanwhile. Throws the item's failure, and std::logic_error for
  // a second time.
  Item takeValue(std::size_t item) {
    const std::scoped_lock lock(m_takeMutex);
    Item value = std::move(m_outcomes[item]->movable());
    m_outcomes[item].emplace(takenFailure(options().method));
    return value;
  }

  // Frees what an item that has arrived came to, for an empty value in its place. Whoever calls
  // this is the only one to look at it still.
  void release(std::size_t item) requires std::is_default_constructible_v<Item> {
    const std::scoped_lock lock(m_takeMutex);
    if (outcome(item).ok()) m_outcomes[item].emplace(Item{});
  }

 protected:
  void keep(std::size_t item, Item value) { m_outcomes[item].emplace(std::move(value)); }
  void keepFailure(std::size_t item, const FailurePtr& failure) override {
    m_outcomes[item].emplace(failure);
  }
  // Keeps the value that an engine elsewhere has answered. Throws WireError where it is damaged.
  void read(std::size_t item, Reader& value) requires Sendable<Item> {
    Item read = readFrom<Item>(value);
    value.requireEnd();
    keep(item, std::move(read));
  }
  FailurePtr failureOf(std::size_t item) const override {
    const std::scoped_lock lock(m_takeMutex);  // dependencies ask while a caller takes
    const auto& outcome = *m_outcomes[item];
    return outcome.ok() || outcome.failure()->kind == TaskFailure::Kind::Taken ? nullptr
                                                                               : outcome.failure();
  }

 private:
  std::pmr::vector<std::optional<Outcome<Item>>> m_outcomes;
  mutable std::mutex m_takeMutex;
};

// A set that makes the same call for every item, as apply() does.
template <typename F, typename... Args>
class ApplySet final : public ItemSet<TaskItem<F, Args...>> {
 public:
  ApplySet(TaskSetOptions options, std::vector<Lane> lanes, F function, Args... args)
      : ItemSet<TaskItem<F, Args...>>(std::move(options), std::move(lanes)),
        m_function(std::move(function)),
        m_args(std::move(args)...) {}

  bool isSendable() const override { return SendableTask<F, Args...>; }
  void writeCall(Writer& writer, std::size_t item) const override {
    if constexpr (SendableTask<F, Args...>)
      std::apply(
          [&](const Args&... args) { RemoteCall<F, Args...>::write(writer, m_function, args...); },
          m_args);
    else
      TaskSet::writeCall(writer, item);
  }
  void readAnswer(std::size_t item, Reader& value) override {
    if constexpr (SendableTask<F, Args...>)
      this->read(item, value);
    else
      TaskSet::readAnswer(item, value);
  }

 protected:
  void compute(Engine& engine, std::size_t item) override {
    this->keep(
        item,
        std::apply([&](const Args&... args) { return computeItem(m_function, engine, args...); },
                   m_args));
  }

 private:
  const F m_function;
  const std::tuple<Args...> m_args;
};

// A call for every item of one or more sequences: map(). Ends with the shortest.
template <typename F, typename... Inputs>
class MapSet final : public ItemSet<TaskItem<F, Inputs...>> {
 public:
  MapSet(TaskSetOptions options, std::vector<Lane> lanes, F function, std::vector<Inputs>... inputs)
      : ItemSet<TaskItem<F, Inputs...>>(std::move(options), std::move(lanes)),
        m_function(std::move(function)),
        m_inputs(std::move(inputs)...) {}

  bool isSendable() const override { return SendableTask<F, Inputs...>; }
  void writeCall(Writer& writer, std::size_t item) const override {
    if constexpr (SendableTask<F, Inputs...>)
      std::apply(
          [&](const std::vector<Inputs>&... inputs) {
            RemoteCall<F, Inputs...>::write(writer, m_function, inputs[item]...);
          },
          m_inputs);
    else
      TaskSet::writeCall(writer, item);
  }
  void readAnswer(std::size_t item, Reader& value) override {
    if constexpr (SendableTask<F, Inputs...>)
      this->read(item, value);
    else
      TaskSet::readAnswer(item, value);
  }

 protected:
  void compute(Engine& engine, std::size_t item) override {
    this->keep(item, std::apply(
                         [&](const std::vector<Inputs>&... inputs) {
                           return computeItem<F, Inputs...>(m_function, engine, inputs[item]...);
                         },
                         m_inputs));
  }

 private:
  const F m_function;
  const std::tuple<std::vector<Inputs>...> m_inputs;
};

}  // namespace fatou::engines
