// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/comparison.h"

namespace fatou::stats {
namespace {

template <typename Field>
std::vector<double> each(const RepeatedRun& run, Field field) {
  std::vector<double> values;
  for (const RunSummary& repeat : run.repeats) values.push_back(field(repeat));
  return values;
}

}  // namespace

std::vector<ComparisonRow> compareToFirst(std::span<const RepeatedRun> runs) {
  std::vector<ComparisonRow> rows;
  for (const RepeatedRun& run : runs) {
    const auto walls = each(run, [](const RunSummary& r) { return r.wallTime.count(); });
    ComparisonRow row{.wallTime = median(walls), .spread = relativeSpread(walls)};
    row.serialTime = median(each(run, [](const RunSummary& r) { return r.serialTime.count(); }));
    row.imbalance = median(each(run, [](const RunSummary& r) { return r.imbalance; }));
    row.iterations = run.repeats.empty() ? 0 : run.repeats.front().iterations;
    const double base = rows.empty() ? row.wallTime : rows.front().wallTime;
    if (row.wallTime > 0.0) {
      row.speedup = base / row.wallTime;
      row.iterationsPerSecond = static_cast<double>(row.iterations) / row.wallTime;
    }
    if (run.engines > 0) row.efficiency = row.speedup / run.engines;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace fatou::stats
