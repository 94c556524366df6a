// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/engines/tasks/timing.h"
#include "core/stats/run.h"

namespace fatou::stats {

// The figures of one run.
struct RunSummary {
  engines::Seconds wallTime{0};    // what the caller waited
  engines::Seconds serialTime{0};  // workTime(): no engine without a core counts as working
  double speedup = 0.0;            // serialTime / wallTime
  double efficiency = 0.0;         // speedup / engines, the share of the work in splitLosses()
  double imbalance = 0.0;          // max over mean of the engines' busy time; 1 is perfect
  std::int64_t iterations = 0;
  double iterationsPerSecond = 0.0;  // iterations / wallTime
};

RunSummary summarize(const Run& run);

// The middle value, the mean of the two middle ones for an even number; 0 of none.
double median(std::vector<double> values);

// The value below which a share, 0 ... 1, of the values lies, interpolated; 0 of none.
double quantile(std::vector<double> values, double share);

// Half the distance between the quartiles over the median: how far repeats lie apart, as a share.
// 0 of fewer than two.
double relativeSpread(std::vector<double> values);

}  // namespace fatou::stats
