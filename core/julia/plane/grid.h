// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/julia/plane/place.h"

namespace fatou::julia {

// The points of a picture: xs[column] + i ys[row], row 0 the lowest.
struct Grid {
  std::vector<double> xs;
  std::vector<double> ys;
};

// `count` evenly spaced numbers from first to last, both included, bit for bit those of
// numpy.linspace: first + i * step with step = (last - first) / (count - 1), and the last one set
// to `last`. One number is `first` alone.
std::vector<double> linspace(double first, double last, std::size_t count);

// The grid of a view at width x height points, both edges included. Around a centre the grid is
// that of the corners centre ± radius, widened by (width - 1) / (height - 1) so that steps are
// equal both ways. The Error says when the view is empty, or too deep for double precision.
Result<Grid> makeGrid(const View& view, std::int32_t width, std::int32_t height);

// The distance of neighbours in a row, or in a column where there is no other one; 1 for a single
// point.
double pixelSize(const Grid& grid);

}  // namespace fatou::julia
