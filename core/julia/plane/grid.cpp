// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/grid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fatou::julia {
namespace {

struct Corners {
  double xmin, ymin, xmax, ymax;
};

Corners cornersOf(const CornerView& view, std::int32_t, std::int32_t) {
  return {view.xmin.toDouble(), view.ymin.toDouble(), view.xmax.toDouble(), view.ymax.toDouble()};
}

Corners cornersOf(const CentreView& view, std::int32_t width, std::int32_t height) {
  const double steps = std::max(1, height - 1);
  const double aspect = std::max(1, width - 1) / steps;
  return {sumToDouble(view.centre.re, view.radius, -aspect),
          sumToDouble(view.centre.im, view.radius, -1.0),
          sumToDouble(view.centre.re, view.radius, aspect),
          sumToDouble(view.centre.im, view.radius, 1.0)};
}

}  // namespace

std::vector<double> linspace(double first, double last, std::size_t count) {
  std::vector<double> points(count);
  if (count == 0) return points;
  const double intervals = static_cast<double>(count) - 1.0;
  const double step = (last - first) / intervals;
  for (std::size_t i = 0; i < count; ++i) points[i] = static_cast<double>(i) * step + first;
  // numpy computes it so where the step underflows to 0.
  if (step == 0.0)
    for (std::size_t i = 0; i < count; ++i)
      points[i] = static_cast<double>(i) / intervals * (last - first) + first;
  points.front() = first;
  if (count > 1) points.back() = last;
  return points;
}

Result<Grid> makeGrid(const View& view, std::int32_t width, std::int32_t height) {
  const Corners corners =
      std::visit([&](const auto& v) { return cornersOf(v, width, height); }, view);
  for (const double edge : {corners.xmin, corners.ymin, corners.xmax, corners.ymax})
    if (!std::isfinite(edge))
      return Error{toString(view) + " is not finite at this size: use numbers below 1e308"};
  if (!(corners.xmin < corners.xmax) || !(corners.ymin < corners.ymax))
    return Error{toString(view) +
                 " is deeper than double precision resolves: use a larger radius or region"};
  return Grid{.xs = linspace(corners.xmin, corners.xmax, static_cast<std::size_t>(width)),
              .ys = linspace(corners.ymin, corners.ymax, static_cast<std::size_t>(height))};
}

double pixelSize(const Grid& grid) {
  const auto& axis = grid.xs.size() > 1 ? grid.xs : grid.ys;
  return axis.size() > 1 ? (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1)
                         : 1.0;
}

}  // namespace fatou::julia
