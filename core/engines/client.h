// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/engines/cluster/cluster.h"
#include "core/engines/completions.h"
#include "core/engines/direct_view.h"
#include "core/engines/load_balanced_view.h"

namespace fatou::engines {

// Python's slice start:stop:step. Negative positions count from the end; what is left out means
// "from the first", "past the last", "every one".
struct Slice {
  std::optional<std::ptrdiff_t> start{};
  std::optional<std::ptrdiff_t> stop{};
  std::ptrdiff_t step = 1;
};

// The ids that a slice picks; throws std::invalid_argument for step 0.
std::vector<EngineId> sliced(const std::vector<EngineId>& ids, const Slice& slice);

// The way in: knows the engines and makes views of them. A handle to one cluster; copies share it,
// and when the last client or view goes, its engines end.
//
//   Client client(4);
//   auto ids = client[Slice{}].apply([](Engine& e) { return e.id(); }).get();
//   for (double area : client.loadBalancedView().map(measure, shapes)) show(area);
class Client {
 public:
  // A cluster of its own with `engines` engines in this process. Throws EngineError where the
  // system does not allow so many threads.
  explicit Client(int engines = 0, EngineKind kind = EngineKind::PoolThread);
  explicit Client(std::shared_ptr<Cluster> cluster) : m_cluster(std::move(cluster)) {}

  // Ids in ascending order; a copy, the caller's to change.
  std::vector<EngineId> ids() const { return m_cluster->ids(); }
  std::size_t size() const { return ids().size(); }
  std::vector<EngineInfo> engines() const { return m_cluster->engines(); }
  void addEngines(int count) { m_cluster->start(count); }
  void addEngines(int count, EngineKind kind) { m_cluster->start(count, kind); }
  // Adds an engine elsewhere. Throws where it cannot be had.
  EngineId addEngine(RemoteEngine engine) { return m_cluster->add(std::move(engine)); }
  Cluster& cluster() const { return *m_cluster; }

  // A view of all engines there are at each call.
  DirectView directView() const;
  // A view of these engines. Throws NoEnginesRegistered when there are none at all,
  // std::out_of_range for an id that is not there or an empty list.
  DirectView directView(std::vector<EngineId> ids) const;
  // The engines a slice picks now. Throws NoEnginesRegistered, or std::out_of_range when it picks
  // none.
  DirectView operator[](const Slice& slice) const;
  // One engine by id, or by its place from the end when negative: results are scalars. Throws as
  // directView(ids) does.
  EngineView operator[](EngineId id) const;
  EngineView operator[](std::nullptr_t) const = delete;  // client[{}] says nothing: Slice{} is all

  // A view whose tasks go to whichever engine is free, of all or of these.
  LoadBalancedView loadBalancedView() const;
  LoadBalancedView loadBalancedView(std::vector<EngineId> ids) const;

  // A one-engine view of each engine, in id order; a client can be iterated.
  std::vector<EngineView> views() const;
  class Iterator {
   public:
    using value_type = EngineView;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(const Client& client)
        : m_views(std::make_shared<const std::vector<EngineView>>(client.views())) {}
    const EngineView& operator*() const { return (*m_views)[m_place]; }
    Iterator& operator++() {
      ++m_place;
      return *this;
    }
    void operator++(int) { ++m_place; }
    bool operator==(std::default_sentinel_t) const { return m_place == m_views->size(); }

   private:
    std::shared_ptr<const std::vector<EngineView>> m_views;
    std::size_t m_place = 0;
  };
  Iterator begin() const { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  std::vector<EngineId> requireIds(std::vector<EngineId> wanted) const;

  std::shared_ptr<Cluster> m_cluster;
};

}  // namespace fatou::engines
