// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>

#include "core/kernels/escape_time.h"
#include "core/kernels/interior_trap.h"

namespace fatou::kernels {

// How well the lanes of the vectors were used.
struct FastStatistics {
  // Iterations that the counts needed: the sum of J without what the trap spared.
  std::int64_t usefulLaneIterations = 0;
  // Vectors iterated, times their lanes: with those that idled, were repeated or overshot.
  std::int64_t allLaneIterations = 0;

  friend bool operator==(const FastStatistics&, const FastStatistics&) = default;
};

// The same counts as escapeTimes(), bit for bit, sooner:
// - no lane waits for its neighbours: pixels that live on are moved together in a list;
// - |z| is looked at every few iterations only, and the exact step of those found outside is found
//   by bisection from where they stood before; how many follows from how many leave;
// - an orbit inside the trap is done: it is proven to be tmax.
// Makes sense for any job; where |c| > 1.99, where orbits can come back, it is escapeTimes() itself
// and the statistics, if asked for, are 0.
//
// At most 2^32 - 1 pixels. Stops and returns as escapeTimes() does.
bool fastEscapeTimes(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                     std::span<std::int32_t> counts, FastStatistics* statistics = nullptr,
                     std::stop_token stop = {});

}  // namespace fatou::kernels
