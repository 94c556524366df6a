// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/engines/tasks/task_failure.h"
#include "core/engines/tasks/task_record.h"

namespace fatou::engines {

// The tasks of a set that have failed and are to be tried on other engines. They stand in groups by
// the engines that have failed them: however many tasks fail, an engine looks at a few groups to
// find one for it. Any thread may call.
class RetryList {
 public:
  // The number of engines that have failed a task.
  std::size_t failures(std::size_t task) const;
  // A task to be tried elsewhere; `failedOn` is empty where its engine did not come to it.
  void add(std::size_t task, std::optional<EngineId> failedOn, const FailurePtr& failure);

  bool empty() const { return m_waiting.load() == 0; }
  // Takes a task that this engine has not failed, as it would most likely fail that one again.
  std::optional<std::size_t> take(EngineId engine);
  // The most engines that have failed one task: where more are there, each task has one left.
  std::size_t mostFailures() const { return m_mostFailures.load(); }
  // All that each of these engines has failed, with the last failure.
  std::vector<std::pair<std::size_t, FailurePtr>> takeHopeless(const std::vector<EngineId>& alive);

 private:
  struct Attempt {
    std::vector<EngineId> failedOn;  // ascending
    FailurePtr failure;
  };

  mutable std::mutex m_mutex;
  std::unordered_map<std::size_t, Attempt> m_attempts;  // by task; of all that ever failed
  std::map<std::vector<EngineId>, std::deque<std::size_t>> m_groups;
  std::atomic<std::size_t> m_waiting{0};  // in all groups
  std::atomic<std::size_t> m_mostFailures{0};
};

}  // namespace fatou::engines
