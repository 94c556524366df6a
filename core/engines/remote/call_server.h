// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>

#include "core/engines/remote/messages.h"
#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

// An engine elsewhere, without what carries its messages: gets bytes, runs the functions they ask
// for one after the other, and has bytes to answer. Whatever the bytes are, it answers and lives.
//
//   CallServer server(id);                        // in the engine's process
//   while (auto message = connection.next()) server.put(std::move(*message));     // one thread
//   while (auto answer = server.answerNext()) connection.send(std::move(*answer));  // another
class CallServer {
 public:
  // `isReadHere`: messages and answers do not leave this process.
  explicit CallServer(EngineId id, bool isReadHere = false)
      : m_engine(id), m_isReadHere(isReadHere) {}

  // A message from the caller, from any thread. A stop is heeded at once.
  void put(Bytes message);
  // Takes no more messages; the call that runs is asked to stop, and those that wait are dropped.
  void close();
  // Whether a call waits, so that answerNext() would not.
  bool hasCall() const;
  // Begins up to so many of the calls that wait, in order, for as long as their functions can be
  // (BegunEarly): who works for this engine has the next one when he is done with one. On the
  // thread that calls answerNext(), and not beside close().
  void beginWaiting(std::size_t most);
  // Waits for a call, runs it on the calling thread and returns the answer; nothing once closed.
  std::optional<Bytes> answerNext();

 private:
  struct Waiting {
    std::uint64_t call = 0;
    Bytes message;
    std::optional<BegunCall> begun{};
  };

  Bytes answer(const Waiting& waiting);
  Bytes answerTo(const ToEngine& head, const Waiting& waiting);
  void run(const ToEngine& head, const Waiting& waiting, Writer& writer);
  std::stop_token begin(std::uint64_t call);

  Engine m_engine;
  const bool m_isReadHere;
  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<Waiting> m_calls;
  std::set<std::uint64_t> m_stopped;  // calls to stop that have not begun
  std::uint64_t m_running = 0;        // or the last that ran
  std::stop_source m_stop;            // of that one
  bool m_closed = false;
};

}  // namespace fatou::engines
