// SPDX-License-Identifier: GPL-3.0-or-later
// How a cluster's engines come and go.
#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "core/base/exception_text.h"
#include "core/engines/cluster/cluster_slot.h"
#include "core/engines/remote/loopback.h"
#include "core/engines/tasks/errors.h"

namespace fatou::engines {

// A task may hold the last owner of its cluster, in a view that its function has captured. An
// engine cannot wait for its own end, so another thread deletes the cluster. Where no thread can be
// started, the engines stay, idle.
void Cluster::destroy(Cluster* cluster) {
  if (!isEngineOf(cluster)) {
    delete cluster;
    return;
  }
  try {
    std::thread([cluster] { delete cluster; }).detach();
  } catch (const std::system_error&) {
    cluster->endAll();
  }
}

std::shared_ptr<Cluster> Cluster::create(EngineKind kind) {
  return {new Cluster(kind), destroy};
}

Cluster::Cluster(EngineKind kind) : m_kind(kind) {}

Cluster::~Cluster() {
  stop();
}

EngineId Cluster::newEngineId() {
  const std::scoped_lock lock(m_mutex);
  return m_nextEngine++;
}

// The transport's thread, which says that the engine has died, counts as an engine meanwhile: what
// ends with the engine's tasks may wait for others, or be the cluster's last owner, and this thread
// can wait neither for them nor for itself.
std::unique_ptr<RemoteWorker> Cluster::makeRemote(RemoteEngine engine) {
  const EngineId id = newEngineId();
  return std::make_unique<RemoteWorker>(id, std::move(engine), [this, id] {
    const EngineThreadScope scope(this);
    bury(id);
  });
}

void Cluster::start(int count, EngineKind kind) try {
  if (count < 0) throw std::invalid_argument("the number of engines must not be negative");
  std::vector<std::unique_ptr<Executor>> executors;  // all or none, before anybody sees one
  for (int i = 0; i < count; ++i) executors.push_back(makeExecutor(kind));
  Slots slots;
  for (auto& executor : executors) {
    if (kind == EngineKind::Loopback)
      slots.push_back(std::make_unique<Slot>(makeRemote(loopbackEngine()), std::move(executor)));
    else
      slots.push_back(std::make_unique<Slot>(newEngineId(), engineInfoHere(toString(kind)),
                                             std::move(executor)));
  }
  add(std::move(slots));
} catch (const std::system_error& error) {
  const std::size_t there = ids().size();
  const std::string what = there == 0 ? "no engines can be started: "
                                      : "no more engines can be started beside the " +
                                            std::to_string(there) + " there are: ";
  throw EngineError(what + exceptionText(error));
}

EngineId Cluster::add(RemoteEngine engine) {
  auto executor = makeExecutor(EngineKind::StdThread);
  Slots slots;
  slots.push_back(std::make_unique<Slot>(makeRemote(std::move(engine)), std::move(executor)));
  const EngineId id = slots.front()->info.id;
  add(std::move(slots));
  return id;
}

void Cluster::add(Slots slots) {
  reap(Gone::Idle);  // engines that die and are replaced must not pile up
  std::vector<EngineId> remote;
  {
    const std::scoped_lock lock(m_mutex);
    for (auto& slot : slots) {
      const EngineId id = slot->info.id;
      if (slot->remote) remote.push_back(id);
      m_slots.emplace(id, std::move(slot));
    }
    wakeAll();
  }
  for (const EngineId id : remote) {  // one may have died before it was here
    std::unique_lock lock(m_mutex);
    const auto found = m_slots.find(id);
    const bool isDead = found != m_slots.end() && found->second->remote->isLost();
    lock.unlock();
    if (isDead) bury(id);
  }
}

void Cluster::stopEngine(EngineId id) {
  endEngine(id, Ending::AfterItsTask);
}

void Cluster::cutOff(EngineId id) {
  endEngine(id, Ending::AtOnce);
}

void Cluster::endEngine(EngineId id, Ending how) {
  std::unique_ptr<Slot> slot;
  {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_slots.find(id);
    if (found == m_slots.end()) return;
    slot = std::move(found->second);
    m_slots.erase(found);
    slot->closing = true;
    if (how == Ending::AtOnce && slot->remote) slot->remote->cutOffAt(Clock::now());
    if (isEngineOf(this)) m_gone.push_back(std::move(slot));  // no task can wait for its own end
  }
  loseWaiting(id);
  passOnQueue();
  slot.reset();  // waits for what it is running
}

// Removes an engine that has died. The engine's thread is not joined here: it may be the caller,
// and still has to end the tasks that the engine was running.
void Cluster::bury(EngineId id) {
  {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_slots.find(id);
    if (found == m_slots.end()) return;
    found->second->closing = true;
    m_gone.push_back(std::move(found->second));
    m_slots.erase(found);
  }
  loseWaiting(id);
  passOnQueue();
}

// Tasks that only this engine may run are lost with it.
void Cluster::loseWaiting(EngineId id) {
  for (const auto& tasks : known()) tasks->loseLanesOf(id);
}

// The other engines take the balanced tasks that an engine which has gone might have run; tasks
// that none of them may run end as lost.
void Cluster::passOnQueue() {
  Sets queued;
  {
    const std::scoped_lock lock(m_mutex);
    wakeAll();
    queued = m_queue.all();
  }
  for (const auto& tasks : queued) tasks->settle(enginesFor(*tasks));
  dropEnded();
}

void Cluster::dropEnded() {
  Sets ended;  // end outside the lock: they may be the last to hold values of any type
  {
    const std::scoped_lock lock(m_mutex);
    ended = m_queue.removeReady();
  }
  m_room.notify_all();
}

// Joins the threads of engines that have gone; a task leaves that to others.
void Cluster::reap(Gone which) {
  if (isEngineOf(this)) return;
  Slots gone;  // end outside the lock, which their last tasks may need
  const std::scoped_lock lock(m_mutex);
  const auto busy = [which](const auto& slot) {
    return which == Gone::Idle &&
           (slot->load.load() > 0 || (slot->remote && slot->remote->isBeingLost()));
  };
  const auto ended = std::partition(m_gone.begin(), m_gone.end(), busy);
  gone.assign(std::move_iterator(ended), std::move_iterator(m_gone.end()));
  m_gone.erase(ended, m_gone.end());
}

void Cluster::stop() {
  endAll();
  {
    const auto farewell = Clock::now() + kFarewell;
    const auto limit = [farewell](const Slot& slot) {
      if (slot.remote) slot.remote->cutOffAt(farewell);
    };
    const std::scoped_lock lock(m_mutex);
    for (const auto& [id, slot] : m_slots) limit(*slot);
    for (const auto& slot : m_gone) limit(*slot);
  }
  for (const EngineId id : ids()) stopEngine(id);
  reap(Gone::All);
}

void Cluster::endAll() {
  // All that waits is taken back before anything that runs is stopped: an engine that becomes free
  // would begin the next.
  const auto all = known();
  for (const auto& tasks : all)
    tasks->endUnstarted(TaskStatus::Lost, lostFailure(kNoEngine, tasks->options().method));
  for (const auto& tasks : all) tasks->cancel();
}

std::vector<EngineId> Cluster::ids() const {
  const std::scoped_lock lock(m_mutex);
  std::vector<EngineId> ids;
  for (const auto& [id, slot] : m_slots) ids.push_back(id);
  return ids;
}

std::vector<EngineInfo> Cluster::engines() const {
  const std::scoped_lock lock(m_mutex);
  std::vector<EngineInfo> infos;
  for (const auto& [id, slot] : m_slots) infos.push_back(slot->info);
  return infos;
}

bool Cluster::mayRun(const Slot& slot, const TaskSet& tasks) const {
  return tasks.mayRunOn(slot.info.id) && (!slot.remote || tasks.isSendable());
}

std::vector<EngineId> Cluster::enginesFor(const TaskSet& tasks) const {
  const std::scoped_lock lock(m_mutex);
  std::vector<EngineId> ids;
  for (const auto& [id, slot] : m_slots)
    if (mayRun(*slot, tasks)) ids.push_back(id);
  return ids;
}

}  // namespace fatou::engines
