// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/symmetry.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/julia/formulas/formula_row.h"

namespace fatou::julia {
namespace {

// How far the coordinates of an axis are at most from the negatives of those at its other end.
double mirrorDistance(const std::vector<double>& axis) {
  double distance = 0.0;
  for (std::size_t i = 0; i < axis.size() / 2 + 1 && i < axis.size(); ++i)
    distance = std::max(distance, std::abs(axis[i] + axis[axis.size() - 1 - i]));
  return distance;
}

// Symmetric but for a few roundings of the largest coordinate.
bool isMirrored(double distance, const std::vector<double>& axis) {
  constexpr double kRoundings = 0x1p-50;
  return distance <= kRoundings * std::max(std::abs(axis.front()), std::abs(axis.back()));
}

}  // namespace

Mirror mirrorOf(Formula formula, const ComplexDecimal& c, const Grid& grid) {
  const double dy = mirrorDistance(grid.ys);
  if (!isMirrored(dy, grid.ys)) return {};
  if (c.im.toDouble() == 0.0) return {Symmetry::Conjugation, dy};
  if (rowOf(formula).rotations % 2 != 0) return {};
  const double dx = mirrorDistance(grid.xs);
  if (!isMirrored(dx, grid.xs)) return {};
  return {Symmetry::HalfTurn, dx + dy};
}

}  // namespace fatou::julia
