// SPDX-License-Identifier: GPL-3.0-or-later
// The complex functions for vectors of doubles and for doubles, written like
// elementary_reals-inl.h.

#include "core/kernels/elementary_reals-inl.h"

// Powers of two that scale the larger part of a number to between 1/2 and 2, unless it is
// subnormal.
template <class V>
struct Scale {
  V down;
  V up;
  V root;      // up is its square
  V exponent;  // of up
};
template <class V>
FATOU_LANES Scale<V> scaleOf(const Complex<V>& z) {
  const V a = absolute(z.re);
  const V b = absolute(z.im);
  const V large = atLeast(atMost(select(less(a, b), b, a), 0x1p1021), 0x1p-1021);
  const V bits = bitsAnd(large, kEvenExponentBits);
  return {bitsFrom(2045 * kExponentUnit, bits), bitsAdd(bits, kExponentUnit),
          bitsAdd(bitsShiftedRight<1>(bits), 512 * kExponentUnit),
          bitsOr(bitsShiftedRight<52>(bits), kWholeBits) - number<V>(kWhole + 1022.0)};
}

template <class V>
FATOU_LANES Complex<V> multiply(const Complex<V>& a, const Complex<V>& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
template <class V>
FATOU_LANES Complex<V> square(const Complex<V>& z) {
  const V xy = z.re * z.im;
  return {z.re * z.re - z.im * z.im, xy + xy};
}
// Divides with one division. Squares of the numbers must neither overflow nor underflow.
template <class V>
FATOU_LANES Complex<V> divide(const Complex<V>& a, const Complex<V>& b) {
  const V r = number<V>(1.0) / (b.re * b.re + b.im * b.im);
  return {(a.re * b.re + a.im * b.im) * r, (a.im * b.re - a.re * b.im) * r};
}
// Divides any numbers. Scaling by powers of two rounds nothing, so where divide() is exact enough
// the bits are the same. The divisor's parts are scaled to 1/2 at most, so that the sum of products
// does not overflow.
template <class V>
FATOU_LANES Complex<V> scaledDivide(const Complex<V>& a, const Complex<V>& b) {
  const V down = scaleOf(b).down;
  const V quarter = number<V>(0.25);
  const V x = quarter * (b.re * down);
  const V y = quarter * (b.im * down);
  const V r = number<V>(1.0) / (x * x + y * y);
  const auto back = [&](V v) FATOU_LANES_BODY { return (quarter * (v * down)) * r; };
  return {back(a.re * x + a.im * y), back(a.im * x - a.re * y)};
}

template <class V>
FATOU_LANES V modulus(const Complex<V>& z) {
  const Scale<V> scale = scaleOf(z);
  const V x = z.re * scale.down;
  const V y = z.im * scale.down;
  return squareRoot(x * x + y * y) * scale.up;
}
template <class V>
FATOU_LANES V argument(const Complex<V>& z) {
  const V down = scaleOf(z).down;
  return angleOf(z.im * down, z.re * down);
}

template <class V>
FATOU_LANES Complex<V> exp(const Complex<V>& z) {
  const ExpParts<V> e = expParts(z.re);
  const SineCosine<V> turn = sineCosine(z.im);
  const V size = number<V>(1.0) + (e.r + (e.oddRest + e.even));
  return {timesPowerOfTwo(size * turn.cos.high, e.exponent),
          timesPowerOfTwo(size * turn.sin.high, e.exponent)};
}

// x^2 + y^2 with 106 bits, which suffice even after 1 is subtracted.
template <class V>
FATOU_LANES Sum<V> exactNorm(V x, V y) {
  const Sum<V> x2 = exactProduct(x, x);
  const Sum<V> y2 = exactProduct(y, y);
  const Sum<V> high = exactSum(x2.high, y2.high);
  const Sum<V> low = exactSum(x2.low, y2.low);
  const Sum<V> middle = exactSum(high.low, low.high);
  const Sum<V> most = orderedSum(high.high, middle.high);
  return {most.high, most.low + (middle.low + low.low)};
}
// log|z| = log(|z|^2) / 2. Near |z| = 1 nearly all leading digits of |z|^2 - 1 cancel.
template <class V>
FATOU_LANES Complex<V> log(const Complex<V>& z) {
  const Scale<V> scale = scaleOf(z);
  const V x = z.re * scale.down;
  const V y = z.im * scale.down;
  const V twice = logOfSum(exactNorm(x, y), scale.exponent + scale.exponent);
  return {number<V>(0.5) * logOrSpecial(x * x + y * y, twice), angleOf(y, x)};
}

// Branch cut along the negative real axis, where the sign of the imaginary part decides on the
// side. The part that is computed without cancellation is a root, and the other one a quotient
// (Kahan).
template <class V>
FATOU_LANES Complex<V> sqrt(const Complex<V>& z) {
  const Scale<V> scale = scaleOf(z);
  const V x = z.re * scale.down;
  const V y = z.im * scale.down;
  const V sum = absolute(x) + squareRoot(x * x + y * y);
  const V root = squareRoot(number<V>(0.5) * sum) * scale.root;
  const auto isZero = equal(root, number<V>(0.0));
  const auto isInfinite = equal(absolute(z.im), number<V>(kInfinity));
  const V quotient = z.im / (root + root);
  const V other = select(isZero, z.im, select(isInfinite, z.im, quotient));
  return {selectNegative(z.re, absolute(other), root),
          selectNegative(z.re, withSign(root, signOf(z.im)), other)};
}

// sin(x + iy) = sin x cosh y + i cos x sinh y.
template <class V>
FATOU_LANES Complex<V> sin(const Complex<V>& z) {
  const SineCosine<V> turn = sineCosine(z.re);
  const HyperbolicParts<V, V> y = hyperbolicParts(z.im);
  return {timesPowerOfTwo(turn.sin.high * y.cosh, y.exponent),
          timesPowerOfTwo(turn.cos.high * y.sinh, y.exponent)};
}
// cos(x + iy) = cos x cosh y - i sin x sinh y.
template <class V>
FATOU_LANES Complex<V> cos(const Complex<V>& z) {
  const SineCosine<V> turn = sineCosine(z.re);
  const HyperbolicParts<V, V> y = hyperbolicParts(z.im);
  return {timesPowerOfTwo(turn.cos.high * y.cosh, y.exponent),
          negated(timesPowerOfTwo(turn.sin.high * y.sinh, y.exponent))};
}
// sinh(x + iy) = sinh x cos y + i cosh x sin y.
template <class V>
FATOU_LANES Complex<V> sinh(const Complex<V>& z) {
  const Complex<V> turned = sin(Complex<V>{z.im, z.re});
  return {turned.im, turned.re};
}
// cosh(x + iy) = cosh x cos y + i sinh x sin y.
template <class V>
FATOU_LANES Complex<V> cosh(const Complex<V>& z) {
  return cos(Complex<V>{negated(z.im), z.re});
}

// tan(x + iy) = (sin x cos x + i sinh y cosh y) / (cos^2 x + sinh^2 y), in units of 4^exponent.
template <class V>
FATOU_LANES Complex<V> tan(const Complex<V>& z) {
  const SineCosine<V> turn = sineCosine(z.re);
  const HyperbolicParts<V, Sum<V>> y = hyperbolicSums(z.im);
  const V twice = y.exponent + y.exponent;
  const V down = powerOfTwo(negated(atMost(twice, 1000.0)));
  const Sum<V> cos2 = product(turn.cos, turn.cos);
  const Sum<V> sinh2 = product(y.sinh, y.sinh);
  const Sum<V> sum = exactSum(cos2.high * down, sinh2.high);
  const V divisor = sum.high + (sum.low + (cos2.low * down + sinh2.low));
  const Sum<V> re = product(turn.sin, turn.cos);
  const Sum<V> im = product(y.sinh, y.cosh);
  const V along = absolute((re.high + re.low) / divisor);
  const V up = absolute((im.high + im.low) / divisor);
  // The signs are taken from the factors, since sums of zeros lose them.
  const V alongSign = withSign(signOf(turn.sin.high), signOf(turn.cos.high));
  return {withSign(timesPowerOfTwo(along, negated(atMost(twice, 2043.0))), alongSign),
          withSign(up, signOf(z.im))};
}
// tanh z = -i tan(iz), by swapping the parts.
template <class V>
FATOU_LANES Complex<V> tanh(const Complex<V>& z) {
  const Complex<V> turned = tan(Complex<V>{z.im, z.re});
  return {turned.im, turned.re};
}

// e^(exponent log base), with the right values for a base of 0.
template <class V>
FATOU_LANES Complex<V> powerOfLog(const Complex<V>& base, const Complex<V>& exponent,
                                  const Complex<V>& product) {
  const V zero = number<V>(0.0);
  const V one = number<V>(1.0);
  const auto isZero = both(equal(base.re, zero), equal(base.im, zero));
  const auto isOne = both(equal(exponent.re, zero), equal(exponent.im, zero));
  const V none = number<V>(kNoNumber);
  const V vanished = select(less(zero, exponent.re), zero, none);
  const Complex<V> value = exp(product);
  return {select(isZero, select(isOne, one, vanished), value.re),
          select(isZero, select(isOne, zero, vanished), value.im)};
}
template <class V>
FATOU_LANES Complex<V> power(const Complex<V>& base, const Complex<V>& exponent) {
  return powerOfLog(base, exponent, multiply(exponent, log(base)));
}
template <class V>
FATOU_LANES Complex<V> realPower(const Complex<V>& base, V exponent) {
  const Complex<V> l = log(base);
  return powerOfLog(base, Complex<V>{exponent, number<V>(0.0)},
                    Complex<V>{exponent * l.re, exponent * l.im});
}
// Binary powering, from the highest bit of the exponent on.
template <class V>
FATOU_LANES Complex<V> wholePower(const Complex<V>& base, std::int32_t exponent) {
  const Complex<V> one{number<V>(1.0), number<V>(0.0)};
  if (exponent == 0) return one;
  const auto size = static_cast<std::uint32_t>(exponent < 0 ? -std::int64_t{exponent} : exponent);
  Complex<V> value = base;
  for (int digit = static_cast<int>(std::bit_width(size)) - 2; digit >= 0; --digit) {
    value = square(value);
    if ((size >> digit & 1U) != 0) value = multiply(value, base);
  }
  return exponent < 0 ? scaledDivide(one, value) : value;
}
