// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "core/engines/inner/task_set.h"

namespace fatou::engines {

// The balanced sets that have tasks to take, in the order in which they came. Sets for the same
// engines stand in one line, so that an engine never walks past all those that are not for it. Not
// for several threads at a time.
class TaskQueue {
 public:
  using Sets = std::vector<std::shared_ptr<TaskSet>>;

  std::size_t size() const { return m_size; }

  void pushBack(std::shared_ptr<TaskSet> tasks);
  // Puts a set in front of all others, unless it is in the queue.
  void pushFrontOnce(const std::shared_ptr<TaskSet>& tasks);

  // The first set with a task for an engine, which is `elsewhere` or in this process, and the task
  // taken; null when there is none. Sets that have no more are moved to `exhausted`.
  std::shared_ptr<TaskSet> take(EngineId engine, bool elsewhere, std::size_t& task,
                                Sets& exhausted);

  // Does nothing to a set that is not in the queue.
  void remove(const TaskSet& tasks);
  Sets all() const;
  // Removes the sets of which every task has ended.
  Sets removeReady();

 private:
  // Places count up to the back and down to the front, over all lines.
  struct Entry {
    std::int64_t place = 0;
    std::shared_ptr<TaskSet> tasks;
  };
  struct Line {
    std::vector<EngineId> onlyOn;  // empty: all
    bool sendable = false;
    std::deque<Entry> entries{};

    bool isFor(EngineId engine, bool elsewhere) const;
  };
  struct Found {
    Line* line = nullptr;
    std::size_t index = 0;
    const Entry& entry() const { return line->entries[index]; }
  };

  Line& lineFor(const TaskSet& tasks);
  Found firstBehind(std::int64_t place, EngineId engine, bool elsewhere);

  std::deque<Line> m_lines;
  std::size_t m_size = 0;
  std::int64_t m_front = 0;  // of the next one in front of all
  std::int64_t m_back = 1;   // of the next one behind all
};

}  // namespace fatou::engines
