// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/cluster/make_tasks.h"

#include <utility>

namespace fatou::engines {
namespace {

constexpr std::size_t kRoomForOwners = 64;

std::size_t roundedUp(std::size_t size) {
  constexpr std::size_t kStep = alignof(std::max_align_t);
  return (size + kStep - 1) / kStep * kStep;
}

void* allocated(std::size_t size, std::size_t alignment) {
  if (alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
    return ::operator new(size, std::align_val_t(alignment));
  return ::operator new(size);
}
void freed(void* place, std::size_t alignment) noexcept {
  if (alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
    ::operator delete(place, std::align_val_t(alignment));
  else
    ::operator delete(place);
}

// Puts the count of a set's owners behind the set, and frees both.
template <typename T>
struct BesideSet {
  using value_type = T;

  void* place;
  std::size_t size;  // of the set
  std::size_t alignment;

  BesideSet(void* at, std::size_t setSize, std::size_t setAlignment)
      : place(at), size(setSize), alignment(setAlignment) {}
  template <typename Other>
  BesideSet(const BesideSet<Other>& other)  // NOLINT(google-explicit-constructor)
      : place(other.place), size(other.size), alignment(other.alignment) {}

  T* allocate(std::size_t) {
    static_assert(sizeof(T) <= kRoomForOwners && alignof(T) <= alignof(std::max_align_t));
    return static_cast<T*>(static_cast<void*>(static_cast<std::byte*>(place) + size));
  }
  void deallocate(T*, std::size_t) noexcept { freed(place, alignment); }

  template <typename Other>
  bool operator==(const BesideSet<Other>& other) const {
    return place == other.place;
  }
};

struct EndSet {
  void operator()(TaskSet* set) const noexcept { std::destroy_at(set); }
};

}  // namespace

TaskPlan planFor(const Cluster& cluster, TaskSetOptions options, std::vector<Lane> lanes) {
  options.firstId = Cluster::newTaskIds(tasksIn(lanes));
  options.home = &cluster;
  return {std::move(options), std::move(lanes)};
}

SetRoom::SetRoom(std::size_t size, std::size_t alignment)
    : m_place(allocated(roundedUp(size) + kRoomForOwners, alignment)),
      m_size(roundedUp(size)),
      m_alignment(alignment) {}

SetRoom::~SetRoom() {
  if (m_place != nullptr) freed(m_place, m_alignment);
}

std::shared_ptr<TaskSet> SetRoom::handTo(TaskSet* set) {
  const BesideSet<TaskSet> beside(std::exchange(m_place, nullptr), m_size, m_alignment);
  return {set, EndSet{}, beside};
}

}  // namespace fatou::engines
