// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace fatou::app {

// Turns the first Ctrl-C (and a polite kill) into a stop request for as long as it lives, so that a
// command can end in order and leave no partial file. The next one ends the process at once. One at
// a time. Throws std::system_error where no thread can be started.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return m_stop.get_token(); }

  // Throws the Failure of an interrupted command if there was a signal.
  void throwIfStopped() const;

 private:
  std::stop_source m_stop;
  std::jthread m_waiter;
};

}  // namespace fatou::app
