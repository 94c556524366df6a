// SPDX-License-Identifier: GPL-3.0-or-later
// The inverse circular and hyperbolic functions, and the choice among all functions, for vectors of
// doubles and for doubles, written like elementary_reals-inl.h.
//
// After W. Kahan, "Branch cuts for complex elementary functions", 1987: they use products of roots
// instead of logarithms, so that neither part loses digits to the other. The sign of a zero decides
// on the side of a branch cut, as in Annex G of C.

#include "core/kernels/elementary_complex-inl.h"

// Re sqrt(1 - z^2) of the factors 1 - z and 1 + z: as in sqrt(), but the modulus is that of both.
template <class V>
FATOU_LANES V realPartOfRoot(const Complex<V>& minus, const Complex<V>& plus, const Complex<V>& z) {
  const V re = minus.re * plus.re + z.im * z.im;
  const V sum = modulus(minus) * modulus(plus) + absolute(re);
  const V root = squareRoot(number<V>(0.5) * sum);
  return select(less(re, number<V>(0.0)), absolute(z.re * z.im) / root, root);
}

template <class V>
FATOU_LANES Complex<V> asin(const Complex<V>& z) {
  const V one = number<V>(1.0);
  const Complex<V> minus{one - z.re, negated(z.im)};
  const Complex<V> plus{one + z.re, z.im};
  const Complex<V> p = sqrt(minus);
  const Complex<V> q = sqrt(plus);
  return {angleOf(z.re, realPartOfRoot(minus, plus, z)), areaSine(p.re * q.im - p.im * q.re)};
}
template <class V>
FATOU_LANES Complex<V> acos(const Complex<V>& z) {
  const V one = number<V>(1.0);
  const Complex<V> p = sqrt(Complex<V>{one - z.re, negated(z.im)});
  const Complex<V> q = sqrt(Complex<V>{one + z.re, z.im});
  return {number<V>(2.0) * angleOf(p.re, q.re), areaSine(q.re * p.im - q.im * p.re)};
}
template <class V>
FATOU_LANES Complex<V> acosh(const Complex<V>& z) {
  const V one = number<V>(1.0);
  const Complex<V> p = sqrt(Complex<V>{z.re - one, z.im});
  const Complex<V> q = sqrt(Complex<V>{z.re + one, z.im});
  return {areaSine(p.re * q.re + p.im * q.im), number<V>(2.0) * angleOf(p.im, q.re)};
}
// asinh z = -i asin(iz).
template <class V>
FATOU_LANES Complex<V> asinh(const Complex<V>& z) {
  const Complex<V> turned = asin(Complex<V>{negated(z.im), z.re});
  return {turned.im, negated(turned.re)};
}

// atanh z: its real part is log(|1 + z|^2 / |1 - z|^2) / 4, its imaginary part half of the angle
// between 1 - z and 1 + z. Closer than 2^-510 to a pole it is infinite.
template <class V>
FATOU_LANES Complex<V> atanh(const Complex<V>& z) {
  const V one = number<V>(1.0);
  const V size = absolute(z.re);
  const V gap = one - size;
  const V down = scaleOf(Complex<V>{gap, z.im}).down;
  const V x = gap * down;
  const V y = z.im * down;
  const V ratio = ((number<V>(4.0) * size) * down / (x * x + y * y)) * down;
  const V along = number<V>(0.25) * logOfOneAnd(ratio);
  const V turn = angleOf(z.im + z.im, gap * (one + size) - z.im * z.im);
  return {withSign(along, signOf(z.re)), number<V>(0.5) * turn};
}
// atan z = -i atanh(iz).
template <class V>
FATOU_LANES Complex<V> atan(const Complex<V>& z) {
  const Complex<V> turned = atanh(Complex<V>{negated(z.im), z.re});
  return {turned.im, negated(turned.re)};
}

// The functions from Abs on.
template <class V>
FATOU_LANES Complex<V> partOf(ElementaryFunction function, const Complex<V>& z) {
  const V zero = number<V>(0.0);
  if (function == ElementaryFunction::Abs) return {modulus(z), zero};
  if (function == ElementaryFunction::Arg) return {argument(z), zero};
  if (function == ElementaryFunction::Conj) return {z.re, negated(z.im)};
  return {function == ElementaryFunction::Re ? z.re : z.im, zero};
}
template <class V>
FATOU_LANES Complex<V> elementary(ElementaryFunction function, const Complex<V>& z) {
  switch (function) {
    case ElementaryFunction::Exp:
      return exp(z);
    case ElementaryFunction::Log:
      return log(z);
    case ElementaryFunction::Sqrt:
      return sqrt(z);
    case ElementaryFunction::Sin:
      return sin(z);
    case ElementaryFunction::Cos:
      return cos(z);
    case ElementaryFunction::Tan:
      return tan(z);
    case ElementaryFunction::Sinh:
      return sinh(z);
    case ElementaryFunction::Cosh:
      return cosh(z);
    case ElementaryFunction::Tanh:
      return tanh(z);
    case ElementaryFunction::Asin:
      return asin(z);
    case ElementaryFunction::Acos:
      return acos(z);
    case ElementaryFunction::Atan:
      return atan(z);
    case ElementaryFunction::Asinh:
      return asinh(z);
    case ElementaryFunction::Acosh:
      return acosh(z);
    case ElementaryFunction::Atanh:
      return atanh(z);
    default:
      return partOf(function, z);
  }
}
template <class V>
FATOU_LANES Complex<V> elementary(PairFunction function, const Complex<V>& a, const Complex<V>& b) {
  switch (function) {
    case PairFunction::Divide:
      return divide(a, b);
    case PairFunction::ScaledDivide:
      return scaledDivide(a, b);
    case PairFunction::Power:
      return power(a, b);
    case PairFunction::RealPower:
      return realPower(a, b.re);
  }
  return {number<V>(kNoNumber), number<V>(kNoNumber)};
}
