// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
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
#include "core/engines/item_set.h"
#include "core/engines/shape.h"
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

  explicit AsyncResult(std::shared_ptr<ItemSet<Item>> tasks) : m_tasks(std::move(tasks)) {}

  // --- values -----------------------------------------------------------------------------

  bool ready() const { return m_tasks->ready(); }
  std::size_t size() const { return m_tasks->itemCount(); }
  // Items that have arrived.
  std::size_t progress() const { return m_tasks->arrivals().progress(); }

  // True when everything has arrived, failed or not; false when time ran out first. Never throws.
  bool wait(Timeout timeout = {}) const {
    return ready() || (!m_tasks->wouldDeadlock() && m_tasks->arrivals().waitForAll(timeout));
  }

  // Everything, as often as asked. Throws TimeoutError when it is not there in time (the tasks go
  // on); the failure itself for a single value, else CompositeError with every failed item. Values
  // that cannot be copied are only visited.
  Whole get(Timeout timeout = {}) const requires std::is_copy_constructible_v<Value> {
    requireReady(timeout);
    std::vector<const Value*> values;
    std::vector<FailurePtr> failures;
    for (std::size_t i = 0; i < size(); ++i) {
      const auto& outcome = m_tasks->outcome(i);
      if (outcome.ok())
        values.push_back(&visible(outcome.value()));
      else
        failures.push_back(outcome.failure());
    }
    if (!failures.empty()) {
      if constexpr (Shape::kSingle) failures.front()->raise();
      throw CompositeError(std::move(failures));
    }
    return Shape::template assemble<Value>(values);
  }

  // What each item came to; throws only TimeoutError.
  std::vector<Outcome<Item>> get(
      ReturnExceptions, Timeout timeout = {}) const requires std::is_copy_constructible_v<Item> {
    requireReady(timeout);
    std::vector<Outcome<Item>> outcomes;
    outcomes.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) outcomes.push_back(m_tasks->outcome(i));
    return outcomes;
  }

  // The value that each engine computed. Throws std::invalid_argument where one computed several.
  std::map<EngineId, Value> getDict(Timeout timeout = {}) const {
    static_cast<void>(get(timeout));
    std::map<EngineId, Value> values;
    for (const TaskRecord& task : records()) {
      const auto at = values.emplace(task.engine, value(task.firstItem));
      if (!at.second || task.itemCount != 1)
        throw std::invalid_argument("engine " + std::to_string(task.engine) +
                                    " computed several items: use get()");
    }
    return values;
  }

  // Whether every item has a value. Throws TimeoutError before it is known.
  bool successful() const {
    requireReady(Timeout{0});
    return m_tasks->firstFailure() == nullptr;
  }

  // --- values as they come ------------------------------------------------------------------

  // One item of a result that is still streaming in.
  struct Arrival {
    std::size_t index;  // in the order of the inputs
    const Value& value;
  };

  // Visits items in the order of the inputs, waiting for each; a failed one throws its error.
  class Iterator {
   public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const AsyncResult* result, std::size_t item) : m_result(result), m_item(item) {}
    const Value& operator*() const {
      m_result->require(
          m_result->m_tasks->arrivals().hasArrived(m_item) ||
          (m_result->mayWait() && m_result->m_tasks->arrivals().waitForItem(m_item, {})));
      return m_result->value(m_item);
    }
    Iterator& operator++() {
      ++m_item;
      return *this;
    }
    void operator++(int) { ++m_item; }
    bool operator==(const Iterator& other) const { return m_item == other.m_item; }

   private:
    const AsyncResult* m_result = nullptr;
    std::size_t m_item = 0;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

  // Visits items in the order in which they arrive; a failed one throws its error.
  class CompletionRange {
   public:
    class Iterator {
     public:
      using value_type = Arrival;
      using difference_type = std::ptrdiff_t;
      Iterator() = default;
      Iterator(const AsyncResult* result, std::size_t n) : m_result(result), m_n(n) {}
      Arrival operator*() const {
        const std::size_t item = m_result->nthArrival(m_n);
        return {item, m_result->value(item)};
      }
      Iterator& operator++() {
        ++m_n;
        return *this;
      }
      void operator++(int) { ++m_n; }
      bool operator==(const Iterator& other) const { return m_n == other.m_n; }

     private:
      const AsyncResult* m_result = nullptr;
      std::size_t m_n = 0;
    };
    explicit CompletionRange(AsyncResult result) : m_result(std::move(result)) {}
    Iterator begin() const { return {&m_result, 0}; }
    Iterator end() const { return {&m_result, m_result.size()}; }

   private:
    AsyncResult m_result;
  };
  CompletionRange asCompleted() const { return CompletionRange(*this); }

  // A future for watchers: its i-th result is the i-th item's outcome, added as it arrives.
  // Cancelling it cancels the tasks, at the latest when the next item arrives; to stop long tasks
  // at once call cancel() as well. May be asked for once.
  QFuture<Outcome<Item>> future() const {
    auto promise = std::make_shared<QPromise<Outcome<Item>>>();
    promise->setProgressRange(0, static_cast<int>(size()));
    promise->start();
    if (size() == 0) promise->finish();
    m_tasks->arrivals().listen(
        [promise, tasks = m_tasks.get(), done = 0](std::size_t item) mutable {
          if (promise->isCanceled()) tasks->cancel();
          addTo(*promise, tasks->outcome(item), static_cast<int>(item));
          promise->setProgressValue(++done);
          if (static_cast<std::size_t>(done) == tasks->itemCount()) promise->finish();
        });
    return promise->future();
  }

  // --- what is known of the tasks -------------------------------------------------------------

  // One record a task, in order; final for tasks that have ended. One item can be one task, or
  // many items may share a chunk.
  std::vector<TaskRecord> records() const { return m_tasks->records(); }
  std::vector<TaskId> taskIds() const {
    std::vector<TaskId> ids(m_tasks->taskCount());
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = m_tasks->firstId() + i;
    return ids;
  }

  // See timing.h. All but elapsed() throw TimeoutError before everything has arrived.
  Seconds serialTime() const { return engines::serialTime(finalRecords()); }
  Seconds wallTime() const { return engines::wallTime(finalRecords()); }
  double speedup() const { return engines::speedup(finalRecords()); }
  double efficiency() const { return engines::efficiency(finalRecords()); }
  // wallTime() when ready, else the time since submission.
  Seconds elapsed() const {
    return ready() ? wallTime() : Seconds(Clock::now() - m_tasks->submitted());
  }

  // --- calling off ------------------------------------------------------------------------------

  // Takes back tasks that have not started: they end with TaskAborted.
  void abort() const { m_tasks->abort(); }
  // abort(), and asks running tasks to stop; those that look at their engine's stop token do.
  void cancel() const { m_tasks->cancel(); }

  const std::shared_ptr<ItemSet<Item>>& tasks() const { return m_tasks; }

 private:
  bool mayWait() const { return !m_tasks->wouldDeadlock(); }
  const Value& value(std::size_t item) const { return visible(m_tasks->outcome(item).value()); }

  void require(bool arrived) const {
    if (arrived) return;
    if (!mayWait())
      throw EngineError("a task must not wait for other tasks: return, or use dependencies");
    throw TimeoutError("the result is not ready yet: ask again later");
  }
  void requireReady(Timeout timeout) const { require(wait(timeout)); }

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

  std::size_t nthArrival(std::size_t n) const {
    const auto& arrivals = m_tasks->arrivals();
    require(arrivals.waitForFirst(n + 1, Timeout{0}) ||
            (mayWait() && arrivals.waitForFirst(n + 1, {})));
    return m_tasks->arrivals().arrival(n);
  }
  std::vector<TaskRecord> finalRecords() const {
    requireReady(Timeout{0});
    return records();
  }

  std::shared_ptr<ItemSet<Item>> m_tasks;
};

}  // namespace fatou::engines
