// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/run.h"

namespace fatou::stats {

enum class CostUnit {
  Seconds,    // CPU time where it is known, else the bands' durations
  Iterations  // sum of J over the row
};

// What each row of a range costs; within a band all rows cost the same, as only the band is timed.
struct RowCosts {
  Rows rows;
  std::vector<double> costs;  // one a row, the lowest row first

  double sum() const;
  double sum(Rows part) const;
};

// Of the rows that were computed. Mirrored ones cost nothing and are left out, which leaves the
// upper half of a symmetric picture.
RowCosts rowCosts(const Run& run, CostUnit unit);

// Of the whole picture in iterations, mirrored rows like those they repeat: the profile to draw
// beside it.
RowCosts pictureProfile(const Run& run);

// Borders of the direct view: engine k gets rows [borders[k], borders[k + 1]). Engines + 1 numbers
// that do not fall, the first and the last those of the rows.
using Borders = std::vector<std::int32_t>;

// The block formula: equally many rows each, the first ones one more where it does not divide.
Borders blockBorders(Rows rows, int engines);

// Those that make the busiest engine's share as small as it can be.
Borders optimalBorders(const RowCosts& costs, int engines);

// What each engine's block costs.
std::vector<double> blockCosts(const RowCosts& costs, const Borders& borders);

// Max over mean of the blocks' costs; 0 where all is free.
double imbalance(const RowCosts& costs, const Borders& borders);

}  // namespace fatou::stats
