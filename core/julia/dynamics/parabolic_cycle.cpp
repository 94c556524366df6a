// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/parabolic_cycle.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include "core/julia/numbers/big_float.h"

namespace fatou::julia {
namespace {

using Complex = std::complex<double>;

// Steps of the critical orbit before its period is read off. They are many, for after n of them it
// is still about n^(-1/k) from a cycle with k petals.
constexpr int kSettlingSteps = 1 << 17;
constexpr int kPolishingSteps = 24;  // of Newton's method, which doubles the digits

// Bits beyond those of c's digits, and how many of them may be wrong at the end.
constexpr std::int64_t kBitsBeyondDigits = 320;
constexpr std::int64_t kWrongBits = 192;

// Decimal places of c up to which it is told from a number near it that has the cycle. Those c that
// have one and are decimals, as -1.75 is, have few; and of more places the difference would be too
// small for a double, and the work too long.
constexpr std::int64_t kMostPlaces = 250;

// A complex number of many digits.
struct LongComplex {
  BigFloat re;
  BigFloat im;

  explicit LongComplex(std::int64_t bits) : re(bits), im(bits) {}
  LongComplex(Complex value, std::int64_t bits) : re(value.real(), bits), im(value.imag(), bits) {}
  LongComplex(const ComplexDecimal& value, std::int64_t bits)
      : re(value.re, bits), im(value.im, bits) {}

  Complex toDouble() const { return {re.toDouble(), im.toDouble()}; }
};

LongComplex operator+(const LongComplex& a, const LongComplex& b) {
  LongComplex sum = a;
  sum.re.setSum(a.re, b.re);
  sum.im.setSum(a.im, b.im);
  return sum;
}

LongComplex operator-(const LongComplex& a, const LongComplex& b) {
  LongComplex difference = a;
  difference.re.setDifference(a.re, b.re);
  difference.im.setDifference(a.im, b.im);
  return difference;
}

LongComplex operator*(const LongComplex& a, const LongComplex& b) {
  LongComplex product = a;
  BigFloat other(a.re.bits());
  product.re.setProduct(a.re, b.re);
  other.setProduct(a.im, b.im);
  product.re.setDifference(product.re, other);
  product.im.setProduct(a.re, b.im);
  other.setProduct(a.im, b.re);
  product.im.setSum(product.im, other);
  return product;
}

LongComplex operator/(const LongComplex& a, const LongComplex& b) {
  LongComplex conjugate = b;
  conjugate.im.setDifference(BigFloat(b.im.bits()), b.im);
  const LongComplex norm = b * conjugate;
  LongComplex quotient = a * conjugate;
  quotient.re.setQuotient(quotient.re, norm.re);
  quotient.im.setQuotient(quotient.im, norm.re);
  return quotient;
}

LongComplex twice(const LongComplex& a) {
  return a + a;
}

// e^(2 pi i k / n).
LongComplex rootOfUnity(std::int32_t k, std::int32_t n, std::int64_t bits) {
  LongComplex root(bits);
  BigFloat::setTurn(root.re, root.im, k, n);
  return root;
}

// A point of a cycle, and the parameter for which it is one.
struct CyclePoint {
  LongComplex w;
  LongComplex c;
};

// Takes one step of Newton's method towards the w and c with f_c^period(w) = w and the given
// multiplier. Returns how far it moved c.
double improve(CyclePoint& at, std::int32_t period, const LongComplex& multiplier) {
  const std::int64_t bits = at.w.re.bits();
  const LongComplex one(Complex{1.0}, bits);
  LongComplex z = at.w;
  LongComplex byW = one;
  LongComplex byC(bits);
  LongComplex byWW(bits);
  LongComplex byWC(bits);
  for (std::int32_t k = 0; k < period; ++k) {
    byWW = twice(byW * byW + z * byWW);
    byWC = twice(byW * byC + z * byWC);
    byC = twice(z * byC) + one;
    byW = twice(z * byW);
    z = z * z + at.c;
  }
  const LongComplex gap = z - at.w;
  const LongComplex gapByW = byW - one;
  const LongComplex excess = byW - multiplier;
  const LongComplex determinant = gapByW * byWC - byC * byWW;
  at.w = at.w - (gap * byWC - byC * excess) / determinant;
  const LongComplex moved = (gapByW * excess - gap * byWW) / determinant;
  at.c = at.c - moved;
  return std::abs(moved.toDouble());
}

Complex squareStep(Complex z, Complex c) {
  return z * z + c;
}

// A point of period `period` near `guess` by Newton's method, with c fixed; right to some digits.
Complex parabolicPoint(Complex c, Complex guess, std::int32_t period) {
  Complex w = guess;
  for (int i = 0; i < kPolishingSteps; ++i) {
    Complex z = w;
    Complex slope = 1.0;
    for (std::int32_t k = 0; k < period; ++k) {
      slope *= 2.0 * z;
      z = squareStep(z, c);
    }
    const Complex correction = (z - w) / (slope - 1.0);
    if (!(std::abs(correction) < 1.0)) break;
    w -= correction;
  }
  return w;
}

Complex multiplierOf(Complex c, Complex w, std::int32_t period) {
  Complex multiplier = 1.0;
  for (std::int32_t k = 0; k < period; ++k, w = squareStep(w, c)) multiplier *= 2.0 * w;
  return multiplier;
}

// The number of steps after which an orbit that has settled comes nearest to where it was.
std::int32_t nearestReturn(Complex c, Complex z) {
  const Complex start = z;
  std::int32_t period = 0;
  double nearest = HUGE_VAL;
  for (std::int32_t k = 1; k <= kMostParabolicPeriod * kMostParabolicPeriod; ++k) {
    z = squareStep(z, c);
    const double distance = std::norm(z - start);
    if (!(distance < 0.99 * nearest)) continue;
    nearest = distance;
    period = k;
  }
  return period;
}

// Whether there is a parabolic cycle of that kind near w, and for which parameter.
std::optional<ParabolicCycle> cycleNear(const ComplexDecimal& c, Complex w, ParabolicCycle cycle,
                                        double turns) {
  const std::int64_t places = std::max({std::int64_t{0}, -c.re.exponent(), -c.im.exponent()});
  const std::int64_t bits = kBitsBeyondDigits + bitsForDigits(std::min(places, kMostPlaces));
  const LongComplex exact(c, bits);
  CyclePoint at{LongComplex(w, bits), exact};
  const auto root = static_cast<std::int32_t>(std::lround(turns * cycle.petals));
  if (std::gcd(root, cycle.petals) != 1) return {};
  const LongComplex multiplier = rootOfUnity(root, cycle.petals, bits);
  const double nothing = std::exp2(-0.5 * static_cast<double>(bits));
  double moved = 1.0;
  for (int i = 0; i < kPolishingSteps && moved > nothing; ++i) {
    moved = improve(at, cycle.period, multiplier);
    if (!(moved < 1.0)) return {};
  }
  // The parameter found must be no further from c than two units in the last place of a double.
  const double gap = std::abs((at.c - exact).toDouble());
  if (!(moved <= nothing) || gap > 0x1p-51 * std::abs(exact.toDouble())) return {};
  cycle.isExact = places <= kMostPlaces && gap <= std::exp2(static_cast<double>(kWrongBits - bits));
  return cycle;
}

}  // namespace

std::optional<ParabolicCycle> findParabolicCycle(const ComplexDecimal& c) {
  const Complex near{c.re.toDouble(), c.im.toDouble()};
  Complex z = 0.0;
  for (int k = 0; k < kSettlingSteps; ++k) z = squareStep(z, near);
  if (!(std::norm(z) <= 4.0)) return {};
  const std::int32_t all = nearestReturn(near, z);
  for (std::int32_t period = 1; period <= std::min(all, kMostParabolicPeriod); ++period) {
    if (all % period != 0 || all / period > kMostParabolicPeriod) continue;
    const Complex w = parabolicPoint(near, z, period);
    const Complex multiplier = multiplierOf(near, w, period);
    // The tolerance is wide: if two cycles meet, the error of Newton's method is the square root of
    // a double's rounding.
    if (!(std::abs(std::abs(multiplier) - 1.0) < 1e-4)) continue;
    const double turns = std::arg(multiplier) / (2.0 * std::numbers::pi);
    if (const auto found = cycleNear(c, w, {.period = period, .petals = all / period}, turns))
      return found;
  }
  return {};
}

}  // namespace fatou::julia
