// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <stop_token>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/escape_part.h"

namespace fatou::julia {

// The largest degree of a map for which an escape radius is looked for.
inline constexpr int kMostProvenDegree = 64;

// The exit of a formula's orbits towards infinity.
struct EscapeExit {
  double radius = 2.0;  // J is the first t with |z_t| > radius …
  kernels::EscapePart part = kernels::EscapePart::Modulus;  // … or that part of z_t
  // Near infinity |f(z)| is about lead |z|^degree. The degree is 2 or more, or 0 where the growth
  // is not known.
  int degree = 0;
  double lead = 1.0;

  // Whether an orbit that comes to z has escaped; so it has where z is not a number.
  bool isOutside(std::complex<double> z) const {
    return !(kernels::escapeNorm(part, z.real(), z.imag()) <= radius * radius);
  }

  friend bool operator==(const EscapeExit&, const EscapeExit&) = default;
};

// Returns the exit of a formula and its c. The radius is the one that the formula names, else the
// one that provenEscapeRadius() gives for a rational map of degree kMostProvenDegree at most. Where
// there is none, the Error asks for a radius.
//
// Takes as long as rationalForm(), also when stopped, but the last few answers are known at once;
// formulas that differ only in the named radius or in basins share them.
Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c,
                                const std::stop_token& stop = {});

// Whether the formula is a polynomial, or a rational map that grows as a power towards infinity, so
// that nearly every c has a proven radius. Takes as long as escapeExitOf().
bool mayEscapeProven(const Formula& formula, const std::stop_token& stop = {});

}  // namespace fatou::julia
