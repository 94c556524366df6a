// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/scaled.h"

#include "core/base/check.h"
#include "core/julia/numbers/big_float.h"

namespace fatou::julia {
namespace {

Scaled scaled(const BigFloat& value) {
  const auto [mantissa, exponent] = value.toScaled();
  return mantissa == 0.0 ? Scaled() : Scaled{mantissa, exponent};
}

}  // namespace

Scaled Scaled::of(const Decimal& value) {
  return scaled(BigFloat(value, 53));
}

Scaled Scaled::ofDifference(const Decimal& a, const Decimal& b) {
  const std::int64_t bits = bitsForDigits(digitsToHold(a, b));
  BigFloat result(bits);
  result.setDifference(BigFloat(a, bits), BigFloat(b, bits));
  return scaled(result);
}

Decimal decimalOf(const Scaled& value, int digits) {
  FATOU_CHECK(digits >= 1 && digits <= 17);
  if (value.isZero()) return {};
  BigFloat number(value.mantissa, 53);
  number.setScaled(value.exponent);
  const auto [text, exponent] = number.toDigits(static_cast<std::size_t>(digits));
  const bool negative = text.front() == '-';
  return Decimal::fromDigits(negative, negative ? text.substr(1) : text, exponent - digits);
}

}  // namespace fatou::julia
