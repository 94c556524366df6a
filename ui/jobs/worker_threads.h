// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace fatou::ui {

// Threads that each do one job and go. They are waited for by waitForDone() alone, which the
// destructor calls: their jobs, not the threads, as one of low priority may take a while to leave.
class WorkerThreads {
 public:
  WorkerThreads();
  ~WorkerThreads() { waitForDone(); }
  WorkerThreads(const WorkerThreads&) = delete;
  WorkerThreads& operator=(const WorkerThreads&) = delete;

  // Throws std::system_error where no thread can be started; `job` throws nothing.
  void start(std::function<void()> job);
  void waitForDone();

 private:
  struct Count;
  std::shared_ptr<Count> m_count;  // outlives the last thread
};

}  // namespace fatou::ui
