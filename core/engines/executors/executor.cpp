// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/executors/executor.h"

#include "core/engines/executors/pool_executor.h"
#include "core/engines/executors/thread_executor.h"

namespace fatou::engines {

std::unique_ptr<Executor> makeExecutor(EngineKind kind) {
  if (kind == EngineKind::PoolThread) return std::make_unique<PoolExecutor>();
  return std::make_unique<ThreadExecutor>();
}

}  // namespace fatou::engines
