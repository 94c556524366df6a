// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/engines/remote/call_server.h"
#include "core/engines/remote/transport.h"
#include "core/python/descriptor.h"
#include "core/python/handed_arrays.h"
#include "core/python/interpreter.h"

namespace fatou::python {

// An engine that is a Python process. Its calls are taken one after the other, as in any engine
// elsewhere, on the thread that waits for their answers, which asks Python for what they come to
// (python_calls.h). A thread here watches that the process lives, and passes on what it prints past
// its streams.
class PythonTransport final : public engines::Transport {
 public:
  // Which engine it is, once it is one. It is known to who makes the transport, too.
  using SharedId = std::shared_ptr<std::atomic<engines::EngineId>>;
  // Called on the thread that waits for an answer, and on the one that watches.
  struct Listeners {
    std::function<void()> answered;                                          // to a call
    std::function<void(engines::EngineId id, const std::string& why)> lost;  // and not yet reported
  };

  PythonTransport(std::unique_ptr<Interpreter> interpreter, SharedId id, Listeners listeners);
  ~PythonTransport() override;

  void open(engines::EngineId id, Receiver& receiver) override;
  void send(engines::Bytes message) noexcept override;
  bool isPumped() const override { return true; }
  bool pump() override;
  void stopPumpingAt(engines::Clock::time_point time) noexcept override;

 private:
  void watch();
  void pass(engines::Bytes answer);
  bool hasEndedIdle() const;  // while locked
  void lose(const std::string& why);

  const std::unique_ptr<Interpreter> m_interpreter;
  const SharedId m_id;
  const Listeners m_listeners;
  HandedArrays m_handed;  // in answers that nobody has looked at
  Descriptor m_end;       // tells the watching thread to end
  std::unique_ptr<engines::CallServer> m_server;
  std::atomic<bool> m_isEnding{false};  // or lost
  std::mutex m_pumpMutex;               // held while a call is done
  bool m_hasEnded = false;              // the process; the watching thread says so
  std::mutex m_receiverMutex;           // held while the receiver is called
  Receiver* m_receiver = nullptr;       // null before, and after the engine is gone
  std::thread m_watcher;
};

}  // namespace fatou::python
