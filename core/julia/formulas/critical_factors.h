// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "core/julia/formulas/bivariate_polynomial.h"
#include "core/julia/formulas/formula.h"

namespace fatou::julia {

// Exact polynomials in z and a parameter whose roots in z are critical points of a formula.
struct CriticalFactors {
  // The factors whose roots' orbits are followed, as far as they are known;
  // core/julia/formulas/critical_family.h says which. Each has degree 1 or more in z and occurs
  // once. Those without the parameter have simple roots alone, unless their numbers are too long.
  std::vector<BivariatePolynomial> followed;
  // The polynomial whose roots are superattracting fixed points for every value of the parameter.
  // The coefficient of its highest power of z is a number. Empty where there are no such points, or
  // no other critical points.
  BivariatePolynomial fixed;
};

// The result means nothing once a stop was requested, which is noticed within some milliseconds.
CriticalFactors criticalFactors(const Formula& formula, const ComplexDecimal& c,
                                std::string_view parameter, const std::stop_token& stop = {});

// Whether a polynomial has a multiple root in z for every value of the parameter. Decided at one
// value that stands for all; false where the numbers are too long.
bool hasRootsTwice(const BivariatePolynomial& polynomial);

}  // namespace fatou::julia
