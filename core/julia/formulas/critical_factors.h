// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/plane_polynomial.h"

namespace fatou::julia {

// Polynomials in z and a parameter whose roots in z are the critical points of a formula, as far as
// they are known: core/julia/formulas/critical_family.h says which. Exact, each of a degree of 1 or
// more in z, none there twice.
std::vector<PlanePolynomial> criticalFactors(const Formula& formula, const ComplexDecimal& c,
                                             std::string_view parameter);

}  // namespace fatou::julia
