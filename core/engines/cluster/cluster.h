// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/engines/cluster/dependency.h"
#include "core/engines/inner/deadlines.h"
#include "core/engines/inner/expiry.h"
#include "core/engines/inner/task_queue.h"
#include "core/engines/inner/task_set.h"
#include "core/engines/remote/transport.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/engine_info.h"

namespace fatou::engines {

class RemoteWorker;

// The tasks that must end before a task may start: `after` says when, `follow` also where.
struct Dependencies {
  Dependency after;
  Dependency follow;

  bool empty() const { return after.empty() && follow.empty(); }
};

// The engines, and the queue of balanced tasks in front of them. Views submit sets of tasks;
// whatever happens to the engines, every task ends: run, aborted or lost. All members may be
// called from any thread. Engine ids count up and are never given twice.
//
// A task is data: a function and its arguments. Each engine is a thread here that takes tasks. An
// engine in this process calls the function on this thread, with a namespace of its own (Engine).
// An engine elsewhere has a thread here that stands for it (RemoteWorker, RemoteRun): it sends
// {function, arguments} as bytes (TaskSet::writeCall), waits for {value or failure, stamps,
// processor time}, and writes the time of arrival itself. A transport carries the bytes and says
// when the engine has died; the loop on the engine's side is CallServer. To have engines of
// another kind is to write a Transport. The kinds may stand side by side in one cluster.
//
// What can be sent is decided when the program is compiled (SendableTask). A balanced task that
// cannot be sent is run by the engines of this process; where it can only be sent, it fails and
// says so.
//
// An engine that dies vanishes from ids(). What waited for it alone is lost. A task it was running
// is tried on another engine as one that threw is, as often as its retries allow, and ends with
// EngineError otherwise.
class Cluster : public std::enable_shared_from_this<Cluster> {
 public:
  static std::shared_ptr<Cluster> create(EngineKind kind = EngineKind::PoolThread);
  // Stops the cluster as stop() does; on a thread of its own when the last owner was one of its
  // tasks.
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Adds `count` engines; throws std::invalid_argument when negative, and EngineError where the
  // system allows no more threads: those that began are ended, and the cluster is as it was.
  void start(int count) { start(count, m_kind); }
  void start(int count, EngineKind kind);
  // Adds an engine elsewhere. Throws where it cannot be had.
  EngineId add(RemoteEngine engine);

  // Ends one engine. What waits for it is lost at once, what it is running ends first; no such
  // engine is no error. Returns when it has ended, but at once where the caller is a task.
  void stopEngine(EngineId id);
  // Ends one engine elsewhere without waiting for what it is running, which is lost.
  void cutOff(EngineId id);
  // Ends all, and asks what is running to stop; engines elsewhere that do not within kFarewell are
  // cut off. May be called again, and start() after it.
  void stop();

  static constexpr std::chrono::seconds kFarewell{2};

  std::vector<EngineId> ids() const;  // ascending
  std::vector<EngineInfo> engines() const;

  // Ids for `count` new tasks, which no other cluster of the process has.
  static TaskId newTaskIds(std::size_t count);

  // Puts every lane at the end of its engine's queue.
  void submitDirect(const std::shared_ptr<TaskSet>& tasks);

  // Puts the set at the end of the balanced queue, once what it depends on is done. Waits before
  // that for room while kQueueLimit sets are queued, unless called from a task. Throws
  // InvalidDependency for a task that is not known: one is known as long as its result is held.
  void submitBalanced(const std::shared_ptr<TaskSet>& tasks, const Dependencies& dependencies);

  // Ends those of its tasks that have not started when the time is over with TaskTimeout.
  void endUnstartedAfter(const std::shared_ptr<TaskSet>& tasks, std::chrono::nanoseconds time);
  // Takes back what was asked through one view and has not started, and frees its place in the
  // queue.
  void abortAllOf(TaskId view);

  static constexpr std::size_t kQueueLimit = 32'768;

 private:
  struct Slot;
  using Sets = std::vector<std::shared_ptr<TaskSet>>;

  using Slots = std::vector<std::unique_ptr<Slot>>;

  // Whether an engine ends what it is running first. One elsewhere need not: its task is lost then.
  enum class Ending { AfterItsTask, AtOnce };
  // The engines that have gone and are to be joined: those whose threads have no more to do, for
  // which nobody has to wait, or all.
  enum class Gone { Idle, All };

  explicit Cluster(EngineKind kind);
  static void destroy(Cluster* cluster);

  void add(Slots slots);
  EngineId newEngineId();
  std::unique_ptr<RemoteWorker> makeRemote(RemoteEngine engine);
  void endEngine(EngineId id, Ending how);
  void bury(EngineId id);  // an engine that has died
  void loseWaiting(EngineId id);
  void passOnQueue();
  void reap(Gone which);
  void endAll();  // takes back what waits, and asks what is running to stop
  // Has the slot's thread do something with the slot, unless the engine is gone by then.
  template <typename Work>
  void post(Slot& slot, Work work);
  static void runLane(Slot& slot, TaskSet& tasks, std::size_t lane);
  void waitForRoom(std::unique_lock<std::mutex>& lock, const TaskSet& tasks);
  void enqueue(const std::shared_ptr<TaskSet>& tasks);
  void enqueueAfter(const std::shared_ptr<TaskSet>& tasks, const WaitingSet::Verdict& verdict);
  // Wakes up to `wanted` engines if so many are idle, else all that may run the set.
  void wakeEngines(const TaskSet& tasks, std::size_t wanted);
  void wakeAll();
  void wake(Slot& slot);
  bool mayRun(const Slot& slot, const TaskSet& tasks) const;
  std::vector<EngineId> enginesFor(const TaskSet& tasks) const;
  void pull(Slot& slot);
  bool pullHere(Slot& slot, const std::shared_ptr<TaskSet>& tasks, std::size_t task);
  bool pullRemote(Slot& slot, const std::shared_ptr<TaskSet>& tasks, std::size_t task);
  bool mayTakeAhead(const Slot& slot, const TaskSet& tasks, std::size_t leftEach) const;
  std::shared_ptr<TaskSet> nextFor(Slot& slot, std::size_t& task);
  void offerAgain(const std::shared_ptr<TaskSet>& tasks);
  void dropEnded();
  void remember(const std::shared_ptr<TaskSet>& tasks);
  Sets setsOf(const Dependency& dependency) const;
  void watch(const std::shared_ptr<WaitingSet>& waiting, const Dependency& dependency,
             const Sets& sets, bool toFollow);
  Sets known() const;

  const EngineKind m_kind;
  mutable std::mutex m_mutex;
  std::condition_variable m_room;
  std::map<EngineId, std::unique_ptr<Slot>> m_slots;
  Slots m_gone;       // ended or dead, whose threads may still end something
  TaskQueue m_queue;  // balanced sets not yet exhausted
  std::map<TaskId, std::weak_ptr<TaskSet>> m_known;  // by first id
  Expiry m_expiry;                                   // of m_known
  EngineId m_nextEngine = 0;
  Deadlines m_deadlines{this, [this] { dropEnded(); }};  // last: calls what is above
};

}  // namespace fatou::engines
