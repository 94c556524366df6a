// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <QFuture>
#include <QPromise>

#include "core/engines/errors.h"
#include "core/engines/inner/done_callback.h"
#include "core/engines/inner/item_set.h"
#include "core/engines/result_visits.h"
#include "core/engines/shape.h"
#include "core/engines/task_range.h"
#include "core/engines/timing.h"

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
class AsyncResult {
 public:
  using Value = Visible<Item>;
  using Whole = typename Shape::template Whole<Value>;

  explicit AsyncResult(std::shared_ptr<ItemSet<Item>> tasks)
      : m_tasks(std::move(tasks)), m_range(*m_tasks) {}
  // Some of its tasks.
  AsyncResult(std::shared_ptr<ItemSet<Item>> tasks, ItemRange chosen)
      : m_tasks(std::move(tasks)), m_range(*m_tasks, chosen) {}

  // --- values -----------------------------------------------------------------------------

  bool ready() const { return m_range.ready(); }
  std::size_t size() const { return m_range.size(); }
  // Items that have arrived.
  std::size_t progress() const { return m_range.progress(); }

  // True when everything has arrived, failed or not; false when time ran out first. Never throws.
  bool wait(Timeout timeout = {}) const {
    return ready() || (mayWait() && m_range.waitForAll(timeout));
  }

  // Everything, as often as asked. Throws TimeoutError when it is not there in time (the tasks go
  // on); the failure itself for a single value, else CompositeError with every failed item;
  // ShapeError for parts that do not fit together. Values that cannot be copied are only visited,
  // or taken.
  Whole get(Timeout timeout = {}) const requires kCopyable<Value> {
    requireValues(timeout);
    std::vector<const Value*> values;
    values.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) values.push_back(&value(i));
    return Shape::template assemble<Value>(
        values, [this](std::size_t i) { return m_range.recordOfItem(i).engine; });
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
    requireValues(timeout);
    std::vector<Value> values;
    values.reserve(size());
    for (std::size_t i = 0; i < size(); ++i)
      values.push_back(m_tasks->takeValue(m_range.itemOfSet(i)));
    return Shape::template taken<Value>(std::move(values));
  }
  // One item, moved out: waits for it.
  Value take(std::size_t item) const requires std::same_as<Item, Value> {
    requireItem(item);
    return m_tasks->takeValue(m_range.itemOfSet(item));
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
    requireValues(timeout);
    std::map<EngineId, Value> values;
    std::size_t item = 0;
    for (const TaskRecord& task : records()) {
      const auto at = values.emplace(task.engine, value(item));
      if (!at.second || task.itemCount != 1)
        throw std::invalid_argument("engine " + std::to_string(task.engine) +
                                    " computed several items: use get()");
      item += task.itemCount;
    }
    return values;
  }

  // Whether every item has a value. Throws TimeoutError before it is known.
  bool successful() const {
    requireReady(kNoWaiting);
    return m_range.firstFailure() == nullptr;
  }

  // --- values as they come ------------------------------------------------------------------

  // Visits items in the order of the inputs, waiting for each; a failed one throws its error.
  ItemIterator<AsyncResult> begin() const { return {this, 0}; }
  ItemIterator<AsyncResult> end() const { return {this, size()}; }

  // For one range-for: items in the order in which they arrive, as {index, value}; a failed one
  // throws its error.
  ArrivalRange<AsyncResult> asCompleted() const { return ArrivalRange<AsyncResult>(*this); }
  // The place of the item that arrived n-th, both counted from 0; waits for it. Throws
  // std::out_of_range for n >= size().
  std::size_t nthArrival(std::size_t n) const {
    requireThereIs(n);
    require(mayWait() || progress() > n);
    return m_range.nthArrival(n);
  }

  // Calls callback(), or callback(result), once everything has arrived: on the engine that was
  // last, on the thread that calls the rest off, or, where all is there already, on a thread of its
  // own; never inside this call. What it throws is logged and goes no further.
  template <typename Callback>
  void whenDone(Callback callback) const {
    constexpr bool kTakesResult = std::is_invocable_v<Callback&, const AsyncResult&>;
    static_assert(kTakesResult || std::is_invocable_v<Callback&>,
                  "a callback is called with the result, as const, or with nothing");
    const auto kept = std::make_shared<Callback>(std::move(callback));  // it may not be copyable
    callWhenDone(m_range, [kept, result = *this] {
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
    m_range.listen([promise, tasks = m_tasks.get(), range = m_range, done = 0,
                    cancelled = false](std::size_t item) mutable {
      // Cancelled once only: cancel() looks at every task, and each item that it ends comes here.
      if (promise->isCanceled() && !std::exchange(cancelled, true)) range.cancel();
      addTo(*promise, tasks->outcome(range.itemOfSet(item)), static_cast<int>(item));
      promise->setProgressValue(++done);
      if (static_cast<std::size_t>(done) == range.size()) promise->finish();
    });
    return future;
  }

  // --- what is known of the tasks -------------------------------------------------------------

  // One record a task, in order; final for tasks that have ended. One item can be one task, or
  // many items may share a chunk.
  std::vector<TaskRecord> records() const { return m_range.records(); }
  std::vector<TaskId> taskIds() const { return m_range.ids(); }

  // See timing.h. All but elapsed() throw TimeoutError before everything has arrived.
  Seconds serialTime() const { return engines::serialTime(finalRecords()); }
  Seconds wallTime() const { return engines::wallTime(finalRecords()); }
  double speedup() const { return engines::speedup(finalRecords()); }
  double efficiency() const { return engines::efficiency(finalRecords()); }
  // wallTime() when ready, else the time since submission.
  Seconds elapsed() const {
    return ready() ? wallTime() : Seconds(Clock::now() - m_tasks->submitted());
  }

  // --- parts of it ------------------------------------------------------------------------------

  // One result a task, in order: to wait for, look at or abort each on its own. They share the
  // tasks; join() puts them together again.
  std::vector<AsyncResult> split() const {
    std::vector<AsyncResult> parts;
    const ItemRange& tasks = m_range.tasks();
    parts.reserve(tasks.size());
    for (std::size_t task = tasks.begin; task < tasks.end; ++task)
      parts.push_back(AsyncResult(m_tasks, {task, task + 1}));
    return parts;
  }

  // --- calling off ------------------------------------------------------------------------------

  // Takes back tasks that have not started: they end with TaskAborted.
  void abort() const { m_range.abort(); }
  // abort(), and asks running tasks to stop; those that look at their engine's stop token do. One
  // of several that split() gave only takes back.
  void cancel() const { m_range.cancel(); }

  const std::shared_ptr<ItemSet<Item>>& tasks() const { return m_tasks; }
  const TaskRange& range() const { return m_range; }

 private:
  bool mayWait() const { return !m_tasks->wouldDeadlock(); }
  const Outcome<Item>& outcome(std::size_t item) const {
    return m_tasks->outcome(m_range.itemOfSet(item));
  }
  const Value& value(std::size_t item) const { return visible(outcome(item).value()); }

  void require(bool arrived) const {
    if (arrived) return;
    if (!mayWait())
      throw EngineError("a task must not wait for other tasks: return, or use dependencies");
    throw TimeoutError("the result is not ready yet: ask again later");
  }
  void requireReady(Timeout timeout) const { require(wait(timeout)); }

  void requireThereIs(std::size_t item) const {
    if (item >= size())
      throw std::out_of_range("there is no item " + std::to_string(item) + " of " +
                              std::to_string(size()) + ", counted from 0");
  }
  void requireItem(std::size_t item) const {
    requireThereIs(item);
    require(m_tasks->arrivals().hasArrived(m_range.itemOfSet(item)) ||
            (mayWait() && m_range.waitForItem(item, {})));
  }

  // Throws where not every item has a value that is still there.
  void requireValues(Timeout timeout) const {
    requireReady(timeout);
    std::vector<FailurePtr> failures;
    for (std::size_t i = 0; i < size(); ++i)
      if (!outcome(i).ok()) failures.push_back(outcome(i).failure());
    if (failures.empty()) return;
    for (const FailurePtr& failure : failures)
      if (Shape::kSingle || failure->kind == TaskFailure::Kind::Taken) failure->raise();
    throw CompositeError(std::move(failures));
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

  std::vector<TaskRecord> finalRecords() const {
    requireReady(kNoWaiting);
    return records();
  }

  std::shared_ptr<ItemSet<Item>> m_tasks;
  TaskRange m_range;
};

}  // namespace fatou::engines
