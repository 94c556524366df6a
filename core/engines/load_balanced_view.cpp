// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/load_balanced_view.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/engines/tasks/errors.h"

namespace fatou::engines {

LoadBalancedView::LoadBalancedView(std::shared_ptr<Cluster> cluster, std::vector<EngineId> onlyOn)
    : m_cluster(std::move(cluster)), m_onlyOn(std::move(onlyOn)) {}
LoadBalancedView::LoadBalancedView(const LoadBalancedView&) = default;
LoadBalancedView::LoadBalancedView(LoadBalancedView&&) noexcept = default;
LoadBalancedView& LoadBalancedView::operator=(const LoadBalancedView&) = default;
LoadBalancedView& LoadBalancedView::operator=(LoadBalancedView&&) noexcept = default;
LoadBalancedView::~LoadBalancedView() = default;

LoadBalancedView LoadBalancedView::with(BalancedOptions options) const {
  if (options.retries < 0)
    throw std::invalid_argument("the number of retries must not be negative");
  LoadBalancedView view = *this;
  BalancedOptions& set = view.m_options;
  if (options.chunkSize > 0) set.chunkSize = options.chunkSize;
  if (options.retries > 0) set.retries = options.retries;
  if (!options.after.empty()) set.after = std::move(options.after);
  if (!options.follow.empty()) set.follow = std::move(options.follow);
  if (options.timeout) set.timeout = options.timeout;
  if (options.stopsEach) set.stopsEach = true;
  if (options.independentItems) set.independentItems = true;
  if (options.function != 0) set.function = options.function;
  return view;
}

std::vector<EngineId> LoadBalancedView::targets() const {
  auto ids = m_cluster->ids();
  if (ids.empty()) throw NoEnginesRegistered();
  if (!m_onlyOn.empty())
    std::erase_if(
        ids, [this](EngineId id) { return std::ranges::find(m_onlyOn, id) == m_onlyOn.end(); });
  return ids;
}

void LoadBalancedView::abort() const {
  m_cluster->abortAllOf(m_id);
}

TaskPlan LoadBalancedView::planOf(const char* method, std::size_t items,
                                  std::size_t chunkSize) const {
  static_cast<void>(targets());  // throws where there are none
  return planFor(*m_cluster,
                 {.method = method,
                  .view = m_id,
                  .retries = m_options.retries,
                  .onlyOn = m_onlyOn,
                  .stopsEach = m_options.stopsEach,
                  .independentItems = m_options.independentItems,
                  .function = m_options.function},
                 {{.items = {0, items}, .taskCount = chunkCount(items, chunkSize)}});
}

TaskPlan LoadBalancedView::planOfMap(std::size_t items) const {
  const std::size_t chunk =
      m_options.chunkSize > 0 ? m_options.chunkSize : automaticChunkSize(items, targets().size());
  return planOf("map", items, chunk);
}

void LoadBalancedView::submit(const std::shared_ptr<TaskSet>& tasks) const {
  m_cluster->submitBalanced(tasks, {.after = m_options.after, .follow = m_options.follow});
  if (m_options.timeout) m_cluster->endUnstartedAfter(tasks, *m_options.timeout);
}

}  // namespace fatou::engines
