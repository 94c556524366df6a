// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <optional>

#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {

// |z|, nearly rounded, and the same bits on every machine, which std::abs() may not have.
double plainModulus(std::complex<double> z);

// The smallest power of two R >= 2 with |f(z)| > |z| for all |z| >= R, which proves that an orbit
// with one such number escapes to infinity. Nothing where infinity does not attract, or attracts
// too weakly for an R up to 2^500.
//
// |z| >= R escapes where |a_n| R^n > sum over k < n of |a_k| R^k + R times the sum of |b_k| R^k, n
// the degree of the numerator P and Q the denominator: f = P/Q. Divided by R^n the right-hand side
// falls as R grows, so that one R shows it for all beyond.
std::optional<double> provenEscapeRadius(const RationalForm& map);

}  // namespace fatou::julia
