// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/engines/inner/expiry.h"
#include "core/engines/inner/task_set.h"

namespace fatou::engines {

// Ends tasks that have not started in time. Has a thread from the first set on.
class Deadlines {
 public:
  // `home` is the cluster of the sets: what ends with them may be its last owner, which cannot wait
  // for this thread. `afterwards` is called when some were ended.
  Deadlines(const void* home, std::function<void()> afterwards)
      : m_home(home), m_afterwards(std::move(afterwards)) {}
  // Throws std::system_error where no thread can be started.
  void add(const std::shared_ptr<TaskSet>& tasks, Clock::time_point deadline);

 private:
  void watch(const std::stop_token& stop);

  const void* const m_home;
  const std::function<void()> m_afterwards;
  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::multimap<Clock::time_point, std::weak_ptr<TaskSet>> m_sets;
  Expiry m_expiry;        // of m_sets
  std::jthread m_thread;  // last: ends before what it uses
};

}  // namespace fatou::engines
