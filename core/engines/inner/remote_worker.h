// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/engines/inner/item_pace.h"
#include "core/engines/remote/messages.h"
#include "core/engines/remote/transport.h"
#include "core/engines/tasks/engine_info.h"
#include "core/engines/tasks/task_failure.h"

namespace fatou::engines {

// The caller's end of an engine elsewhere: numbers calls, waits for answers, and knows when there
// will be none any more.
class RemoteWorker final : private Transport::Receiver {
 public:
  // `whenLost` is called once at most, on any thread. Throws where the engine cannot be had.
  RemoteWorker(EngineId id, RemoteEngine engine, std::function<void()> whenLost);
  ~RemoteWorker();
  RemoteWorker(const RemoteWorker&) = delete;
  RemoteWorker& operator=(const RemoteWorker&) = delete;

  EngineId id() const { return m_info.id; }
  const EngineInfo& info() const { return m_info; }
  bool isLost() const;
  // True while the engine is lost and `whenLost` has not returned yet.
  bool isBeingLost() const;
  // Why the engine was lost, as the failure of a task.
  FailurePtr lostFailure(const std::string& method) const;

  // Whether answers are to be packed: those of an engine in another process. Packing takes less
  // time than the copies which it makes shorter, and between hosts all answers share one link.
  bool wantsPacked() const { return m_wantsPacked; }

  // Whether messages to it are read in this process.
  bool isReadHere() const { return m_isReadHere; }

  std::uint64_t newCall() { return ++m_lastCall; }  // on the thread that sends calls
  // The time that items take on this engine, which says how many are sent ahead. To be used on the
  // thread that sends calls.
  ItemPace& pace() { return m_pace; }
  void send(Bytes message) noexcept { m_transport->send(std::move(message)); }
  void askToStop(std::uint64_t call) noexcept { m_transport->sendFirst(stopMessage(call)); }

  // Waits for the answer to `call`, the oldest not yet answered, which left at `sent`. Stamps are
  // on the caller's clock, and lie between then and the answer's arrival. Nothing when the engine
  // is lost: it went, was silent for too long, or answered something else.
  std::optional<Answer> receive(std::uint64_t call, Clock::time_point sent);

  // Counts the engine as lost from now on, whatever it still answers.
  void cutOff(const std::string& why);
  // Counts the engine as lost should it not have answered by then.
  void cutOffAt(Clock::time_point time);

 private:
  struct Arrival {
    Bytes message;
    Clock::time_point at{};
  };

  void received(Bytes message) override;
  void lost(std::string why) override;
  bool waitForMessage(Arrival& arrival);
  void correctStamps(Answer& answer, Clock::time_point sent) const;

  EngineInfo m_info;
  const bool m_wantsPacked;
  const bool m_isReadHere;
  const std::optional<std::chrono::nanoseconds> m_longestSilence;
  const std::chrono::nanoseconds m_clockAhead;
  const std::function<void()> m_whenLost;
  std::uint64_t m_lastCall = 0;
  ItemPace m_pace;

  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<Arrival> m_received;
  bool m_lost = false;
  bool m_lostIsKnown = false;  // m_whenLost has returned
  std::string m_why;
  Clock::time_point m_cutOffAt = Clock::time_point::max();

  std::unique_ptr<Transport> m_transport;  // last: it calls what is above
};

}  // namespace fatou::engines
