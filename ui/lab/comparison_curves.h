// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/stats/comparison.h"
#include "ui/lab/curve_chart.h"

namespace fatou::ui {

// A comparison as what its three charts draw.
struct ComparisonCurves {
  std::vector<Curve> times;
  std::vector<Curve> speedups;
  std::vector<Curve> efficiencies;
  CurveChart::Unit timeUnit;  // milliseconds or seconds
};

// A curve for each view and band height, with the serial time and the ideal line to compare to.
// `rows` belong to the configurations; the first is the serial one. Pure.
ComparisonCurves comparisonCurves(std::span<const stats::Configuration> configurations,
                                  std::span<const stats::ComparisonRow> rows, int cores);

}  // namespace fatou::ui
