// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>

namespace fatou {

// Waits for the mutex until it has it or a stop is requested; then the lock owns nothing.
inline std::unique_lock<std::timed_mutex> lockedUnlessStopped(std::timed_mutex& mutex,
                                                              const std::stop_token& stop) {
  constexpr std::chrono::milliseconds glance{5};  // between looks at the token
  std::unique_lock lock(mutex, std::defer_lock);
  while (!lock.try_lock_for(glance) && !stop.stop_requested()) continue;
  return lock;
}

}  // namespace fatou
