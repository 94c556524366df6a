// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "core/engines/remote/call_server.h"
#include "core/engines/remote/transport.h"

namespace fatou::engines {

// Makes a loopback engine fail, for tests. May be called from any thread, also after the engine has
// been lost.
class LoopbackFaults {
 public:
  // The engine is gone at once, whatever it is computing, as a process that is killed.
  void die();
  // stall() makes the engine keep its answers back until resume().
  void stall();
  void resume();
  // Replaces the engine's next answer by bytes that are none, or damages the answer's value.
  void answerGarbage() { set(Next::Garbage); }
  void answerDamaged() { set(Next::Damaged); }

 private:
  friend class LoopbackTransport;
  enum class Next { Answer, Garbage, Damaged };

  void set(Next next);
  // Waits while stalled; returns the answer, or what is to be sent in its place.
  Bytes spoilt(Bytes answer);
  void end();  // nothing is kept back any more

  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_stalled = false;
  bool m_ended = false;
  Next m_next = Next::Answer;
  std::mutex m_receiverMutex;                 // held while the receiver is called
  Transport::Receiver* m_receiver = nullptr;  // null before, and after the engine is gone
};

// An engine that is a thread of this process and still gets nothing but bytes and answers nothing
// but bytes: what can be sent, what an engine elsewhere costs, and what happens when it fails can
// be tried without another process.
class LoopbackTransport final : public Transport {
 public:
  explicit LoopbackTransport(std::shared_ptr<LoopbackFaults> faults);
  ~LoopbackTransport() override;

  void open(EngineId id, Receiver& receiver) override;
  void send(Bytes message) noexcept override;

 private:
  void work();

  const std::shared_ptr<LoopbackFaults> m_faults;
  std::unique_ptr<CallServer> m_server;
  std::thread m_thread;
};

// Makes a loopback engine, to be added to a cluster.
RemoteEngine loopbackEngine(
    std::shared_ptr<LoopbackFaults> faults = std::make_shared<LoopbackFaults>());

}  // namespace fatou::engines
