// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/task_range.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace fatou::engines {
namespace {

ItemRange itemsOfTasks(const TaskSet& set, const ItemRange& tasks) {
  if (tasks.empty()) return {};
  const TaskRecord last = set.record(tasks.end - 1);
  return {set.record(tasks.begin).firstItem, last.firstItem + last.itemCount};
}

}  // namespace

TaskRange::TaskRange(TaskSet& set, ItemRange tasks)
    : m_set(&set), m_tasks(tasks), m_items(itemsOfTasks(set, tasks)) {}

std::size_t TaskRange::progress() const {
  if (isWhole()) return log().progress();
  std::size_t arrived = 0;
  for (std::size_t item = m_items.begin; item < m_items.end; ++item)
    if (log().hasArrived(item)) ++arrived;
  return arrived;
}

FailurePtr TaskRange::firstFailure() const {
  if (isWhole()) return m_set->firstFailure();
  for (std::size_t task = m_tasks.begin; task < m_tasks.end; ++task)
    if (auto failure = m_set->failureOfTask(m_set->firstId() + task)) return failure;
  return nullptr;
}

bool TaskRange::waitForAll(Timeout timeout) const {
  if (isWhole()) return log().waitForAll(timeout);
  const auto began = Clock::now();
  for (std::size_t item = 0; item < size(); ++item) {
    Timeout remaining = timeout;
    if (timeout) remaining = std::max(*timeout, kNoWaiting) - (Clock::now() - began);
    if (!waitForItem(item, remaining)) return false;
  }
  return true;
}

std::size_t TaskRange::nthArrival(std::size_t n) const {
  for (std::size_t k = isWhole() ? n : 0;; ++k) {
    log().waitForFirst(k + 1, {});
    const std::size_t item = log().arrival(k);
    if (isWhole()) return item;
    if (item >= m_items.begin && item < m_items.end && n-- == 0) return item - m_items.begin;
  }
}

ArrivalLog::CallId TaskRange::listen(std::function<void(std::size_t item)> listener) const {
  if (isWhole()) return log().listen(std::move(listener));
  return log().listen([items = m_items, listener = std::move(listener)](std::size_t item) {
    if (item >= items.begin && item < items.end) listener(item - items.begin);
  });
}

ArrivalLog::CallId TaskRange::whenComplete(std::function<void()> then) const {
  if (isWhole()) return log().whenComplete(std::move(then));
  return listen([missing = size(), then = std::move(then)](std::size_t) mutable {
    if (--missing == 0) std::exchange(then, nullptr)();  // it may hold the set that holds it
  });
}

std::vector<TaskRecord> TaskRange::records() const {
  std::vector<TaskRecord> records;
  records.reserve(m_tasks.size());
  for (std::size_t task = m_tasks.begin; task < m_tasks.end; ++task)
    records.push_back(m_set->record(task));
  return records;
}

std::vector<TaskId> TaskRange::ids() const {
  std::vector<TaskId> ids;
  ids.reserve(m_tasks.size());
  for (std::size_t task = m_tasks.begin; task < m_tasks.end; ++task)
    ids.push_back(m_set->firstId() + task);
  return ids;
}

TaskRecord TaskRange::recordOfItem(std::size_t item) const {
  std::size_t low = m_tasks.begin;  // the last task that begins at or before the item
  std::size_t high = m_tasks.end;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (m_set->record(middle).firstItem <= itemOfSet(item) ? low : high) = middle;
  }
  return m_set->record(low);
}

// The last first: an engine that is about to begin one would begin the one behind it instead.
void TaskRange::abort() const {
  if (isWhole()) return m_set->abort();
  for (std::size_t task = m_tasks.end; task > m_tasks.begin; --task) m_set->abortTask(task - 1);
}

void TaskRange::cancel() const {
  if (isWhole()) return m_set->cancel();
  abort();  // before an engine becomes free for what waits
  for (std::size_t task = m_tasks.begin; task < m_tasks.end; ++task) m_set->cancelTask(task);
}

}  // namespace fatou::engines
