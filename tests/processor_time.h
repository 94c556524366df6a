// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <ctime>
#include <stop_token>
#include <thread>

namespace fatou::tests {

// The time that all threads of this program have computed so far, in seconds. Unlike time on the
// wall it does not pass while other programs have the cores, so that tests may bound it.
inline double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Asks for a stop after a while, while the test's own thread works.
class LateStop {
 public:
  explicit LateStop(std::chrono::milliseconds after)
      : m_thread([this, after] {
          std::this_thread::sleep_for(after);
          m_asked = processorSeconds();
          m_source.request_stop();
        }) {}

  std::stop_token token() const { return m_source.get_token(); }
  // The seconds computed after the request to stop. Waits until that has been made.
  double processorSecondsSince() {
    const double now = processorSeconds();
    m_thread.join();
    return now - m_asked;
  }

 private:
  std::stop_source m_source;
  double m_asked = 0.0;
  std::jthread m_thread;  // last: uses the others
};

}  // namespace fatou::tests
