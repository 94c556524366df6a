// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/worker_threads.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace fatou::ui {

struct WorkerThreads::Count {
  std::mutex mutex;
  std::condition_variable changed;
  int running = 0;

  void add(int threads) {
    {
      const std::scoped_lock lock(mutex);
      running += threads;
    }
    changed.notify_all();
  }
};

WorkerThreads::WorkerThreads() : m_count(std::make_shared<Count>()) {}

void WorkerThreads::start(std::function<void()> job) {
  const auto count = m_count;
  count->add(1);
  try {
    std::thread([count, work = std::move(job)]() mutable {
      std::exchange(work, nullptr)();  // destroyed before the job counts as done
      count->add(-1);
    }).detach();
  } catch (...) {
    count->add(-1);
    throw;
  }
}

void WorkerThreads::waitForDone() {
  std::unique_lock lock(m_count->mutex);
  m_count->changed.wait(lock, [this] { return m_count->running == 0; });
}

}  // namespace fatou::ui
