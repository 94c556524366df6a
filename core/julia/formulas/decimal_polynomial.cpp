// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/decimal_polynomial.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kMostCoefficientDigits = 500;  // some 10 ms for a few hundred coefficients

ComplexDecimal one() {
  return {.re = Decimal::fromDouble(1.0), .im = {}};
}

void dropZeros(DecimalPolynomial& a) {
  while (!a.empty() && isZero(a.back())) a.pop_back();
}

// Divides by the leading coefficient where the quotients are decimals, so that numbers stay short.
DecimalPolynomial shortened(const DecimalPolynomial& a) {
  DecimalPolynomial result;
  for (const ComplexDecimal& each : a) {
    const auto divided = exactQuotient(each, a.back(), kMostCoefficientDigits);
    if (!divided) return a;
    result.push_back(*divided);
  }
  return result;
}

ComplexDecimal valueOr(const std::optional<ComplexDecimal>& value, bool& failed) {
  if (value) return *value;
  failed = true;
  return one();
}

}  // namespace

ComplexDecimal PolynomialArithmetic::plus(const ComplexDecimal& a, const ComplexDecimal& b) {
  return m_failed ? one() : valueOr(exactSum(a, b, kMostCoefficientDigits), m_failed);
}

ComplexDecimal PolynomialArithmetic::times(const ComplexDecimal& a, const ComplexDecimal& b) {
  return m_failed ? one() : valueOr(exactProduct(a, b, kMostCoefficientDigits), m_failed);
}

ComplexDecimal PolynomialArithmetic::over(const ComplexDecimal& a, const ComplexDecimal& b) {
  return m_failed ? one() : valueOr(exactQuotient(a, b, kMostCoefficientDigits), m_failed);
}

ComplexDecimal PolynomialArithmetic::power(const ComplexDecimal& a, std::size_t exponent) {
  if (m_failed) return one();
  return valueOr(exactPower(a, static_cast<std::int32_t>(exponent), kMostCoefficientDigits),
                 m_failed);
}

// The stop token is asked once for each row of work, which has some hundred products.
bool PolynomialArithmetic::goesOn() {
  if (m_stop.stop_requested()) m_failed = true;
  return !m_failed;
}

DecimalPolynomial PolynomialArithmetic::scaled(DecimalPolynomial a, const ComplexDecimal& factor) {
  for (ComplexDecimal& each : a) each = times(each, factor);
  return a;
}

DecimalPolynomial PolynomialArithmetic::sum(const DecimalPolynomial& a,
                                            const DecimalPolynomial& b) {
  DecimalPolynomial result = a.size() < b.size() ? b : a;
  const DecimalPolynomial& shorter = a.size() < b.size() ? a : b;
  for (std::size_t k = 0; k < shorter.size(); ++k) result[k] = plus(result[k], shorter[k]);
  dropZeros(result);
  return result;
}

DecimalPolynomial PolynomialArithmetic::difference(const DecimalPolynomial& a,
                                                   const DecimalPolynomial& b) {
  DecimalPolynomial other = b;
  for (ComplexDecimal& each : other) each = negated(each);
  return sum(a, other);
}

DecimalPolynomial PolynomialArithmetic::product(const DecimalPolynomial& a,
                                                const DecimalPolynomial& b) {
  if (a.empty() || b.empty()) return {};
  if (a.size() + b.size() - 2 > 2 * kMostDegree) m_failed = true;
  if (m_failed) return {};
  DecimalPolynomial result(a.size() + b.size() - 1);
  for (std::size_t i = 0; i < a.size() && goesOn(); ++i)
    for (std::size_t k = 0; k < b.size(); ++k) {
      if (isZero(a[i]) || isZero(b[k])) continue;
      result[i + k] = plus(result[i + k], times(a[i], b[k]));
    }
  dropZeros(result);
  return result;
}

DecimalPolynomial PolynomialArithmetic::slope(const DecimalPolynomial& a) {
  DecimalPolynomial result;
  for (std::size_t k = 1; k < a.size(); ++k) {
    const auto factor = Decimal::fromDouble(static_cast<double>(k));
    result.push_back(times(a[k], {.re = factor, .im = {}}));
  }
  return result;
}

// Pseudo-division: the remainder of a times lc(b)^(deg a - deg b + 1), where lc(b) is b's leading
// coefficient.
DecimalPolynomial PolynomialArithmetic::remainder(DecimalPolynomial a, const DecimalPolynomial& b) {
  std::size_t left = a.size() - b.size() + 1;
  while (a.size() >= b.size() && goesOn()) {
    const ComplexDecimal last = a.back();
    const std::size_t shift = a.size() - b.size();
    a = scaled(std::move(a), b.back());
    for (std::size_t k = 0; k < b.size(); ++k)
      a[shift + k] = plus(a[shift + k], negated(times(last, b[k])));
    dropZeros(a);
    --left;
  }
  return scaled(std::move(a), power(b.back(), m_failed ? 0 : left));
}

// Subresultant algorithm: Knuth, The Art of Computer Programming 2, 4.6.1, algorithm C, in which
// all divisions are exact.
DecimalPolynomial PolynomialArithmetic::commonDivisor(DecimalPolynomial a, DecimalPolynomial b) {
  if (a.size() < b.size()) std::swap(a, b);
  ComplexDecimal g = one();
  ComplexDecimal h = one();
  while (!b.empty() && goesOn()) {
    if (b.size() == 1) return {one()};
    const std::size_t step = a.size() - b.size();
    DecimalPolynomial rest = remainder(std::move(a), b);
    const ComplexDecimal divisor = times(g, power(h, step));
    for (ComplexDecimal& each : rest) each = over(each, divisor);
    a = std::exchange(b, std::move(rest));
    g = a.back();
    if (step > 0) h = over(power(g, step), power(h, step - 1));
  }
  return m_failed ? a : shortened(a);
}

DecimalPolynomial PolynomialArithmetic::scaledQuotient(DecimalPolynomial a,
                                                       const DecimalPolynomial& b,
                                                       std::size_t scale) {
  if (b.empty() || a.size() < b.size()) m_failed = true;
  if (m_failed) return {};
  a = scaled(std::move(a), power(b.back(), scale));
  DecimalPolynomial result(a.size() - b.size() + 1);
  for (std::size_t shift = result.size(); shift-- > 0 && goesOn();) {
    const ComplexDecimal factor = over(a[shift + b.size() - 1], b.back());
    result[shift] = factor;
    for (std::size_t k = 0; k < b.size(); ++k)
      a[shift + k] = plus(a[shift + k], negated(times(factor, b[k])));
  }
  return result;
}

}  // namespace fatou::julia
