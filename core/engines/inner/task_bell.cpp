// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/task_bell.h"

#include "core/engines/tasks/errors.h"

namespace fatou::engines {

void TaskBell::ringFor(const UntypedResult& result) const {
  result.tasks()->arrivals().whenComplete([bell = m_bell] {
    const std::scoped_lock lock(bell->mutex);
    bell->rung.notify_all();
  });
}

void TaskBell::requireMayWait(const UntypedResult& result) {
  if (result.tasks()->wouldDeadlock())
    throw EngineError("a task must not wait for other tasks: return, or use dependencies");
}

bool TaskBell::wait(const std::stop_token& stop, const std::function<bool()>& arrived) const {
  std::unique_lock lock(m_bell->mutex);
  return m_bell->rung.wait(lock, stop, arrived);
}

}  // namespace fatou::engines
