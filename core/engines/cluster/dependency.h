// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/engines/tasks/task_failure.h"
#include "core/engines/tasks/task_record.h"

namespace fatou::engines {

class TaskSet;

// Tasks that must end first. A list of ids means: all of them, each with a value. Others:
//
//   anyOf(ids)              one of them is enough
//   allOf(ids).ifFailed()   each must have failed, been aborted or lost
//   anyOf(ids).inAnyCase()  the first that ends, whatever it came to
class Dependency {
 public:
  Dependency() = default;
  Dependency(std::vector<TaskId> ids)  // NOLINT(google-explicit-constructor)
      : m_ids(std::move(ids)) {}
  Dependency(std::initializer_list<TaskId> ids) : m_ids(ids) {}

  Dependency ifFailed() const { return changed(m_any, false, true); }
  Dependency inAnyCase() const { return changed(m_any, true, true); }
  Dependency any() const { return changed(true, m_onSuccess, m_onFailure); }

  const std::vector<TaskId>& ids() const { return m_ids; }
  bool empty() const { return m_ids.empty(); }
  bool isAny() const { return m_any; }
  bool accepts(bool succeeded) const { return succeeded ? m_onSuccess : m_onFailure; }

 private:
  Dependency changed(bool any, bool onSuccess, bool onFailure) const {
    Dependency other = *this;
    other.m_any = any;
    other.m_onSuccess = onSuccess;
    other.m_onFailure = onFailure;
    return other;
  }

  std::vector<TaskId> m_ids;
  bool m_any = false;
  bool m_onSuccess = true;
  bool m_onFailure = false;
};

inline Dependency allOf(std::vector<TaskId> ids) {
  return {std::move(ids)};
}
inline Dependency anyOf(std::vector<TaskId> ids) {
  return Dependency(std::move(ids)).any();
}

// Counts the tasks of a dependency as they end, and decides.
class DependencyTally {
 public:
  enum class State : std::uint8_t { Waiting, Met, Impossible };

  explicit DependencyTally(const Dependency& dependency)
      : m_any(dependency.isAny()),
        m_missing(dependency.ids().size()),
        m_isEmpty(dependency.empty()) {}

  void add(bool accepted) {
    --m_missing;
    ++(accepted ? m_accepted : m_rejected);
  }
  State state() const;

 private:
  bool m_any;
  std::size_t m_missing;
  bool m_isEmpty;
  std::size_t m_accepted = 0;
  std::size_t m_rejected = 0;
};

// A set that waits for others: `after` says when it may start, `follow` also where. Any thread may
// add.
class WaitingSet {
 public:
  WaitingSet(std::shared_ptr<TaskSet> tasks, Dependency after, Dependency follow);

  // The decision on the waiting set: it may start, where it follows another on some engines only;
  // or it never can, with the reason.
  struct Verdict {
    std::string impossible{};
    std::optional<std::vector<EngineId>> engines{};
  };
  // Counts a task that has ended. A verdict comes once.
  std::optional<Verdict> add(bool toFollow, EngineId engine, const FailurePtr& failure);

  const std::shared_ptr<TaskSet>& tasks() const { return m_tasks; }

 private:
  void narrow(EngineId engine);
  std::optional<Verdict> verdict(const FailurePtr& failure) const;

  const std::shared_ptr<TaskSet> m_tasks;
  const Dependency m_after;
  const Dependency m_follow;
  std::mutex m_mutex;
  DependencyTally m_afterTally;
  DependencyTally m_followTally;
  std::optional<std::vector<EngineId>> m_engines;  // that it may follow to
  bool m_isDecided = false;
};

}  // namespace fatou::engines
