// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/cluster/direct_calls.h"

#include <stdexcept>
#include <utility>

#include "core/engines/cluster/make_tasks.h"
#include "core/engines/tasks/partition.h"

namespace fatou::engines {
namespace {

// True where the shares add up to the items. Their sum is not computed, as it might overflow.
bool addUpTo(const std::vector<std::size_t>& shares, std::size_t items) {
  for (const std::size_t share : shares) {
    if (share > items) return false;
    items -= share;
  }
  return items == 0;
}

std::vector<Lane> oneItemEach(const std::vector<EngineId>& engines) {
  std::vector<Lane> lanes;
  lanes.reserve(engines.size());
  for (std::size_t i = 0; i < engines.size(); ++i)
    lanes.push_back({.engine = engines[i], .items = {i, i + 1}, .taskCount = 1});
  return lanes;
}

}  // namespace

std::vector<Lane> directLanes(std::size_t items, const std::vector<EngineId>& targets,
                              const DirectMapOptions& options) {
  std::vector<std::size_t> shares = options.shares;
  if (shares.empty())
    for (const ItemRange& block : blockPartition(items, targets.size()))
      shares.push_back(block.size());
  if (shares.size() != targets.size())
    throw std::invalid_argument(
        "a direct map takes one share a target: " + std::to_string(targets.size()) + ", not " +
        std::to_string(shares.size()));
  if (!addUpTo(shares, items))
    throw std::invalid_argument("the shares of a direct map must add up to its " +
                                std::to_string(items) + " items");

  std::vector<Lane> lanes;
  std::size_t first = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const ItemRange range{first, first + shares[i]};
    const std::size_t chunk = options.chunkSize == 0 ? range.size() : options.chunkSize;
    if (!range.empty())
      lanes.push_back(
          {.engine = targets[i], .items = range, .taskCount = chunkCount(range.size(), chunk)});
    first = range.end;
  }
  return lanes;
}

DirectCalls::DirectCalls(std::shared_ptr<Cluster> cluster, Targets targets)
    : m_cluster(std::move(cluster)), m_targets(std::move(targets)) {}

DirectCalls::DirectCalls(const DirectCalls&) = default;
DirectCalls::DirectCalls(DirectCalls&&) noexcept = default;
DirectCalls& DirectCalls::operator=(const DirectCalls&) = default;
DirectCalls& DirectCalls::operator=(DirectCalls&&) noexcept = default;
DirectCalls::~DirectCalls() = default;

std::vector<EngineId> DirectCalls::targets() const {
  return m_targets.now(*m_cluster);
}

void DirectCalls::abort() const {
  m_cluster->abortAllOf(m_id);
}

TaskPlan DirectCalls::planOf(const char* method, const std::vector<EngineId>& engines) const {
  return planFor(*m_cluster, {.method = method, .view = m_id}, oneItemEach(engines));
}

TaskPlan DirectCalls::planOf(const char* method) const {
  return planOf(method, targets());
}

TaskPlan DirectCalls::planOfMap(std::size_t items, const DirectMapOptions& options) const {
  return planFor(*m_cluster, {.method = "map", .view = m_id},
                 directLanes(items, targets(), options));
}

void DirectCalls::submit(const std::shared_ptr<TaskSet>& tasks) const {
  m_cluster->submitDirect(tasks);
}

DirectCalls::Writes DirectCalls::pushed(NamedValues values) const {
  auto tasks = makeTasks<ApplySet<PushNames>>(planOf("push"), PushNames{std::move(values)});
  submit(tasks.set);
  m_writes->add(tasks.set);
  return tasks;
}

DirectCalls::Writes DirectCalls::cleared() const {
  auto tasks = makeTasks<ApplySet<ClearNames>>(planOf("clear"), ClearNames{});
  submit(tasks.set);
  return tasks;
}

DirectCalls::Writes DirectCalls::scattered(const std::string& name,
                                           const std::vector<EngineId>& engines,
                                           std::vector<Value> parts) const {
  auto tasks = makeTasks<MapSet<KeepPart, Value>>(planOf("scatter", engines), KeepPart{name},
                                                  Pack<std::vector<Value>>{{std::move(parts)}});
  submit(tasks.set);
  m_writes->add(tasks.set);
  return tasks;
}

void DirectCalls::settle(const UntypedResult& result) const {
  if (m_block) result.wait();
}

// Waits before it throws: the call's own task may read what the caller's frame holds.
void DirectCalls::waitAfterWrites(const UntypedResult& result) const {
  result.wait();
  m_writes->raiseFirstFailure();
}

}  // namespace fatou::engines
