// SPDX-License-Identifier: GPL-3.0-or-later
// How a cluster's engines come to balanced tasks.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "core/engines/cluster/cluster_slot.h"
#include "core/engines/inner/item_pace.h"
#include "core/engines/inner/remote_run.h"

namespace fatou::engines {
namespace {

// How many tasks have to be left for each engine, so that one may have another call behind
// `underWay` of them. Where nothing is known of the items there have to be many: should the first
// one be long, the engines do not run out of others before the one behind it comes to its turn.
std::size_t tasksToLeave(const ItemPace& pace, std::size_t underWay) {
  constexpr std::size_t kEnough = 2;
  constexpr std::size_t kMany = 12;
  if (pace.isUnknown()) return kMany;
  return underWay > 1 || pace.isGuess() ? kEnough : 0;
}

}  // namespace

void Cluster::wakeEngines(const TaskSet& tasks, std::size_t wanted) {
  // Idle engines first; the others only where there is more to do than idle engines can take.
  std::vector<Slot*> candidates;
  for (const auto& [id, slot] : m_slots)
    if (!slot->pulling && mayRun(*slot, tasks)) candidates.push_back(slot.get());
  const auto busy = std::ranges::stable_partition(candidates, [](const Slot* slot) {
                      return slot->load.load() == 0;
                    }).begin();
  const auto idle = static_cast<std::size_t>(busy - candidates.begin());
  if (idle >= wanted) candidates.resize(wanted);
  for (Slot* slot : candidates) wake(*slot);
}

// Wakes all when engines come or go: one that was woken for a task may have gone before it took it.
void Cluster::wakeAll() {
  if (m_queue.size() == 0) return;
  for (const auto& [id, slot] : m_slots) wake(*slot);
}

void Cluster::wake(Slot& slot) {
  if (!std::exchange(slot.pulling, true)) post(slot, [this](Slot& on) { pull(on); });
}

// Runs balanced tasks for as long as there are any and nobody waits for this very engine; then
// goes to the end of its queue. An engine that leaves may have run the last task of a set that was
// still running when the queue was cleared, and there may be no other engine to drop it.
void Cluster::pull(Slot& slot) {
  std::size_t task = 0;
  while (const auto tasks = nextFor(slot, task)) {
    const bool goOn = slot.remote ? pullRemote(slot, tasks, task) : pullHere(slot, tasks, task);
    if (goOn) continue;
    if (!slot.isClosing()) return post(slot, [this](Slot& on) { pull(on); });
    break;
  }
  if (slot.isClosing()) dropEnded();
}

// Runs tasks of one set, as many as there are for the engine. False when the engine should make
// room for other jobs.
bool Cluster::pullHere(Slot& slot, const std::shared_ptr<TaskSet>& tasks, std::size_t task) {
  for (;;) {
    if (!tasks->runTask(slot.engine, task)) offerAgain(tasks);
    if (slot.closing || slot.load.load() > 1) return false;
    const auto taken = tasks->take(slot.engine.id());
    if (taken.offer != TaskSet::Offer::Task) return true;
    task = taken.task;
  }
}

bool Cluster::pullRemote(Slot& slot, const std::shared_ptr<TaskSet>& tasks, std::size_t task) {
  const auto mustMakeRoom = [&slot] { return slot.isClosing() || slot.load.load() > 1; };
  std::optional<std::size_t> first = task;
  const auto next = [&](std::size_t underWay) -> std::optional<std::size_t> {
    if (first) return std::exchange(first, std::nullopt);
    if (mustMakeRoom()) return std::nullopt;
    if (underWay > 0 && !mayTakeAhead(slot, *tasks, tasksToLeave(slot.remote->pace(), underWay)))
      return std::nullopt;
    const auto taken = tasks->take(slot.info.id);
    if (taken.offer != TaskSet::Offer::Task) return std::nullopt;
    return taken.task;
  };
  RemoteRun(*tasks, *slot.remote, next, [&] { offerAgain(tasks); }).work();
  return !mustMakeRoom();
}

// True where an engine that is still computing may have one more task of the set: not where another
// one that may run it has nothing to do, as that takes it sooner. Nor where fewer are left than so
// many for each engine: the last ones are for whoever is free.
bool Cluster::mayTakeAhead(const Slot& slot, const TaskSet& tasks, std::size_t leftEach) const {
  const std::scoped_lock lock(m_mutex);
  if (tasks.untaken() < leftEach * m_slots.size()) return false;
  return std::ranges::none_of(m_slots, [&](const auto& entry) {
    const Slot& other = *entry.second;
    return &other != &slot && other.load.load() == 0 && mayRun(other, tasks);
  });
}

std::shared_ptr<TaskSet> Cluster::nextFor(Slot& slot, std::size_t& task) {
  Sets exhausted;  // end outside the lock: they may be the last to hold values of any type
  const std::scoped_lock lock(m_mutex);
  if (slot.isClosing()) return nullptr;
  auto tasks = m_queue.take(slot.info.id, slot.remote != nullptr, task, exhausted);
  if (!exhausted.empty()) m_room.notify_all();
  slot.pulling = tasks != nullptr;
  return tasks;
}

void Cluster::offerAgain(const std::shared_ptr<TaskSet>& tasks) {
  std::size_t alive = 0;
  {
    const std::scoped_lock lock(m_mutex);
    m_queue.pushFrontOnce(tasks);
    wakeEngines(*tasks, kAllEngines);  // the first idle one may be one that has failed it
    for (const auto& [id, slot] : m_slots)
      if (mayRun(*slot, *tasks)) ++alive;
  }
  // An engine that has gone by now finds the set in the queue, and settles it.
  if (!tasks->maySettle(alive)) return;
  tasks->settle(enginesFor(*tasks));
  if (!tasks->ready()) return;
  {
    const std::scoped_lock lock(m_mutex);
    m_queue.remove(*tasks);
  }
  m_room.notify_all();
}

}  // namespace fatou::engines
