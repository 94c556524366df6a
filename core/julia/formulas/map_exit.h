// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/escape_exit.h"

namespace fatou::julia {

// Returns the exit of a formula's orbits on the map of one of its parameters, the same for all
// pixels:
//
// - For z^d + c it is |z| > 2: an orbit of 0 that gets there escapes, whatever c is.
// - For a formula that names a radius, that radius.
// - Otherwise the smallest power of two R >= 2 such that |f(z)| > |z| for |z| >= R is proven for
//   all parameters up to a modulus M. M is the smallest power of two that is at least 4 and at
//   least `most`, so that all maps that show no modulus beyond 4 have the same J. With n the degree
//   in z of f's numerator, |a_k| the largest moduli of its coefficients for these parameters, and
//   |b_k| those of the denominator's, the condition is
//     |a_n| R^n > sum over k < n of |a_k| R^k + R sum of |b_k| R^k.
//   Here a_n has to be a number times a power of the parameter, and |a_n| is its smallest modulus
//   for parameters of modulus 2^-10 or more. For smaller ones the same R is used without proof.
// - Otherwise, if the formula's basins are told apart, |z| > 2^500 in place of infinity.
//
// On some maps orbits also end near attracting points; see render/program_map.h.
//
// degree and lead are those of EscapeExit if the leading coefficients of numerator and denominator
// do not depend on the parameter. `most` is the largest modulus on the map. `c` is the place's, and
// counts where `parameter` is another one. Where there is no exit, the Error asks for a radius.
Result<EscapeExit> mapExitOf(const Formula& formula, const ComplexDecimal& c,
                             std::string_view parameter, double most);

}  // namespace fatou::julia
