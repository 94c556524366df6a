// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <system_error>

namespace fatou {

// Work begun on a thread of its own; where the system allows no more threads, done by whoever asks
// the future for what comes of it. Throws what the work throws from there, too.
template <typename Work>
auto startedOrLater(const Work& work) {
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, work);
  }
}

}  // namespace fatou
