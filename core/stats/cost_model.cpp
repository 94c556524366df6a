// SPDX-License-Identifier: GPL-3.0-or-later
// What a record says about costs: the reading half of what_if.h.
#include <algorithm>
#include <map>

#include "core/stats/run_summary.h"
#include "core/stats/what_if.h"

namespace fatou::stats {
namespace {

double firstStart(const Run& run) {
  return std::ranges::min(run.bands, {}, &Band::started).started;
}

// Between the bands of each engine; where a band was submitted only later, from then on.
std::vector<double> gaps(const Run& run) {
  std::map<int, std::vector<const Band*>> bandsOf;
  for (const Band& band : run.bands) bandsOf[band.engine].push_back(&band);
  std::vector<double> all;
  for (auto& [engine, bands] : bandsOf) {
    std::ranges::sort(bands, {}, &Band::started);
    for (std::size_t i = 1; i < bands.size(); ++i)
      all.push_back(bands[i]->started - std::max(bands[i - 1]->completed, bands[i]->submitted));
  }
  return all;
}

std::int32_t usualBandRows(const Run& run) {
  std::vector<double> heights;
  for (const Band& band : run.bands) heights.push_back(band.rows.size());
  return std::max(1, static_cast<std::int32_t>(median(heights)));
}

std::int32_t mirroredAbout(const Run& run) {
  for (const Band& band : run.bands)
    if (band.mirrored.size() > 0) return band.rows.end + band.mirrored.begin;
  return 0;
}

// A serial run takes rows in between its bands; otherwise it is what the caller's thread did apart
// from planning.
double gathering(const Run& run) {
  if (!run.isSerial()) return std::max(0.0, run.callerCpuTime - firstStart(run));
  return std::max(0.0, run.wallTime - firstStart(run) - busyTime(run));
}

}  // namespace

CostModel costModel(const Run& run) {
  CostModel model{.seconds = rowCosts(run, CostUnit::Seconds),
                  .iterations = rowCosts(run, CostUnit::Iterations),
                  .mirroredAbout = mirroredAbout(run),
                  .bandRows = usualBandRows(run),
                  .startUp = firstStart(run)};
  if (!run.isSerial()) model.handOver = std::max(0.0, median(gaps(run)));
  model.gatheringARow = gathering(run) / std::max(1, model.seconds.rows.size());
  return model;
}

}  // namespace fatou::stats
