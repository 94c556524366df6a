// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/decimal_arithmetic.h"

#include <algorithm>
#include <gmp.h>
#include <string>
#include <utility>

#include "core/julia/big_float.h"

namespace fatou::julia {
namespace {

// An integer of any size.
class BigInteger {
 public:
  BigInteger() { mpz_init(m_value); }
  // The decimal's value in units of 10^exponent, which is not above its own.
  BigInteger(const Decimal& a, std::int64_t exponent) : BigInteger() {
    if (a.isZero()) return;
    const std::string zeros(static_cast<std::size_t>(a.exponent() - exponent), '0');
    mpz_set_str(m_value, ((a.isNegative() ? "-" : "") + a.digits() + zeros).c_str(), 10);
  }
  BigInteger(const BigInteger&) = delete;
  BigInteger& operator=(const BigInteger&) = delete;
  ~BigInteger() { mpz_clear(m_value); }

  void add(const BigInteger& b) { mpz_add(m_value, m_value, b.m_value); }
  void subtract(const BigInteger& b) { mpz_sub(m_value, m_value, b.m_value); }
  void multiply(const BigInteger& b) { mpz_mul(m_value, m_value, b.m_value); }

  Decimal times10To(std::int64_t exponent) const {
    std::string text(mpz_sizeinbase(m_value, 10) + 2, '\0');
    mpz_get_str(text.data(), 10, m_value);
    text.resize(text.find('\0'));
    const bool negative = text.front() == '-';
    return Decimal::fromDigits(negative, negative ? text.substr(1) : std::move(text), exponent);
  }

 private:
  mpz_t m_value;
};

// The number rounded to the most digits that a Decimal may have.
Decimal limited(const Decimal& a) {
  const auto size = static_cast<std::int64_t>(a.digits().size());
  const std::int64_t excess = size - static_cast<std::int64_t>(Decimal::kMaxDigits);
  return excess > 0 ? rounded(a, a.exponent() + excess) : a;
}

// Whether a is so small beside b that their sum, rounded to the digits a Decimal may have, is b.
bool vanishesBeside(const Decimal& a, const Decimal& b) {
  constexpr std::int64_t kLast = static_cast<std::int64_t>(Decimal::kMaxDigits) + 1;
  return a.isZero() || (!b.isZero() && topOf(a) < topOf(b) - kLast);
}

Decimal signedAs(const Decimal& a, bool negative) {
  return Decimal::fromDigits(negative, a.digits(), a.exponent());
}

// A zero has no place of its own: both numbers take the other one's exponent.
std::int64_t commonExponent(const Decimal& a, const Decimal& b) {
  if (a.isZero()) return b.exponent();
  if (b.isZero()) return a.exponent();
  return std::min(a.exponent(), b.exponent());
}

// Adds one to the number that the digits write.
void increment(std::string& digits) {
  auto at = digits.rbegin();
  for (; at != digits.rend() && *at == '9'; ++at) *at = '0';
  if (at == digits.rend())
    digits.insert(digits.begin(), '1');
  else
    ++*at;
}

}  // namespace

Decimal operator+(const Decimal& a, const Decimal& b) {
  if (vanishesBeside(a, b)) return signedAs(b, b.isNegative());
  if (vanishesBeside(b, a)) return signedAs(a, a.isNegative());
  const std::int64_t exponent = commonExponent(a, b);
  BigInteger sum(a, exponent);
  sum.add(BigInteger(b, exponent));
  return limited(sum.times10To(exponent));
}

Decimal operator-(const Decimal& a, const Decimal& b) {
  if (vanishesBeside(a, b)) return signedAs(b, !b.isNegative());
  if (vanishesBeside(b, a)) return signedAs(a, a.isNegative());
  const std::int64_t exponent = commonExponent(a, b);
  BigInteger difference(a, exponent);
  difference.subtract(BigInteger(b, exponent));
  return limited(difference.times10To(exponent));
}

Decimal operator*(const Decimal& a, const Decimal& b) {
  BigInteger product(a, a.exponent());
  product.multiply(BigInteger(b, b.exponent()));
  return limited(product.times10To(a.exponent() + b.exponent()));
}

Decimal operator*(const Decimal& a, std::int64_t b) {
  const std::string text = std::to_string(b);
  return a * Decimal::fromDigits(b < 0, b < 0 ? text.substr(1) : text, 0);
}

Decimal half(const Decimal& a) {
  return a * Decimal::fromDigits(false, "5", -1);
}

Decimal rounded(const Decimal& a, std::int64_t power) {
  if (a.isZero() || a.exponent() >= power) return a;
  const auto size = static_cast<std::int64_t>(a.digits().size());
  const std::int64_t kept = size - (power - a.exponent());
  if (kept < 0) return {};
  std::string digits = "0" + a.digits().substr(0, static_cast<std::size_t>(kept));
  if (a.digits()[static_cast<std::size_t>(kept)] >= '5') increment(digits);
  return Decimal::fromDigits(a.isNegative(), std::move(digits), power);
}

ComplexDecimal rounded(const ComplexDecimal& a, std::int64_t power) {
  return {rounded(a.re, power), rounded(a.im, power)};
}

}  // namespace fatou::julia
