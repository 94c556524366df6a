// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "core/engines/cluster/cluster.h"
#include "core/engines/executors/executor.h"
#include "core/engines/inner/remote_worker.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/engine_info.h"

namespace fatou::engines {

// The number of engines to wake that means all: it is not known which of them may take a task.
inline constexpr std::size_t kAllEngines = std::numeric_limits<std::size_t>::max();

// An engine of a cluster, as the cluster's own files see it.
struct Cluster::Slot {
  Slot(EngineId id, EngineInfo about, std::unique_ptr<Executor> thread)
      : info(std::move(about)), engine(id), executor(std::move(thread)) {
    info.id = id;
  }
  Slot(std::unique_ptr<RemoteWorker> worker, std::unique_ptr<Executor> thread)
      : info(worker->info()),
        engine(info.id),
        remote(std::move(worker)),
        executor(std::move(thread)) {}

  // It runs no more tasks than it has begun.
  bool isClosing() const { return closing || (remote && remote->isLost()); }

  EngineInfo info;
  Engine engine;                         // unused where the engine is elsewhere
  std::unique_ptr<RemoteWorker> remote;  // null where the thread is the engine
  std::atomic<int> load{0};              // jobs posted and not yet ended
  std::atomic<bool> closing{false};
  bool pulling = false;                // a pull() is posted or running; guarded by m_mutex
  std::unique_ptr<Executor> executor;  // last: ends before what its jobs use
};

template <typename Work>
void Cluster::post(Slot& slot, Work work) {
  ++slot.load;
  slot.executor->post([this, &slot, held = std::optional<Work>(std::move(work))]() mutable {
    const EngineThreadScope scope(this);
    slot.engine.comeFromWaiting();
    if (!slot.closing) (*held)(slot);
    held.reset();  // what it holds ends here, known to be on an engine
    --slot.load;
  });
}

}  // namespace fatou::engines
