// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include <QThreadPool>

#include "core/engines/executor.h"

namespace fatou::engines {

// One QThreadPool with one thread. Jobs are posted with start() and never with
// QtConcurrent::run(): waiting for a future of the latter takes the queued job out of the pool and
// runs it on the waiting thread, which breaks both order and place.
class PoolExecutor final : public Executor {
 public:
  PoolExecutor() {
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);  // an idle engine keeps its thread
  }
  ~PoolExecutor() override {
    m_pool.clear();
    m_pool.waitForDone();
  }

  void post(std::function<void()> job) override { m_pool.start(std::move(job)); }

  // Milliseconds after which an idle thread ends; negative is never.
  int expiryTimeout() const { return m_pool.expiryTimeout(); }
  void setExpiryTimeout(int milliseconds) { m_pool.setExpiryTimeout(milliseconds); }

 private:
  QThreadPool m_pool;
};

}  // namespace fatou::engines
