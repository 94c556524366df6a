// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace fatou::kernels {

// The complex elementary functions of formulas. Those of the C library and of Highway differ from
// processor to processor; these have the same bits on every SIMD target and in the scalar twin of
// elementary_scalar.h, except for the payloads of NaNs.
//
// How exact: each part is within 4 units in the last place (ulp) of the exact value's, as far as
// that was looked at against MPFR; powers and quotients as said below. What the inverse circular
// and hyperbolic functions have is said of |z| < 2^510 and, atanh and atan, beyond 2^-510 of their
// poles.
//
// Angles: sine, cosine, tangent take a real part, exp and hyperbolic functions an imaginary part,
// below 2^20. Beyond, the value is no number, in both parts: an orbit that gets there has left.
//
// Branch cuts are C's (C99 Annex G, Kahan): log, sqrt and powers along (-inf, 0], with the sign of
// a zero imaginary part telling the side; asin, acos, atanh along the real axis beyond -1 and 1,
// acosh along (-inf, 1), asinh and atan along the imaginary axis beyond -i and i.
//
// What is not finite: log 0 is -inf, exp(-inf + iy) 0 for finite y, and a part that is too large is
// infinite. A NaN in either part of z is a NaN in the value. Other values of infinite arguments
// are as they come, the same everywhere: an infinite z is outside every exit radius.
enum class ElementaryFunction : std::uint8_t {
  Exp,
  Log,
  Sqrt,
  Sin,
  Cos,
  Tan,
  Sinh,
  Cosh,
  Tanh,
  Asin,
  Acos,
  Atan,
  Asinh,
  Acosh,
  Atanh,
  Abs,  // these, but conj, have an imaginary part of 0
  Arg,
  Conj,
  Re,
  Im
};
inline constexpr int kElementaryFunctions = 20;

// Functions of two numbers.
enum class PairFunction : std::uint8_t {
  // a / b with one division: r = 1 / |b|^2, ((ac + bd) r) + ((bc - ad) r) i. Where no square
  // overflows or underflows, it is within 4 ulp of |a / b|; by 0 it is no number.
  Divide,
  // The same to the bit where that is good, and good for any b.
  ScaledDivide,
  // a^b = e^(b log a), within 4 + 3 |b log a| ulp of |a^b|; 0^b is 0 for Re b > 0, 0^0 is 1, any
  // other 0^b no number.
  Power,
  // The same for b's real part alone.
  RealPower
};
inline constexpr int kPairFunctions = 4;

// Complex numbers, real and imaginary parts apart. As many of either.
struct ComplexRow {
  std::span<const double> re;
  std::span<const double> im;
};
struct ComplexResults {
  std::span<double> re;
  std::span<double> im;
};

// f of each number of a row, on the SIMD target that kernels run on. All rows have the same length;
// results may be the arguments themselves.
void elementaryValues(ElementaryFunction f, ComplexRow z, ComplexResults results);
void elementaryValues(PairFunction f, ComplexRow a, ComplexRow b, ComplexResults results);

// z^n by squares and products from the first binary digit of n on; 1 / z^|n| for negative n, and 1
// for 0. Within 3 |n| ulp of |z^n|.
void wholePowers(ComplexRow z, std::int32_t n, ComplexResults results);

}  // namespace fatou::kernels
