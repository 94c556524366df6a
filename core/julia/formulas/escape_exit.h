// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/escape_part.h"

namespace fatou::julia {

// The largest degree of a map whose radius of escape is looked for.
inline constexpr int kMostProvenDegree = 64;

// Where the orbits of a formula leave.
struct EscapeExit {
  double radius = 2.0;  // J is the first t with |z_t| > radius …
  kernels::EscapePart part = kernels::EscapePart::Modulus;  // … or that part of z_t
  // Near infinity |f(z)| is about lead |z|^degree, with a degree of 2 or more; 0 where that is not
  // known.
  int degree = 0;
  double lead = 1.0;

  friend bool operator==(const EscapeExit&, const EscapeExit&) = default;
};

// The exit of a formula and its c: the radius that the formula names, else the one that is proven
// for a rational map of at most that degree, provenEscapeRadius(). The Error asks for a radius
// where there is none.
Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c);

// Whether it is a polynomial, or a rational map that grows as a power towards infinity, so that a
// radius is found for nearly all c.
bool mayEscapeProven(const Formula& formula);

}  // namespace fatou::julia
