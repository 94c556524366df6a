// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/run.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace fatou::stats {
namespace {

constexpr std::int32_t kMaxRow = 65'536;
constexpr int kMaxEngines = 1'024;
constexpr double kLongest = 1e9 + 1.0;    // seconds
constexpr double kMostIterations = 4e18;  // a run's, so that sums of 64 bits hold them
constexpr std::int64_t kMostBytes = 1'000'000'000'000;  // a band's, so that any run's sum is held

Status checkTravel(const Travel& travel, const Band& band) {
  const bool ordered = band.submitted <= travel.sent && travel.sent <= band.started &&
                       band.completed <= travel.answered && travel.answered <= band.received;
  if (!ordered)
    return Error{
        "its stamps are out of order; sent must lie between submitted and started, answered "
        "between completed and received"};
  const auto isSize = [](std::int64_t bytes) { return 0 <= bytes && bytes <= kMostBytes; };
  if (!isSize(travel.bytesSent) || !isSize(travel.bytesReceived))
    return Error{"its bytes are none; give numbers from 0 to " + std::to_string(kMostBytes)};
  return success();
}

Status checkBand(const Band& band, const Run& run) {
  if (band.engine < 0 || band.engine >= run.engines)
    return Error{"engine " + std::to_string(band.engine) + " is none of the run's " +
                 std::to_string(run.engines) + "; use 0 to " + std::to_string(run.engines - 1)};
  const auto isRange = [](Rows rows) {
    return 0 <= rows.begin && rows.begin <= rows.end && rows.end <= kMaxRow;
  };
  if (!isRange(band.rows) || !isRange(band.mirrored) || band.rows.size() == 0)
    return Error{"its rows are none; give rows from 0 to " + std::to_string(kMaxRow)};
  if (band.iterations < 0) return Error{"its iterations are negative"};
  if (band.cell < 1 || band.cell > kMaxRow)
    return Error{"its cell is " + std::to_string(band.cell) + "; use 1 to " +
                 std::to_string(kMaxRow)};
  // Each comparison is false for NaN, so that a stamp that is no number fails.
  const bool ordered = 0.0 <= band.submitted && band.submitted <= band.started &&
                       band.started <= band.completed && band.completed <= band.received &&
                       band.received <= run.wallTime;
  if (!ordered)
    return Error{
        "its stamps are out of order; submitted, started, completed, received and "
        "the run's wall time must follow one another"};
  if (band.travel)
    if (const Status status = checkTravel(*band.travel, band); !status) return status;
  if (!(0.0 <= band.cpuTime && band.cpuTime < kLongest))
    return Error{"its CPU time is no time; give seconds"};
  if (!(0.0 <= band.coreWait && band.coreWait <= band.started))
    return Error{"its wait for a core is none; give seconds from 0 to its start"};
  return success();
}

Status checkOverlaps(const Run& run) {
  std::vector<const Band*> bands;
  for (const Band& band : run.bands) bands.push_back(&band);
  std::ranges::sort(bands, [](const Band* a, const Band* b) {
    return std::pair(a->engine, a->started) < std::pair(b->engine, b->started);
  });
  for (std::size_t i = 1; i < bands.size(); ++i)
    if (bands[i]->engine == bands[i - 1]->engine && bands[i]->started < bands[i - 1]->completed)
      return Error{"bands of engine " + std::to_string(bands[i]->engine) +
                   " overlap; an engine does one at a time"};
  return success();
}

template <typename Number, typename Field>
Number sumOf(const Run& run, Field field) {
  return std::accumulate(run.bands.begin(), run.bands.end(), Number{0},
                         [&](Number sum, const Band& band) { return sum + field(band); });
}

}  // namespace

Status check(const Run& run) {
  if (run.engines < 1 || run.engines > kMaxEngines)
    return Error{"its engines are " + std::to_string(run.engines) + "; use 1 to " +
                 std::to_string(kMaxEngines)};
  if (run.cores < 0) return Error{"its cores are negative; leave them out where unknown"};
  if (!(0.0 <= run.wallTime && run.wallTime < kLongest))
    return Error{"its wall time is no time; give seconds"};
  if (!(0.0 <= run.callerCpuTime && run.callerCpuTime < kLongest))
    return Error{"its caller's CPU time is no time; give seconds"};
  if (!(0.0 <= run.otherCpuTime && run.otherCpuTime < kLongest))
    return Error{"its other CPU time is no time; give seconds"};
  double sum = 0.0;
  for (std::size_t i = 0; i < run.bands.size(); ++i) {
    if (const Status status = checkBand(run.bands[i], run); !status)
      return Error{"band " + std::to_string(i) + " is broken: " + status.error().message};
    sum += static_cast<double>(run.bands[i].iterations);
  }
  if (sum > kMostIterations) return Error{"its iterations are more than can be counted"};
  return checkOverlaps(run);
}

Run joined(std::span<const Run> runs) {
  if (runs.empty()) return {};
  Run all = runs.front();
  for (const Run& run : runs.subspan(1)) {
    for (Band band : run.bands) {
      for (double* stamp : {&band.submitted, &band.started, &band.completed, &band.received})
        *stamp += all.wallTime;
      if (band.travel) {
        band.travel->sent += all.wallTime;
        band.travel->answered += all.wallTime;
      }
      all.bands.push_back(band);
    }
    all.wallTime += run.wallTime;
    all.callerCpuTime += run.callerCpuTime;
    all.otherCpuTime += run.otherCpuTime;
    all.complete = all.complete && run.complete;
    all.engines = std::max(all.engines, run.engines);
  }
  return all;
}

double busyTime(const Run& run) {
  return sumOf<double>(run, [](const Band& band) { return band.duration(); });
}

double cpuTime(const Run& run) {
  if (std::ranges::any_of(run.bands, [](const Band& band) { return band.cpuTime <= 0.0; }))
    return 0.0;
  return sumOf<double>(run, [](const Band& band) { return band.cpuTime; });
}

double coreWait(const Run& run) {
  return sumOf<double>(run, [](const Band& band) { return band.coreWait; });
}

std::vector<double> busyTimes(const Run& run) {
  std::vector<double> busy(static_cast<std::size_t>(run.engines));
  for (const Band& band : run.bands) busy[static_cast<std::size_t>(band.engine)] += band.duration();
  return busy;
}

double imbalance(const Run& run) {
  const auto busy = busyTimes(run);
  const double mean = busyTime(run) / static_cast<double>(busy.size());
  return mean > 0.0 ? std::ranges::max(busy) / mean : 0.0;
}

std::int64_t iterations(const Run& run) {
  return sumOf<std::int64_t>(run, [](const Band& band) { return band.iterations; });
}

std::int64_t bytesOverWire(const Run& run) {
  return sumOf<std::int64_t>(run, [](const Band& band) {
    return band.travel ? band.travel->bytesSent + band.travel->bytesReceived : std::int64_t{0};
  });
}

bool hasTravelled(const Run& run) {
  return std::ranges::any_of(run.bands, [](const Band& band) { return band.travel.has_value(); });
}

Rows rowsOf(const Run& run) {
  if (run.bands.empty()) return {};
  Rows all = run.bands.front().rows;
  for (const Band& band : run.bands) {
    for (const Rows rows : {band.rows, band.mirrored}) {
      if (rows.size() == 0) continue;
      all.begin = std::min(all.begin, rows.begin);
      all.end = std::max(all.end, rows.end);
    }
  }
  return all;
}

}  // namespace fatou::stats
