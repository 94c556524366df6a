// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/arrival_log.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/engines/inner/call_in_turn.h"

namespace fatou::engines {

// Publishing and waiting meet as in Dekker's algorithm: the publisher writes the arrival and then
// reads what is wanted, the waiter writes what it wants and then reads the arrival. All of these
// are sequentially consistent, so at least one of the two sees the other.

ArrivalLog::ArrivalLog(std::size_t itemCount, std::pmr::polymorphic_allocator<> memory)
    : m_itemCount(itemCount), m_itemArrived(itemCount, memory), m_order(itemCount, memory) {}

void ArrivalLog::publish(std::size_t item) {
  const bool twice = m_itemArrived[item].exchange(true);
  FATOU_CHECK(!twice);
  m_order[m_slotsTaken.fetch_add(1)].store(item + 1);
  const std::size_t arrived = m_arrived.fetch_add(1) + 1;
  const std::size_t wantedItem = m_wantedItem.load();
  if (arrived >= m_wantedCount.load() || wantedItem == item || wantedItem == kAnyItem)
    wakeWaiters();
  if (m_hasListeners.load()) tellListeners(kAll);
  if (arrived == m_itemCount) runCompletions();
}

bool ArrivalLog::waitForAll(Timeout timeout) const {
  return await([this] { return complete(); }, [this] { wantCount(m_itemCount); }, timeout);
}

bool ArrivalLog::waitForItem(std::size_t item, Timeout timeout) const {
  return await([=, this] { return hasArrived(item); }, [=, this] { wantItem(item); }, timeout);
}

bool ArrivalLog::waitForFirst(std::size_t n, Timeout timeout) const {
  // The counter may be ahead of the n-th slot: two publishers take slots in one order and may
  // write them in the other. Then the next arrival is the one to wait for.
  return await([=, this] { return n == 0 || m_order[n - 1].load() != 0; },
               [=, this] { wantCount(std::max(n, progress() + 1)); }, timeout);
}

bool ArrivalLog::await(const std::function<bool()>& arrived, const std::function<void()>& callMe,
                       Timeout timeout) const {
  if (arrived()) return true;
  const auto deadline = deadlineAfter(timeout.value_or(std::chrono::nanoseconds{0}));
  std::unique_lock lock(m_waitMutex);
  for (;;) {
    callMe();
    if (arrived()) return true;
    if (!timeout)
      m_wake.wait(lock);
    else if (m_wake.wait_until(lock, deadline) == std::cv_status::timeout)
      return arrived();
  }
}

void ArrivalLog::wantCount(std::size_t count) const {
  m_wantedCount.store(std::min(count, m_wantedCount.load()));
}

void ArrivalLog::wantItem(std::size_t item) const {
  const std::size_t wanted = m_wantedItem.load();
  m_wantedItem.store(wanted == kNobody || wanted == item ? item : kAnyItem);
}

void ArrivalLog::wakeWaiters() {
  {
    // A thread that has to go on waiting after it was woken says again what it waits for.
    const std::scoped_lock lock(m_waitMutex);
    m_wantedCount.store(kNobody);
    m_wantedItem.store(kNobody);
  }
  m_wake.notify_all();
}

ArrivalLog::CallId ArrivalLog::listen(std::function<void(std::size_t)> listener) {
  CallId id = 0;
  {
    const std::scoped_lock lock(m_callMutex);
    id = ++m_lastCall;
    m_listeners.push_back(
        std::make_shared<Listener>(Listener{.id = id, .call = std::move(listener)}));
    m_hasListeners.store(true);
  }
  tellListeners(id);  // this one alone: the threads that publish call the others
  return id;
}

std::shared_ptr<ArrivalLog::Listener> ArrivalLog::listenerToTell(CallId which) const {
  for (const auto& listener : m_listeners) {
    if (which != kAll && listener->id != which) continue;
    if (listener->isBeingTold || listener->told == m_itemCount) continue;
    if (m_order[listener->told].load() != 0) return listener;
  }
  return nullptr;
}

// A thread that is calling a listener looks for further arrivals before it leaves, so that other
// threads need not wait for the listener.
void ArrivalLog::tellListeners(CallId which) {
  std::unique_lock lock(m_callMutex);
  while (const auto listener = listenerToTell(which)) {
    listener->isBeingTold = true;
    const std::size_t item = arrival(listener->told++);
    lock.unlock();  // the listener may cancel, which publishes
    listener->call(item);
    lock.lock();
    listener->isBeingTold = false;
  }
}

ArrivalLog::CallId ArrivalLog::whenComplete(std::function<void()> then) {
  {
    const std::scoped_lock lock(m_callMutex);
    if (!complete()) {
      m_completions.push_back({.id = ++m_lastCall, .call = std::move(then)});
      return m_lastCall;
    }
  }
  then();
  return 0;
}

void ArrivalLog::forget(CallId call) {
  const std::scoped_lock lock(m_callMutex);
  std::erase_if(m_listeners, [call](const auto& listener) { return listener->id == call; });
  std::erase_if(m_completions, [call](const auto& completion) { return completion.id == call; });
}

void ArrivalLog::runCompletions() {
  std::vector<std::function<void()>> completions;
  {
    const std::scoped_lock lock(m_callMutex);
    for (Completion& completion : m_completions) completions.push_back(std::move(completion.call));
    m_completions.clear();
  }
  callInTurn(std::move(completions));
}

}  // namespace fatou::engines
