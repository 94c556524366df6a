// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// mantissa x 2^exponent: a real number with a double's precision and any size. The mantissa's
// modulus is from 1/2 to 1, or it is 0.
struct Scaled {
  // Smaller than any other, so that 0 is the smallest in every comparison of exponents.
  static constexpr std::int64_t kZeroExponent = -(std::int64_t{1} << 60);

  double mantissa = 0.0;
  std::int64_t exponent = kZeroExponent;

  static Scaled of(double value, std::int64_t exponent = 0) {
    if (value == 0.0) return {};
    int shift = 0;
    const double mantissa = std::frexp(value, &shift);
    return {mantissa, exponent + shift};
  }
  static Scaled of(const Decimal& value);
  // a - b, exact before its rounding.
  static Scaled ofDifference(const Decimal& a, const Decimal& b);

  bool isZero() const { return mantissa == 0.0; }
  // The number of 2^unit that it is: 0 or infinite beyond a double's range.
  double in(std::int64_t unit) const {
    constexpr std::int64_t kBeyond = 5000;
    return std::ldexp(mantissa, static_cast<int>(std::clamp(exponent - unit, -kBeyond, kBeyond)));
  }
  double toDouble() const { return in(0); }
  double log2() const { return std::log2(std::abs(mantissa)) + static_cast<double>(exponent); }
  double log10() const { return log2() * 0.30102999566398119521; }

  Scaled operator*(double factor) const { return of(mantissa * factor, exponent); }
  // How many times `b`, which is not 0: 0 or infinite beyond a double's range.
  friend double operator/(const Scaled& a, const Scaled& b) {
    return Scaled{a.mantissa / b.mantissa, a.exponent}.in(b.exponent);
  }

  friend bool operator==(const Scaled&, const Scaled&) = default;
};

inline constexpr int kDoubleDigits = 17;  // significant ones, that tell any two doubles apart

// The nearest decimal with `digits` significant digits, 1 ... 17.
Decimal decimalOf(const Scaled& value, int digits);

}  // namespace fatou::julia
