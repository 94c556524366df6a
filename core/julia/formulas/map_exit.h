// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/escape_exit.h"

namespace fatou::julia {

// Where the orbits of a formula leave on the map of one of its parameters, at all pixels alike.
//
// - Of z^d + c it is |z| > 2: from 0 an orbit that gets there escapes, whatever c is.
// - Where the formula names a radius, that.
// - Else the smallest power of two R >= 2 beyond which |f(z)| > |z| is proven for all parameters up
//   to a modulus M. That is the least power of two that is 4 or more and `most` or more, so that J
//   of a parameter does not depend on the map as long as it shows none beyond 4. With n the degree
//   in z of f's numerator, |a_k| the largest moduli of its coefficients there, and |b_k| those of
//   the denominator, R is proven where
//     |a_n| R^n > sum over k < n of |a_k| R^k + R sum of |b_k| R^k.
//   If a_n is a number times a power of the parameter, |a_n| is its least for moduli from 2^-10 on;
//   for smaller ones the same R is taken, unproven.
// - Else |z| > 2^500, as good as infinity, where the formula's basins are told apart.
//
// Where orbits leave near points that attract them is another matter: render/program_map.h.
//
// degree and lead are those of EscapeExit where the leading coefficients of both are numbers.
// `most` is the largest modulus on the map; `c` is that of the place, for where another parameter
// is meant. The Error asks for a radius where there is none.
Result<EscapeExit> mapExitOf(const Formula& formula, const ComplexDecimal& c,
                             std::string_view parameter, double most);

}  // namespace fatou::julia
