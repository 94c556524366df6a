// SPDX-License-Identifier: GPL-3.0-or-later
// How tasks come to a cluster, and when they are ready to run. Engines: cluster_engines.cpp.
#include "core/engines/cluster.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/engines/cluster_slot.h"
#include "core/engines/remote/remote_run.h"

namespace fatou::engines {
namespace {

// The one of `sets` that has a task.
const TaskSet& setOf(TaskId id, const std::vector<std::shared_ptr<TaskSet>>& sets) {
  const auto found = std::ranges::find_if(sets, [id](const auto& set) { return set->hasTask(id); });
  FATOU_CHECK(found != sets.end());
  return **found;
}

}  // namespace

void Cluster::abortAllOf(TaskId view) {
  for (const auto& tasks : known())
    if (tasks->options().view == view) tasks->abort();
  dropEnded();
}

void Cluster::endUnstartedAfter(const std::shared_ptr<TaskSet>& tasks,
                                std::chrono::nanoseconds time) {
  const auto now = Clock::now();
  const bool ever = time < Clock::time_point::max() - now;
  if (ever) m_deadlines.add(tasks, now + time);
}

void Cluster::runLane(Slot& slot, TaskSet& tasks, std::size_t lane) {
  if (!slot.remote) return tasks.runLane(slot.engine, lane);
  RemoteWorker& worker = *slot.remote;
  std::size_t next = tasks.firstTaskOf(lane);
  const std::size_t end = next + tasks.lanes()[lane].taskCount;
  const auto nextTask = [&](bool) -> std::optional<std::size_t> {
    if (next == end || worker.isLost()) return std::nullopt;
    return next++;
  };
  RemoteRun(tasks, worker, nextTask, [] { FATOU_CHECK(!"a lane has one engine"); }).work();
}

void Cluster::submitDirect(const std::shared_ptr<TaskSet>& tasks) {
  std::vector<std::size_t> homeless;
  {
    const std::scoped_lock lock(m_mutex);
    remember(tasks);
    for (std::size_t lane = 0; lane < tasks->lanes().size(); ++lane) {
      const auto slot = m_slots.find(tasks->lanes()[lane].engine);
      if (slot == m_slots.end())
        homeless.push_back(lane);
      else
        post(*slot->second, [tasks, lane](Slot& on) { runLane(on, *tasks, lane); });
    }
  }
  for (const std::size_t lane : homeless) tasks->loseLane(lane);
}

void Cluster::submitBalanced(const std::shared_ptr<TaskSet>& tasks,
                             const Dependencies& dependencies) {
  const Sets needed = setsOf(dependencies);
  {
    const std::scoped_lock lock(m_mutex);
    remember(tasks);
  }
  if (needed.empty()) return enqueue(tasks);
  auto left = std::make_shared<std::atomic<std::size_t>>(needed.size());
  for (const auto& set : needed) {
    set->arrivals().whenComplete([=, weak = weak_from_this()] {
      if (left->fetch_sub(1) > 1) return;
      if (const auto cluster = weak.lock()) cluster->enqueueAfter(tasks, dependencies, needed);
    });
  }
}

void Cluster::enqueueAfter(const std::shared_ptr<TaskSet>& tasks, const Dependencies& dependencies,
                           const Sets& needed) {
  const auto end = [&](const std::string& why) {
    tasks->endUnstarted(TaskStatus::Failed, impossibleFailure(why, tasks->options().method));
  };
  for (const auto* depends : {&dependencies.after, &dependencies.follow})
    for (const TaskId id : *depends)
      if (const auto failure = setOf(id, needed).failureOfTask(id))
        return end(failure->kind == TaskFailure::Kind::Impossible
                       ? failure->message  // the first cause is enough, however long the chain
                       : "a task it depends on failed: " + failure->message);

  auto engines = enginesFor(*tasks);
  for (const TaskId id : dependencies.follow) {
    const TaskSet& set = setOf(id, needed);
    const EngineId there = set.record(static_cast<std::size_t>(id - set.firstId())).engine;
    std::erase_if(engines, [there](EngineId engine) { return engine != there; });
  }
  if (!dependencies.follow.empty()) {
    if (engines.empty()) return end("no engine has run all the tasks it is to follow");
    tasks->restrictTo(std::move(engines));
  }
  enqueue(tasks);
}

void Cluster::enqueue(const std::shared_ptr<TaskSet>& tasks) {
  if (tasks->ready()) return;
  bool alive = false;
  bool unsendable = false;  // and nobody here to run it
  {
    std::unique_lock lock(m_mutex);
    if (!isEngineOf(this))
      m_room.wait(lock, [this] { return m_queue.size() < kQueueLimit || m_slots.empty(); });
    for (const auto& [id, slot] : m_slots) {
      alive = alive || mayRun(*slot, *tasks);
      unsendable = unsendable || tasks->mayRunOn(id);
    }
    if (alive) {
      m_queue.pushBack(tasks);
      wakeEngines(*tasks, tasks->taskCount());
    }
  }
  if (alive) return;
  if (unsendable)
    tasks->endUnstarted(TaskStatus::Failed, unsendableFailure(tasks->options().method));
  else
    tasks->settle({});
}

void Cluster::remember(const std::shared_ptr<TaskSet>& tasks) {
  if (tasks->taskCount() == 0) return;  // it has no id of its own
  // Two a call, of the oldest: what was forgotten goes with what comes, not only when it has
  // doubled.
  for (int i = 0; i < 2 && !m_known.empty() && m_known.begin()->second.expired(); ++i)
    m_known.erase(m_known.begin());
  if (m_known.size() >= m_forgetAt) {
    std::erase_if(m_known, [](const auto& entry) { return entry.second.expired(); });
    m_forgetAt = std::max<std::size_t>(64, 2 * m_known.size());
  }
  m_known.emplace(tasks->firstId(), tasks);
}

Cluster::Sets Cluster::setsOf(const Dependencies& dependencies) const {
  const std::scoped_lock lock(m_mutex);
  Sets sets;
  for (const auto* ids : {&dependencies.after, &dependencies.follow}) {
    for (const TaskId id : *ids) {
      const auto next = m_known.upper_bound(id);
      const auto set = next == m_known.begin() ? nullptr : std::prev(next)->second.lock();
      if (!set || !set->hasTask(id)) throw InvalidDependency(id);
      if (std::ranges::find(sets, set) == sets.end()) sets.push_back(set);
    }
  }
  return sets;
}

Cluster::Sets Cluster::known() const {
  const std::scoped_lock lock(m_mutex);
  Sets sets;
  for (const auto& [id, weak] : m_known)
    if (auto set = weak.lock()) sets.push_back(std::move(set));
  return sets;
}

}  // namespace fatou::engines
