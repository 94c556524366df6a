// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/run_summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace fatou::stats {

std::vector<engines::Seconds> busyTimes(std::span<const engines::TaskRecord> tasks, int engines) {
  std::map<engines::EngineId, engines::Seconds> busyOf;
  for (const auto& task : tasks)
    if (isStamped(task)) busyOf[task.engine] += task.completed - task.started;
  std::vector<engines::Seconds> busy;
  for (const auto& [engine, time] : busyOf) busy.push_back(time);
  if (busy.size() < static_cast<std::size_t>(std::max(engines, 0)))
    busy.resize(static_cast<std::size_t>(engines));
  return busy;
}

double imbalance(std::span<const engines::Seconds> busy) {
  const auto sum = std::accumulate(busy.begin(), busy.end(), engines::Seconds{0});
  if (sum <= engines::Seconds{0}) return 0.0;
  return std::ranges::max(busy) / (sum / static_cast<double>(busy.size()));
}

RunSummary summarize(std::span<const engines::TaskRecord> tasks, int engines,
                     engines::Seconds wallTime, std::int64_t iterations) {
  RunSummary summary{.wallTime = wallTime, .iterations = iterations};
  summary.serialTime = engines::serialTime(tasks);
  summary.imbalance = imbalance(busyTimes(tasks, engines));
  if (wallTime > engines::Seconds{0}) {
    summary.speedup = summary.serialTime / wallTime;
    summary.iterationsPerSecond = static_cast<double>(iterations) / wallTime.count();
  }
  if (engines > 0) summary.efficiency = summary.speedup / engines;
  return summary;
}

RunSummary summarize(const Run& run) {
  RunSummary summary{.wallTime = engines::Seconds(run.wallTime),
                     .serialTime = engines::Seconds(busyTime(run)),
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
