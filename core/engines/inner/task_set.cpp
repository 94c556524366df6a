// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/task_set.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/engines/inner/call_in_turn.h"

namespace fatou::engines {
namespace {

std::size_t itemsIn(const std::vector<Lane>& lanes) {
  return lanes.empty() ? 0 : lanes.back().items.end;
}

TaskStatus statusAfter(const FailurePtr& failure) {
  if (!failure) return TaskStatus::Succeeded;
  switch (failure->kind) {
    case TaskFailure::Kind::Aborted:
      return TaskStatus::Aborted;
    case TaskFailure::Kind::EngineLost:
      return TaskStatus::Lost;
    default:
      return TaskStatus::Failed;
  }
}

bool isFinal(TaskStatus status) {
  return status != TaskStatus::Queued && status != TaskStatus::Running;
}

// True for failures that another engine may not have: the function threw, or the engine was lost.
bool isWorthAnother(const TaskFailure& failure) {
  return failure.kind == TaskFailure::Kind::Raised || failure.kind == TaskFailure::Kind::EngineLost;
}

}  // namespace

std::size_t tasksIn(const std::vector<Lane>& lanes) {
  std::size_t tasks = 0;
  for (const Lane& lane : lanes) tasks += lane.taskCount;
  return tasks;
}

TaskSet::TaskSet(TaskPlan&& plan, std::size_t itemSize, std::size_t itemAlignment)
    : m_options(std::move(plan.options)),
      m_lanes(std::move(plan.lanes)),
      m_tasks(tasksIn(m_lanes), memory()),
      m_roomForItems(memory().allocate_bytes(itemsIn(m_lanes) * itemSize, itemAlignment)),
      m_ownStops(m_options.stopsEach ? m_tasks.size() : 0),
      m_arrivals(itemsIn(m_lanes), memory()) {
  std::size_t first = 0;
  for (Lane& lane : m_lanes) lane.firstTask = std::exchange(first, first + lane.taskCount);
}

std::size_t TaskSet::laneOf(std::size_t task) const {
  const auto next = std::ranges::upper_bound(m_lanes, task, {}, &Lane::firstTask);
  return static_cast<std::size_t>(next - m_lanes.begin()) - 1;
}

ItemRange TaskSet::itemsOf(std::size_t task) const {
  const std::size_t index = laneOf(task);
  const Lane& lane = m_lanes[index];
  const ItemRange block = blockOf(lane.items.size(), lane.taskCount, task - lane.firstTask);
  return {lane.items.begin + block.begin, lane.items.begin + block.end};
}

TaskRecord TaskSet::record(std::size_t task) const {
  const Progress& progress = m_tasks[task];
  const ItemRange items = itemsOf(task);
  TaskRecord record{.id = m_options.firstId + task,
                    .status = progress.status.load(),
                    .firstItem = items.begin,
                    .itemCount = items.size(),
                    .submitted = m_submitted};
  if (!isFinal(record.status)) return record;
  record.engine = progress.engine;
  record.started = progress.times.started;
  record.completed = progress.times.completed;
  record.received = progress.received;
  record.cpuTime = progress.times.cpuTime;
  record.travel = progress.times.travel;
  record.coreWait = progress.times.coreWait;
  return record;
}

std::vector<TaskRecord> TaskSet::records() const {
  std::vector<TaskRecord> records(taskCount());
  for (std::size_t task = 0; task < records.size(); ++task) records[task] = record(task);
  return records;
}

FailurePtr TaskSet::firstFailure() const {
  return firstFailureOf({0, itemCount()});
}

FailurePtr TaskSet::failureOfTask(TaskId id) const {
  return firstFailureOf(itemsOf(static_cast<std::size_t>(id - firstId())));
}

// Items that were taken are passed over: they had a value.
FailurePtr TaskSet::firstFailureOf(const ItemRange& items) const {
  const std::scoped_lock lock(m_takeMutex);
  for (std::size_t item = items.begin; item < items.end; ++item)
    if (const auto& failure = failureOf(item); failure && failure->kind != TaskFailure::Kind::Taken)
      return failure;
  return nullptr;
}

void TaskSet::abort() {
  m_aborted.store(true);
  endUnstarted(TaskStatus::Aborted, abortedFailure(m_options.method));
}

void TaskSet::abortTask(std::size_t task) {
  m_ownStops.abort(task);
  endTask(task, TaskStatus::Aborted, abortedFailure(m_options.method));
}

void TaskSet::cancel() {
  m_stop.request_stop();  // first, so that none begins that was not to
  m_ownStops.stopAll();
  abort();
}

void TaskSet::cancelTask(std::size_t task) {
  abortTask(task);
  m_ownStops.stop(task);
}

bool TaskSet::mayRunOn(EngineId engine) const {
  const auto& only = m_options.onlyOn;
  return only.empty() || std::ranges::find(only, engine) != only.end();
}

TaskSet::Taken TaskSet::take(EngineId engine) {
  if (!mayRunOn(engine)) return {Offer::NothingForThisEngine};
  if (!m_retries.empty())
    if (const auto task = m_retries.take(engine)) return {Offer::Task, *task};
  const std::size_t task = m_next.fetch_add(1);
  if (task < taskCount()) return {Offer::Task, task};
  return {m_retries.empty() ? Offer::Exhausted : Offer::NothingForThisEngine};
}

void TaskSet::runLane(Engine& engine, std::size_t lane) {
  const std::size_t first = m_lanes[lane].firstTask;
  for (std::size_t k = 0; k < m_lanes[lane].taskCount; ++k) {
    const bool ended = runTask(engine, first + k);
    FATOU_CHECK(ended);  // a lane has its engine to itself: there is no other to try
  }
}

void TaskSet::writeCall(Writer&, std::size_t) const {
  throw WireError(unsendableFailure(m_options.method)->message);
}

void TaskSet::readAnswer(std::size_t, Reader&) {
  throw WireError("an answer to what was never asked");
}

bool TaskSet::begin(TaskRun& run) {
  Progress& progress = m_tasks[run.task];
  auto expected = TaskStatus::Queued;
  if (!progress.status.compare_exchange_strong(expected, TaskStatus::Running)) return false;
  progress.engine = run.engine;
  run.mayRetry = mayRetry(run.task);
  const ItemRange items = itemsOf(run.task);
  for (std::size_t item = items.begin; item < items.end; ++item)
    if (!m_arrivals.hasArrived(item)) ++run.remaining;
  return true;
}

void TaskSet::endItem(TaskRun& run, std::size_t item, const FailurePtr& failure) {
  --run.remaining;
  if (failure) {
    run.failure = failure;
    if (run.mayRetry && isWorthAnother(*failure) && !isAborted(run.task)) {
      run.toRetry = failure;
      return;
    }
    keepFailure(item, failure);
  }
  if (run.remaining == 0)
    run.unpublished = item;
  else
    m_arrivals.publish(item);
}

bool TaskSet::end(TaskRun& run, const TaskTimes& times) {
  Progress& progress = m_tasks[run.task];
  progress.times = times;
  progress.received = times.completed == Clock::time_point{} ? times.completed : Clock::now();
  if (run.toRetry) {
    // Published first: another engine skips what has arrived, and may start at once.
    if (run.unpublished) m_arrivals.publish(*run.unpublished);
    offerAgain(run.task, run.engine, run.toRetry);
    return false;
  }
  progress.status.store(statusAfter(run.failure));
  if (run.unpublished) m_arrivals.publish(*run.unpublished);
  tellThatEnded(run.task);
  return true;
}

void TaskSet::giveBack(TaskRun& run, const FailurePtr& why) {
  if (run.unpublished) m_arrivals.publish(*run.unpublished);
  const bool isCalledOff = isAborted(run.task);
  offerAgain(run.task, std::nullopt, isCalledOff ? abortedFailure(m_options.method) : why);
}

bool TaskSet::runTask(Engine& engine, std::size_t task) {
  TaskRun run{.task = task, .engine = engine.id()};
  if (!begin(run)) return true;
  engine.m_stop = stopToken(task);
  TaskTimes times{.started = Clock::now()};
  times.coreWait = engine.startCpu(times.started);
  const ItemRange items = itemsOf(task);
  for (std::size_t item = items.begin; item < items.end; ++item)
    if (!m_arrivals.hasArrived(item))  // computed by an earlier attempt otherwise
      endItem(run, item, tryItem(engine, task, item));
  times.completed = Clock::now();
  times.cpuTime = engine.stopCpu(times.completed);
  return end(run, times);
}

FailurePtr TaskSet::tryItem(Engine& engine, std::size_t task, std::size_t item) {
  if (isCancelled(task)) return abortedFailure(m_options.method);
  try {
    compute(engine, item);
    return nullptr;
  } catch (...) {
    return describe(std::current_exception(), engine.id(), m_options.method);
  }
}

bool TaskSet::mayRetry(std::size_t task) const {
  return m_options.retries > 0 &&
         m_retries.failures(task) < static_cast<std::size_t>(m_options.retries);
}

// The task is queued before m_retries lets an engine find it.
void TaskSet::offerAgain(std::size_t task, std::optional<EngineId> failedOn,
                         const FailurePtr& failure) {
  m_tasks[task].status.store(TaskStatus::Queued);
  m_retries.add(task, failedOn, failure);
  // An abort() while it ran found nothing to take back.
  if (isAborted(task)) endTask(task, statusAfter(failure), failure);
}

void TaskSet::endTask(std::size_t task, TaskStatus status, const FailurePtr& failure) {
  auto expected = TaskStatus::Queued;
  if (!m_tasks[task].status.compare_exchange_strong(expected, status)) return;
  const ItemRange items = itemsOf(task);
  for (std::size_t item = items.begin; item < items.end; ++item) {
    if (m_arrivals.hasArrived(item)) continue;
    keepFailure(item, failure);
    m_arrivals.publish(item);
  }
  tellThatEnded(task);
}

bool TaskSet::hasEnded(std::size_t task) const {
  if (!isFinal(m_tasks[task].status.load())) return false;
  const ItemRange items = itemsOf(task);
  for (std::size_t item = items.begin; item < items.end; ++item)
    if (!m_arrivals.hasArrived(item)) return false;
  return true;
}

// A watcher says so before looking whether the task has ended, and who ends it looks for watchers
// afterwards: at least one of the two sees the other.
void TaskSet::whenTaskEnds(std::size_t task, std::function<void()> then) {
  {
    const std::scoped_lock lock(m_watchMutex);
    m_isWatched.store(true);
    if (!hasEnded(task)) {
      m_watchers.emplace(task, std::move(then));
      return;
    }
  }
  then();
}

void TaskSet::tellThatEnded(std::size_t task) {
  if (!m_isWatched.load()) return;
  std::vector<std::function<void()>> watchers;
  {
    const std::scoped_lock lock(m_watchMutex);
    const auto [first, last] = m_watchers.equal_range(task);
    for (auto at = first; at != last; ++at) watchers.push_back(std::move(at->second));
    m_watchers.erase(first, last);
  }
  callInTurn(std::move(watchers));
}

void TaskSet::loseLane(std::size_t lane) {
  const auto failure = lostFailure(m_lanes[lane].engine, m_options.method);
  for (std::size_t k = 0; k < m_lanes[lane].taskCount; ++k)
    endTask(m_lanes[lane].firstTask + k, TaskStatus::Lost, failure);
}

void TaskSet::loseLanesOf(EngineId engine) {
  for (std::size_t lane = 0; lane < m_lanes.size(); ++lane)
    if (m_lanes[lane].engine == engine) loseLane(lane);
}

void TaskSet::endUnstarted(TaskStatus status, const FailurePtr& failure) {
  for (std::size_t task = 0; task < taskCount(); ++task) endTask(task, status, failure);
}

void TaskSet::settle(std::vector<EngineId> alive) {
  std::erase_if(alive, [this](EngineId engine) { return !mayRunOn(engine); });
  if (alive.empty()) {
    const EngineId engine = m_options.onlyOn.size() == 1 ? m_options.onlyOn.front() : kNoEngine;
    endUnstarted(TaskStatus::Lost, lostFailure(engine, m_options.method));
    return;
  }
  for (const auto& [task, failure] : m_retries.takeHopeless(alive))
    endTask(task, statusAfter(failure), failure);
}

}  // namespace fatou::engines
