// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/stats/amdahl.h"
#include "core/stats/losses.h"
#include "core/stats/row_cost.h"
#include "core/stats/run.h"

namespace fatou::stats {

// One way of computing a picture, and its repeats.
struct Configuration {
  std::string view = "serial";
  int engines = 1;
  std::int32_t bandRows = 0;  // rows a band; 0 where chosen from height and engines
  std::vector<Run> repeats;
  std::string hash;       // of J; empty where not taken
  bool identical = true;  // J is that of the first configuration, bit for bit

  bool isSerial() const { return view == "serial"; }
};

// A median with the quartiles, for error bars. low <= median <= high.
struct Measured {
  double median = 0.0;
  double low = 0.0;
  double high = 0.0;
};

// A configuration beside the one it is measured against. Times are in seconds.
struct ComparisonRow {
  Measured wallTime;
  // The median wall time of the first configuration, less what it was without a core, / wall time:
  // on a busy machine a serial run that had to wait makes no other one faster.
  Measured speedup;
  Measured efficiency;      // speedup / engines
  double spread = 0.0;      // relativeSpread() of the wall times
  double serialTime = 0.0;  // workTime(): of all bands together
  double imbalance = 0.0;
  std::int64_t iterations = 0;
  double iterationsPerSecond = 0.0;
  // shareWithoutCore() of the median repeat, where there are cores enough for all engines; else 0.
  double disturbance = 0.0;
  bool isDisturbed() const { return disturbance > kDisturbing; }
  std::size_t typical = 0;  // the repeat whose wall time is nearest to the median
  Losses losses;            // of the typical repeat, against the first configuration's
};

// One row a configuration; the first one, the serial one, is what the speed-ups are against.
std::vector<ComparisonRow> compareToFirst(std::span<const Configuration> configurations);

// Configurations that differ in the number of engines alone: a line of a chart joins their points.
struct ScalingSeries {
  std::string view;
  std::int32_t bandRows = 0;                  // rows a band; 0 where chosen from height and engines
  std::vector<std::size_t> configurations{};  // by ascending engines; places in the comparison

  friend bool operator==(const ScalingSeries&, const ScalingSeries&) = default;
};

// The series of all configurations but the serial ones, in order of view and band height.
std::vector<ScalingSeries> scalingSeries(std::span<const Configuration> configurations);

// Whether the series differ in band height, so that their names have to say it.
bool haveManyHeights(std::span<const ScalingSeries> all);

// Whether other programs took so many cores while all was measured that all speed-ups are spoilt;
// `others` is nothing where unknown.
bool tookCores(std::optional<double> others, int cores);

// Says what spoilt the figures: a sentence without its full stop, empty where nothing did. `others`
// is how many cores other programs took while all was measured; nothing where unknown.
std::string disturbanceSentence(std::optional<double> others, int cores,
                                std::span<const ComparisonRow> rows);

// Says that engines share cores, where some configuration has more engines than cores: a sentence
// without its full stop, else empty. `cores` is 0 where unknown.
std::string crowdSentence(int mostEngines, int cores);

// What the rows cost that a comparison computed, in seconds: from the typical repeat that has the
// finest bands, of those whose engines all had a core. Nothing where nothing ran.
RowCosts measuredCosts(std::span<const Configuration> configurations,
                       std::span<const ComparisonRow> rows);

// Amdahl's law for one view, from the walls of all repeats up to `cores` engines.
std::optional<AmdahlFit> fitView(std::span<const Configuration> configurations,
                                 const std::string& view, int cores);

}  // namespace fatou::stats
