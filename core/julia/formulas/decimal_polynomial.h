// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A polynomial in one variable: the coefficient of z^k at k. The last one is not 0; no coefficients
// are 0.
using DecimalPolynomial = std::vector<ComplexDecimal>;

// Exact arithmetic on such polynomials. Whatever is no decimal of at most 500 digits, or of a
// degree beyond kMostDegree, makes it fail, and so does a stop that was requested; from then on its
// results mean nothing.
class PolynomialArithmetic {
 public:
  static constexpr std::size_t kMostDegree = 64;

  explicit PolynomialArithmetic(std::stop_token stop = {}) : m_stop(std::move(stop)) {}

  bool failed() const { return m_failed; }

  DecimalPolynomial sum(const DecimalPolynomial& a, const DecimalPolynomial& b);
  DecimalPolynomial difference(const DecimalPolynomial& a, const DecimalPolynomial& b);
  DecimalPolynomial product(const DecimalPolynomial& a, const DecimalPolynomial& b);
  DecimalPolynomial slope(const DecimalPolynomial& a);
  // A common divisor of the largest degree, by subresultants; a or b is not 0.
  DecimalPolynomial commonDivisor(DecimalPolynomial a, DecimalPolynomial b);
  // a / b where b divides a, times b's last coefficient to the power of `scale`, which is more than
  // the difference of the degrees.
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
