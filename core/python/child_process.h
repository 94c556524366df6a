// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "core/python/descriptor.h"

namespace fatou::python {

// A Python that runs a text, with a socket to this program, and what belongs to such a process: the
// pipe of what it prints past its own streams, a page of memory that says which of its tasks is to
// stop, and a pipe whose end makes the kernel kill it, so that it never outlives this program.
class ChildProcess {
 public:
  // Throws engines::EngineError where it cannot be started.
  ChildProcess(const std::string& program, std::string_view text);
  // Kills it and what it has started.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return m_id; }
  int channel() const { return m_channel.number(); }
  int output() const { return m_output.number(); }  // both streams; never waits
  int ended() const { return m_ended.number(); }    // can be read from when it has ended

  // Asks for a stop of the task, with a signal to it and to what it has started. Any thread.
  void askToStop(std::uint64_t task) noexcept;
  // Kills it and what it has started, because of `why`. Any thread.
  void kill(const std::string& why) noexcept;
  // How it has ended, as the end of a sentence that begins "engine 3 was lost: ": the reason for
  // which it was killed, or what its exit code or signal was. Waits for the end.
  std::string howItEnded();

 private:
  void makePage();
  void start(const std::string& program, const std::array<int, 4>& handed, int printed);
  void signalGroup(int signal) noexcept;

  pid_t m_id = -1;
  Descriptor m_channel;
  Descriptor m_output;
  Descriptor m_ended;
  Descriptor m_lifeLine;  // ends when this process does
  Descriptor m_pageFile;
  std::uint64_t* m_page = nullptr;

  std::mutex m_mutex;
  bool m_isReaped = false;
  std::string m_why;
};

}  // namespace fatou::python
