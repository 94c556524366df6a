// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/engines/tasks/task_record.h"
#include "core/python/child_process.h"
#include "core/python/descriptor.h"
#include "core/python/memory_file.h"

namespace fatou::python {

// The engine's process is no longer there. what() ends a sentence that begins "engine 3 was lost:
// ".
class InterpreterLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Bytes to and from a Python process, for one thread that waits until they are through, or until
// the process has ended or its time is over.
class Channel {
 public:
  using Clock = engines::Clock;

  // Throws std::system_error where the system has no descriptor left.
  explicit Channel(ChildProcess& process);

  // Both throw InterpreterLost.
  void send(std::string_view bytes, int descriptor = -1);
  void receive(std::span<char> bytes);

  // The files that came along with what was received, so many of them or as many as there are.
  std::vector<std::shared_ptr<const MemoryFile>> takeFiles(std::size_t count);

  // From now on until the next limit, what is waited for has to be there by then; else the process
  // is killed because of `why`. Any thread may say so, also while another waits.
  void limit(Clock::time_point until, const char* why) noexcept;
  void noLimit() noexcept;

  // The same for good, and the process is left alone. The earliest time holds.
  void giveUpAt(Clock::time_point time) noexcept;
  bool isGivenUp() const noexcept;

  // Kills the process because of `why`, and throws InterpreterLost.
  [[noreturn]] void giveUp(const std::string& why);

 private:
  void wait(short events);
  std::size_t readSome(std::span<char> to);
  void ring() noexcept;
  [[noreturn]] void lose();

  ChildProcess& m_process;
  Descriptor m_bell;  // rings where the limit has changed
  std::atomic<Clock::time_point::rep> m_until;
  std::atomic<const char*> m_why{""};
  std::atomic<Clock::time_point::rep> m_givenUpAt;
  std::array<char, 4096> m_ahead{};  // has been read, and not been taken from m_taken to m_end
  std::deque<Descriptor> m_files;    // have arrived, and not been taken
  std::size_t m_taken = 0;
  std::size_t m_end = 0;
};

}  // namespace fatou::python
