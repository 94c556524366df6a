// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <system_error>

namespace fatou {

// Begins the work on a thread of its own. Where the system allows no more threads, the thread that
// calls the future's get() does it. Exceptions of the work come from get() either way.
template <typename Work>
auto startedOrLater(const Work& work) {
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, work);
  }
}

}  // namespace fatou
