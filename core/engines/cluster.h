// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/engines/deadlines.h"
#include "core/engines/engine.h"
#include "core/engines/executor.h"
#include "core/engines/task_set.h"

namespace fatou::engines {

// What can be told about an engine without asking it.
struct EngineInfo {
  EngineId id = kNoEngine;
  std::string kind;  // "pool thread", "std thread"
  std::int64_t process = 0;

  friend bool operator==(const EngineInfo&, const EngineInfo&) = default;
};

// Tasks that others must end before: `after` says when, `follow` also where.
struct Dependencies {
  std::vector<TaskId> after;
  std::vector<TaskId> follow;

  bool empty() const { return after.empty() && follow.empty(); }
};

// The engines, and the queue of balanced tasks in front of them. Views submit sets of tasks;
// whatever happens to the engines, every task ends: run, aborted or lost. All members may be
// called from any thread. Engine ids count up and are never given twice.
class Cluster : public std::enable_shared_from_this<Cluster> {
 public:
  static std::shared_ptr<Cluster> create(EngineKind kind = EngineKind::PoolThread);
  // As stop(); on a thread of its own when the last owner was one of its tasks.
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Adds `count` engines; throws std::invalid_argument when negative, and std::system_error where
  // the system allows no more threads: those that began are ended, and the cluster is as it was.
  void start(int count);

  // Ends one engine. What it is running ends first, what waits for it is lost; no such engine is
  // no error. Not to be called from a task.
  void stopEngine(EngineId id);
  // Ends all, and asks what is running to stop. May be called again, and start() after it.
  void stop();

  std::vector<EngineId> ids() const;  // ascending
  std::vector<EngineInfo> engines() const;

  // Ids for `count` new tasks.
  TaskId newTaskIds(std::size_t count) { return m_nextTask.fetch_add(count); }

  // Puts every lane at the end of its engine's queue.
  void submitDirect(const std::shared_ptr<TaskSet>& tasks);

  // Puts the set at the end of the balanced queue, once what it depends on is done. Waits for
  // room while kQueueLimit sets are queued, unless called from a task. Throws InvalidDependency
  // for a task that is not known: one is known as long as its result is held.
  void submitBalanced(const std::shared_ptr<TaskSet>& tasks, const Dependencies& dependencies);

  // Ends those of its tasks that have not started when the time is over with TaskTimeout.
  void endUnstartedAfter(const std::shared_ptr<TaskSet>& tasks, std::chrono::nanoseconds time);
  // Takes back what was asked through one view and has not started, and frees its place in the
  // queue.
  void abortAllOf(TaskId view);

  static constexpr std::size_t kQueueLimit = 32'768;

 private:
  struct Slot;
  class LaneJob;
  using Sets = std::vector<std::shared_ptr<TaskSet>>;

  explicit Cluster(EngineKind kind);
  static void destroy(Cluster* cluster);

  void endAll();  // takes back what waits, and asks what is running to stop
  void post(Slot& slot, std::function<void(Slot&)> job);
  void enqueue(const std::shared_ptr<TaskSet>& tasks);
  void enqueueAfter(const std::shared_ptr<TaskSet>& tasks, const Dependencies& dependencies,
                    const Sets& needed);
  // Up to `wanted` engines if so many are idle, else all that may run it.
  void wakeEngines(const TaskSet& tasks, std::size_t wanted);
  void pull(Slot& slot);
  std::shared_ptr<TaskSet> nextFor(Slot& slot, std::size_t& task);
  void offerAgain(const std::shared_ptr<TaskSet>& tasks, std::size_t task);
  void dropEnded();
  void remember(const std::shared_ptr<TaskSet>& tasks);
  Sets setsOf(const Dependencies& dependencies) const;
  Sets known() const;

  const EngineKind m_kind;
  mutable std::mutex m_mutex;
  std::condition_variable m_room;
  std::map<EngineId, std::unique_ptr<Slot>> m_slots;
  std::deque<std::shared_ptr<TaskSet>> m_queue;      // balanced sets not yet exhausted
  std::map<TaskId, std::weak_ptr<TaskSet>> m_known;  // by first id
  std::size_t m_forgetAt = 64;                       // drop expired entries at this size
  std::atomic<TaskId> m_nextTask{1};
  EngineId m_nextEngine = 0;
  Deadlines m_deadlines{this};
};

}  // namespace fatou::engines
