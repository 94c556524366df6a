// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/pending_writes.h"

#include <utility>

namespace fatou::engines {

void PendingWrites::add(const std::shared_ptr<TaskSet>& write) {
  std::size_t number = 0;
  {
    const std::scoped_lock lock(m_log->mutex);
    number = m_log->added++;
    m_log->home = write->options().home;
    m_log->running.emplace(number, write);
  }
  // Whoever publishes the last item keeps the write alive meanwhile.
  write->arrivals().whenComplete([log = m_log, number, tasks = write.get()] {
    auto failure = tasks->firstFailure();
    const std::scoped_lock lock(log->mutex);
    const bool reported = log->running.erase(number) == 0;  // a reader looks at it himself
    if (failure && !reported) log->failures.emplace(number, std::move(failure));
  });
}

void PendingWrites::raiseFirstFailure() {
  std::map<std::size_t, std::shared_ptr<TaskSet>> writes;
  std::map<std::size_t, FailurePtr> failures;
  {
    const std::scoped_lock lock(m_log->mutex);
    if (isEngineOf(m_log->home)) return;
    for (const auto& [number, weak] : m_log->running)
      if (auto write = weak.lock()) writes.emplace(number, std::move(write));
    m_log->running.clear();
    failures.swap(m_log->failures);
  }
  for (const auto& [number, write] : writes) {
    write->arrivals().waitForAll({});
    if (auto failure = write->firstFailure()) failures.emplace(number, std::move(failure));
  }
  if (!failures.empty()) failures.begin()->second->raise();
}

}  // namespace fatou::engines
