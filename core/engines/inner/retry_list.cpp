// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/retry_list.h"

#include <algorithm>

namespace fatou::engines {

std::size_t RetryList::failures(std::size_t task) const {
  const std::scoped_lock lock(m_mutex);
  const auto attempt = m_attempts.find(task);
  return attempt == m_attempts.end() ? 0 : attempt->second.failedOn.size();
}

void RetryList::add(std::size_t task, std::optional<EngineId> failedOn, const FailurePtr& failure) {
  const std::scoped_lock lock(m_mutex);
  Attempt& attempt = m_attempts[task];
  auto& engines = attempt.failedOn;
  if (failedOn) engines.insert(std::ranges::upper_bound(engines, *failedOn), *failedOn);
  m_mostFailures.store(std::max(m_mostFailures.load(), engines.size()));
  attempt.failure = failure;
  m_groups[engines].push_back(task);
  m_waiting.fetch_add(1);
}

std::optional<std::size_t> RetryList::take(EngineId engine) {
  const std::scoped_lock lock(m_mutex);
  const auto group = std::ranges::find_if(m_groups, [engine](const auto& entry) {
    return !std::ranges::binary_search(entry.first, engine);
  });
  if (group == m_groups.end()) return std::nullopt;
  const std::size_t task = group->second.front();
  group->second.pop_front();
  if (group->second.empty()) m_groups.erase(group);
  m_waiting.fetch_sub(1);
  return task;
}

std::vector<std::pair<std::size_t, FailurePtr>> RetryList::takeHopeless(
    const std::vector<EngineId>& alive) {
  std::vector<std::pair<std::size_t, FailurePtr>> hopeless;
  const std::scoped_lock lock(m_mutex);
  for (auto group = m_groups.begin(); group != m_groups.end();) {
    const auto& failedOn = group->first;
    const bool isLeft = std::ranges::any_of(
        alive, [&](EngineId engine) { return !std::ranges::binary_search(failedOn, engine); });
    if (isLeft) {
      ++group;
      continue;
    }
    for (const std::size_t task : group->second)
      hopeless.emplace_back(task, m_attempts[task].failure);
    m_waiting.fetch_sub(group->second.size());
    group = m_groups.erase(group);
  }
  return hopeless;
}

}  // namespace fatou::engines
