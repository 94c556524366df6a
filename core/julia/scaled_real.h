// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/julia/decimal.h"

namespace fatou::julia {

// mantissa x 2^exponent: a real number with a double's precision and any size, which a pixel's side
// at 10^-1000 needs. The mantissa's modulus is from 1 to 2, or 0.
struct ScaledReal {
  double mantissa = 0.0;
  std::int64_t exponent = 0;

  // `value` is finite.
  static ScaledReal of(double value, std::int64_t exponent = 0);
  // The nearest.
  static ScaledReal of(const Decimal& value);

  // 0 or infinite where it is beyond a double's range.
  double toDouble() const;
  // Of the modulus; minus infinity for 0.
  double log2() const;
  double log10() const;
  // Reads back as the same number where that is a double; else 17 digits.
  Decimal toDecimal() const;

  friend ScaledReal operator*(const ScaledReal& a, double b) {
    return of(a.mantissa * b, a.exponent);
  }
  friend ScaledReal operator/(const ScaledReal& a, double b) {
    return of(a.mantissa / b, a.exponent);
  }
  // As a double: 0 or infinite beyond its range.
  friend double operator/(const ScaledReal& a, const ScaledReal& b) {
    return ScaledReal{a.mantissa / b.mantissa, a.exponent - b.exponent}.toDouble();
  }
  // Of positive numbers.
  friend bool operator<(const ScaledReal& a, const ScaledReal& b) {
    return a.exponent != b.exponent ? a.exponent < b.exponent : a.mantissa < b.mantissa;
  }
  friend bool operator==(const ScaledReal&, const ScaledReal&) = default;
};

}  // namespace fatou::julia
