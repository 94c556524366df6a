// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/load_balanced_view.h"

#include <stdexcept>
#include <utility>

#include "core/engines/errors.h"

namespace fatou::engines {

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

}  // namespace fatou::engines
