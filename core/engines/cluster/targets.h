// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include "core/engines/cluster/cluster.h"
#include "core/engines/tasks/errors.h"

namespace fatou::engines {

// Which engines a view speaks to: a fixed list, or all there are at the moment of each call.
class Targets {
 public:
  Targets() = default;
  explicit Targets(std::vector<EngineId> fixed) : m_all(false), m_fixed(std::move(fixed)) {}

  // The ids at this moment; throws NoEnginesRegistered when there are no engines at all.
  std::vector<EngineId> now(const Cluster& cluster) const {
    auto registered = cluster.ids();
    if (registered.empty()) throw NoEnginesRegistered();
    return m_all ? registered : m_fixed;
  }

 private:
  bool m_all = true;
  std::vector<EngineId> m_fixed;
};

}  // namespace fatou::engines
