// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engines/inner/arrival_log.h"
#include "core/engines/inner/own_stops.h"
#include "core/engines/inner/retry_list.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/partition.h"
#include "core/engines/tasks/task_failure.h"
#include "core/engines/tasks/task_record.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

// Consecutive items cut into consecutive tasks by the block formula, for one engine or for
// whichever is free (kNoEngine).
struct Lane {
  EngineId engine = kNoEngine;
  ItemRange items;
  std::size_t taskCount = 0;
  std::size_t firstTask = 0;  // in the set, which fills it in
};

std::size_t tasksIn(const std::vector<Lane>& lanes);

// What a set of tasks asks of whoever runs it.
struct TaskSetOptions {
  std::string method;              // named in failures: "apply", "map", ...
  TaskId firstId = 0;              // the tasks' ids count up from here
  const void* home = nullptr;      // the cluster that runs it
  TaskId view = 0;                 // the view that asked for it, by a number of its own
  int retries = 0;                 // further engines a failed task is tried on
  std::vector<EngineId> onlyOn{};  // balanced: the engines that may take it; empty means all
  bool stopsEach = false;          // a running task can be stopped while the others go on
  bool independentItems = false;   // no item waits for what another one does
  std::uint64_t function = 0;      // which it is where the set's type does not tell, see ItemPace
};

// A set of tasks without what they call, so that what plans one is compiled once for all calls.
struct TaskPlan {
  TaskSetOptions options;
  std::vector<Lane> lanes;
};

// A task that an engine has begun, for as long as it runs.
struct TaskRun {
  std::size_t task = 0;
  EngineId engine = kNoEngine;
  bool mayRetry = false;
  std::size_t remaining = 0;                 // items to come
  FailurePtr failure{};                      // of the last item that failed
  FailurePtr toRetry{};                      // why some items are left to another engine
  std::optional<std::size_t> unpublished{};  // the last item waits until the record is final
};

// When an engine ran a task, on the caller's clock, and how long it was on a core for it.
struct TaskTimes {
  Clock::time_point started{};
  Clock::time_point completed{};
  std::chrono::nanoseconds cpuTime{0};
  Travel travel{};                       // where the engine stands elsewhere
  std::chrono::nanoseconds coreWait{0};  // before it started, see TaskRecord
};

// Tasks and how far each got: the shared state behind an AsyncResult, without its types. Engines
// run it; any thread may ask, wait, abort or cancel. Items are published in the arrival log as
// they are computed; a task's record is final before its last item is published.
//
// An item is where the kinds of engines part. On an engine in this process, the engine's thread
// calls compute(), and that is all there is to it. For an engine elsewhere, RemoteRun has the set
// write the item's call as bytes and read the answer, and tells the set what became of it.
class TaskSet {
 public:
  // `itemSize` and `itemAlignment` are of what is to be kept of an item.
  TaskSet(TaskPlan&& plan, std::size_t itemSize, std::size_t itemAlignment);
  virtual ~TaskSet() = default;
  TaskSet(const TaskSet&) = delete;
  TaskSet& operator=(const TaskSet&) = delete;

  const ArrivalLog& arrivals() const { return m_arrivals; }
  ArrivalLog& arrivals() { return m_arrivals; }
  std::size_t itemCount() const { return m_arrivals.itemCount(); }
  bool ready() const { return m_arrivals.complete(); }

  std::size_t taskCount() const { return m_tasks.size(); }
  TaskId firstId() const { return m_options.firstId; }
  const TaskSetOptions& options() const { return m_options; }
  const std::vector<Lane>& lanes() const { return m_lanes; }
  Clock::time_point submitted() const { return m_submitted; }

  // A consistent picture of the tasks, also while they run: an unfinished one shows no more than
  // its id, items and status.
  TaskRecord record(std::size_t task) const;
  std::vector<TaskRecord> records() const;

  // Why an item that has arrived has no value, also where that was taken out; null where it has.
  virtual const FailurePtr& failureOf(std::size_t item) const = 0;
  // The first failure in item order, or null. Only when ready.
  FailurePtr firstFailure() const;
  // The first failure among the items of one task, or null.
  FailurePtr failureOfTask(TaskId id) const;
  bool hasTask(TaskId id) const { return id >= firstId() && id - firstId() < taskCount(); }

  // Takes back every task that has not started, or one; cancel() also asks the running ones to
  // stop. What is running then, and fails, is not tried again once all were taken back. Of one task
  // this holds where options().stopsEach: else one that runs goes on.
  void abort();
  void cancel();
  void abortTask(std::size_t task);
  void cancelTask(std::size_t task);
  bool isCancelled() const { return m_stop.stop_requested(); }
  bool isCancelled(std::size_t task) const { return isCancelled() || m_ownStops.isStopped(task); }

  // Calls `then` once this task has ended and its items have arrived: at once if so, else behind
  // what was to be called before.
  void whenTaskEnds(std::size_t task, std::function<void()> then);

  // Whether the calling thread is one of the engines that run this set. It must not wait: an
  // engine that waits for its own queue would wait for ever.
  bool wouldDeadlock() const { return isEngineOf(m_options.home); }

  // --- for the cluster ------------------------------------------------------------------------

  enum class Offer { Task, NothingForThisEngine, Exhausted };
  struct Taken {
    Offer offer = Offer::Exhausted;
    std::size_t task = 0;
  };
  // The next task of a balanced set that `engine` may run.
  Taken take(EngineId engine);
  // The number of tasks that no engine has taken yet, without those that are to be tried again.
  std::size_t untaken() const { return taskCount() - std::min(taskCount(), m_next.load()); }

  // True where an engine needs nothing but bytes to run the set, so that it may be elsewhere.
  virtual bool isSendable() const { return false; }
  // An item's call as bytes: its function and arguments. Throws WireError where they have none.
  virtual void writeCall(Writer& writer, std::size_t item) const;
  // Keeps the value that was answered; throws WireError where it is damaged.
  virtual void readAnswer(std::size_t item, Reader& value);

  // A task step by step: begin() says whether it still waits to be run, endItem() what became of
  // an item (null is a value), end() whether all is done: false when another engine should try.
  // giveBack() is for a task that its engine did not come to.
  bool begin(TaskRun& run);
  void endItem(TaskRun& run, std::size_t item, const FailurePtr& failure);
  [[nodiscard]] bool end(TaskRun& run, const TaskTimes& times);
  void giveBack(TaskRun& run, const FailurePtr& why);
  ItemRange itemsOf(std::size_t task) const;
  std::size_t firstTaskOf(std::size_t lane) const { return m_lanes[lane].firstTask; }
  // True while the set stands in a queue. The queue says so; it is not shared by threads.
  bool isQueued() const { return m_queued; }
  void setQueued(bool queued) { m_queued = queued; }
  bool isBalanced() const { return !m_lanes.empty() && m_lanes.front().engine == kNoEngine; }
  std::stop_token stopToken(std::size_t task) const {
    return m_ownStops.areThere() ? m_ownStops.token(task) : m_stop.get_token();
  }

  // Runs a task on an engine in this process; false when another engine should try it.
  [[nodiscard]] bool runTask(Engine& engine, std::size_t task);
  // Works off a lane on its own engine.
  void runLane(Engine& engine, std::size_t lane);

  // Ends what no engine will take up: the rest of a lane, of all lanes of an engine, everything
  // not started, or whatever none of the engines `alive` may take.
  void loseLane(std::size_t lane);
  void loseLanesOf(EngineId engine);
  void endUnstarted(TaskStatus status, const FailurePtr& failure);
  void settle(std::vector<EngineId> alive);
  // False where settle() would find no task to end, as `alive` engines may take the set and no
  // task has failed on so many.
  bool maySettle(std::size_t alive) const { return m_retries.mostFailures() >= alive; }
  // Ends the tasks that no engine has begun when their time is over. Those that wait to be tried
  // again have been begun.
  void endLate(const FailurePtr& failure) {
    for (std::size_t task = 0; task < taskCount(); ++task)
      if (m_options.retries == 0 || m_retries.failures(task) == 0)
        endTask(task, TaskStatus::Aborted, failure);
  }
  // Narrows the engines that may take the set; before any may.
  void restrictTo(std::vector<EngineId> engines) { m_options.onlyOn = std::move(engines); }
  bool mayRunOn(EngineId engine) const;

 protected:
  // Room for an array of what is kept of the items.
  void* roomForItems() const { return m_roomForItems; }
  // Held while a value is taken out: dependencies ask for failures meanwhile.
  std::mutex& takeMutex() const { return m_takeMutex; }

  // Computes one item and keeps its value. What it throws becomes the item's failure.
  virtual void compute(Engine& engine, std::size_t item) = 0;
  virtual void keepFailure(std::size_t item, const FailurePtr& failure) = 0;

 private:
  // A task and how far it got. All but the status is final once the status is.
  struct Progress {
    std::atomic<TaskStatus> status{TaskStatus::Queued};
    EngineId engine = kNoEngine;
    TaskTimes times{};
    Clock::time_point received{};
  };

  std::pmr::polymorphic_allocator<> memory() { return &m_memory; }
  FailurePtr firstFailureOf(const ItemRange& items) const;
  bool hasEnded(std::size_t task) const;
  void tellThatEnded(std::size_t task);
  std::size_t laneOf(std::size_t task) const;
  FailurePtr tryItem(Engine& engine, std::size_t task, std::size_t item);
  bool mayRetry(std::size_t task) const;
  bool isAborted(std::size_t task) const {
    return m_aborted.load() || isCancelled() || m_ownStops.isAborted(task);
  }
  void offerAgain(std::size_t task, std::optional<EngineId> failedOn, const FailurePtr& failure);
  void endTask(std::size_t task, TaskStatus status, const FailurePtr& failure);

  // The arrays of a set with one task have room in here: most calls make such a set, and to
  // allocate each array by itself would cost more than an empty task.
  std::array<std::byte, 128> m_roomForOne;
  std::pmr::monotonic_buffer_resource m_memory{m_roomForOne.data(), m_roomForOne.size()};

  // The members that engines read for every task come first, and those that they write for every
  // task come last: on one cache line with them, each write would take the line away from the
  // engines that read. The members in between are seldom used, and keep the two apart.
  TaskSetOptions m_options;
  std::vector<Lane> m_lanes;
  std::pmr::vector<Progress> m_tasks;
  void* const m_roomForItems;
  std::stop_source m_stop;
  std::atomic<bool> m_aborted{false};
  std::atomic<bool> m_isWatched{false};
  bool m_queued = false;
  OwnStops m_ownStops;

  const Clock::time_point m_submitted = Clock::now();
  mutable std::mutex m_takeMutex;
  std::mutex m_watchMutex;
  // By task; those of one are called in the order in which they came.
  std::multimap<std::size_t, std::function<void()>> m_watchers;

  std::atomic<std::size_t> m_next{0};  // of a balanced set, the next task to take

  RetryList m_retries;
  ArrivalLog m_arrivals;
};

}  // namespace fatou::engines
