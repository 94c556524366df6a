// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/untyped_result.h"

#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/engines/tasks/errors.h"

namespace fatou::engines {
namespace {

[[noreturn]] void throwComputedSeveral(EngineId engine) {
  throw std::invalid_argument("engine " + std::to_string(engine) +
                              " computed several items: use get()");
}

}  // namespace

UntypedResult::UntypedResult(std::shared_ptr<TaskSet> tasks)
    : m_tasks(std::move(tasks)), m_range(*m_tasks) {}
UntypedResult::UntypedResult(const UntypedResult& whole, const ItemRange& chosen)
    : m_tasks(whole.m_tasks), m_range(*m_tasks, chosen) {}
UntypedResult::UntypedResult(const UntypedResult&) = default;
UntypedResult::UntypedResult(UntypedResult&&) noexcept = default;
UntypedResult& UntypedResult::operator=(const UntypedResult&) = default;
UntypedResult& UntypedResult::operator=(UntypedResult&&) noexcept = default;
UntypedResult::~UntypedResult() = default;

bool UntypedResult::wait(Timeout timeout) const {
  return ready() || (mayWait() && m_range.waitForAll(timeout));
}

bool UntypedResult::successful() const {
  requireReady(kNoWaiting);
  return m_range.firstFailure() == nullptr;
}

std::size_t UntypedResult::nthArrival(std::size_t n) const {
  requireThereIs(n);
  require(mayWait() || progress() > n);
  return m_range.nthArrival(n);
}

Seconds UntypedResult::serialTime() const {
  return engines::serialTime(finalRecords());
}
Seconds UntypedResult::wallTime() const {
  return engines::wallTime(finalRecords());
}
double UntypedResult::speedup() const {
  return engines::speedup(finalRecords());
}
double UntypedResult::efficiency() const {
  return engines::efficiency(finalRecords());
}
Seconds UntypedResult::elapsed() const {
  return ready() ? wallTime() : Seconds(Clock::now() - m_range.set().submitted());
}

void UntypedResult::require(bool arrived) const {
  if (arrived) return;
  if (!mayWait())
    throw EngineError("a task must not wait for other tasks: return, or use dependencies");
  throw TimeoutError("the result is not ready yet: ask again later");
}

void UntypedResult::requireReady(Timeout timeout) const {
  require(wait(timeout));
}

void UntypedResult::requireThereIs(std::size_t item) const {
  if (item >= size())
    throw std::out_of_range("there is no item " + std::to_string(item) + " of " +
                            std::to_string(size()) + ", counted from 0");
}

void UntypedResult::requireItem(std::size_t item) const {
  requireThereIs(item);
  require(m_range.set().arrivals().hasArrived(m_range.itemOfSet(item)) ||
          (mayWait() && m_range.waitForItem(item, {})));
}

void UntypedResult::requireValues(Timeout timeout, bool isSingle) const {
  requireReady(timeout);
  std::vector<FailurePtr> failures;
  for (std::size_t i = 0; i < size(); ++i)
    if (const auto& failure = m_range.set().failureOf(m_range.itemOfSet(i)))
      failures.push_back(failure);
  if (failures.empty()) return;
  for (const FailurePtr& failure : failures)
    if (isSingle || failure->kind == TaskFailure::Kind::Taken) failure->raise();
  throw CompositeError(std::move(failures));
}

std::vector<EngineId> UntypedResult::oneEngineEach() const {
  std::vector<EngineId> engines;
  std::set<EngineId> seen;
  for (const TaskRecord& task : records()) {
    if (!seen.insert(task.engine).second || task.itemCount != 1) throwComputedSeveral(task.engine);
    engines.push_back(task.engine);
  }
  return engines;
}

std::vector<TaskRecord> UntypedResult::finalRecords() const {
  requireReady(kNoWaiting);
  return records();
}

}  // namespace fatou::engines
