// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/cluster.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/base/check.h"

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
  Slot(EngineId id, std::unique_ptr<Executor> thread) : engine(id), executor(std::move(thread)) {}

  Engine engine;
  std::atomic<int> load{0};  // jobs posted and not yet ended
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

  void run(Engine& engine) { m_tasks->runLane(engine, m_lane); }

 private:
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

void Cluster::start(int count) {
  if (count < 0) throw std::invalid_argument("the number of engines must not be negative");
  std::vector<std::unique_ptr<Executor>> executors;  // all or none, before anybody sees one
  for (int i = 0; i < count; ++i) executors.push_back(makeExecutor(m_kind));
  const std::scoped_lock lock(m_mutex);
  for (auto& executor : executors) {
    const EngineId id = m_nextEngine++;
    m_slots.emplace(id, std::make_unique<Slot>(id, std::move(executor)));
  }
  for (const auto& tasks : m_queue) wakeEngines(*tasks, kAllEngines);
}

void Cluster::stopEngine(EngineId id) {
  FATOU_CHECK(!isEngineOf(this));
  std::unique_ptr<Slot> slot;
  std::vector<std::shared_ptr<TaskSet>> queued;
  {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_slots.find(id);
    if (found == m_slots.end()) return;
    slot = std::move(found->second);
    m_slots.erase(found);
  }
  slot->closing = true;
  slot.reset();
  {
    const std::scoped_lock lock(m_mutex);
    queued.assign(m_queue.begin(), m_queue.end());
  }
  const auto alive = ids();
  for (const auto& tasks : queued) tasks->settle(alive);
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
  FATOU_CHECK(!isEngineOf(this));
  endAll();
  for (const EngineId id : ids()) stopEngine(id);
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
  std::vector<EngineInfo> infos;
  for (const EngineId id : ids())
    infos.push_back({.id = id, .kind = toString(m_kind), .process = ::getpid()});
  return infos;
}

void Cluster::post(Slot& slot, std::function<void(Slot&)> job) {
  ++slot.load;
  slot.executor->post([this, &slot, job = std::move(job)]() mutable {
    const EngineThreadScope scope(this);
    std::exchange(job, nullptr)(slot);  // what it holds ends here, known to be on an engine
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
      post(*slot->second, [job](Slot& on) { job->run(on.engine); });
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

  auto engines = ids();
  std::erase_if(engines, [&](EngineId id) { return !tasks->mayRunOn(id); });
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
  {
    std::unique_lock lock(m_mutex);
    if (!isEngineOf(this))
      m_room.wait(lock, [this] { return m_queue.size() < kQueueLimit || m_slots.empty(); });
    alive =
        std::ranges::any_of(m_slots, [&](const auto& slot) { return tasks->mayRunOn(slot.first); });
    if (alive) {
      m_queue.push_back(tasks);
      wakeEngines(*tasks, tasks->taskCount());
    }
  }
  if (!alive) tasks->settle({});
}

void Cluster::wakeEngines(const TaskSet& tasks, std::size_t wanted) {
  // Idle engines first; the others only where there is more to do than idle engines can take.
  std::vector<Slot*> candidates;
  for (const auto& [id, slot] : m_slots)
    if (!slot->pulling && tasks.mayRunOn(id)) candidates.push_back(slot.get());
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
    for (;;) {
      if (!tasks->runTask(slot.engine, task)) offerAgain(tasks, task);
      if (slot.closing) return;
      if (slot.load.load() > 1) return post(slot, [this](Slot& on) { pull(on); });
      const auto taken = tasks->take(slot.engine.id());
      if (taken.offer != TaskSet::Offer::Task) break;
      task = taken.task;
    }
  }
}

std::shared_ptr<TaskSet> Cluster::nextFor(Slot& slot, std::size_t& task) {
  Sets exhausted;  // end outside the lock: they may be the last to hold values of any type
  const std::scoped_lock lock(m_mutex);
  for (auto next = m_queue.begin(); next != m_queue.end() && !slot.closing;) {
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

void Cluster::offerAgain(const std::shared_ptr<TaskSet>& tasks, std::size_t task) {
  {
    const std::scoped_lock lock(m_mutex);
    if (std::ranges::find(m_queue, tasks) == m_queue.end()) m_queue.push_front(tasks);
    wakeEngines(*tasks, kAllEngines);  // the first idle one may be one that has failed it
  }
  // Only now: an engine that goes meanwhile either is missing here or finds the set in the queue.
  tasks->settleAttempt(task, ids());
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
