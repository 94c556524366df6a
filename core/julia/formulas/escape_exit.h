// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// The largest degree of a polynomial whose radius of escape is looked for.
inline constexpr int kMostProvenDegree = 64;

// Where the orbits of a formula leave.
struct EscapeExit {
  double radius = 2.0;  // J is the first t with |z_t| > radius
  // For a polynomial |f(z)| is about lead |z|^degree near infinity, and more than |z| from the
  // radius on; 0 where that is not known.
  int degree = 0;
  double lead = 1.0;

  friend bool operator==(const EscapeExit&, const EscapeExit&) = default;
};

// The exit of a formula and its c: the radius that the formula names, else that of a polynomial,
// the smallest power of two R >= 2 with |f(z)| > |z| for all |z| >= R. That is so where
//   |a_d| > |a_(d-1)| / R + ... + |a_0| / R^d + 1 / R^(d-1),
// of which the right-hand side falls as R grows (Descartes' rule of signs). The Error asks for a
// radius where there is none.
Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c);

// Whether it is a polynomial, so that a radius may be found for some c and parameters.
bool mayEscapeProven(const Formula& formula);

}  // namespace fatou::julia
