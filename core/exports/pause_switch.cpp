// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/pause_switch.h"

namespace fatou::exports {

void PauseSwitch::setPaused(bool paused) {
  {
    const std::lock_guard lock(m_mutex);
    m_paused = paused;
  }
  m_changed.notify_all();
}

bool PauseSwitch::isPaused() const {
  const std::lock_guard lock(m_mutex);
  return m_paused;
}

void PauseSwitch::wait(const std::stop_token& stop) const {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, stop, [this] { return !m_paused; });
}

}  // namespace fatou::exports
