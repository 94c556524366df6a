// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/executors/thread_executor.h"

#include <utility>

namespace fatou::engines {

ThreadExecutor::ThreadExecutor() : m_thread([this] { work(); }) {}

ThreadExecutor::~ThreadExecutor() {
  {
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
  }
  m_wake.notify_one();
  m_thread.join();
}

void ThreadExecutor::post(std::function<void()> job) {
  {
    const std::scoped_lock lock(m_mutex);
    m_jobs.push_back(std::move(job));
  }
  m_wake.notify_one();
}

void ThreadExecutor::work() {
  for (;;) {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
    if (m_closed) return;
    auto job = std::move(m_jobs.front());
    m_jobs.pop_front();
    lock.unlock();
    job();
  }
}

}  // namespace fatou::engines
