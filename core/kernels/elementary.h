// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace fatou::kernels {

// The complex elementary functions of formulas. Those of the C library and of Highway differ from
// processor to processor; these have the same bits on every SIMD target and in the scalar twin of
// elementary_scalar.h, except for the payloads of NaNs.
//
// Accuracy: in comparisons with MPFR, each part was within 4 units in the last place (ulp) of the
// exact value; powers and quotients are less exact, as said below. For the inverse circular and
// hyperbolic functions this holds for |z| < 2^510 and, for atanh and atan, at distances above
// 2^-510 from their poles.
//
// Angles are the real part for sine, cosine and tangent, and the imaginary part for exp and
// hyperbolic functions. They must be below 2^20; otherwise both parts of the value are NaN, so that
// an orbit that gets there counts as escaped.
//
// Branch cuts are those of C (C99 Annex G, Kahan): log, sqrt and powers along (-inf, 0], where the
// sign of a zero imaginary part decides on the side; asin, acos, atanh along the real axis beyond
// -1 and 1, acosh along (-inf, 1), asinh and atan along the imaginary axis beyond -i and i.
//
// Special values: log 0 is -inf, exp(-inf + iy) is 0 for finite y, and a part that overflows is
// infinite. A NaN in either part of z gives a NaN. Values of other infinite arguments follow from
// the arithmetic and are the same everywhere; an infinite z is outside every escape radius in any
// case.
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
  Abs,  // these, except conj, have an imaginary part of 0
  Arg,
  Conj,
  Re,
  Im
};
inline constexpr int kElementaryFunctions = 20;

// Functions of two numbers.
enum class PairFunction : std::uint8_t {
  // a / b with one division: r = 1 / |b|^2, ((ac + bd) r) + ((bc - ad) r) i. If no square overflows
  // or underflows, it is within 4 ulp of |a / b|; a / 0 is NaN.
  Divide,
  // a / b for any b; the bits of Divide where that has no overflow or underflow.
  ScaledDivide,
  // a^b = e^(b log a), within 4 + 3 |b log a| ulp of |a^b|. 0^b is 0 for Re b > 0, 0^0 is 1, and
  // any other 0^b is NaN.
  Power,
  // a^(Re b), which leaves the imaginary part of b out.
  RealPower
};
inline constexpr int kPairFunctions = 4;

// Rows of complex numbers, with real and imaginary parts in spans of the same length.
struct ComplexRow {
  std::span<const double> re;
  std::span<const double> im;
};
struct ComplexResults {
  std::span<double> re;
  std::span<double> im;
};

// Computes f for each number of a row, on the SIMD target that the kernels run on. All rows have
// the same length; the results may overwrite the arguments.
void elementaryValues(ElementaryFunction f, ComplexRow z, ComplexResults results);
void elementaryValues(PairFunction f, ComplexRow a, ComplexRow b, ComplexResults results);

// Computes z^n by binary powering from the highest bit of n on; 1 / z^|n| for negative n, and 1 for
// n = 0. Within 3 |n| ulp of |z^n|.
void wholePowers(ComplexRow z, std::int32_t n, ComplexResults results);

}  // namespace fatou::kernels
