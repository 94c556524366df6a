// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>

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
//
// Up to a second for fractions of high degrees. When stopped, which is noticed within a
// millisecond, nothing, which then means nothing.
std::optional<RationalForm> rationalForm(const Expression& expression,
                                         std::span<const ComplexDecimal> values,
                                         const std::stop_token& stop = {});

// Whether it is a rational map by how it is written, whatever its numbers are: of z and what has no
// z by sums, products, quotients and whole powers, and of a degree of 64 at most without any
// division of what is common.
bool isWrittenRational(const Expression& expression);

// How large the fractions in an expression are as they are written, which says beforehand how long
// rationalForm() and what is found with it take: 0 where there are none, at most 65.
struct WrittenSize {
  std::int64_t ofFractions = 0;    // the largest degree of a quotient
  std::int64_t ofPolynomials = 0;  // that of a polynomial
};
WrittenSize writtenSize(const Expression& expression);

}  // namespace fatou::julia
