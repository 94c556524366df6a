// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/view_executor.h"

#include <algorithm>
#include <stdexcept>

namespace fatou::engines {

void SubmittedTasks::shutdown() {
  std::vector<std::shared_ptr<TaskSet>> tasks;
  {
    const std::scoped_lock lock(m_mutex);
    m_open = false;
    tasks.swap(m_tasks);
  }
  for (const auto& set : tasks)
    if (!set->wouldDeadlock()) set->arrivals().waitForAll({});
}

void SubmittedTasks::requireOpen() const {
  const std::scoped_lock lock(m_mutex);
  requireOpenLocked();
}

void SubmittedTasks::add(const UntypedResult& result) {
  const std::scoped_lock lock(m_mutex);
  if (!m_open) result.abort();
  requireOpenLocked();
  m_tasks.push_back(result.tasks());
  if (m_tasks.size() >= m_forgetAt) {
    std::erase_if(m_tasks, [](const auto& set) { return set->ready(); });
    m_forgetAt = std::max<std::size_t>(64, 2 * m_tasks.size());
  }
}

void SubmittedTasks::requireOpenLocked() const {
  if (!m_open) throw std::logic_error("the executor was shut down: make a new one");
}

}  // namespace fatou::engines
