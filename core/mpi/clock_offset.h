// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

#include "core/engines/task_record.h"

namespace fatou::mpi {

// How far the steady clock of another machine is ahead of this one's, from messages there and back.
// The answer was given somewhere between both, so that the quickest of the latest messages says it
// best: it is wrong by half the time it took, at most.
class ClockOffset {
 public:
  using TimePoint = engines::Clock::time_point;

  static constexpr std::size_t kEnough = 8;

  // A message sent and answered at these times here; `there` is the other clock's time of its
  // answer.
  void add(TimePoint sent, TimePoint answered, TimePoint there);
  bool isKnown() const { return m_count >= kEnough; }
  // The other clock less this one; 0 before anything was added.
  std::chrono::nanoseconds ahead() const;

 private:
  struct Sample {
    std::chrono::nanoseconds roundTrip{};
    std::chrono::nanoseconds ahead{};
  };

  std::array<Sample, kEnough> m_latest{};
  std::size_t m_count = 0;  // of all that were added
};

}  // namespace fatou::mpi
