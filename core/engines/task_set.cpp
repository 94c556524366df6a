// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/task_set.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/engines/thread_cpu_time.h"

namespace fatou::engines {
namespace {

std::size_t itemsIn(const std::vector<Lane>& lanes) {
  return lanes.empty() ? 0 : lanes.back().items.end;
}

TaskStatus statusAfter(const FailurePtr& failure) {
  if (!failure) return TaskStatus::Succeeded;
  return failure->kind == TaskFailure::Kind::Aborted ? TaskStatus::Aborted : TaskStatus::Failed;
}

}  // namespace

TaskSet::TaskSet(TaskSetOptions options, std::vector<Lane> lanes)
    : m_options(std::move(options)), m_lanes(std::move(lanes)), m_arrivals(itemsIn(m_lanes)) {
  std::size_t tasks = 0;
  for (const Lane& lane : m_lanes) {
    m_firstTaskOfLane.push_back(tasks);
    tasks += lane.taskCount;
  }
  m_records.resize(tasks);
  m_status = std::make_unique<std::atomic<TaskStatus>[]>(tasks);
}

std::size_t TaskSet::laneOf(std::size_t task) const {
  const auto next = std::ranges::upper_bound(m_firstTaskOfLane, task);
  return static_cast<std::size_t>(next - m_firstTaskOfLane.begin()) - 1;
}

ItemRange TaskSet::itemsOf(std::size_t task) const {
  const std::size_t index = laneOf(task);
  const Lane& lane = m_lanes[index];
  const ItemRange block =
      blockOf(lane.items.size(), lane.taskCount, task - m_firstTaskOfLane[index]);
  return {lane.items.begin + block.begin, lane.items.begin + block.end};
}

ItemRange TaskSet::itemsToCompute(std::size_t task) const {
  ItemRange items = itemsOf(task);
  while (!items.empty() && m_arrivals.hasArrived(items.end - 1)) --items.end;
  return items;
}

TaskRecord TaskSet::record(std::size_t task) const {
  const TaskStatus status = m_status[task].load();
  const bool final = status != TaskStatus::Queued && status != TaskStatus::Running;
  TaskRecord record = final ? m_records[task] : TaskRecord{};
  const ItemRange items = itemsOf(task);
  record.id = m_options.firstId + task;
  record.status = status;
  record.firstItem = items.begin;
  record.itemCount = items.size();
  record.submitted = m_submitted;
  return record;
}

std::vector<TaskRecord> TaskSet::records() const {
  std::vector<TaskRecord> records(taskCount());
  for (std::size_t task = 0; task < records.size(); ++task) records[task] = record(task);
  return records;
}

FailurePtr TaskSet::firstFailure() const {
  for (std::size_t item = 0; item < itemCount(); ++item)
    if (auto failure = failureOf(item)) return failure;
  return nullptr;
}

FailurePtr TaskSet::failureOfTask(TaskId id) const {
  const ItemRange items = itemsOf(static_cast<std::size_t>(id - firstId()));
  for (std::size_t item = items.begin; item < items.end; ++item)
    if (auto failure = failureOf(item)) return failure;
  return nullptr;
}

void TaskSet::abort() {
  endUnstarted(TaskStatus::Aborted, abortedFailure(m_options.method));
}

void TaskSet::abortTask(std::size_t task) {
  endTask(task, TaskStatus::Aborted, abortedFailure(m_options.method));
}

void TaskSet::cancel() {
  m_stop.request_stop();
  abort();
}

bool TaskSet::mayRunOn(EngineId engine) const {
  const auto& only = m_options.onlyOn;
  return only.empty() || std::ranges::find(only, engine) != only.end();
}

TaskSet::Taken TaskSet::take(EngineId engine) {
  if (!mayRunOn(engine)) return {Offer::NothingForThisEngine};
  if (m_waitingAttempts.load() > 0)
    if (const auto task = takeAttempt(engine)) return {Offer::Task, *task};
  const std::size_t task = m_next.fetch_add(1);
  if (task < taskCount()) return {Offer::Task, task};
  return {m_waitingAttempts.load() > 0 ? Offer::NothingForThisEngine : Offer::Exhausted};
}

void TaskSet::runLane(Engine& engine, std::size_t lane) {
  const std::size_t first = m_firstTaskOfLane[lane];
  for (std::size_t k = 0; k < m_lanes[lane].taskCount; ++k) {
    const bool ended = runTask(engine, first + k);
    FATOU_CHECK(ended);  // a lane has its engine to itself: there is no other to try
  }
}

bool TaskSet::runTask(Engine& engine, std::size_t task) {
  auto expected = TaskStatus::Queued;
  if (!m_status[task].compare_exchange_strong(expected, TaskStatus::Running)) return true;
  engine.m_stop = m_stop.get_token();
  m_records[task].engine = engine.id();
  m_records[task].started = Clock::now();
  const auto cpuBefore = threadCpuTime();

  const bool retry = mayRetry(task);
  FailurePtr failure;
  FailurePtr toRetry;                      // why some items are left to another engine
  std::optional<std::size_t> unpublished;  // the last item waits until the record is final
  const ItemRange items = itemsToCompute(task);
  for (std::size_t item = items.begin; item < items.end; ++item) {
    if (m_arrivals.hasArrived(item)) continue;  // computed by an earlier attempt
    if (auto failed = tryItem(engine, item)) {
      failure = std::move(failed);
      if (retry && !isCancelled() && failure->kind == TaskFailure::Kind::Raised) {
        toRetry = failure;
        continue;
      }
      keepFailure(item, failure);
    }
    if (item + 1 == items.end)
      unpublished = item;
    else
      m_arrivals.publish(item);
  }
  m_records[task].cpuTime = threadCpuTime() - cpuBefore;
  m_records[task].completed = Clock::now();
  m_records[task].received = Clock::now();
  if (toRetry) {
    // Published first: another engine skips what has arrived, and may start at once.
    if (unpublished) m_arrivals.publish(*unpublished);
    offerAgain(task, engine.id(), toRetry);
    if (isCancelled()) endTask(task, TaskStatus::Failed, toRetry);  // cancel() came too early for it
    return false;
  }
  m_status[task].store(statusAfter(failure));
  if (unpublished) m_arrivals.publish(*unpublished);
  return true;
}

FailurePtr TaskSet::tryItem(Engine& engine, std::size_t item) {
  if (isCancelled()) return abortedFailure(m_options.method);
  try {
    compute(engine, item);
    return nullptr;
  } catch (...) {
    return describe(std::current_exception(), engine.id(), m_options.method);
  }
}

bool TaskSet::mayRetry(std::size_t task) const {
  if (m_options.retries == 0) return false;
  const std::scoped_lock lock(m_attemptMutex);
  const auto attempt = m_attempts.find(task);
  return attempt == m_attempts.end() ||
         attempt->second.failedOn.size() < static_cast<std::size_t>(m_options.retries);
}

void TaskSet::offerAgain(std::size_t task, EngineId failedOn, const FailurePtr& failure) {
  const std::scoped_lock lock(m_attemptMutex);
  Attempt& attempt = m_attempts[task];
  attempt.failedOn.push_back(failedOn);
  attempt.failure = failure;
  attempt.waiting = true;
  m_offeredAgain.push_back(task);
  m_waitingAttempts.fetch_add(1);
  m_status[task].store(TaskStatus::Queued);
}

// An engine looks at each offer once: what it cannot take then, it never can.
std::optional<std::size_t> TaskSet::takeAttempt(EngineId engine) {
  const std::scoped_lock lock(m_attemptMutex);
  for (std::size_t& at = m_lookedAt[engine]; at < m_offeredAgain.size();) {
    const std::size_t task = m_offeredAgain[at++];
    Attempt& attempt = m_attempts[task];
    if (!attempt.waiting || std::ranges::find(attempt.failedOn, engine) != attempt.failedOn.end())
      continue;
    attempt.waiting = false;
    m_waitingAttempts.fetch_sub(1);
    return task;
  }
  return std::nullopt;
}

void TaskSet::endTask(std::size_t task, TaskStatus status, const FailurePtr& failure) {
  auto expected = TaskStatus::Queued;
  if (!m_status[task].compare_exchange_strong(expected, status)) return;
  const ItemRange items = itemsOf(task);
  for (std::size_t item = items.begin; item < items.end; ++item) {
    if (m_arrivals.hasArrived(item)) continue;
    keepFailure(item, failure);
    m_arrivals.publish(item);
  }
}

void TaskSet::loseLane(std::size_t lane) {
  const auto failure = lostFailure(m_lanes[lane].engine, m_options.method);
  for (std::size_t k = 0; k < m_lanes[lane].taskCount; ++k)
    endTask(m_firstTaskOfLane[lane] + k, TaskStatus::Lost, failure);
}

void TaskSet::endUnstarted(TaskStatus status, const FailurePtr& failure) {
  for (std::size_t task = 0; task < taskCount(); ++task) endTask(task, status, failure);
}

bool TaskSet::mayRunOnAny(const std::vector<EngineId>& engines,
                          const std::vector<EngineId>& but) const {
  return std::ranges::any_of(engines, [&](EngineId engine) {
    return mayRunOn(engine) && std::ranges::find(but, engine) == but.end();
  });
}

void TaskSet::settle(const std::vector<EngineId>& alive) {
  if (!mayRunOnAny(alive, {})) {
    const EngineId engine = m_options.onlyOn.size() == 1 ? m_options.onlyOn.front() : kNoEngine;
    endUnstarted(TaskStatus::Lost, lostFailure(engine, m_options.method));
    return;
  }
  std::vector<std::size_t> waiting;
  {
    const std::scoped_lock lock(m_attemptMutex);
    for (const auto& [task, attempt] : m_attempts)
      if (attempt.waiting) waiting.push_back(task);
  }
  for (const std::size_t task : waiting) settleAttempt(task, alive);
}

void TaskSet::settleAttempt(std::size_t task, const std::vector<EngineId>& alive) {
  FailurePtr failure;
  {
    const std::scoped_lock lock(m_attemptMutex);
    const auto attempt = m_attempts.find(task);
    if (attempt == m_attempts.end() || !attempt->second.waiting ||
        mayRunOnAny(alive, attempt->second.failedOn))
      return;
    attempt->second.waiting = false;
    m_waitingAttempts.fetch_sub(1);
    failure = attempt->second.failure;
  }
  endTask(task, TaskStatus::Failed, failure);
}

}  // namespace fatou::engines
