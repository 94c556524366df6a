// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/plane_polynomial.h"

namespace fatou::julia {

// Polynomials in z and a parameter whose roots in z are critical points of a formula: exact.
struct CriticalFactors {
  // Those whose orbits are followed, as far as they are known:
  // core/julia/formulas/critical_family.h says which. Each of a degree of 1 or more in z, none
  // there twice.
  std::vector<PlanePolynomial> followed;
  // That of the points that stay where they are whatever the parameter is, and so attract all that
  // comes near them; its highest power of z has a number in front. Empty where there are none, or
  // no others.
  PlanePolynomial fixed;
};

CriticalFactors criticalFactors(const Formula& formula, const ComplexDecimal& c,
                                std::string_view parameter);

}  // namespace fatou::julia
