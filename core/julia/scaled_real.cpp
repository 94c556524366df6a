// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/scaled_real.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/check.h"
#include "core/julia/big_float.h"

namespace fatou::julia {
namespace {

// Doubles with all their bits.
constexpr std::int64_t kLeastNormal = -1022;
constexpr std::int64_t kLargest = 1023;

constexpr std::size_t kDoubleDigits = 17;

}  // namespace

ScaledReal ScaledReal::of(double value, std::int64_t exponent) {
  FATOU_CHECK(std::isfinite(value));
  if (value == 0.0) return {};
  const int shift = std::ilogb(value);
  return {std::ldexp(value, -shift), exponent + shift};
}

ScaledReal ScaledReal::of(const Decimal& value) {
  const auto [mantissa, exponent] = BigFloat(value, 64).toScaled();
  return of(mantissa, exponent);
}

double ScaledReal::toDouble() const {
  constexpr std::int64_t kBeyond = 5000;
  return std::ldexp(mantissa, static_cast<int>(std::clamp(exponent, -kBeyond, kBeyond)));
}

double ScaledReal::log2() const {
  return static_cast<double>(exponent) + std::log2(std::abs(mantissa));
}

double ScaledReal::log10() const {
  return 0.30102999566398120 * log2();
}

Decimal ScaledReal::toDecimal() const {
  if (mantissa == 0.0 || (exponent >= kLeastNormal && exponent <= kLargest))
    return Decimal::fromDouble(toDouble());
  BigFloat value(mantissa, 64);
  value.setScaled(exponent);
  const auto [digits, power] = value.toDigits(kDoubleDigits);
  const bool negative = digits.front() == '-';
  const std::string all = negative ? digits.substr(1) : digits;
  return Decimal::parse((negative ? "-" : "") + all.substr(0, 1) + "." + all.substr(1) + "e" +
                        std::to_string(power - 1))
      .value();
}

}  // namespace fatou::julia
