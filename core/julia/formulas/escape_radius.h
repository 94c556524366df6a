// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <optional>

#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {

// z| to nearly the last bit, the same on every machine, as std::abs() need not be.
double plainModulus(std::complex<double> z);

// Returns the smallest power of two R >= 2 such that |f(z)| > |z| for all |z| >= R, so that an
// orbit with |z_t| >= R escapes to infinity. Returns nothing where infinity does not attract, or so
// weakly that R would exceed 2^500.
//
// With f = P / Q and n the degree of P, the condition is |a_n| R^n > sum over k < n of |a_k| R^k +
// R sum of |b_k| R^k. Divided by R^n its right-hand side falls as R grows, so if it holds for one R
// it holds beyond.
std::optional<double> provenEscapeRadius(const RationalForm& map);

}  // namespace fatou::julia
