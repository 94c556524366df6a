// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::kernels {

// A complex number in doubles. Its operations round in the order of program.h, so that they have
// the same bits on every machine, which those of std::complex need not have.
struct ComplexNumber {
  double re = 0.0;
  double im = 0.0;
};

inline ComplexNumber sum(ComplexNumber a, ComplexNumber b) {
  return {a.re + b.re, a.im + b.im};
}

inline ComplexNumber difference(ComplexNumber a, ComplexNumber b) {
  return {a.re - b.re, a.im - b.im};
}

inline ComplexNumber product(ComplexNumber a, ComplexNumber b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

inline ComplexNumber square(ComplexNumber a) {
  const double xy = a.re * a.im;
  return {a.re * a.re - a.im * a.im, xy + xy};
}

// |a|^2.
inline double norm(ComplexNumber a) {
  return a.re * a.re + a.im * a.im;
}

// Divides with one division, as PairFunction::Divide does.
inline ComplexNumber quotient(ComplexNumber a, ComplexNumber b) {
  const double r = 1.0 / norm(b);
  return {(a.re * b.re + a.im * b.im) * r, (a.im * b.re - a.re * b.im) * r};
}

}  // namespace fatou::kernels
