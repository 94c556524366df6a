// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <vector>

#include "core/engines/tasks/timeout.h"

namespace fatou::engines {

// Which of a fixed number of items have arrived, and in which order. Any thread may publish, wait
// or ask. Publishing takes no lock unless somebody waits for just that arrival, or listens; a
// caller who waits for 100,000 items is woken once, not 100,000 times.
class ArrivalLog {
 public:
  explicit ArrivalLog(std::size_t itemCount, std::pmr::polymorphic_allocator<> memory = {});

  std::size_t itemCount() const { return m_itemCount; }
  std::size_t progress() const { return m_arrived.load(); }
  bool complete() const { return progress() == m_itemCount; }
  bool hasArrived(std::size_t item) const { return m_itemArrived[item].load(); }

  // Announces an item, once. What was written before is seen by whoever sees the arrival.
  void publish(std::size_t item);

  // Block until all items, one item or the first n have arrived; false when time ran out first.
  bool waitForAll(Timeout timeout) const;
  bool waitForItem(std::size_t item, Timeout timeout) const;
  bool waitForFirst(std::size_t n, Timeout timeout) const;

  // The item that came in n-th, counted from 0; only after waitForFirst(n + 1).
  std::size_t arrival(std::size_t n) const { return m_order[n].load() - 1; }

  // Names a call that was asked for, so that forget() can take it back; 0 names none.
  using CallId = std::uint64_t;

  // Calls `listener` once for every arrival, in order of arrival and never twice at the same time:
  // for those so far on this thread, then on a thread that publishes. It holds no lock, so that it
  // may publish further items, and keeps no other listener waiting.
  CallId listen(std::function<void(std::size_t item)> listener);
  // Calls `then` once all items have arrived: at once if they have, for which 0 is returned.
  CallId whenComplete(std::function<void()> then);
  // Calls it no more, unless it is being called at this moment.
  void forget(CallId call);

 private:
  static constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t kAnyItem = kNobody - 1;

  bool await(const std::function<bool()>& arrived, const std::function<void()>& callMe,
             Timeout timeout) const;
  void wantCount(std::size_t count) const;
  void wantItem(std::size_t item) const;
  void wakeWaiters();
  struct Listener {
    CallId id = 0;
    std::function<void(std::size_t)> call;
    std::size_t told = 0;
    bool isBeingTold = false;
  };
  struct Completion {
    CallId id = 0;
    std::function<void()> call;
  };

  static constexpr CallId kAll = 0;

  void tellListeners(CallId which);
  std::shared_ptr<Listener> listenerToTell(CallId which) const;
  void runCompletions();

  // Every arrival reads these members, and writes the counters further down. They are kept apart
  // for the reason that TaskSet gives.
  const std::size_t m_itemCount;
  std::pmr::vector<std::atomic<bool>> m_itemArrived;
  std::pmr::vector<std::atomic<std::size_t>> m_order;       // item + 1; 0 is a slot not yet written
  mutable std::atomic<std::size_t> m_wantedCount{kNobody};  // wake at this many arrivals
  mutable std::atomic<std::size_t> m_wantedItem{kNobody};   // wake when this one arrives
  std::atomic<bool> m_hasListeners{false};

  mutable std::mutex m_waitMutex;
  mutable std::condition_variable m_wake;

  std::atomic<std::size_t> m_slotsTaken{0};
  std::atomic<std::size_t> m_arrived{0};

  std::mutex m_callMutex;
  CallId m_lastCall = 0;
  std::vector<std::shared_ptr<Listener>> m_listeners;
  std::vector<Completion> m_completions;
};

}  // namespace fatou::engines
