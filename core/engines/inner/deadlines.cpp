// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/deadlines.h"

#include <utility>
#include <vector>

namespace fatou::engines {

void Deadlines::add(const std::shared_ptr<TaskSet>& tasks, Clock::time_point deadline) {
  const std::scoped_lock lock(m_mutex);
  if (!m_thread.joinable())
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  m_expiry.drop(m_sets);  // a set may be gone long before its deadline
  m_sets.emplace(deadline, tasks);
  m_changed.notify_one();
}

void Deadlines::watch(const std::stop_token& stop) {
  const EngineThreadScope scope(m_home);
  std::unique_lock lock(m_mutex);
  while (!stop.stop_requested()) {
    std::vector<std::shared_ptr<TaskSet>> late;
    while (!m_sets.empty() && m_sets.begin()->first <= Clock::now()) {
      if (auto tasks = m_sets.begin()->second.lock()) late.push_back(std::move(tasks));
      m_sets.erase(m_sets.begin());
    }
    if (late.empty()) {
      const auto next = m_sets.empty() ? Clock::time_point::max() : m_sets.begin()->first;
      const auto earlier = [this, next] { return !m_sets.empty() && m_sets.begin()->first < next; };
      if (m_sets.empty())
        m_changed.wait(lock, stop, earlier);
      else
        m_changed.wait_until(lock, stop, next, earlier);
      continue;
    }
    lock.unlock();  // ending tasks publishes, which may call anything
    for (const auto& tasks : late) tasks->endLate(timeoutFailure(tasks->options().method));
    late.clear();
    m_afterwards();
    lock.lock();
  }
}

}  // namespace fatou::engines
