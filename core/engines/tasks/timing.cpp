// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/timing.h"

#include <algorithm>
#include <set>

namespace fatou::engines {

Seconds serialTime(std::span<const TaskRecord> tasks) {
  Seconds sum{0};
  for (const TaskRecord& task : tasks)
    if (isStamped(task)) sum += task.completed - task.started;
  return sum;
}

Seconds wallTime(std::span<const TaskRecord> tasks) {
  auto first = Clock::time_point::max();
  auto last = Clock::time_point::min();
  for (const TaskRecord& task : tasks) {
    if (!isStamped(task)) continue;
    first = std::min(first, task.submitted);
    last = std::max(last, task.received);
  }
  return first > last ? Seconds{0} : Seconds{last - first};
}

double speedup(std::span<const TaskRecord> tasks) {
  const Seconds wall = wallTime(tasks);
  return wall > Seconds{0} ? serialTime(tasks) / wall : 0.0;
}

double efficiency(std::span<const TaskRecord> tasks) {
  std::set<EngineId> used;
  for (const TaskRecord& task : tasks)
    if (isStamped(task)) used.insert(task.engine);
  return used.empty() ? 0.0 : speedup(tasks) / static_cast<double>(used.size());
}

}  // namespace fatou::engines
