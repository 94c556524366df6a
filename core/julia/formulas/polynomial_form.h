// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// An expanded polynomial in z and parameters with exact coefficients: the coefficient, which is not
// 0, for each product of powers. The exponents are those of z and of each of the expression's
// parameterNames(), in this order.
using PolynomialForm = std::map<std::vector<std::int32_t>, ComplexDecimal>;

// Expands an expression. Returns nothing where it is not a polynomial, where a coefficient is not a
// decimal of at most 1,000 digits, as with pi and 1/3, or where it would take more than a few
// thousand products.
std::optional<PolynomialForm> polynomialForm(const Expression& expression);

// The degree in z; 0 for a polynomial without z.
std::int32_t degreeOf(const PolynomialForm& polynomial);

// Returns d where the expression is equal to z^d + c with d >= 2, however it is written.
std::optional<std::int32_t> powerPlusC(const Expression& expression);

}  // namespace fatou::julia
