// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/task_bands.h"

#include <algorithm>
#include <set>
#include <string>

namespace fatou::ui {
namespace {

// "cell 3", "cell 3, i = 7" or "cell 3, i = 7 ... 9".
std::string taskName(const engines::TaskRecord& task, const TaskOrigin& origin) {
  std::string name = "cell " + std::to_string(origin.run);
  const std::size_t end = task.firstItem + task.itemCount;
  if (task.itemCount == 0 || end > origin.numbers.size()) return name;
  name += ", i = " + std::to_string(origin.numbers[task.firstItem]);
  if (task.itemCount > 1) name += " ... " + std::to_string(origin.numbers[end - 1]);
  return name;
}

}  // namespace

render::RunRecord taskBands(std::span<const engines::TaskRecord> tasks, const TaskOrigin& origin) {
  render::RunRecord run;
  run.started = origin.started;
  run.finished = origin.started;
  std::set<engines::EngineId> engines;
  for (const engines::TaskRecord& task : tasks) {
    if (!isStamped(task)) continue;
    engines.insert(task.engine);
    run.finished = std::max(run.finished, task.received);
    run.bands.push_back({.rows = {}, .mirrored = {}, .task = task, .name = taskName(task, origin)});
  }
  run.engines = static_cast<int>(engines.size());
  run.complete = std::ranges::all_of(tasks, [](const engines::TaskRecord& task) {
    return task.status == engines::TaskStatus::Succeeded;
  });
  std::ranges::sort(run.bands, {}, [](const auto& band) { return band.task.received; });
  return run;
}

}  // namespace fatou::ui
