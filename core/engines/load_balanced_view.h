// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <ranges>
#include <utility>
#include <vector>

#include "core/engines/async_result.h"
#include "core/engines/cluster/cluster.h"
#include "core/engines/cluster/make_tasks.h"
#include "core/engines/imap.h"
#include "core/engines/inner/scoped_value.h"
#include "core/engines/map_items.h"
#include "core/engines/tasks/value.h"

namespace fatou::engines {

// How balanced tasks are cut and when they may run.
struct BalancedOptions {
  std::size_t chunkSize = 0;  // most items a task; 0 chooses by itself
  int retries = 0;            // further engines on which a failed task is tried
  Dependency after{};         // start when these have ended, by default all with a value
  Dependency follow{};        // and on an engine that ran them
  Timeout timeout{};          // one that has not started by then ends with TaskTimeout
  // A part of a result that is cancelled stops its tasks that run, too, which costs some memory for
  // each task; else only cancelling the whole does.
  bool stopsEach = false;
  // The caller knows that no item waits for what another one does. Only then may an engine
  // elsewhere be sent two items of which nothing is known yet: the second one waits until the first
  // has ended, and items that wait for each other would do so for ever.
  bool independentItems = false;
  // Differs between functions of the same type that may take differently long; 0 where none are.
  std::uint64_t function = 0;
};

// Whichever engine is free: tasks wait in one queue, in the order submitted, and every engine
// takes the next one when it has nothing else to do. Results come back in input order.
//
// A failed task is tried on up to `retries` further engines, never twice on one, and ends with its
// own error when there is no engine left. When a task it depends on fails, a task ends with
// ImpossibleDependency; a dependency nobody knows is refused at once with InvalidDependency.
// Every call throws NoEnginesRegistered when there are no engines.
class LoadBalancedView {
 public:
  LoadBalancedView(std::shared_ptr<Cluster> cluster, std::vector<EngineId> onlyOn);
  LoadBalancedView(const LoadBalancedView&);
  LoadBalancedView(LoadBalancedView&&) noexcept;
  LoadBalancedView& operator=(const LoadBalancedView&);
  LoadBalancedView& operator=(LoadBalancedView&&) noexcept;
  ~LoadBalancedView();

  // The same view with these options besides those it has: what is left at its default here stays
  // as it is. Throws std::invalid_argument for a negative number of retries.
  LoadBalancedView with(BalancedOptions options) const;
  const BalancedOptions& options() const { return m_options; }

  // The engines that may be used now.
  std::vector<EngineId> targets() const;

  // Whether calls wait until their results are ready.
  bool block() const { return m_block; }
  void setBlock(bool block) { m_block = block; }
  [[nodiscard]] ScopedValue<bool> scopedBlock(bool block) & { return {m_block, block}; }
  ScopedValue<bool> scopedBlock(bool block) && = delete;  // would outlive the view: name that first

  // One task: function(args...), or function(engine, args...).
  template <typename F, typename... Args>
  auto applyAsync(F function, Args&&... args) const {
    using Set = ApplySet<F, Owned<Args>...>;
    return resultOf<Single>(
        makeTasks<Set>(planOf("apply", 1, 1), std::move(function), std::forward<Args>(args)...));
  }
  template <typename F, typename... Args>
  auto apply(F function, Args&&... args) const {
    return settled(applyAsync(std::move(function), std::forward<Args>(args)...));
  }
  template <typename F, typename... Args>
  auto applySync(F function, Args&&... args) const {
    return everythingOf(applyAsync(std::move(function), std::forward<Args>(args)...));
  }

  // function(x, y, ...) for the items of one or more sequences, as many as the shortest has.
  template <typename F, typename... Ranges>
  auto mapAsync(F function, Ranges&&... ranges) const {
    using Set = MapSet<F, ItemOf<Ranges>...>;
    auto items = toVectors(std::forward<Ranges>(ranges)...);
    auto plan = planOfMap(callsFor(items));
    return resultOf<Each>(makeTasks<Set>(std::move(plan), std::move(function), std::move(items)));
  }
  template <typename F, typename... Ranges>
  auto map(F function, Ranges&&... ranges) const {
    return settled(mapAsync(std::move(function), std::forward<Ranges>(ranges)...));
  }
  template <typename F, typename... Ranges>
  auto mapSync(F function, Ranges&&... ranges) const {
    return everythingOf(mapAsync(std::move(function), std::forward<Ranges>(ranges)...));
  }
  // As mapAsync(); calls watch(result) before any task may begin. None will where that throws.
  template <typename Watch, typename F, typename... Ranges>
  auto watchedMapAsync(const Watch& watch, F function, Ranges&&... ranges) const {
    using Set = MapSet<F, ItemOf<Ranges>...>;
    auto items = toVectors(std::forward<Ranges>(ranges)...);
    auto plan = planOfMap(callsFor(items));
    AsyncResult<typename Set::ItemType, Each> result(
        makeTasks<Set>(std::move(plan), std::move(function), std::move(items)));
    watch(result);
    submit(result.tasks());
    return result;
  }

  // function(x) for the items of a sequence that may be endless: items are taken from it only as
  // results are asked for, with at most `maxOutstanding` tasks in flight. See Imap.
  template <typename F, std::ranges::viewable_range Range>
  auto imap(F function, Range&& range, ImapOptions options = {}) const {
    return Imap<LoadBalancedView, F, std::views::all_t<Range>>(
        *this, std::move(function), std::move(options),
        std::views::all(std::forward<Range>(range)));
  }
  // function(x, y) for the items of two, as many as the shorter has.
  template <typename F, std::ranges::viewable_range First, std::ranges::viewable_range Second>
  auto imap(F function, First&& first, Second&& second, ImapOptions options = {}) const {
    return Imap<LoadBalancedView, F, std::views::all_t<First>, std::views::all_t<Second>>(
        *this, std::move(function), std::move(options), std::views::all(std::forward<First>(first)),
        std::views::all(std::forward<Second>(second)));
  }

  // Takes back all that was asked through this view, its copies and those made by with(), and has
  // not started.
  void abort() const;

 private:
  // Throw NoEnginesRegistered.
  TaskPlan planOf(const char* method, std::size_t items, std::size_t chunkSize) const;
  TaskPlan planOfMap(std::size_t items) const;

  void submit(const std::shared_ptr<TaskSet>& tasks) const;

  template <typename Shape, typename Item>
  AsyncResult<Item, Shape> resultOf(TasksOf<Item> tasks) const {
    submit(tasks.set);
    return AsyncResult<Item, Shape>(std::move(tasks));
  }

  template <typename AnyResult>
  AnyResult settled(AnyResult result) const {
    if (m_block) result.wait();
    return result;
  }

  std::shared_ptr<Cluster> m_cluster;
  std::vector<EngineId> m_onlyOn;  // empty: all there are
  BalancedOptions m_options;
  bool m_block = false;
  TaskId m_id = m_cluster->newTaskIds(1);  // names the view in its tasks
};

}  // namespace fatou::engines
