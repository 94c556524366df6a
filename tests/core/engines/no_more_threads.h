// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace fatou::tests {

// A sanitizer needs address space of its own at any time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kCanRunOutOfThreads = false;
#else
inline constexpr bool kCanRunOutOfThreads = true;
#endif

// While it lives, the process has no address space for more than a few threads' stacks. The stacks
// that the library keeps of threads that have ended are used up first.
class NoMoreThreads {
 public:
  NoMoreThreads() {
    getrlimit(RLIMIT_AS, &m_before);
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    rlimit few = m_before;
    few.rlim_cur = static_cast<rlim_t>(pages * ::sysconf(_SC_PAGESIZE)) + kRoom;
    setrlimit(RLIMIT_AS, &few);
  }
  ~NoMoreThreads() { setrlimit(RLIMIT_AS, &m_before); }
  NoMoreThreads(const NoMoreThreads&) = delete;
  NoMoreThreads& operator=(const NoMoreThreads&) = delete;

 private:
  static constexpr rlim_t kRoom = 32 << 20;  // of which tests and Qt need some
  rlimit m_before{};
};

}  // namespace fatou::tests
