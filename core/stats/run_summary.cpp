// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/run_summary.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/stats/losses.h"

namespace fatou::stats {

RunSummary summarize(const Run& run) {
  RunSummary summary{.wallTime = engines::Seconds(run.wallTime),
                     .serialTime = engines::Seconds(workTime(run)),
                     .imbalance = imbalance(run),
                     .iterations = iterations(run)};
  if (run.wallTime > 0.0) {
    summary.speedup = summary.serialTime.count() / run.wallTime;
    summary.iterationsPerSecond = static_cast<double>(summary.iterations) / run.wallTime;
  }
  if (run.engines > 0) summary.efficiency = summary.speedup / run.engines;
  return summary;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::ranges::sort(values);
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], place - static_cast<double>(below));
}

double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

double relativeSpread(std::vector<double> values) {
  if (values.size() < 2) return 0.0;
  const double middle = quantile(values, 0.5);
  return middle > 0.0 ? (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / middle : 0.0;
}

}  // namespace fatou::stats
