// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A polynomial in one variable; the coefficient of z^k is at index k. The last coefficient is not
// 0; the polynomial 0 has no coefficients.
using DecimalPolynomial = std::vector<ComplexDecimal>;

// Exact arithmetic on such polynomials. It fails as soon as a coefficient is not a decimal of at
// most 500 digits, a degree exceeds kMostDegree, or a stop was requested; its results are
// meaningless from then on.
class PolynomialArithmetic {
 public:
  static constexpr std::size_t kMostDegree = 64;

  explicit PolynomialArithmetic(std::stop_token stop = {}) : m_stop(std::move(stop)) {}

  bool failed() const { return m_failed; }

  DecimalPolynomial sum(const DecimalPolynomial& a, const DecimalPolynomial& b);
  DecimalPolynomial difference(const DecimalPolynomial& a, const DecimalPolynomial& b);
  DecimalPolynomial product(const DecimalPolynomial& a, const DecimalPolynomial& b);
  DecimalPolynomial slope(const DecimalPolynomial& a);
  // Returns a greatest common divisor, by subresultants. One of a and b may be 0.
  DecimalPolynomial commonDivisor(DecimalPolynomial a, DecimalPolynomial b);
  // Returns lc(b)^scale a / b, where b divides a, lc(b) is b's leading coefficient and scale > deg
  // a - deg b.
  DecimalPolynomial scaledQuotient(DecimalPolynomial a, const DecimalPolynomial& b,
                                   std::size_t scale);

 private:
  ComplexDecimal plus(const ComplexDecimal& a, const ComplexDecimal& b);
  ComplexDecimal times(const ComplexDecimal& a, const ComplexDecimal& b);
  ComplexDecimal over(const ComplexDecimal& a, const ComplexDecimal& b);
  ComplexDecimal power(const ComplexDecimal& a, std::size_t exponent);
  DecimalPolynomial scaled(DecimalPolynomial a, const ComplexDecimal& factor);
  DecimalPolynomial remainder(DecimalPolynomial a, const DecimalPolynomial& b);
  bool goesOn();

  std::stop_token m_stop;
  bool m_failed = false;
};

}  // namespace fatou::julia
