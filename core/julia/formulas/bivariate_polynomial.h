// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A polynomial in z and one parameter: the coefficient, which is not 0, for each pair of exponents,
// z's first.
using BivariatePolynomial = std::map<std::pair<std::int32_t, std::int32_t>, ComplexDecimal>;

// The degree in z, and in the parameter; 0 for a constant.
std::int32_t degreeInZ(const BivariatePolynomial& polynomial);
std::int32_t degreeInParameter(const BivariatePolynomial& polynomial);

// Returns the coefficient of a power of z, which is a polynomial in the parameter, as one without
// z.
BivariatePolynomial coefficientOf(const BivariatePolynomial& polynomial, std::int32_t power);

// Returns the polynomial as an expression in z and the named parameter, by Horner's scheme in both;
// an Error where it is too long.
Result<Expression> expressionOf(const BivariatePolynomial& polynomial, std::string_view parameter);

// Exact arithmetic on such polynomials. It fails where a coefficient would have more than 500
// digits, a degree would exceed 128, the work would take more than some ten milliseconds, or a stop
// was requested; its results are meaningless from then on.
class BivariateArithmetic {
 public:
  explicit BivariateArithmetic(std::stop_token stop = {}) : m_stop(std::move(stop)) {}

  bool failed() const { return m_failed; }

  BivariatePolynomial constant(const ComplexDecimal& value) const;
  BivariatePolynomial constant(std::int32_t value) const;
  BivariatePolynomial sum(BivariatePolynomial a, const BivariatePolynomial& b);
  BivariatePolynomial difference(BivariatePolynomial a, const BivariatePolynomial& b);
  BivariatePolynomial product(const BivariatePolynomial& a, const BivariatePolynomial& b);
  BivariatePolynomial power(const BivariatePolynomial& a, std::int32_t exponent);
  // Returns a / b where b divides a and the coefficient of b's highest power of z does not depend
  // on the parameter; otherwise nothing.
  std::optional<BivariatePolynomial> quotient(BivariatePolynomial a, const BivariatePolynomial& b);
  // Returns one of the two square roots of a polynomial without z; nothing where it is not the
  // square of a polynomial with a decimal leading coefficient.
  std::optional<BivariatePolynomial> squareRoot(const BivariatePolynomial& a);

 private:
  void add(BivariatePolynomial& to, std::pair<std::int32_t, std::int32_t> powers,
           const ComplexDecimal& number);
  ComplexDecimal times(const ComplexDecimal& a, const ComplexDecimal& b);

  std::stop_token m_stop;
  bool m_failed = false;
  int m_products = 0;
};

}  // namespace fatou::julia
