// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/python/channel.h"
#include "core/python/child_process.h"
#include "core/python/frame.h"
#include "core/python/py_value.h"

namespace fatou::python {

// Gets what a Python engine prints, as it comes; 1 is its standard output, 2 its standard error.
// Called on threads of the engine, one call at a time.
using OutputSink = std::function<void(int stream, std::string_view text)>;

// What a Python says of itself.
struct InterpreterFacts {
  std::string program;  // as it was started
  std::string version;  // "3.11.2"
  std::string cacheTag;
  std::int64_t process = 0;
};

// A Python process that works off calls, one at a time, and keeps names between them.
class Interpreter {
 public:
  // It may take so long to say hello, and to end what it is running when it is asked to.
  static constexpr std::chrono::seconds kHelloWithin{5};
  static constexpr std::chrono::milliseconds kStopWithin{50};

  // Starts the program with the text of engine.py. Throws engines::EngineError where it does not
  // begin to speak, which a stop does not wait for.
  Interpreter(const std::string& program, std::string_view text, OutputSink sink,
              const std::stop_token& stop = {});
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  // Has the engine do `operation` with these arguments. A stop is KeyboardInterrupt there; where
  // that does not end the call in kStopWithin, the process is killed. Throws engines::ForeignError
  // for what the call raises, engines::TaskAborted where it was stopped, std::invalid_argument for
  // arguments that cannot travel, InterpreterLost. `cpuTime` is set for a call that raises, too.
  PyValue call(const std::string& operation, PyTuple arguments, const std::stop_token& stop,
               std::chrono::nanoseconds& cpuTime);

  // The same in two steps, so that the process has the next call when it is done with one: begin()
  // gives the number of a call, and 0 where its message is so large that it might have to wait, or
  // where something was printed past Python's streams: that comes beside the answers, and would
  // seem to be of the call before. finish() waits for it. They are finished in the order begun, and
  // before call() is called.
  std::uint64_t begin(const std::string& operation, PyTuple arguments);
  PyValue finish(std::uint64_t task, const std::stop_token& stop,
                 std::chrono::nanoseconds& cpuTime);

  // From then on no call is waited for, whatever becomes of the process: calls throw
  // InterpreterLost. Any thread may say so.
  void giveUpAt(engines::Clock::time_point time) noexcept { m_channel.giveUpAt(time); }
  bool isGivenUp() const { return m_channel.isGivenUp(); }

  // For a thread that watches the process beside the one that calls: what to wait for, and what to
  // do with the pipe when it can be read from.
  ChildProcess& process() { return m_process; }
  void passOutput();

  const InterpreterFacts& facts() const { return m_facts; }

 private:
  struct Reply {
    FrameHead head;
    PyValue value;
  };

  void meet(const std::string& program, const std::stop_token& stop);
  void readHello(const std::string& program, const Reply& hello);
  void send(const OutgoingFrame& frame);
  void askToStop(std::uint64_t task) noexcept;
  Reply receive();
  Reply receiveValue(const FrameHead& head, std::string body);
  void put(int stream, std::string_view text);
  void putPiped(std::string_view part);
  void beginOutput();
  void tellLeftOut();
  [[noreturn]] void complainOfStart(const std::string& program, const std::string& how);

  OutputSink m_sink;
  std::mutex m_sinkMutex;
  std::string m_lastLine;               // of what it printed before it said hello
  std::atomic<bool> m_hasPiped{false};  // something has come through its pipe since it said hello
  std::size_t m_piped = 0;    // bytes that came through its pipe during a task, and were passed on
  std::size_t m_leftOut = 0;  // and those that were not
  ChildProcess m_process;
  Channel m_channel{m_process};
  InterpreterFacts m_facts;
  std::uint64_t m_task = 0;
};

}  // namespace fatou::python
