// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the sources of core alone, as core/julia/numbers/big_float.h.

#include <span>
#include <vector>

#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/big_complex.h"

namespace fatou::julia {

// The values of all of an expression's nodes at z, in z's precision. `parameters` are the values of
// its parameterNames(). Not finite where a node has no value, as at a pole, and in what needs it.
std::vector<BigComplex> bigValues(const Expression& expression, const BigComplex& z,
                                  std::span<const BigComplex> parameters);

// That of the last node, the expression's own.
BigComplex bigValue(const Expression& expression, const BigComplex& z,
                    std::span<const BigComplex> parameters);

// Decimals in a precision.
std::vector<BigComplex> bigNumbers(std::span<const ComplexDecimal> values, std::int64_t bits);

}  // namespace fatou::julia
