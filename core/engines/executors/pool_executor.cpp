// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/executors/pool_executor.h"

#include <chrono>
#include <semaphore>
#include <system_error>
#include <thread>

namespace fatou::engines {
namespace {

constexpr std::chrono::seconds kPatience{10};

}  // namespace

// A QThreadPool does not say that it has no thread, and waits for it for ever. So a standard thread
// is tried first, which does, and leaves its stack to the pool's. That one may still be missing
// where somebody else took what was left: such a pool must never be waited for, nor destroyed.
PoolExecutor::PoolExecutor() : m_pool(std::make_unique<QThreadPool>()) {
  m_pool->setMaxThreadCount(1);
  m_pool->setExpiryTimeout(-1);  // an idle engine keeps its thread
  std::thread([] {}).join();
  const auto begun = std::make_shared<std::binary_semaphore>(0);
  m_pool->start([begun] { begun->release(); });
  if (begun->try_acquire_for(kPatience)) return;
  static_cast<void>(m_pool.release());
  throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
}

PoolExecutor::~PoolExecutor() {
  m_pool->clear();
  m_pool->waitForDone();
}

}  // namespace fatou::engines
