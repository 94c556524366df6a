// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include <QFuture>
#include <QPromise>

#include "core/engines/inner/done_callback.h"
#include "core/engines/inner/item_set.h"
#include "core/engines/inner/task_range.h"
#include "core/engines/inner/untyped_result.h"
#include "core/engines/result_visits.h"
#include "core/engines/shape.h"
#include "core/engines/tasks/errors.h"
#include "core/engines/tasks/shared.h"

namespace fatou::engines {

// Asks get() for an Outcome an item instead of an exception for all.
struct ReturnExceptions {};
inline constexpr ReturnExceptions kReturnExceptions{};

// The results of tasks that may still be running: wait for them, take them as they come, look at
// when and where they ran, or call them off. A handle: copies share the same tasks, and dropping
// it does not stop them. Safe to use from any thread but the engines' own: a task that waits for
// other tasks is refused with EngineError, because its engine might be the one they wait for.
//
// Items are in the order of the targets (direct) or inputs (map), whatever order they finish in.
template <typename Item, typename Shape = Each>
class AsyncResult : public UntypedResult {
 public:
  using Value = Visible<Item>;
  using Whole = typename Shape::template Whole<Value>;

  explicit AsyncResult(TasksOf<Item> tasks) : UntypedResult(std::move(tasks.set)) {}
  // Some of its tasks.
  AsyncResult(const AsyncResult& whole, const ItemRange& chosen) : UntypedResult(whole, chosen) {}

  // --- values -----------------------------------------------------------------------------

  // Everything, as often as asked. Throws TimeoutError when it is not there in time (the tasks go
  // on); the failure itself for a single value, else CompositeError with every failed item;
  // ShapeError for parts that do not fit together. Values that cannot be copied are only visited,
  // or taken.
  Whole get(Timeout timeout = {}) const requires kCopyable<Value> {
    requireValues(timeout, Shape::kSingle);
    return Shape::template assemble<Value>(*this);
  }

  // The outcome of each item, its value or its failure; throws only TimeoutError.
  std::vector<Outcome<Item>> get(ReturnExceptions,
                                 Timeout timeout = {}) const requires kCopyable<Item> {
    requireReady(timeout);
    std::vector<Outcome<Item>> outcomes;
    outcomes.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) outcomes.push_back(outcome(i));
    return outcomes;
  }

  // Everything, moved out, for values that cannot be copied or are large. Throws as get() does, and
  // then takes nothing; std::logic_error where something was taken before. Whoever takes is the
  // only one to look at the values.
  Whole take(Timeout timeout = {}) const
      requires(std::same_as<Item, Value>&& CanBeTaken<Shape, Value>) {
    requireValues(timeout, Shape::kSingle);
    std::vector<Value> values;
    values.reserve(size());
    for (std::size_t i = 0; i < size(); ++i)
      values.push_back(items().takeValue(range().itemOfSet(i)));
    return Shape::template taken<Value>(std::move(values));
  }
  // One item, moved out: waits for it.
  Value take(std::size_t item) const requires std::same_as<Item, Value> {
    requireItem(item);
    return items().takeValue(range().itemOfSet(item));
  }

  // One item: waits for it alone. Throws its failure, and std::out_of_range where there is none.
  const Value& operator[](std::size_t item) const& {
    requireItem(item);
    return value(item);
  }
  Value operator[](std::size_t item) && requires kCopyable<Value> {
    requireItem(item);
    return value(item);
  }

  // The value that each engine computed. Throws std::invalid_argument where one computed several.
  std::map<EngineId, Value> getDict(Timeout timeout = {}) const requires kCopyable<Value> {
    requireValues(timeout, Shape::kSingle);
    std::map<EngineId, Value> values;
    std::size_t item = 0;
    for (const EngineId engine : oneEngineEach()) values.emplace(engine, value(item++));
    return values;
  }

  // --- values as they come ------------------------------------------------------------------

  // Visits items in the order of the inputs, waiting for each; a failed one throws its error.
  ItemIterator<AsyncResult> begin() const { return {this, 0}; }
  ItemIterator<AsyncResult> end() const { return {this, size()}; }

  // For one range-for: items in the order in which they arrive, as {index, value}; a failed one
  // throws its error.
  ArrivalRange<AsyncResult> asCompleted() const { return ArrivalRange<AsyncResult>(*this); }

  // Calls callback(), or callback(result), once everything has arrived: on the engine that was
  // last, on the thread that calls the rest off, or, where all is there already, on a thread of its
  // own; never inside this call. What it throws is logged and goes no further.
  template <typename Callback>
  void whenDone(Callback callback) const {
    constexpr bool kTakesResult = std::is_invocable_v<Callback&, const AsyncResult&>;
    static_assert(kTakesResult || std::is_invocable_v<Callback&>,
                  "a callback is called with the result, as const, or with nothing");
    const auto kept = std::make_shared<Callback>(std::move(callback));  // it may not be copyable
    callWhenDone(range(), [kept, result = *this] {
      if constexpr (kTakesResult)
        std::invoke(*kept, result);
      else
        std::invoke(*kept);
    });
  }

  // A future for watchers: its i-th result is the i-th item's outcome, added as it arrives.
  // Cancelling it cancels the tasks, at the latest when the next item arrives; to stop long tasks
  // at once call cancel() as well. Every call makes another.
  QFuture<Outcome<Item>> future() const requires kCopyable<Item> {
    auto promise = std::make_shared<QPromise<Outcome<Item>>>();
    promise->setProgressRange(0, static_cast<int>(size()));
    promise->start();
    if (size() == 0) promise->finish();
    auto future = promise->future();
    range().listen([promise, tasks = &items(), chosen = range(), done = 0,
                    cancelled = false](std::size_t item) mutable {
      // Cancelled once only: cancel() looks at every task, and each item that it ends comes here.
      if (promise->isCanceled() && !std::exchange(cancelled, true)) chosen.cancel();
      addTo(*promise, tasks->outcome(chosen.itemOfSet(item)), static_cast<int>(item));
      promise->setProgressValue(++done);
      if (static_cast<std::size_t>(done) == chosen.size()) promise->finish();
    });
    return future;
  }

  // --- parts of it ------------------------------------------------------------------------------

  // One result a task, in order: to wait for, look at or abort each on its own. They share the
  // tasks; join() puts them together again.
  std::vector<AsyncResult> split() const {
    std::vector<AsyncResult> parts;
    const ItemRange& tasks = range().tasks();
    parts.reserve(tasks.size());
    for (std::size_t task = tasks.begin; task < tasks.end; ++task)
      parts.push_back(AsyncResult(*this, {task, task + 1}));
    return parts;
  }

  // The tasks with their values.
  ItemSet<Item>& items() const { return static_cast<ItemSet<Item>&>(*tasks()); }

  // One item's value, once it has arrived, without a look at whether it has; throws its failure.
  const Value& value(std::size_t item) const { return visible(outcome(item).value()); }

 private:
  const Outcome<Item>& outcome(std::size_t item) const {
    return items().outcome(range().itemOfSet(item));
  }
  // Copies an outcome into a future. That is done on an engine, which must survive it: a copy that
  // throws becomes a failure. By reference: the overload that moves reports other places than
  // `item` to watchers when results come out of order (Qt 6.4).
  static void addTo(QPromise<Outcome<Item>>& promise, const Outcome<Item>& outcome, int item) {
    try {
      promise.addResult(outcome, item);
    } catch (...) {
      const Outcome<Item> failed(describe(std::current_exception(), kNoEngine, "future"));
      promise.addResult(failed, item);
    }
  }
};

}  // namespace fatou::engines
