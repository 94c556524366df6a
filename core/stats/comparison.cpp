// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/comparison.h"

#include <algorithm>
#include <cmath>

#include "core/stats/run_summary.h"
#include "core/stats/words.h"

namespace fatou::stats {
namespace {

template <typename Field>
std::vector<double> each(const Configuration& configuration, Field field) {
  std::vector<double> values;
  for (const Run& repeat : configuration.repeats) values.push_back(field(repeat));
  return values;
}

Measured measured(const std::vector<double>& values) {
  return {.median = median(values), .low = quantile(values, 0.25), .high = quantile(values, 0.75)};
}

// numerator / each of the three; dividing by the low end gives the high one.
Measured over(double numerator, const Measured& divisor) {
  const auto ratio = [numerator](double by) { return by > 0.0 ? numerator / by : 0.0; };
  return {.median = ratio(divisor.median), .low = ratio(divisor.high), .high = ratio(divisor.low)};
}

Measured perEngine(const Measured& speedup, int engines) {
  const double n = std::max(1, engines);
  return {.median = speedup.median / n, .low = speedup.low / n, .high = speedup.high / n};
}

// How long the run would have taken had its engines never been without a core, on average.
double undisturbedTime(const Run& run) {
  return run.wallTime - (busyTime(run) - workTime(run)) / std::max(1, run.engines);
}

double disturbanceOf(const Run& run) {
  return run.engines <= run.cores ? shareWithoutCore(run) : 0.0;
}

std::size_t typicalRepeat(const Configuration& configuration, double wall) {
  const auto& repeats = configuration.repeats;
  const auto nearest = std::ranges::min_element(
      repeats, {}, [wall](const Run& run) { return std::abs(run.wallTime - wall); });
  return static_cast<std::size_t>(nearest - repeats.begin());
}

ComparisonRow rowOf(const Configuration& configuration) {
  const auto walls = each(configuration, [](const Run& run) { return run.wallTime; });
  ComparisonRow row{.wallTime = measured(walls), .spread = relativeSpread(walls)};
  row.serialTime = median(each(configuration, [](const Run& run) { return workTime(run); }));
  row.imbalance = median(each(configuration, [](const Run& run) { return imbalance(run); }));
  row.disturbance = median(each(configuration, disturbanceOf));
  row.typical = typicalRepeat(configuration, row.wallTime.median);
  if (!configuration.repeats.empty()) row.iterations = iterations(configuration.repeats.front());
  if (row.wallTime.median > 0.0)
    row.iterationsPerSecond = static_cast<double>(row.iterations) / row.wallTime.median;
  return row;
}

}  // namespace

std::vector<ComparisonRow> compareToFirst(std::span<const Configuration> configurations) {
  std::vector<ComparisonRow> rows;
  std::optional<WorkAlone> alone;
  double base = 0.0;
  for (const Configuration& configuration : configurations) {
    ComparisonRow row = rowOf(configuration);
    if (rows.empty()) base = median(each(configuration, undisturbedTime));
    row.speedup = over(base, row.wallTime);
    row.efficiency = perEngine(row.speedup, configuration.engines);
    if (!configuration.repeats.empty()) {
      const Run& typical = configuration.repeats[row.typical];
      if (!alone) alone = workAlone(typical);
      row.losses = splitLosses(typical, alone);
    }
    rows.push_back(row);
  }
  return rows;
}

bool tookCores(std::optional<double> others, int cores) {
  return others && cores > 0 && *others > kDisturbing * cores;
}

std::string disturbanceSentence(std::optional<double> others, int cores,
                                std::span<const ComparisonRow> rows) {
  const bool isDisturbed = std::ranges::any_of(rows, &ComparisonRow::isDisturbed);
  const bool isTaken = tookCores(others, cores);
  if (!isDisturbed && !isTaken) return {};
  // Engines may wait for a core that no program is busy on: a container may have used up its CPU
  // quota.
  std::string who = others ? "engines waited for a core" : "other programs took some of the cores";
  if (isTaken)
    who = "other programs took " + fixedText(*others, 1) + " of the " + std::to_string(cores) +
          (cores == 1 ? " core" : " cores");
  return who +
         " while measuring, so these times are longer and less even than they would be: "
         "compare again when it is quiet";
}

std::string crowdSentence(int mostEngines, int cores) {
  if (cores <= 0 || mostEngines <= cores) return {};
  return "this machine has " + std::to_string(cores) + (cores == 1 ? " core" : " cores") +
         ": more engines than that share them";
}

RowCosts measuredCosts(std::span<const Configuration> configurations,
                       std::span<const ComparisonRow> rows) {
  const Run* finest = nullptr;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (configurations[i].repeats.empty()) continue;
    const Run& run = configurations[i].repeats[rows[i].typical];
    if (run.cores > 0 && run.engines > run.cores) continue;
    if (finest == nullptr || run.bands.size() > finest->bands.size()) finest = &run;
  }
  return finest == nullptr ? RowCosts{} : rowCosts(*finest, CostUnit::Seconds);
}

std::optional<AmdahlFit> fitView(std::span<const Configuration> configurations,
                                 const std::string& view, int cores) {
  std::vector<TimeAt> times;
  for (const Configuration& configuration : configurations)
    if (configuration.view == view)
      for (const Run& run : configuration.repeats)
        times.push_back({.engines = configuration.engines, .wallTime = run.wallTime});
  return fitAmdahl(times, cores);
}

}  // namespace fatou::stats
