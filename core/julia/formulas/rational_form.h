// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/julia/formulas/decimal_polynomial.h"
#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// A rational map as a quotient of polynomials without a common divisor, exactly.
struct RationalForm {
  DecimalPolynomial numerator;
  DecimalPolynomial denominator;  // not 0

  bool isPolynomial() const { return denominator.size() == 1; }
  // How many times every value is taken.
  std::size_t degree() const {
    return numerator.size() > denominator.size() ? numerator.size() - 1 : denominator.size() - 1;
  }
};

// The rational form of an expression whose parameterNames() have the `values`; nothing where it is
// no rational map, or one of a degree beyond 64, or with numbers of too many digits. Parts without
// z that are no decimals, like pi and exp(1), count with the doubles that are computed with.
std::optional<RationalForm> rationalForm(const Expression& expression,
                                         std::span<const ComplexDecimal> values);

// Whether it is a rational map by how it is written, whatever its numbers are: of z and what has no
// z by sums, products, quotients and whole powers, and of a degree of 64 at most without any
// division of what is common.
bool isWrittenRational(const Expression& expression);

}  // namespace fatou::julia
