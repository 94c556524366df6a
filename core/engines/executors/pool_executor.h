// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include <QThreadPool>

#include "core/engines/executors/executor.h"

namespace fatou::engines {

// One QThreadPool with one thread. Jobs are posted with start() and never with
// QtConcurrent::run(): waiting for a future of the latter takes the queued job out of the pool and
// runs it on the waiting thread, which breaks both order and place.
class PoolExecutor final : public Executor {
 public:
  // Returns when the thread runs; throws std::system_error where none can be started.
  PoolExecutor();
  ~PoolExecutor() override;

  void post(std::function<void()> job) override { m_pool->start(std::move(job)); }

  // Milliseconds after which an idle thread ends; negative is never.
  int expiryTimeout() const { return m_pool->expiryTimeout(); }
  void setExpiryTimeout(int milliseconds) { m_pool->setExpiryTimeout(milliseconds); }

 private:
  std::unique_ptr<QThreadPool> m_pool;
};

}  // namespace fatou::engines
