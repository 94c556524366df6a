// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

#include "core/engines/tasks/task_record.h"

namespace fatou::mpi {

// Measures how far the steady clock of another machine is ahead of this one's, from messages there
// and back. The other clock was read at an unknown moment between sending and answer, so that each
// message is wrong by half its round trip at most. The quickest of the latest messages counts.
class ClockOffset {
 public:
  using TimePoint = engines::Clock::time_point;

  static constexpr std::size_t kEnough = 8;

  // Adds a message that was sent and answered at these times of this clock; `there` is what the
  // other clock showed when it answered.
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
  std::size_t m_count = 0;  // of all messages that were ever added
};

}  // namespace fatou::mpi
