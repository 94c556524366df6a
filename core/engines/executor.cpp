// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/executor.h"

#include "core/base/check.h"
#include "core/engines/pool_executor.h"
#include "core/engines/thread_executor.h"

namespace fatou::engines {

std::string toString(EngineKind kind) {
  switch (kind) {
    case EngineKind::PoolThread:
      return "pool thread";
    case EngineKind::StdThread:
      return "std thread";
    case EngineKind::Loopback:
      return "loopback";
  }
  FATOU_CHECK(!"an engine kind");
  return {};
}

std::unique_ptr<Executor> makeExecutor(EngineKind kind) {
  if (kind == EngineKind::PoolThread) return std::make_unique<PoolExecutor>();
  return std::make_unique<ThreadExecutor>();
}

}  // namespace fatou::engines
