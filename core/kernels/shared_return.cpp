// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/shared_return.h"

#include <algorithm>
#include <cmath>

#include "core/kernels/shared_start.h"

namespace fatou::kernels {
namespace {

using Complex = std::complex<double>;

// Without the care for infinities of std::complex's operator, which costs a call.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

double modulus(Complex a) {
  return std::sqrt(a.real() * a.real() + a.imag() * a.imag());
}

// How far w may be out, in reaches: of a view with a Mandelbrot set in its middle that fills a
// third of it, more than w ever is inside.
constexpr double kReaches = 6.0;

// Longer references, which are rare, would take too long to expand.
constexpr std::size_t kMostSteps = std::size_t{1} << 17;
// Shorter ones are as cheap step by step.
constexpr std::size_t kLeastSteps = 16;

// As SharedStart has them.
constexpr double kLargestDistance = 0x1p-2;
constexpr double kInside = 2.0 - 1e-9;

// Squares that are smaller than this beside 2Z δ are nothing.
constexpr double kNothing = 0x1p-80;

}  // namespace

SharedReturn::SharedReturn(const DeepOrbit& orbit, const Plan& plan)
    : m_plan(plan), m_largest(kReaches / std::sqrt(2.0) * plan.reach), m_exponent(plan.exponent) {
  const std::size_t most = plan.end - 1;
  if (most < kLeastSteps || most > kMostSteps || plan.exponent > 0 ||
      plan.exponent < -SharedStart::kDoubleDepth)
    return;
  const double largest = std::ldexp(kReaches * plan.reach, static_cast<int>(plan.exponent));
  if (!(std::hypot(orbit.re[1], orbit.im[1]) + largest <= kInside)) return;
  m_b[1][0] = 1.0;
  double rest = 0.0;
  while (m_steps < most && step(orbit, rest)) {
  }
  scaleBy(static_cast<int>(m_exponent));
}

SharedReturn::Sizes SharedReturn::sizesOf(const Coefficients& b) const {
  Sizes sizes{};
  double w = 1.0;
  for (std::size_t j = 0; j <= kDegree; ++j, w *= kReaches * m_plan.reach) {
    double u = w;
    for (std::size_t k = 0; j + k <= kDegree; ++k, u *= m_plan.reach)
      sizes[j + k] += modulus(b[j][k]) * u;
  }
  return sizes;
}

// One step of the polynomial, unless that leaves out too much or a pixel may escape with it.
bool SharedReturn::step(const DeepOrbit& orbit, double& rest) {
  const std::size_t n = 1 + m_steps;
  if (orbit.isTiny(n)) return false;
  const double s = std::ldexp(1.0, static_cast<int>(m_exponent));
  const Complex z2(2.0 * orbit.re[n], 2.0 * orbit.im[n]);
  const Sizes sizes = sizesOf(m_b);
  double sum = 0.0;
  for (const double size : sizes) sum += size;
  double leftOut = 0.0;
  for (std::size_t i = 1; i <= kDegree; ++i)
    for (std::size_t j = kDegree + 1 - i; j <= kDegree; ++j) leftOut += sizes[i] * sizes[j];
  const bool isStraight = s * sum < kNothing * modulus(z2);
  const double nextRest = modulus(z2) * rest +
                          s * (2.0 * sum * rest + rest * rest + (isStraight ? sum * sum : leftOut));

  Coefficients next{};
  for (std::size_t j = 0; j <= kDegree; ++j)
    for (std::size_t k = 0; j + k <= kDegree; ++k) next[j][k] = product(z2, m_b[j][k]);
  if (!isStraight)
    for (std::size_t j = 0; j <= kDegree; ++j)
      for (std::size_t k = 0; j + k <= kDegree; ++k) {
        const Complex factor = s * m_b[j][k];
        if (factor == 0.0) continue;
        for (std::size_t l = 0; j + k + l <= kDegree; ++l)
          for (std::size_t m = 0; j + k + l + m <= kDegree; ++m)
            next[j + l][k + m] += product(factor, m_b[l][m]);
      }
  next[0][1] += std::ldexp(1.0, static_cast<int>(m_plan.exponent - m_exponent));

  double distance = nextRest;
  for (const double part : sizesOf(next)) distance += part;
  distance *= s;
  const double slope = modulus(next[1][0]) * m_plan.reach;
  const double modulusNext = std::hypot(orbit.re[n + 1], orbit.im[n + 1]);
  if (!(slope > 0.0) || !(nextRest <= m_plan.tolerance * slope) ||
      !(distance <= kLargestDistance) || !(modulusNext + distance <= kInside))
    return false;
  m_b = next;
  rest = nextRest;
  ++m_steps;
  const int shift = std::ilogb(std::max(std::abs(m_b[1][0].real()), std::abs(m_b[1][0].imag())));
  if (std::abs(shift) < 40) return true;
  scaleBy(-shift);
  rest = std::ldexp(rest, -shift);
  return true;
}

// The polynomial stays what it is: coefficients by 2^shift, its exponent by as much the other way.
void SharedReturn::scaleBy(int shift) {
  for (auto& row : m_b)
    for (Complex& b : row) b = {std::ldexp(b.real(), shift), std::ldexp(b.imag(), shift)};
  m_exponent -= shift;
}

SharedReturn::OfPixel SharedReturn::ofPixel(double ux, double uy) const {
  OfPixel pixel;
  for (std::size_t j = 0; j <= kDegree; ++j) {
    double re = 0.0;
    double im = 0.0;
    for (std::size_t k = kDegree + 1 - j; k-- > 0;) {
      const double next = (re * ux - im * uy) + m_b[j][k].real();
      im = (re * uy + im * ux) + m_b[j][k].imag();
      re = next;
    }
    pixel.re[j] = re;
    pixel.im[j] = im;
  }
  return pixel;
}

std::complex<double> SharedReturn::value(const OfPixel& pixel, double x, double y) {
  double re = pixel.re[kDegree];
  double im = pixel.im[kDegree];
  for (std::size_t j = kDegree; j-- > 0;) {
    const double next = (re * x - im * y) + pixel.re[j];
    im = (re * y + im * x) + pixel.im[j];
    re = next;
  }
  return {re, im};
}

}  // namespace fatou::kernels
