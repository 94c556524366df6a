// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/pending_writes.h"

#include <algorithm>
#include <utility>

namespace fatou::engines {

void PendingWrites::add(std::shared_ptr<TaskSet> write) {
  const std::scoped_lock lock(m_mutex);
  m_writes.push_back(std::move(write));
  if (m_writes.size() < m_forgetAt) return;
  std::erase_if(m_writes, [](const auto& old) { return old->ready() && !old->firstFailure(); });
  m_forgetAt = std::max<std::size_t>(64, 2 * m_writes.size());
}

void PendingWrites::raiseFirstFailure() {
  std::vector<std::shared_ptr<TaskSet>> writes;
  {
    const std::scoped_lock lock(m_mutex);
    // A task cannot wait: it leaves them for a reader who can.
    if (!m_writes.empty() && m_writes.front()->wouldDeadlock()) return;
    writes.swap(m_writes);
  }
  for (const auto& write : writes) {
    write->arrivals().waitForAll({});
    if (const auto failure = write->firstFailure()) failure->raise();
  }
}

}  // namespace fatou::engines
