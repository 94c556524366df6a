// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the sources of core alone, as core/julia/numbers/big_float.h.

#include <span>
#include <vector>

#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/big_complex.h"

namespace fatou::julia {

// The values of all of an expression's nodes at z, in z's precision. `parameters` are the values of
// its parameterNames(). A node that has no value, as at a pole, is not finite, nor is any node that
// uses it.
std::vector<BigComplex> bigValues(const Expression& expression, const BigComplex& z,
                                  std::span<const BigComplex> parameters);

// The value of the expression, which is that of its last node.
BigComplex bigValue(const Expression& expression, const BigComplex& z,
                    std::span<const BigComplex> parameters);

// Converts decimals to numbers of so many bits.
std::vector<BigComplex> bigNumbers(std::span<const ComplexDecimal> values, std::int64_t bits);

}  // namespace fatou::julia
