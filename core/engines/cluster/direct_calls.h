// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/engines/cluster/cluster.h"
#include "core/engines/cluster/named_values.h"
#include "core/engines/cluster/targets.h"
#include "core/engines/inner/item_set.h"
#include "core/engines/inner/pending_writes.h"
#include "core/engines/inner/scoped_value.h"
#include "core/engines/inner/task_set.h"
#include "core/engines/inner/untyped_result.h"

namespace fatou::engines {

// How a direct map cuts its items.
struct DirectMapOptions {
  // Items a task; 0 makes one task of each engine's share. A smaller size changes neither the
  // order nor the engine, but times every chunk on its own.
  std::size_t chunkSize = 0;
  // How many consecutive items each target gets; empty means the block formula.
  std::vector<std::size_t> shares{};
};

// The lanes of a direct map; throws std::invalid_argument when the shares do not fit.
std::vector<Lane> directLanes(std::size_t items, const std::vector<EngineId>& targets,
                              const DirectMapOptions& options);

// The part of a direct view that depends neither on its results nor on the types of its calls, so
// that it is compiled once.
class DirectCalls {
 public:
  DirectCalls(std::shared_ptr<Cluster> cluster, Targets targets);
  DirectCalls(const DirectCalls&);
  DirectCalls(DirectCalls&&) noexcept;
  DirectCalls& operator=(const DirectCalls&);
  DirectCalls& operator=(DirectCalls&&) noexcept;

  std::vector<EngineId> targets() const;

  // Whether calls wait until their results are ready.
  bool block() const { return m_block; }
  void setBlock(bool block) { m_block = block; }
  // Sets the flag until the returned object goes.
  [[nodiscard]] ScopedValue<bool> scopedBlock(bool block) & { return {m_block, block}; }
  ScopedValue<bool> scopedBlock(bool block) && = delete;  // would outlive the view: name that first

  // Takes back all that was asked through this view and its copies and has not started.
  void abort() const;

 protected:
  ~DirectCalls();

  using Writes = TasksOf<std::monostate>;

  // One item for each of some engines, or of the targets.
  TaskPlan planOf(const char* method, const std::vector<EngineId>& engines) const;
  TaskPlan planOf(const char* method) const;
  TaskPlan planOfMap(std::size_t items, const DirectMapOptions& options) const;

  void submit(const std::shared_ptr<TaskSet>& tasks) const;

  // Submit what changes the engines' names.
  Writes pushed(NamedValues values) const;
  Writes cleared() const;
  // The parts go to the engines in turn.
  Writes scattered(const std::string& name, const std::vector<EngineId>& engines,
                   std::vector<Value> parts) const;

  // Waits for the result where block() is set.
  void settle(const UntypedResult& result) const;
  // Waits in any case, and throws the first failure of what was written and nobody looked at.
  void waitAfterWrites(const UntypedResult& result) const;

 private:
  std::shared_ptr<Cluster> m_cluster;
  Targets m_targets;
  bool m_block = false;
  TaskId m_id = Cluster::newTaskIds(1);  // names the view in its tasks
  std::shared_ptr<PendingWrites> m_writes = std::make_shared<PendingWrites>();
};

}  // namespace fatou::engines
