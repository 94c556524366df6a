// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/remote_worker.h"

#include <algorithm>
#include <unistd.h>
#include <utility>

#include "core/engines/tasks/timeout.h"

namespace fatou::engines {
namespace {

constexpr char kUnasked[] = "it answered what nobody asked";

bool isInThisProcess(const EngineInfo& engine) {
  return engine.process == ::getpid() && isOnThisHost(engine);
}

}  // namespace

RemoteWorker::RemoteWorker(EngineId id, RemoteEngine engine, std::function<void()> whenLost)
    : m_info(std::move(engine.info)),
      m_wantsPacked(!isInThisProcess(m_info)),
      m_isReadHere(engine.isReadHere),
      m_longestSilence(engine.longestSilence),
      m_clockAhead(engine.clockAhead),
      m_whenLost(std::move(whenLost)),
      m_transport(std::move(engine.transport)) {
  m_info.id = id;
  m_transport->open(id, *this);
}

RemoteWorker::~RemoteWorker() = default;

bool RemoteWorker::isLost() const {
  const std::scoped_lock lock(m_mutex);
  return m_lost;
}

bool RemoteWorker::isBeingLost() const {
  const std::scoped_lock lock(m_mutex);
  return m_lost && !m_lostIsKnown;
}

FailurePtr RemoteWorker::lostFailure(const std::string& method) const {
  const std::scoped_lock lock(m_mutex);
  return std::make_shared<const TaskFailure>(
      TaskFailure{.kind = TaskFailure::Kind::EngineLost,
                  .typeName = "EngineError",
                  .message = engineText(id(), m_info.host) + " was lost: " + m_why,
                  .engine = id(),
                  .host = m_info.host,
                  .method = method});
}

std::optional<Answer> RemoteWorker::receive(std::uint64_t call, Clock::time_point sent) {
  Arrival arrival;
  if (!waitForMessage(arrival)) return std::nullopt;
  auto answer = readAnswer(std::move(arrival.message));
  if (!answer || answer->head.call != call) {
    cutOff(kUnasked);
    return std::nullopt;
  }
  answer->arrived = std::max(arrival.at, sent);  // one that knows the next number may be too early
  correctStamps(*answer, sent);
  return answer;
}

// How far the engine's clock is ahead is an estimate, and the engine may say anything: whatever it
// says, a task does not start before it was sent or end after its answer came.
void RemoteWorker::correctStamps(Answer& answer, Clock::time_point sent) const {
  AnswerHead& head = answer.head;
  const auto here = [&](Clock::time_point there) {
    return std::clamp(there, sent + m_clockAhead, answer.arrived + m_clockAhead) - m_clockAhead;
  };
  head.started = here(head.started);
  head.completed = std::max(head.started, here(head.completed));
  head.cpuTime = std::clamp<std::chrono::nanoseconds>(head.cpuTime, std::chrono::nanoseconds{0},
                                                      answer.arrived - sent);
}

bool RemoteWorker::waitForMessage(Arrival& arrival) {
  const auto silentUntil =
      m_longestSilence ? deadlineAfter(*m_longestSilence) : Clock::time_point::max();
  bool isPumping = m_transport->isPumped();
  std::unique_lock lock(m_mutex);
  while (m_received.empty() && !m_lostIsKnown) {
    const auto until = std::min(m_cutOffAt, silentUntil);
    if (isPumping && !m_lost && Clock::now() < until) {
      lock.unlock();
      isPumping = m_transport->pump();
      lock.lock();
    } else if (until == Clock::time_point::max()) {
      m_wake.wait(lock);
    } else if (Clock::now() < until) {
      m_wake.wait_until(lock, until);
    } else {
      lock.unlock();
      cutOff("it did not answer in time");
      return false;
    }
  }
  if (m_received.empty()) return false;
  arrival = std::move(m_received.front());
  m_received.pop_front();
  return true;
}

void RemoteWorker::cutOff(const std::string& why) {
  {
    const std::scoped_lock lock(m_mutex);
    m_received.clear();
  }
  lost(why);
}

void RemoteWorker::cutOffAt(Clock::time_point time) {
  {
    const std::scoped_lock lock(m_mutex);
    m_cutOffAt = std::min(m_cutOffAt, time);
  }
  m_transport->stopPumpingAt(time);
  m_wake.notify_all();
}

void RemoteWorker::received(Bytes message) {
  const auto now = Clock::now();
  bool unasked = false;  // such answers would pile up where no call is under way
  {
    const std::scoped_lock lock(m_mutex);
    if (m_lost) return;
    unasked = m_received.size() == ItemPace::kMostUnderWay;
    if (!unasked) m_received.push_back({std::move(message), now});
  }
  if (unasked) return cutOff(kUnasked);
  m_wake.notify_one();
}

// Answers that have arrived before still count. The cluster hears of the loss first and whoever
// waits for an answer last, so that the engine has gone from the cluster before its task ends as
// lost.
void RemoteWorker::lost(std::string why) {
  {
    const std::scoped_lock lock(m_mutex);
    if (std::exchange(m_lost, true)) return;
    m_why = std::move(why);
  }
  m_whenLost();
  {
    const std::scoped_lock lock(m_mutex);
    m_lostIsKnown = true;
  }
  m_wake.notify_all();
}

}  // namespace fatou::engines
