// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/engines/inner/task_range.h"
#include "core/engines/tasks/timing.h"

namespace fatou::engines {

// The part of an AsyncResult that does not depend on the type of its items, so that it is compiled
// once.
class UntypedResult {
 public:
  bool ready() const { return m_range.ready(); }
  std::size_t size() const { return m_range.size(); }
  // Items that have arrived.
  std::size_t progress() const { return m_range.progress(); }

  // True when everything has arrived, failed or not; false when time ran out first. Never throws.
  bool wait(Timeout timeout = {}) const;

  // Whether every item has a value. Throws TimeoutError before it is known.
  bool successful() const;

  // The place of the item that arrived n-th, both counted from 0; waits for it. Throws
  // std::out_of_range for n >= size().
  std::size_t nthArrival(std::size_t n) const;

  // --- what is known of the tasks -------------------------------------------------------------

  // One record a task, in order; final for tasks that have ended. One item can be one task, or
  // many items may share a chunk.
  std::vector<TaskRecord> records() const { return m_range.records(); }
  std::vector<TaskId> taskIds() const { return m_range.ids(); }

  // See timing.h. All but elapsed() throw TimeoutError before everything has arrived.
  Seconds serialTime() const;
  Seconds wallTime() const;
  double speedup() const;
  double efficiency() const;
  // wallTime() when ready, else the time since submission.
  Seconds elapsed() const;

  // --- calling off ------------------------------------------------------------------------------

  // Takes back tasks that have not started: they end with TaskAborted.
  void abort() const { m_range.abort(); }
  // abort(), and asks running tasks to stop; those that look at their engine's stop token do. One
  // of several that split() gave only takes back.
  void cancel() const { m_range.cancel(); }

  const std::shared_ptr<TaskSet>& tasks() const { return m_tasks; }
  const TaskRange& range() const { return m_range; }

 protected:
  explicit UntypedResult(std::shared_ptr<TaskSet> tasks);
  UntypedResult(const UntypedResult& whole, const ItemRange& chosen);  // some of its tasks
  // Defined apart, so that results of every type share their code.
  UntypedResult(const UntypedResult&);
  UntypedResult(UntypedResult&&) noexcept;
  UntypedResult& operator=(const UntypedResult&);
  UntypedResult& operator=(UntypedResult&&) noexcept;
  ~UntypedResult();

  // Throws TimeoutError where not everything has arrived in time.
  void requireReady(Timeout timeout) const;
  // Waits for one item. Throws std::out_of_range where there is none.
  void requireItem(std::size_t item) const;
  // Throws where not every item has a value that is still there: of a single one its own failure.
  void requireValues(Timeout timeout, bool isSingle) const;
  // The engine of each item, for a result of one item an engine. Throws std::invalid_argument where
  // an engine computed several.
  std::vector<EngineId> oneEngineEach() const;

 private:
  bool mayWait() const { return !m_range.set().wouldDeadlock(); }
  void require(bool arrived) const;
  void requireThereIs(std::size_t item) const;
  std::vector<TaskRecord> finalRecords() const;

  std::shared_ptr<TaskSet> m_tasks;
  TaskRange m_range;
};

}  // namespace fatou::engines
