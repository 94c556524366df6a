// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/symmetry.h"

#include <algorithm>
#include <functional>
#include <ranges>

namespace fatou::julia {
namespace {

bool isMirrored(const std::vector<double>& axis) {
  return std::ranges::equal(axis, axis | std::views::reverse, {}, {}, std::negate<>());
}

}  // namespace

Symmetry symmetryOf(const ComplexDecimal& c, const Grid& grid) {
  if (!isMirrored(grid.ys)) return Symmetry::None;
  if (c.im.toDouble() == 0.0) return Symmetry::Conjugation;
  return isMirrored(grid.xs) ? Symmetry::HalfTurn : Symmetry::None;
}

}  // namespace fatou::julia
