// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// A polynomial in z and parameters, multiplied out, with exact coefficients: for each product of
// powers the number in front of it, which is not 0. The powers are those of z and of each of the
// expression's parameterNames(), in this order.
using PolynomialForm = std::map<std::vector<std::int32_t>, ComplexDecimal>;

// The expression multiplied out; nothing where it is no polynomial, or one with numbers that are no
// decimals of at most 1,000 digits, like pi and 1/3, or takes more than a few thousand products.
std::optional<PolynomialForm> polynomialForm(const Expression& expression);

// The largest power of z; 0 for a polynomial without z.
std::int32_t degreeOf(const PolynomialForm& polynomial);

// d where the expression is z^d + c, d >= 2, however it is written.
std::optional<std::int32_t> powerPlusC(const Expression& expression);

}  // namespace fatou::julia
