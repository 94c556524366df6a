// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace fatou::engines {

// How long the calling thread has been on a core so far; 0 where the system does not say.
std::chrono::nanoseconds threadCpuTime();

// How long all threads of this program have been on cores so far, those that have ended included;
// 0 where the system does not say.
std::chrono::nanoseconds programCpuTime();

// How long one thread has been on a core between two moments, to within kResolution. To ask the
// system takes 1 to 2 us on a virtual machine, more than a small task: it is asked once in
// kResolution at most, and a shorter time is taken to have been spent on a core.
class CpuStopwatch {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::microseconds kResolution{20};

  // Both are called on the same thread, with the present moment. start() returns how long the
  // thread was off its core since the last stop(); 0 where there was none, or nothing is known.
  std::chrono::nanoseconds start(Moment now);
  // 0 only where the system does not say, or no time has passed.
  std::chrono::nanoseconds stop(Moment now);

 private:
  bool isFresh(Moment now) const { return now - m_askedAt <= kResolution; }
  void ask(Moment now);

  Moment m_askedAt{};
  std::chrono::nanoseconds m_answer{0};
  Moment m_started{};
  std::chrono::nanoseconds m_before{0};
  Moment m_stopped{};
};

}  // namespace fatou::engines
