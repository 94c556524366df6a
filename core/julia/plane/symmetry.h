// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/grid.h"

namespace fatou::julia {

// The symmetry of a picture: which half repeats the other.
enum class Symmetry {
  None,
  HalfTurn,    // for even degrees, z and -z have the same power: rows and columns in reverse
  Conjugation  // for real c, z and its conjugate have conjugate orbits: rows in reverse
};

// A picture's symmetry, and how far the mirror image of a pixel is at most from the pixel that
// stands there.
//
// At 0 counts repeat bit for bit, and what is computed with them: both maps only change signs, and
// no step of the kernels rounds differently for that. Evenly spaced coordinates are often each
// other's negatives but for a rounding; counts then repeat where that is proven
// (kernels::fastMirroredEscapeTimes).
//
// Other turns are not made use of: those of a third are rounded, and those of a quarter, which only
// exchange the parts of z, need as many rows as columns.
struct Mirror {
  Symmetry symmetry = Symmetry::None;
  double distance = 0.0;

  friend bool operator==(const Mirror&, const Mirror&) = default;
};

Mirror mirrorOf(Formula formula, const ComplexDecimal& c, const Grid& grid);

}  // namespace fatou::julia
