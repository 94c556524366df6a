// SPDX-License-Identifier: GPL-3.0-or-later
// How tasks come to a cluster, and when they are ready to run. Engines: cluster_engines.cpp.
#include "core/engines/cluster/cluster.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <ranges>
#include <utility>

#include "core/base/check.h"
#include "core/engines/cluster/cluster_slot.h"
#include "core/engines/inner/remote_run.h"

namespace fatou::engines {
namespace {

// All clusters of the process count with it, so that no two tasks have the same id: one of another
// cluster is never taken for one of this.
std::atomic<TaskId> taskIdCounter{1};

}  // namespace

// The last first: an engine that is about to begin one would begin the one behind it instead.
void Cluster::abortAllOf(TaskId view) {
  for (const auto& tasks : known() | std::views::reverse)
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
  const auto nextTask = [&](std::size_t) -> std::optional<std::size_t> {
    if (next == end) return std::nullopt;
    return next++;  // which has ended where the engine was lost
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

TaskId Cluster::newTaskIds(std::size_t count) {
  return taskIdCounter.fetch_add(count);
}

void Cluster::submitBalanced(const std::shared_ptr<TaskSet>& tasks,
                             const Dependencies& dependencies) {
  const Sets after = setsOf(dependencies.after);
  const Sets follow = setsOf(dependencies.follow);
  {
    std::unique_lock lock(m_mutex);
    remember(tasks);
    waitForRoom(lock, *tasks);
  }
  if (dependencies.empty()) return enqueue(tasks);
  const auto waiting = std::make_shared<WaitingSet>(tasks, dependencies.after, dependencies.follow);
  watch(waiting, dependencies.after, after, false);
  watch(waiting, dependencies.follow, follow, true);
}

// Tells `waiting` of each task of the dependency as it ends; sets[i] has the i-th.
void Cluster::watch(const std::shared_ptr<WaitingSet>& waiting, const Dependency& dependency,
                    const Sets& sets, bool toFollow) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const TaskId id = dependency.ids()[i];
    TaskSet* set = sets[i].get();  // which whoever ends the task keeps
    const auto task = static_cast<std::size_t>(id - set->firstId());
    set->whenTaskEnds(task, [=, weak = weak_from_this()] {
      const auto verdict = waiting->add(toFollow, set->record(task).engine, set->failureOfTask(id));
      if (!verdict) return;
      if (const auto cluster = weak.lock()) cluster->enqueueAfter(waiting->tasks(), *verdict);
    });
  }
}

void Cluster::enqueueAfter(const std::shared_ptr<TaskSet>& tasks,
                           const WaitingSet::Verdict& verdict) {
  const auto end = [&](const std::string& why) {
    tasks->endUnstarted(TaskStatus::Failed, impossibleFailure(why, tasks->options().method));
  };
  if (!verdict.impossible.empty()) return end(verdict.impossible);
  if (verdict.engines) {
    auto engines = enginesFor(*tasks);
    std::erase_if(engines, [&](EngineId engine) {
      return std::ranges::find(*verdict.engines, engine) == verdict.engines->end();
    });
    if (engines.empty()) return end("no engine that it may use has run what it is to follow");
    tasks->restrictTo(std::move(engines));
  }
  enqueue(tasks);
}

// Waits, when a set is submitted, until the queue has room. Sets that begin when another task ends
// are queued without waiting: the thread that has ended it may be the one that makes room.
void Cluster::waitForRoom(std::unique_lock<std::mutex>& lock, const TaskSet& tasks) {
  if (isEngineOf(this)) return;
  m_room.wait(lock,
              [&] { return m_queue.size() < kQueueLimit || m_slots.empty() || tasks.ready(); });
}

void Cluster::enqueue(const std::shared_ptr<TaskSet>& tasks) {
  if (tasks->ready()) return;
  bool alive = false;
  bool unsendable = false;  // and nobody here to run it
  {
    const std::scoped_lock lock(m_mutex);
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
  m_expiry.drop(m_known);
  m_known.emplace(tasks->firstId(), tasks);
}

// The set of each task. They are looked up some at a time, so that no other thread waits for a long
// list.
Cluster::Sets Cluster::setsOf(const Dependency& dependency) const {
  constexpr std::size_t kAtOnce = 256;
  const auto& ids = dependency.ids();
  Sets sets;
  sets.reserve(ids.size());
  while (sets.size() < ids.size()) {
    const std::scoped_lock lock(m_mutex);
    const std::size_t end = std::min(ids.size(), sets.size() + kAtOnce);
    while (sets.size() < end) {
      const TaskId id = ids[sets.size()];
      const auto next = m_known.upper_bound(id);
      auto set = next == m_known.begin() ? nullptr : std::prev(next)->second.lock();
      if (!set || !set->hasTask(id)) throw InvalidDependency(id);
      sets.push_back(std::move(set));
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
