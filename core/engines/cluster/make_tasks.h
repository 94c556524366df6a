// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "core/engines/cluster/cluster.h"
#include "core/engines/inner/item_set.h"
#include "core/engines/inner/task_set.h"

namespace fatou::engines {

// A plan of tasks with ids of the cluster that is to run them.
TaskPlan planFor(const Cluster& cluster, TaskSetOptions options, std::vector<Lane> lanes);

// Room for a set of tasks and for the count of its owners, in one piece. It does what
// std::make_shared does, whose code would be generated anew for every type of a set.
class SetRoom {
 public:
  SetRoom(std::size_t size, std::size_t alignment);
  ~SetRoom();  // frees the room, unless a set has it
  SetRoom(const SetRoom&) = delete;
  SetRoom& operator=(const SetRoom&) = delete;

  void* place() const { return m_place; }
  // Hands the room to the set that was made at place(): it is freed with the set.
  std::shared_ptr<TaskSet> handTo(TaskSet* set);

 private:
  void* m_place;
  std::size_t m_size;
  std::size_t m_alignment;
};

// A set of tasks, not yet submitted.
template <typename Set, typename... Parameters>
TasksOf<typename Set::ItemType> makeTasks(TaskPlan&& plan, Parameters&&... parameters) {
  SetRoom room(sizeof(Set), alignof(Set));
  return {room.handTo(new (room.place())
                          Set(std::move(plan), std::forward<Parameters>(parameters)...))};
}

}  // namespace fatou::engines
