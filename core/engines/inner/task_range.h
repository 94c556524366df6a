// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/engines/inner/task_set.h"
#include "core/engines/tasks/partition.h"
#include "core/engines/tasks/timeout.h"

namespace fatou::engines {

// Consecutive tasks of a set, and their items counted from 0: all of them, or the part that a
// result's split() gives. Whoever uses it keeps the set.
class TaskRange {
 public:
  explicit TaskRange(TaskSet& set)
      : m_set(&set), m_tasks{0, set.taskCount()}, m_items{0, set.itemCount()} {}
  TaskRange(TaskSet& set, ItemRange tasks);

  TaskSet& set() const { return *m_set; }
  const ItemRange& tasks() const { return m_tasks; }
  bool isWhole() const { return m_tasks.size() == m_set->taskCount(); }
  std::size_t size() const { return m_items.size(); }
  std::size_t itemOfSet(std::size_t item) const { return m_items.begin + item; }

  bool ready() const { return isWhole() ? m_set->ready() : progress() == size(); }
  std::size_t progress() const;
  FailurePtr firstFailure() const;

  // Wait as the functions of ArrivalLog do; false when time ran out first.
  bool waitForAll(Timeout timeout) const;
  bool waitForItem(std::size_t item, Timeout timeout) const {
    return log().waitForItem(itemOfSet(item), timeout);
  }
  // The item that came in n-th, counted from 0; waits for it.
  std::size_t nthArrival(std::size_t n) const;

  // Like the functions of ArrivalLog, with items counted from the range's first.
  ArrivalLog::CallId listen(std::function<void(std::size_t item)> listener) const;
  ArrivalLog::CallId whenComplete(std::function<void()> then) const;
  void forget(ArrivalLog::CallId call) const { log().forget(call); }

  std::vector<TaskRecord> records() const;
  std::vector<TaskId> ids() const;
  TaskRecord recordOfItem(std::size_t item) const;

  // Takes back the tasks that have not started.
  void abort() const;
  // Does the same, and asks running tasks to stop where the range is the whole set, or its tasks
  // can be stopped by themselves.
  void cancel() const;

 private:
  ArrivalLog& log() const { return m_set->arrivals(); }

  TaskSet* m_set;
  ItemRange m_tasks;
  ItemRange m_items;
};

}  // namespace fatou::engines
