// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_step.h"

#include <limits>

namespace fatou::kernels {
namespace {

ComplexNumber termAt(const double* terms, std::size_t k) {
  return {terms[2 * k], terms[2 * k + 1]};
}

// Returns a δ + b, a step of Horner's scheme.
ComplexNumber step(ComplexNumber a, ComplexNumber delta, ComplexNumber b) {
  return sum(product(a, delta), b);
}

// Requires that b is not 0.
ScaledComplex quotient(const ScaledComplex& a, const ScaledComplex& b) {
  const ComplexNumber mantissa = quotient(ComplexNumber{a.re, a.im}, ComplexNumber{b.re, b.im});
  return ScaledComplex::of(mantissa.re, mantissa.im, a.exponent - b.exponent);
}

ComplexNumber times(ComplexNumber a, std::size_t factor) {
  const auto real = static_cast<double>(factor);
  return {a.re * real, a.im * real};
}
ScaledComplex times(const ScaledComplex& a, double factor) {
  return ScaledComplex::of(a.re * factor, a.im * factor, a.exponent);
}

}  // namespace

bool RationalStep::take(RationalPixel& pixel) const {
  const double* terms = m_reference.terms(pixel.place);
  const std::size_t d = m_reference.numeratorTerms();
  const std::size_t m = m_reference.denominatorTerms();
  const ComplexNumber delta{pixel.x, pixel.y};
  ComplexNumber next{};
  for (std::size_t k = d; k-- > 0;) next = step(next, delta, termAt(terms, k));
  next = product(next, delta);
  ComplexNumber below{};
  for (std::size_t k = m; k-- > 0;) below = step(below, delta, termAt(terms, d + k));
  below = step(below, delta, {1.0, 0.0});
  if (m > 0) next = quotient(next, below);
  const double size2 = norm(next);
  if (!(size2 >= kScaled2 && size2 <= std::numeric_limits<double>::max())) return false;
  multiplySlope(pixel, next, below);
  pixel.x = next.re;
  pixel.y = next.im;
  advance(pixel, 1);
  return true;
}

bool RationalStep::take(ScaledComplex& delta, RationalPixel& pixel) const {
  const std::size_t d = m_reference.numeratorTerms();
  const std::size_t m = m_reference.denominatorTerms();
  const std::size_t place = pixel.place;
  ScaledComplex next{};
  for (std::size_t k = d; k-- > 0;) next = next * delta + m_reference.term(place, k);
  next = next * delta;
  ScaledComplex below{};
  for (std::size_t k = m; k-- > 0;) below = below * delta + m_reference.term(place, d + k);
  below = below * delta + ScaledComplex::of(1.0, 0.0);
  if (below.isZero()) return false;
  if (m > 0) next = quotient(next, below);
  multiplySlope(delta, pixel, next, below);
  delta = next;
  advance(pixel, 1);
  return true;
}

// With δ' = N / D the derivative is (N_δ - δ' D_δ) / D, where N_δ and D_δ are derivatives by δ.
// `next` is δ' and `below` is D.
void RationalStep::multiplySlope(const RationalPixel& pixel, ComplexNumber next,
                                 ComplexNumber below) const {
  if (pixel.slope == nullptr) return;
  const double* terms = m_reference.terms(pixel.place);
  const std::size_t d = m_reference.numeratorTerms();
  const ComplexNumber delta{pixel.x, pixel.y};
  ComplexNumber above{};
  for (std::size_t k = d; k > 0; --k) above = step(above, delta, times(termAt(terms, k - 1), k));
  ComplexNumber slope{};
  for (std::size_t k = m_reference.denominatorTerms(); k > 0; --k)
    slope = step(slope, delta, times(termAt(terms, d + k - 1), k));
  slope = product(slope, next);
  slope = quotient(difference(above, slope), below);
  pixel.slope->multiply(slope.re, slope.im);
}

void RationalStep::multiplySlope(const ScaledComplex& delta, const RationalPixel& pixel,
                                 const ScaledComplex& next, const ScaledComplex& below) const {
  if (pixel.slope == nullptr) return;
  const std::size_t d = m_reference.numeratorTerms();
  ScaledComplex above{};
  for (std::size_t k = d; k > 0; --k)
    above = above * delta + times(m_reference.term(pixel.place, k - 1), static_cast<double>(k));
  ScaledComplex slope{};
  for (std::size_t k = m_reference.denominatorTerms(); k > 0; --k)
    slope = slope * delta + times(m_reference.term(pixel.place, d + k - 1), static_cast<double>(k));
  pixel.slope->multiply(quotient(above + times(slope * next, -1.0), below));
}

}  // namespace fatou::kernels
