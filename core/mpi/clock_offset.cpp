// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/clock_offset.h"

#include <algorithm>

namespace fatou::mpi {

void ClockOffset::add(TimePoint sent, TimePoint answered, TimePoint there) {
  const auto roundTrip = answered - sent;
  m_latest[m_count % kEnough] = {.roundTrip = roundTrip, .ahead = there - sent - roundTrip / 2};
  ++m_count;
}

std::chrono::nanoseconds ClockOffset::ahead() const {
  const auto end = m_latest.begin() + static_cast<std::ptrdiff_t>(std::min(m_count, kEnough));
  const auto quickest =
      std::min_element(m_latest.begin(), end,
                       [](const Sample& a, const Sample& b) { return a.roundTrip < b.roundTrip; });
  return quickest == end ? std::chrono::nanoseconds{0} : quickest->ahead;
}

}  // namespace fatou::mpi
