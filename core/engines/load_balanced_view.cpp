// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/load_balanced_view.h"

#include "core/engines/errors.h"

namespace fatou::engines {

LoadBalancedView LoadBalancedView::with(BalancedOptions options) const {
  LoadBalancedView view = *this;
  view.m_options = std::move(options);
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
