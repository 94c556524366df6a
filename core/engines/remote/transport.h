// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/engines/tasks/engine_info.h"
#include "core/engines/tasks/task_record.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

// Never more calls than that are sent to an engine before the oldest one is answered.
inline constexpr std::size_t kMostCallsUnderWay = 8;

// Carries messages to one engine elsewhere and its answers back, whole and in order. It knows
// neither tasks nor what the bytes mean; whoever makes engines of another kind writes one of these
// and, on the engine's side, a loop around CallServer.
//
// Destruction ends the engine and returns once the receiver is called no more.
class Transport {
 public:
  // Gets the messages of the engine, on any thread, one call at a time.
  class Receiver {
   public:
    virtual void received(Bytes message) = 0;
    // The engine is there no more, or cannot be reached; nothing comes after this. `why` ends a
    // sentence that begins "engine 3 on nodeb was lost: ".
    virtual void lost(std::string why) = 0;

   protected:
    ~Receiver() = default;
  };

  virtual ~Transport() = default;

  // Called once, first. Throws where the engine cannot be had.
  virtual void open(EngineId id, Receiver& receiver) = 0;
  // Sends a message, from any thread. Does not wait for what the engine is doing, and drops what
  // can no longer arrive.
  virtual void send(Bytes message) noexcept = 0;
  // Sends a short message that may overtake others, and does where they would take long.
  virtual void sendFirst(Bytes message) noexcept { send(std::move(message)); }

  // Most transports have threads of their own. One that is pumped has its calls done, and messages
  // received, on the thread that waits for an answer, as each thread less that has to be woken on
  // the way makes a call faster.
  virtual bool isPumped() const { return false; }
  // Called on one thread at a time, while a call is under way. Returns true once it has handed over
  // a message; false where it has none to wait for: the engine is lost or about to be, or the time
  // that was set is over.
  virtual bool pump() { return false; }
  // From any thread: pump() waits no longer than that from now on.
  virtual void stopPumpingAt(Clock::time_point) noexcept {}
};

// An engine elsewhere, to be added to a cluster.
struct RemoteEngine {
  std::unique_ptr<Transport> transport;
  EngineInfo info{};  // the cluster gives the id
  // An answer may take so long before the engine counts as lost. Left out where tasks may take any
  // time and the transport notices for itself that an engine has died. Not for one that is pumped.
  std::optional<std::chrono::nanoseconds> longestSilence{};
  bool isReadHere = false;  // a thread of this process reads the messages and writes the answers
  std::chrono::nanoseconds clockAhead{0};  // the engine's steady clock less the caller's
};

}  // namespace fatou::engines
