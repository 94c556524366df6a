// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/thread_cpu_time.h"

#include <ctime>

namespace fatou::engines {

std::chrono::nanoseconds threadCpuTime() {
  timespec time{};
  if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace fatou::engines
