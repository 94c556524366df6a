// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/big_complex.h"

#include <utility>

namespace fatou::julia {
namespace {

BigFloat sum(const BigFloat& a, const BigFloat& b) {
  BigFloat result(a.bits());
  result.setSum(a, b);
  return result;
}

BigFloat difference(const BigFloat& a, const BigFloat& b) {
  BigFloat result(a.bits());
  result.setDifference(a, b);
  return result;
}

BigFloat product(const BigFloat& a, const BigFloat& b) {
  BigFloat result(a.bits());
  result.setProduct(a, b);
  return result;
}

BigFloat quotient(const BigFloat& a, const BigFloat& b) {
  BigFloat result(a.bits());
  result.setQuotient(a, b);
  return result;
}

BigFloat negated(const BigFloat& a) {
  BigFloat result(a.bits());
  result.setNegated(a);
  return result;
}

BigFloat scaled(const BigFloat& a, double factor) {
  BigFloat result(a.bits());
  result.setProduct(a, factor);
  return result;
}

BigComplex pairOf(const BigFloat& re, const BigFloat& im) {
  BigComplex result(re.bits());
  result.re = re;
  result.im = im;
  return result;
}

BigComplex realNumber(const BigFloat& re) {
  return pairOf(re, BigFloat(re.bits()));
}

// Sine and cosine of the one part, hyperbolic ones of the other.
struct Waves {
  BigFloat sine, cosine, sinh, cosh;
  Waves(const BigFloat& angle, const BigFloat& growth)
      : sine(angle.bits()), cosine(angle.bits()), sinh(angle.bits()), cosh(angle.bits()) {
    BigFloat::setSinCos(sine, cosine, angle);
    BigFloat::setSinhCosh(sinh, cosh, growth);
  }
};

// 1 + a and 1 - a; the sign of a zero imaginary part, which says the side of a cut, is a's or the
// other one.
BigComplex onePlus(const BigComplex& a) {
  return pairOf(sum(BigFloat(1.0, a.bits()), a.re), a.im);
}
BigComplex oneMinus(const BigComplex& a) {
  return pairOf(difference(BigFloat(1.0, a.bits()), a.re), negated(a.im));
}

BigFloat asinhOf(const BigFloat& a) {
  BigFloat result(a.bits());
  result.setAsinh(a);
  return result;
}

BigFloat atan2Of(const BigFloat& y, const BigFloat& x) {
  BigFloat result(y.bits());
  result.setAtan2(y, x);
  return result;
}

}  // namespace

BigComplex operator+(const BigComplex& a, const BigComplex& b) {
  return pairOf(sum(a.re, b.re), sum(a.im, b.im));
}

BigComplex operator-(const BigComplex& a, const BigComplex& b) {
  return pairOf(difference(a.re, b.re), difference(a.im, b.im));
}

BigComplex operator*(const BigComplex& a, const BigComplex& b) {
  return pairOf(difference(product(a.re, b.re), product(a.im, b.im)),
                sum(product(a.re, b.im), product(a.im, b.re)));
}

BigComplex operator/(const BigComplex& a, const BigComplex& b) {
  const BigFloat length2 = sum(product(b.re, b.re), product(b.im, b.im));
  const BigComplex turned = a * conj(b);
  return pairOf(quotient(turned.re, length2), quotient(turned.im, length2));
}

BigComplex operator-(const BigComplex& a) {
  return pairOf(negated(a.re), negated(a.im));
}

BigComplex wholePower(const BigComplex& a, std::int32_t exponent) {
  BigComplex square = a;
  BigComplex result(1.0, 0.0, a.bits());
  for (std::int32_t left = exponent; left > 0; left /= 2) {
    if (left % 2 == 1) result = result * square;
    if (left > 1) square = square * square;
  }
  return result;
}

BigComplex power(const BigComplex& a, const BigComplex& b) {
  if (!a.isZero()) return exp(b * log(a));
  if (b.isZero()) return BigComplex(1.0, 0.0, a.bits());
  const bool vanishes = !b.re.isNegative() && !b.re.isZero();
  return vanishes ? BigComplex(a.bits()) : log(BigComplex(a.bits()));
}

BigComplex exp(const BigComplex& a) {
  BigFloat size(a.bits());
  size.setExp(a.re);
  BigFloat sine(a.bits());
  BigFloat cosine(a.bits());
  BigFloat::setSinCos(sine, cosine, a.im);
  return pairOf(product(size, cosine), product(size, sine));
}

BigComplex log(const BigComplex& a) {
  BigFloat size(a.bits());
  size.setHypot(a.re, a.im);
  size.setLog(size);
  return pairOf(size, atan2Of(a.im, a.re));
}

// The part that needs no subtraction first, the other one from their product.
BigComplex sqrt(const BigComplex& a) {
  if (a.isZero()) return a;
  BigFloat root(a.bits());
  root.setHypot(a.re, a.im);
  root = a.re.isNegative() ? difference(root, a.re) : sum(root, a.re);
  root.setSquareRoot(scaled(root, 0.5));
  const BigFloat other = scaled(quotient(a.im, root), 0.5);
  if (!a.re.isNegative()) return pairOf(root, other);
  return a.im.isNegative() ? pairOf(negated(other), negated(root)) : pairOf(other, root);
}

BigComplex sin(const BigComplex& a) {
  const Waves w(a.re, a.im);
  return pairOf(product(w.sine, w.cosh), product(w.cosine, w.sinh));
}

BigComplex cos(const BigComplex& a) {
  const Waves w(a.re, a.im);
  return pairOf(product(w.cosine, w.cosh), negated(product(w.sine, w.sinh)));
}

BigComplex sinh(const BigComplex& a) {
  const Waves w(a.im, a.re);
  return pairOf(product(w.sinh, w.cosine), product(w.cosh, w.sine));
}

BigComplex cosh(const BigComplex& a) {
  const Waves w(a.im, a.re);
  return pairOf(product(w.cosh, w.cosine), product(w.sinh, w.sine));
}

// This and what follows as in Kahan, "Branch cuts for complex elementary functions", 1987.
BigComplex asin(const BigComplex& a) {
  const BigComplex below = sqrt(oneMinus(a));
  const BigComplex above = sqrt(onePlus(a));
  return pairOf(atan2Of(a.re, (below * above).re), asinhOf((conj(below) * above).im));
}

BigComplex acos(const BigComplex& a) {
  const BigComplex below = sqrt(oneMinus(a));
  const BigComplex above = sqrt(onePlus(a));
  return pairOf(scaled(atan2Of(below.re, above.re), 2.0), asinhOf((conj(above) * below).im));
}

BigComplex acosh(const BigComplex& a) {
  const BigComplex below = sqrt(pairOf(difference(a.re, BigFloat(1.0, a.bits())), a.im));
  const BigComplex above = sqrt(onePlus(a));
  return pairOf(asinhOf((conj(below) * above).re), scaled(atan2Of(below.im, above.re), 2.0));
}

BigComplex atanh(const BigComplex& a) {
  const BigComplex twice = log(onePlus(a)) - log(oneMinus(a));
  return pairOf(scaled(twice.re, 0.5), scaled(twice.im, 0.5));
}

BigComplex timesI(const BigComplex& a) {
  return pairOf(negated(a.im), a.re);
}

BigComplex conj(const BigComplex& a) {
  return pairOf(a.re, negated(a.im));
}

BigComplex abs(const BigComplex& a) {
  BigFloat size(a.bits());
  size.setHypot(a.re, a.im);
  return realNumber(size);
}

BigComplex arg(const BigComplex& a) {
  return realNumber(atan2Of(a.im, a.re));
}

}  // namespace fatou::julia
