// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/cluster/dependency.h"

#include <utility>

namespace fatou::engines {

DependencyTally::State DependencyTally::state() const {
  if (m_any && m_accepted > 0) return State::Met;
  if (!m_any && m_rejected > 0) return State::Impossible;
  if (m_missing > 0) return State::Waiting;
  return m_any && !m_isEmpty ? State::Impossible : State::Met;
}

WaitingSet::WaitingSet(std::shared_ptr<TaskSet> tasks, Dependency after, Dependency follow)
    : m_tasks(std::move(tasks)),
      m_after(std::move(after)),
      m_follow(std::move(follow)),
      m_afterTally(m_after),
      m_followTally(m_follow) {}

std::optional<WaitingSet::Verdict> WaitingSet::add(bool toFollow, EngineId engine,
                                                   const FailurePtr& failure) {
  const std::scoped_lock lock(m_mutex);
  if (m_isDecided) return std::nullopt;
  const bool accepted = (toFollow ? m_follow : m_after).accepts(failure == nullptr);
  (toFollow ? m_followTally : m_afterTally).add(accepted);
  if (toFollow && accepted) narrow(engine);
  auto decided = verdict(failure);
  m_isDecided = decided.has_value();
  return decided;
}

// Limits the set to the engine that ran all of the tasks it follows; where any of them is enough,
// adds the engine to those allowed.
void WaitingSet::narrow(EngineId engine) {
  if (!m_engines)
    m_engines.emplace({engine});
  else if (m_follow.isAny())
    m_engines->push_back(engine);
  else
    std::erase_if(*m_engines, [engine](EngineId other) { return other != engine; });
}

std::optional<WaitingSet::Verdict> WaitingSet::verdict(const FailurePtr& failure) const {
  using enum DependencyTally::State;
  const auto after = m_afterTally.state();
  const auto follow = m_followTally.state();
  if (after == Impossible || follow == Impossible) {
    if (!failure) return Verdict{.impossible = "a task that was to fail first has succeeded"};
    return Verdict{.impossible = failure->kind == TaskFailure::Kind::Impossible
                                     ? failure->message  // the first cause, however long the chain
                                     : "a task it depends on failed: " + failure->message};
  }
  if (after == Waiting || follow == Waiting) return std::nullopt;
  return Verdict{.engines = m_engines};
}

}  // namespace fatou::engines
