// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "core/engines/executors/executor.h"

namespace fatou::engines {

// One standard thread, so that a sanitizer sees every hand-over.
class ThreadExecutor final : public Executor {
 public:
  // Throws std::system_error where no thread can be started.
  ThreadExecutor();
  ~ThreadExecutor() override;

  void post(std::function<void()> job) override;

 private:
  void work();

  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_jobs;
  bool m_closed = false;
  std::jthread m_thread;  // last: it starts when everything above stands
};

}  // namespace fatou::engines
