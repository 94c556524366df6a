// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/task_follower.h"

#include <chrono>
#include <cstddef>
#include <set>
#include <utility>

namespace fatou::ui {
namespace {

constexpr std::chrono::milliseconds kBetweenTellings{33};  // as often as the timeline is painted

// Finds the tasks that have ended since it was last asked.
class EndedTasks {
 public:
  explicit EndedTasks(const engines::UntypedResult& answer) : m_answer(answer) {}

  // The record of a task is final when its last item arrives, and may be for those before it.
  std::vector<engines::TaskRecord> sinceLast() {
    std::vector<engines::TaskRecord> ended;
    for (const std::size_t arrived = m_answer.progress(); m_seen < arrived; ++m_seen) {
      const auto task = m_answer.range().recordOfItem(m_answer.nthArrival(m_seen));
      if (isStamped(task) && m_told.insert(task.id).second) ended.push_back(task);
    }
    return ended;
  }

 private:
  const engines::UntypedResult& m_answer;
  std::size_t m_seen = 0;  // of the items, in the order in which they arrived
  std::set<engines::TaskId> m_told;
};

}  // namespace

LookedOn::LookedOn(CellRunId run, std::size_t count, engines::Clock::time_point started,
                   const CellTaskSinks& sinks) {
  if (sinks.begun)
    sinks.begun(
        {.run = run, .engines = static_cast<int>(count), .started = started, .watch = m_watch});
}

void followTasks(const engines::UntypedResult& answer, const TaskOrigin& origin,
                 const std::function<void(std::vector<render::BandRecord>)>& ended) {
  EndedTasks tasks(answer);
  while (!answer.wait(kBetweenTellings)) {
    std::vector<render::BandRecord> bands = taskBands(tasks.sinceLast(), origin).bands;
    if (ended && !bands.empty()) ended(std::move(bands));
  }
}

}  // namespace fatou::ui
