// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "core/stats/run.h"

namespace fatou::stats {

// A stretch of time, in seconds from the start of a run; empty where it does not go forwards.
struct Stretch {
  double from = 0.0;
  double to = 0.0;

  double length() const { return std::max(0.0, to - from); }
};

// When an engine that has nothing to compute waits for a message of its own: `band` is what it
// computes next, `before` what it computed last, null for its first. That is while the last answer
// goes to the caller, and while the next call comes; the two do not overlap, and lie between the
// two bands. Empty for engines that are threads.
std::array<Stretch, 2> waitsForWire(const Band* before, const Band& band);

// The bands of each engine by its id, in the order in which they were computed.
std::vector<std::vector<const Band*>> bandsByEngine(const Run& run);

}  // namespace fatou::stats
