// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/remote/loopback.h"

#include <utility>

namespace fatou::engines {

// Receivers are called under a mutex of their own: dying waits for an answer that is being handed
// over, and none comes after it.
void LoopbackFaults::die() {
  const std::scoped_lock lock(m_receiverMutex);
  if (Transport::Receiver* receiver = std::exchange(m_receiver, nullptr))
    receiver->lost("it was killed");
}

void LoopbackFaults::stall() {
  const std::scoped_lock lock(m_mutex);
  m_stalled = true;
}

void LoopbackFaults::resume() {
  const std::scoped_lock lock(m_mutex);
  m_stalled = false;
  m_wake.notify_all();
}

void LoopbackFaults::set(Next next) {
  const std::scoped_lock lock(m_mutex);
  m_next = next;
}

void LoopbackFaults::end() {
  const std::scoped_lock lock(m_mutex);
  m_ended = true;
  m_wake.notify_all();
}

Bytes LoopbackFaults::spoilt(Bytes answer) {
  std::unique_lock lock(m_mutex);
  m_wake.wait(lock, [this] { return !m_stalled || m_ended; });
  switch (std::exchange(m_next, Next::Answer)) {
    case Next::Answer:
      break;
    case Next::Garbage:
      return "not an answer";
    case Next::Damaged:
      answer.push_back('!');
      break;
  }
  return answer;
}

LoopbackTransport::LoopbackTransport(std::shared_ptr<LoopbackFaults> faults)
    : m_faults(std::move(faults)) {}

LoopbackTransport::~LoopbackTransport() {
  {
    const std::scoped_lock lock(m_faults->m_receiverMutex);
    m_faults->m_receiver = nullptr;
  }
  m_faults->end();
  if (m_server) m_server->close();
  if (m_thread.joinable()) m_thread.join();
}

void LoopbackTransport::open(EngineId id, Receiver& receiver) {
  m_server = std::make_unique<CallServer>(id);
  {
    const std::scoped_lock lock(m_faults->m_receiverMutex);
    m_faults->m_receiver = &receiver;
  }
  m_thread = std::thread([this] { work(); });
}

void LoopbackTransport::send(Bytes message) noexcept {
  m_server->put(std::move(message));
}

void LoopbackTransport::work() {
  while (auto answer = m_server->answerNext()) {
    Bytes bytes = m_faults->spoilt(std::move(*answer));
    const std::scoped_lock lock(m_faults->m_receiverMutex);
    if (m_faults->m_receiver != nullptr) m_faults->m_receiver->received(std::move(bytes));
  }
}

RemoteEngine loopbackEngine(std::shared_ptr<LoopbackFaults> faults) {
  return {.transport = std::make_unique<LoopbackTransport>(std::move(faults)),
          .info = engineInfoHere("loopback")};
}

}  // namespace fatou::engines
