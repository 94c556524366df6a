// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/engines/cluster.h"
#include "core/engines/inner/task_set.h"

namespace fatou::engines {

// A set of tasks with ids of the cluster, not yet submitted.
template <typename Set, typename... Parameters>
std::shared_ptr<Set> makeTasks(Cluster& cluster, TaskSetOptions options, std::vector<Lane> lanes,
                               Parameters&&... parameters) {
  options.firstId = cluster.newTaskIds(tasksIn(lanes));
  options.home = &cluster;
  return std::make_shared<Set>(std::move(options), std::move(lanes),
                               std::forward<Parameters>(parameters)...);
}

}  // namespace fatou::engines
