// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the sources of core alone, as big_float.h.

#include <complex>
#include <cstdint>

#include "core/julia/numbers/big_float.h"

namespace fatou::julia {

// A complex number of a chosen precision. Results have the precision of the first operand; each of
// their parts is off by some roundings of numbers of the size of what it was made from.
struct BigComplex {
  BigFloat re;
  BigFloat im;

  explicit BigComplex(std::int64_t bits) : re(bits), im(bits) {}
  BigComplex(const ComplexDecimal& value, std::int64_t bits)
      : re(value.re, bits), im(value.im, bits) {}
  BigComplex(double x, double y, std::int64_t bits) : re(x, bits), im(y, bits) {}

  std::int64_t bits() const { return re.bits(); }
  bool isZero() const { return re.isZero() && im.isZero(); }
  bool isFinite() const { return re.isFinite() && im.isFinite(); }
  std::complex<double> toDouble() const { return {re.toDouble(), im.toDouble()}; }
};

BigComplex operator+(const BigComplex& a, const BigComplex& b);
BigComplex operator-(const BigComplex& a, const BigComplex& b);
BigComplex operator*(const BigComplex& a, const BigComplex& b);
BigComplex operator/(const BigComplex& a, const BigComplex& b);
BigComplex operator-(const BigComplex& a);

// By repeated multiplication; exponent >= 1.
BigComplex wholePower(const BigComplex& a, std::int32_t exponent);
// exp(b log a); 0^b is 0 for Re b > 0, 0^0 is 1.
BigComplex power(const BigComplex& a, const BigComplex& b);

// With C99's principal values.
BigComplex exp(const BigComplex& a);
BigComplex log(const BigComplex& a);
BigComplex sqrt(const BigComplex& a);
BigComplex sin(const BigComplex& a);
BigComplex cos(const BigComplex& a);
BigComplex sinh(const BigComplex& a);
BigComplex cosh(const BigComplex& a);
BigComplex asin(const BigComplex& a);
BigComplex acos(const BigComplex& a);
BigComplex acosh(const BigComplex& a);
BigComplex atanh(const BigComplex& a);
// i a, exactly.
BigComplex timesI(const BigComplex& a);
BigComplex conj(const BigComplex& a);
// |a|, and the angle of a from -pi to pi, with an imaginary part of 0.
BigComplex abs(const BigComplex& a);
BigComplex arg(const BigComplex& a);

}  // namespace fatou::julia
