// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/run_summary.h"

namespace fatou::stats {

// The repeats of one configuration of a comparison.
struct RepeatedRun {
  int engines = 1;
  std::vector<RunSummary> repeats;
};

// A configuration beside the one it is measured against. Times are medians, in seconds.
struct ComparisonRow {
  double wallTime = 0.0;
  double spread = 0.0;      // relativeSpread() of the wall times
  double serialTime = 0.0;  // sum of what the bands took
  double speedup = 0.0;     // wall time of the first configuration / wall time
  double efficiency = 0.0;  // speedup / engines
  double imbalance = 0.0;
  std::int64_t iterations = 0;
  double iterationsPerSecond = 0.0;
};

// One row a run; the first run, the serial one, is what the speed-ups are against.
std::vector<ComparisonRow> compareToFirst(std::span<const RepeatedRun> runs);

}  // namespace fatou::stats
