// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "core/engines/inner/task_set.h"

namespace fatou::engines {

// Writes to engines that nobody waited for. Their first failure is kept until somebody reads, so
// that nothing is dropped in silence; what was written is not, as the engines have it.
class PendingWrites {
 public:
  void add(const std::shared_ptr<TaskSet>& write);

  // Waits for the writes so far and forgets them; throws the first failure among them. A task of
  // theirs cannot wait: it leaves them for a reader who can.
  void raiseFirstFailure();

 private:
  // Shared with the writes, which report to it when they end.
  struct Log {
    std::mutex mutex;
    const void* home = nullptr;  // the cluster of the writes
    std::size_t added = 0;
    std::map<std::size_t, std::weak_ptr<TaskSet>> running;  // by when they were added
    std::map<std::size_t, FailurePtr> failures;
  };

  std::shared_ptr<Log> m_log = std::make_shared<Log>();
};

}  // namespace fatou::engines
