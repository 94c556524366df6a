// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/exact_arithmetic.h"

#include <algorithm>
#include <string>

#include "core/julia/numbers/big_float.h"
#include "core/julia/numbers/decimal_arithmetic.h"

namespace fatou::julia {
namespace {

// Larger or smaller numbers are refused, since they may be out of the range of doubles.
constexpr std::int64_t kMostPowerOfTen = 300;

std::optional<Decimal> checked(Decimal a, std::size_t mostDigits) {
  if (a.digits().size() > mostDigits) return std::nullopt;
  if (!a.isZero() && (topOf(a) > kMostPowerOfTen || topOf(a) < -kMostPowerOfTen))
    return std::nullopt;
  return a;
}

Decimal withSign(const Decimal& a, bool isNegative) {
  return Decimal::fromDigits(isNegative, a.digits(), a.exponent());
}

std::optional<Decimal> sum(const Decimal& a, const Decimal& b, std::size_t mostDigits) {
  if (a.isZero()) return plain(b);
  if (b.isZero()) return plain(a);
  const std::int64_t span = std::max(topOf(a), topOf(b)) - std::min(a.exponent(), b.exponent());
  if (span > static_cast<std::int64_t>(mostDigits)) return std::nullopt;
  return checked(a + b, mostDigits);
}

std::optional<Decimal> product(const Decimal& a, const Decimal& b, std::size_t mostDigits) {
  if (a.isZero() || b.isZero()) return Decimal();
  if (a.digits().size() + b.digits().size() > 2 * mostDigits) return std::nullopt;
  return checked(a * b, mostDigits);
}

// The quotient of the digits as whole numbers has, if it is a decimal, at most as many digits as
// the dividend and log2 of the divisor: so many are computed, and multiplied back.
std::optional<Decimal> quotient(const Decimal& a, const Decimal& b, std::size_t mostDigits) {
  if (a.isZero()) return Decimal();
  const std::size_t digits = a.digits().size() + 4 * b.digits().size() + 4;
  if (digits > 8 * mostDigits) return std::nullopt;
  const std::int64_t bits = bitsForDigits(static_cast<std::int64_t>(digits) + 10);
  const Decimal dividend = Decimal::fromDigits(false, a.digits(), 0);
  const Decimal divisor = Decimal::fromDigits(false, b.digits(), 0);
  BigFloat ratio(bits);
  ratio.setQuotient(BigFloat(dividend, bits), BigFloat(divisor, bits));
  const auto [text, exponent] = ratio.toDigits(digits);
  const Decimal found =
      Decimal::fromDigits(false, text, exponent - static_cast<std::int64_t>(text.size()));
  if (!(found * divisor == dividend)) return std::nullopt;
  return checked(Decimal::fromDigits(a.isNegative() != b.isNegative(), found.digits(),
                                     found.exponent() + a.exponent() - b.exponent()),
                 mostDigits);
}

std::optional<ComplexDecimal> pairOf(std::optional<Decimal> re, std::optional<Decimal> im) {
  if (!re || !im) return std::nullopt;
  return ComplexDecimal{.re = *std::move(re), .im = *std::move(im)};
}

// a b + c d.
std::optional<Decimal> sumOfProducts(const Decimal& a, const Decimal& b, const Decimal& c,
                                     const Decimal& d, std::size_t mostDigits) {
  const auto left = product(a, b, mostDigits);
  const auto right = product(c, d, mostDigits);
  if (!left || !right) return std::nullopt;
  return sum(*left, *right, mostDigits);
}

}  // namespace

std::optional<ComplexDecimal> exactSum(const ComplexDecimal& a, const ComplexDecimal& b,
                                       std::size_t mostDigits) {
  return pairOf(sum(a.re, b.re, mostDigits), sum(a.im, b.im, mostDigits));
}

std::optional<ComplexDecimal> exactProduct(const ComplexDecimal& a, const ComplexDecimal& b,
                                           std::size_t mostDigits) {
  return pairOf(sumOfProducts(a.re, b.re, a.im, withSign(b.im, !b.im.isNegative()), mostDigits),
                sumOfProducts(a.re, b.im, a.im, b.re, mostDigits));
}

std::optional<ComplexDecimal> exactQuotient(const ComplexDecimal& a, const ComplexDecimal& b,
                                            std::size_t mostDigits) {
  if (b.im.isZero())
    return pairOf(quotient(a.re, b.re, mostDigits), quotient(a.im, b.re, mostDigits));
  const auto length2 = sumOfProducts(b.re, b.re, b.im, b.im, mostDigits);
  const auto turned =
      exactProduct(a, {.re = b.re, .im = withSign(b.im, !b.im.isNegative())}, mostDigits);
  if (!length2 || !turned) return std::nullopt;
  return pairOf(quotient(turned->re, *length2, mostDigits),
                quotient(turned->im, *length2, mostDigits));
}

std::optional<ComplexDecimal> exactPower(const ComplexDecimal& a, std::int32_t exponent,
                                         std::size_t mostDigits) {
  const std::size_t digits = std::max(a.re.digits().size(), a.im.digits().size());
  if (digits * static_cast<std::size_t>(exponent) > 4 * mostDigits) return std::nullopt;
  std::optional<ComplexDecimal> square = a;
  std::optional<ComplexDecimal> result = ComplexDecimal{.re = Decimal::fromDouble(1.0), .im = {}};
  for (std::int32_t left = exponent; left > 0 && result && square; left /= 2) {
    if (left % 2 == 1) result = exactProduct(*result, *square, mostDigits);
    if (left > 1) square = exactProduct(*square, *square, mostDigits);
  }
  return square ? result : std::nullopt;
}

ComplexDecimal negated(const ComplexDecimal& a) {
  return {.re = withSign(a.re, !a.re.isNegative()), .im = withSign(a.im, !a.im.isNegative())};
}

bool isZero(const ComplexDecimal& a) {
  return a.re.isZero() && a.im.isZero();
}

Decimal plain(const Decimal& a) {
  return withSign(a, a.isNegative());
}

}  // namespace fatou::julia
