// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace fatou::exports {

// Lets an export rest: whoever holds it pauses and resumes, on any thread.
class PauseSwitch {
 public:
  void setPaused(bool paused);
  bool isPaused() const;
  // Blocks while paused; ends at once when stopped.
  void wait(const std::stop_token& stop) const;

 private:
  mutable std::mutex m_mutex;
  mutable std::condition_variable_any m_changed;
  bool m_paused = false;
};

}  // namespace fatou::exports
