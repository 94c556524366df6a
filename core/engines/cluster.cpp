// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/cluster.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "core/base/check.h"
#include "core/engines/remote/loopback.h"
#include "core/engines/remote/remote_run.h"

namespace fatou::engines {
namespace {

constexpr std::size_t kAllEngines = std::numeric_limits<std::size_t>::max();

// The one of `sets` that has a task.
const TaskSet& setOf(TaskId id, const std::vector<std::shared_ptr<TaskSet>>& sets) {
  const auto found = std::ranges::find_if(sets, [id](const auto& set) { return set->hasTask(id); });
  FATOU_CHECK(found != sets.end());
  return **found;
}

}  // namespace

struct Cluster::Slot {
  Slot(EngineId id, EngineInfo about, std::unique_ptr<Executor> thread)
      : info(std::move(about)), engine(id), executor(std::move(thread)) {
    info.id = id;
  }
  Slot(std::unique_ptr<RemoteWorker> worker, std::unique_ptr<Executor> thread)
      : info(worker->info()),
        engine(info.id),
        remote(std::move(worker)),
        executor(std::move(thread)) {}

  // It runs no more tasks than it has begun.
  bool isClosing() const { return closing || (remote && remote->isLost()); }

  EngineInfo info;
  Engine engine;                         // unused where the engine is elsewhere
  std::unique_ptr<RemoteWorker> remote;  // null where the thread is the engine
  std::atomic<int> load{0};              // jobs posted and not yet ended
  std::atomic<bool> closing{false};
  bool pulling = false;                // a pull() is posted or running; guarded by m_mutex
  std::unique_ptr<Executor> executor;  // last: ends before what its jobs use
};

// One lane on its way to its engine. When the engine goes away first, the lane is lost.
class Cluster::LaneJob {
 public:
  LaneJob(std::shared_ptr<TaskSet> tasks, std::size_t lane)
      : m_tasks(std::move(tasks)), m_lane(lane) {}
  ~LaneJob() { m_tasks->loseLane(m_lane); }  // does nothing to tasks that ran
  LaneJob(const LaneJob&) = delete;
  LaneJob& operator=(const LaneJob&) = delete;

  void run(Slot& slot) {
    if (slot.remote)
      runRemote(*slot.remote);
    else
      m_tasks->runLane(slot.engine, m_lane);
  }

 private:
  void runRemote(RemoteWorker& worker) {
    std::size_t next = m_tasks->firstTaskOf(m_lane);
    const std::size_t end = next + m_tasks->lanes()[m_lane].taskCount;
    const auto nextTask = [&](bool) -> std::optional<std::size_t> {
      if (next == end || worker.isLost()) return std::nullopt;
      return next++;
    };
    RemoteRun(*m_tasks, worker, nextTask, [] { FATOU_CHECK(!"a lane has one engine"); }).work();
  }

  std::shared_ptr<TaskSet> m_tasks;
  std::size_t m_lane;
};

// A task may hold the last owner: a view that its function has captured. An engine cannot wait for
// its own end, so that another thread has to. Where there is none to be had, the engines stay,
// idle.
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

std::unique_ptr<RemoteWorker> Cluster::makeRemote(RemoteEngine engine) {
  const EngineId id = newEngineId();
  return std::make_unique<RemoteWorker>(id, std::move(engine), [this, id] { bury(id); });
}

void Cluster::start(int count, EngineKind kind) {
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
  std::vector<EngineId> remote;
  {
    const std::scoped_lock lock(m_mutex);
    for (auto& slot : slots) {
      const EngineId id = slot->info.id;
      if (slot->remote) remote.push_back(id);
      m_slots.emplace(id, std::move(slot));
    }
    for (const auto& tasks : m_queue) wakeEngines(*tasks, kAllEngines);
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
  std::unique_ptr<Slot> slot;
  {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_slots.find(id);
    if (found == m_slots.end()) return;
    slot = std::move(found->second);
    m_slots.erase(found);
    slot->closing = true;
    if (isEngineOf(this)) m_gone.push_back(std::move(slot));  // no task can wait for its own end
  }
  loseWaiting(id);
  slot.reset();
  endWithoutEngines();
}

void Cluster::cutOff(EngineId id) {
  {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_slots.find(id);
    if (found == m_slots.end()) return;
    if (found->second->remote) found->second->remote->cutOffAt(Clock::now());
  }
  stopEngine(id);
}

// Its thread may be the caller, and still has to end what the engine was running.
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
  endWithoutEngines();
}

// What waits for this engine alone.
void Cluster::loseWaiting(EngineId id) {
  for (const auto& tasks : known()) tasks->loseLanesOf(id);
}

// Ends queued tasks that no engine is left for.
void Cluster::endWithoutEngines() {
  Sets queued;
  {
    const std::scoped_lock lock(m_mutex);
    queued.assign(m_queue.begin(), m_queue.end());
  }
  for (const auto& tasks : queued) tasks->settle(enginesFor(*tasks));
  dropEnded();
}

void Cluster::dropEnded() {
  Sets ended;  // end outside the lock: they may be the last to hold values of any type
  {
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_queue, [&](const auto& tasks) {
      if (!tasks->ready()) return false;
      ended.push_back(tasks);
      return true;
    });
  }
  m_room.notify_all();
}

// Joins the threads of engines that have gone; a task leaves that to others.
void Cluster::reap() {
  if (isEngineOf(this)) return;
  Slots gone;
  const std::scoped_lock lock(m_mutex);
  gone.swap(m_gone);
}

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

void Cluster::stop() {
  endAll();
  {
    const std::scoped_lock lock(m_mutex);
    for (const auto& [id, slot] : m_slots)
      if (slot->remote) slot->remote->cutOffAt(Clock::now() + kFarewell);
  }
  for (const EngineId id : ids()) stopEngine(id);
  reap();
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

void Cluster::post(Slot& slot, std::function<void(Slot&)> job) {
  ++slot.load;
  slot.executor->post([this, &slot, job = std::move(job)]() mutable {
    const EngineThreadScope scope(this);
    auto current = std::exchange(job, nullptr);
    if (!slot.closing) current(slot);
    current = nullptr;  // what it holds ends here, known to be on an engine
    --slot.load;
  });
}

void Cluster::submitDirect(const std::shared_ptr<TaskSet>& tasks) {
  std::vector<std::shared_ptr<LaneJob>> homeless;  // ends outside the lock
  const std::scoped_lock lock(m_mutex);
  remember(tasks);
  for (std::size_t lane = 0; lane < tasks->lanes().size(); ++lane) {
    auto job = std::make_shared<LaneJob>(tasks, lane);
    const auto slot = m_slots.find(tasks->lanes()[lane].engine);
    if (slot == m_slots.end())
      homeless.push_back(std::move(job));
    else
      post(*slot->second, [job](Slot& on) { job->run(on); });
  }
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
      m_queue.push_back(tasks);
      wakeEngines(*tasks, tasks->taskCount());
    }
  }
  if (alive) return;
  if (unsendable)
    tasks->endUnstarted(TaskStatus::Failed, unsendableFailure(tasks->options().method));
  else
    tasks->settle({});
}

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
  for (Slot* slot : candidates) {
    slot->pulling = true;
    post(*slot, [this](Slot& on) { pull(on); });
  }
}

// Runs balanced tasks for as long as there are any and nobody waits for this very engine; then
// goes to the end of its queue.
void Cluster::pull(Slot& slot) {
  std::size_t task = 0;
  while (const auto tasks = nextFor(slot, task)) {
    const bool goOn = slot.remote ? pullRemote(slot, tasks, task) : pullHere(slot, tasks, task);
    if (goOn) continue;
    if (!slot.isClosing()) post(slot, [this](Slot& on) { pull(on); });
    return;
  }
}

// Tasks of one set, as many as there are for it; false when it should make room.
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
  const auto next = [&](bool ahead) -> std::optional<std::size_t> {
    if (first) return std::exchange(first, std::nullopt);
    if (mustMakeRoom() || (ahead && isAnyIdle(slot, *tasks))) return std::nullopt;
    const auto taken = tasks->take(slot.info.id);
    if (taken.offer != TaskSet::Offer::Task) return std::nullopt;
    return taken.task;
  };
  RemoteRun(*tasks, *slot.remote, next, [&] { offerAgain(tasks); }).work();
  return !mustMakeRoom();
}

// An engine without anything to do is better than one that has to do something else first.
bool Cluster::isAnyIdle(const Slot& but, const TaskSet& tasks) const {
  const std::scoped_lock lock(m_mutex);
  return std::ranges::any_of(m_slots, [&](const auto& entry) {
    const Slot& slot = *entry.second;
    return &slot != &but && slot.load.load() == 0 && mayRun(slot, tasks);
  });
}

std::shared_ptr<TaskSet> Cluster::nextFor(Slot& slot, std::size_t& task) {
  Sets exhausted;  // end outside the lock: they may be the last to hold values of any type
  const std::scoped_lock lock(m_mutex);
  for (auto next = m_queue.begin(); next != m_queue.end() && !slot.isClosing();) {
    if (!mayRun(slot, **next)) {
      ++next;
      continue;
    }
    const auto taken = (*next)->take(slot.engine.id());
    if (taken.offer == TaskSet::Offer::Task) {
      task = taken.task;
      return *next;
    }
    if (taken.offer == TaskSet::Offer::Exhausted) {
      exhausted.push_back(std::move(*next));
      next = m_queue.erase(next);
      m_room.notify_one();
    } else {
      ++next;
    }
  }
  slot.pulling = false;
  return nullptr;
}

void Cluster::offerAgain(const std::shared_ptr<TaskSet>& tasks) {
  {
    const std::scoped_lock lock(m_mutex);
    if (std::ranges::find(m_queue, tasks) == m_queue.end()) m_queue.push_front(tasks);
    wakeEngines(*tasks, kAllEngines);  // the first idle one may be one that has failed it
  }
  // Only now: an engine that goes meanwhile either is missing here or finds the set in the queue.
  tasks->settle(enginesFor(*tasks));
  if (!tasks->ready()) return;
  const std::scoped_lock lock(m_mutex);
  std::erase(m_queue, tasks);
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
