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

}  // namespace fatou::julia
