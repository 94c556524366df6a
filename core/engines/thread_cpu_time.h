// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace fatou::engines {

// How long the calling thread has been on a core so far; 0 where the system does not say.
std::chrono::nanoseconds threadCpuTime();

}  // namespace fatou::engines
