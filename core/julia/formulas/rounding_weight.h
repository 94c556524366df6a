// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>

#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// About how much the value of an expression is off, at the most and in units of the rounding error
// of numbers near 1, where each of its nodes is rounded: to nearly nearest by sums, products and
// quotients, to some units of the last place by functions. `values` are those of all nodes.
//
// Infinite where rounding may lead anywhere: next to a branch cut, at angles beyond 2^19 and for
// numbers beyond 2^500, of which kernels promise nothing.
double roundingWeight(const Expression& expression, std::span<const std::complex<double>> values);

// Whether an evaluation in doubles may meet a pole or the other side of a branch cut, or may come
// so near to a pole that the derivative does not bound its error, as z is off by `spread`. It may
// say so too early by a small factor.
bool mayMeetSingularity(const Expression& expression, std::span<const std::complex<double>> values,
                        double spread);

}  // namespace fatou::julia
