// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/engines/task_record.h"
#include "core/engines/timing.h"
#include "core/stats/run.h"

namespace fatou::stats {

// What one run of tasks came to, from its records.
struct RunSummary {
  engines::Seconds wallTime{0};    // what the caller waited
  engines::Seconds serialTime{0};  // sum of what the tasks took
  double speedup = 0.0;            // serialTime / wallTime
  double efficiency = 0.0;         // speedup / engines
  double imbalance = 0.0;          // max over mean of the engines' busy time; 1 is perfect
  std::int64_t iterations = 0;
  double iterationsPerSecond = 0.0;  // iterations / wallTime
};

// How long each engine that could take part was busy; the sum is the serial time. Engines that
// did nothing count with 0.
std::vector<engines::Seconds> busyTimes(std::span<const engines::TaskRecord> tasks, int engines);

// Max over mean; 0 where nothing was done.
double imbalance(std::span<const engines::Seconds> busy);

// `engines` is how many could take part, busy or not.
RunSummary summarize(std::span<const engines::TaskRecord> tasks, int engines,
                     engines::Seconds wallTime, std::int64_t iterations);

// The same of a run as a value.
RunSummary summarize(const Run& run);

// The middle value, the mean of the two middle ones for an even number; 0 of none.
double median(std::vector<double> values);

// The value below which a share, 0 ... 1, of the values lies, interpolated; 0 of none.
double quantile(std::vector<double> values, double share);

// Half the distance between the quartiles over the median: how far repeats lie apart, as a share.
// 0 of fewer than two.
double relativeSpread(std::vector<double> values);

}  // namespace fatou::stats
