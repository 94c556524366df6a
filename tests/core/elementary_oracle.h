// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The functions of core/kernels/elementary.h in MPFR's numbers, by textbook formulas: with so many
// digits it does not matter what cancels.

#include <algorithm>
#include <cmath>

#include "core/kernels/elementary.h"
#include "core/kernels/elementary_scalar.h"
#include "tests/core/boost_float.h"

namespace fatou::tests {

struct BigComplex {
  BigFloat re;
  BigFloat im;
};

inline BigComplex toBig(kernels::ComplexNumber z) {
  return {BigFloat(z.re), BigFloat(z.im)};
}
inline BigComplex operator+(const BigComplex& a, const BigComplex& b) {
  return {a.re + b.re, a.im + b.im};
}
inline BigComplex operator*(const BigComplex& a, const BigComplex& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
inline BigComplex operator/(const BigComplex& a, const BigComplex& b) {
  const BigFloat norm = b.re * b.re + b.im * b.im;
  return {(a.re * b.re + a.im * b.im) / norm, (a.im * b.re - a.re * b.im) / norm};
}
inline BigComplex timesI(const BigComplex& z) {
  return {-z.im, z.re};
}
inline BigComplex overI(const BigComplex& z) {
  return {z.im, -z.re};
}

inline BigFloat bigModulus(const BigComplex& z) {
  return sqrt(BigFloat(z.re * z.re + z.im * z.im));
}
inline BigComplex bigExp(const BigComplex& z) {
  const BigFloat size = exp(z.re);
  return {size * cos(z.im), size * sin(z.im)};
}
inline BigComplex bigLog(const BigComplex& z) {
  return {log(bigModulus(z)), atan2(z.im, z.re)};
}
inline BigComplex bigSqrt(const BigComplex& z) {
  const BigFloat root = sqrt(BigFloat((bigModulus(z) + abs(z.re)) / 2));
  if (root == 0) return {root, root};
  const BigFloat other = z.im / (2 * root);
  if (z.re >= 0) return {root, other};
  return {abs(other), z.im < 0 ? BigFloat(-root) : root};
}
inline BigComplex bigSin(const BigComplex& z) {
  return {sin(z.re) * cosh(z.im), cos(z.re) * sinh(z.im)};
}
inline BigComplex bigCos(const BigComplex& z) {
  return {cos(z.re) * cosh(z.im), -sin(z.re) * sinh(z.im)};
}
inline BigComplex bigTan(const BigComplex& z) {
  const BigComplex twice{2 * z.re, 2 * z.im};
  const BigFloat divisor = cos(twice.re) + cosh(twice.im);
  return {sin(twice.re) / divisor, sinh(twice.im) / divisor};
}
// -i log(iz + sqrt(1 - z) sqrt(1 + z)), and so on: the products of roots have the cuts in place.
inline BigComplex bigAsin(const BigComplex& z) {
  const BigComplex one{1, 0};
  const BigComplex minus{-z.re, -z.im};
  return overI(bigLog(timesI(z) + bigSqrt(one + minus) * bigSqrt(one + z)));
}
inline BigComplex bigAcos(const BigComplex& z) {
  const BigComplex asin = bigAsin(z);
  return {acos(BigFloat(0)) - asin.re, -asin.im};
}
inline BigComplex bigAcosh(const BigComplex& z) {
  const BigComplex one{1, 0};
  const BigComplex minusOne{-1, 0};
  return bigLog(z + bigSqrt(z + minusOne) * bigSqrt(z + one));
}
inline BigComplex bigAtanh(const BigComplex& z) {
  const BigComplex a = bigLog({1 + z.re, z.im});
  const BigComplex b = bigLog({1 - z.re, -z.im});
  return {(a.re - b.re) / 2, (a.im - b.im) / 2};
}

inline BigComplex exactValue(kernels::ElementaryFunction f, const BigComplex& z) {
  using F = kernels::ElementaryFunction;
  switch (f) {
    case F::Exp:
      return bigExp(z);
    case F::Log:
      return bigLog(z);
    case F::Sqrt:
      return bigSqrt(z);
    case F::Sin:
      return bigSin(z);
    case F::Cos:
      return bigCos(z);
    case F::Tan:
      return bigTan(z);
    case F::Sinh:
      return overI(bigSin(timesI(z)));
    case F::Cosh:
      return bigCos(timesI(z));
    case F::Tanh:
      return overI(bigTan(timesI(z)));
    case F::Asin:
      return bigAsin(z);
    case F::Acos:
      return bigAcos(z);
    case F::Atan:
      return overI(bigAtanh(timesI(z)));
    case F::Asinh:
      return overI(bigAsin(timesI(z)));
    case F::Acosh:
      return bigAcosh(z);
    case F::Atanh:
      return bigAtanh(z);
    case F::Abs:
      return {bigModulus(z), 0};
    case F::Arg:
      return {atan2(z.im, z.re), 0};
    case F::Conj:
      return {z.re, -z.im};
    case F::Re:
      return {z.re, 0};
    case F::Im:
      return {z.im, 0};
  }
  return {0, 0};
}

// |value - exact| in units in the last place of exact, or of the smallest normal number.
inline double ulpsBetween(double value, const BigFloat& exact) {
  const auto rounded = exact.convert_to<double>();
  if (value == rounded) return 0.0;
  if (!std::isfinite(value) || !std::isfinite(rounded)) return HUGE_VAL;
  const int exponent = std::max(rounded == 0.0 ? -1022 : std::ilogb(rounded), -1022);
  const BigFloat apart = abs(BigFloat(value - exact));
  return std::ldexp(apart.convert_to<double>(), 52 - exponent);
}

}  // namespace fatou::tests
