// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/stats/run.h"

namespace fatou::stats {

enum class CostUnit {
  Seconds,    // CPU time where it is known, else the bands' durations
  Iterations  // sum of J over the row
};

// What each computed row of a picture costs; within a band all rows cost the same, as only the band
// is timed.
struct RowCosts {
  Rows rows;
  std::vector<double> costs;  // one a row, the lowest row first
  Rows mirrored{};            // the picture's other rows, which repeat these at no cost

  Rows pictureRows() const;  // both together
  double sum() const;
  double sum(Rows part) const;
};

// The costs of the rows that were computed. Mirrored rows cost nothing: a symmetric picture has
// costs in its upper half only.
RowCosts rowCosts(const Run& run, CostUnit unit);

// The parts of a picture that a kernel need not compute.
struct RowSavings {
  Rows computed;              // the other rows of the picture repeat these
  bool insideIsFree = false;  // blocks and the trap settle points that never leave in few steps
};

// What the rows of a picture cost, in iterations, told from its J before anything is measured.
// `counts` has one J a pixel, lowest row first, `width` of them a row; `tmax` is that of the points
// that never left. Exact for a kernel that is spared nothing.
RowCosts countedCosts(std::span<const std::int32_t> counts, std::int32_t width, std::int32_t tmax,
                      const RowSavings& savings);

enum class CostOrigin {
  Measured,  // rowCosts() of a run, in seconds
  Counted    // countedCosts()
};

// Says what costs are, where they are from, and which rows have none: a sentence without its full
// stop. The kernel of measured costs may be unknown: an empty text.
std::string costSentence(const RowCosts& costs, const std::string& kernel, CostOrigin origin);

// Borders of the direct view: engine k gets rows [borders[k], borders[k + 1]). Engines + 1 numbers
// that do not fall, the first and the last those of the rows.
using Borders = std::vector<std::int32_t>;

// The block formula: equally many rows each, the first ones one more where it does not divide.
Borders blockBorders(Rows rows, int engines);

// The borders that make the share of the busiest engine as small as it can be.
Borders optimalBorders(const RowCosts& costs, int engines);

// What each engine's block costs.
std::vector<double> blockCosts(const RowCosts& costs, const Borders& borders);

// The largest of the blocks' costs over their mean; 0 where all are free.
double imbalance(const RowCosts& costs, const Borders& borders);

}  // namespace fatou::stats
