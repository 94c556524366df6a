// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/julia/decimal.h"
#include "core/julia/grid.h"

namespace fatou::julia {

// Which half of a picture repeats the other, count for count.
enum class Symmetry {
  None,
  HalfTurn,    // z and -z have the same square: rows and columns in reverse
  Conjugation  // for real c, z and its conjugate have conjugate orbits: rows in reverse
};

// The symmetry that holds in double arithmetic and not only on paper: coordinates must be each
// other's negatives bit for bit, which evenly spaced ones often are not. Both maps only change
// signs, and no step of the kernels rounds differently for that.
Symmetry symmetryOf(const ComplexDecimal& c, const Grid& grid);

}  // namespace fatou::julia
