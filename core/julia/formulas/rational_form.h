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

// A rational map as an exact quotient of polynomials without a common divisor.
struct RationalForm {
  DecimalPolynomial numerator;
  DecimalPolynomial denominator;  // not 0

  bool isPolynomial() const { return denominator.size() == 1; }
  // The degree of the map: the number of preimages of a point, with multiplicity.
  std::size_t degree() const {
    return numerator.size() > denominator.size() ? numerator.size() - 1 : denominator.size() - 1;
  }
};

// Returns the rational form of an expression; `values` are those of its parameterNames(). Returns
// nothing where it is not a rational map, has a degree beyond 64, or coefficients with too many
// digits. Parts without z that are not decimals, such as pi and exp(1), count as the doubles that
// the kernels use.
//
// Takes up to a second for fractions of high degrees. Returns nothing when it was stopped, which is
// noticed within a millisecond.
std::optional<RationalForm> rationalForm(const Expression& expression,
                                         std::span<const ComplexDecimal> values,
                                         const std::stop_token& stop = {});

// Whether an expression is a rational map whatever the values of its parameters are: it is made of
// z and parts without z by + - * / and whole powers, and its degree is 64 at most before common
// divisors are cancelled.
bool isWrittenRational(const Expression& expression);

// How large the fractions in an expression are as they are written, which says beforehand how long
// rationalForm() and what is found with it take: 0 where there are none, at most 65.
struct WrittenSize {
  std::int64_t ofFractions = 0;    // the largest degree of a quotient
  std::int64_t ofPolynomials = 0;  // that of a polynomial
};
WrittenSize writtenSize(const Expression& expression);

}  // namespace fatou::julia
