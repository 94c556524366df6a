// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace fatou::ui {

// Threads that each do one job and go. None is waited for but by waitForDone(), which is how this
// ends: a thread of low priority may take a while to leave.
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
