// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "core/engines/task_set.h"

namespace fatou::engines {

// Writes to engines that nobody waited for. Their first failure is kept until somebody reads, so
// that nothing is dropped in silence.
class PendingWrites {
 public:
  void add(std::shared_ptr<TaskSet> write);

  // Waits for the writes so far and forgets them; throws the first failure among them.
  void raiseFirstFailure();

 private:
  std::mutex m_mutex;
  std::vector<std::shared_ptr<TaskSet>> m_writes;
  std::size_t m_forgetAt = 64;  // drop what succeeded at this size
};

}  // namespace fatou::engines
