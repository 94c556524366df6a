// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/pending_writes.h"

#include <utility>

namespace fatou::engines {

void PendingWrites::add(std::shared_ptr<TaskSet> write) {
  const std::scoped_lock lock(m_mutex);
  std::erase_if(m_writes, [](const auto& old) { return old->ready() && !old->firstFailure(); });
  m_writes.push_back(std::move(write));
}

void PendingWrites::raiseFirstFailure() {
  std::vector<std::shared_ptr<TaskSet>> writes;
  {
    const std::scoped_lock lock(m_mutex);
    writes.swap(m_writes);
  }
  for (const auto& write : writes) {
    if (write->wouldDeadlock()) continue;
    write->arrivals().waitForAll({});
    if (const auto failure = write->firstFailure()) failure->raise();
  }
}

}  // namespace fatou::engines
