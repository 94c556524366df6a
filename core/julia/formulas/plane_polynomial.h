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

// A polynomial in z and one parameter: the coefficient, which is not 0, for each pair of exponents,
// z's first.
using PlanePolynomial = std::map<std::pair<std::int32_t, std::int32_t>, ComplexDecimal>;

// The degree in z, and in the parameter; 0 for a constant.
std::int32_t degreeInZ(const PlanePolynomial& polynomial);
std::int32_t degreeInParameter(const PlanePolynomial& polynomial);

// Returns the coefficient of a power of z, which is a polynomial in the parameter, as one without
// z.
PlanePolynomial coefficientOf(const PlanePolynomial& polynomial, std::int32_t power);

// Returns the polynomial as an expression in z and the named parameter, by Horner's scheme in both;
// an Error where it is too long.
Result<Expression> expressionOf(const PlanePolynomial& polynomial, std::string_view parameter);

// Exact arithmetic on such polynomials. It fails where a coefficient would have more than 500
// digits, a degree would exceed 128, or the work would take more than some ten milliseconds; its
// results are meaningless from then on.
class PlaneArithmetic {
 public:
  bool failed() const { return m_failed; }

  PlanePolynomial constant(const ComplexDecimal& value) const;
  PlanePolynomial constant(std::int32_t value) const;
  PlanePolynomial sum(PlanePolynomial a, const PlanePolynomial& b);
  PlanePolynomial difference(PlanePolynomial a, const PlanePolynomial& b);
  PlanePolynomial product(const PlanePolynomial& a, const PlanePolynomial& b);
  PlanePolynomial power(const PlanePolynomial& a, std::int32_t exponent);
  // Returns a / b where b divides a and the coefficient of b's highest power of z does not depend
  // on the parameter; otherwise nothing.
  std::optional<PlanePolynomial> quotient(PlanePolynomial a, const PlanePolynomial& b);
  // Returns one of the two square roots of a polynomial without z; nothing where it is not the
  // square of a polynomial with a decimal leading coefficient.
  std::optional<PlanePolynomial> squareRoot(const PlanePolynomial& a);

 private:
  void add(PlanePolynomial& to, std::pair<std::int32_t, std::int32_t> powers,
           const ComplexDecimal& number);
  ComplexDecimal times(const ComplexDecimal& a, const ComplexDecimal& b);

  bool m_failed = false;
  int m_products = 0;
};

}  // namespace fatou::julia
