// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A polynomial in z and one parameter: for each pair of their powers, z's first, the number in
// front of it, which is not 0.
using PlanePolynomial = std::map<std::pair<std::int32_t, std::int32_t>, ComplexDecimal>;

// The largest power of z, and of the parameter; 0 for a number.
std::int32_t degreeInZ(const PlanePolynomial& polynomial);
std::int32_t degreeInParameter(const PlanePolynomial& polynomial);

// The polynomial in the parameter that stands in front of a power of z, as one without z.
PlanePolynomial coefficientOf(const PlanePolynomial& polynomial, std::int32_t power);

// The polynomial as an expression in z and the parameter of that name, by Horner's scheme in z and
// in each coefficient; an Error where it is too long.
Result<Expression> expressionOf(const PlanePolynomial& polynomial, std::string_view parameter);

// Exact arithmetic on such polynomials. Numbers of more than 500 digits, powers beyond 128 and work
// beyond some ten milliseconds make it fail; from then on its results mean nothing.
class PlaneArithmetic {
 public:
  bool failed() const { return m_failed; }

  PlanePolynomial constant(const ComplexDecimal& value) const;
  PlanePolynomial constant(std::int32_t value) const;
  PlanePolynomial sum(PlanePolynomial a, const PlanePolynomial& b);
  PlanePolynomial difference(PlanePolynomial a, const PlanePolynomial& b);
  PlanePolynomial product(const PlanePolynomial& a, const PlanePolynomial& b);
  PlanePolynomial power(const PlanePolynomial& a, std::int32_t exponent);
  // a / b where b divides a and b's highest power of z has a number in front; nothing elsewhere.
  std::optional<PlanePolynomial> quotient(PlanePolynomial a, const PlanePolynomial& b);
  // The square root of a polynomial without z, one of two; nothing where it is no square of one
  // whose first number is a decimal.
  std::optional<PlanePolynomial> squareRoot(const PlanePolynomial& a);

 private:
  void add(PlanePolynomial& to, std::pair<std::int32_t, std::int32_t> powers,
           const ComplexDecimal& number);
  ComplexDecimal times(const ComplexDecimal& a, const ComplexDecimal& b);

  bool m_failed = false;
  int m_products = 0;
};

}  // namespace fatou::julia
