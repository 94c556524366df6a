// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/series_approximation.h"

#include <algorithm>
#include <cmath>

namespace fatou::kernels {
namespace {

using Complex = std::complex<double>;

// Multiplies without the care for infinities that costs a call in the operator of std::complex.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// If δ is below this, and below |Z| 2^-kSquareGap, its square is negligible beside 2Z δ.
constexpr std::int64_t kStraightExponent = -300;
constexpr std::int64_t kSquareGap = 200;

// The polynomial ends before distances at which escape is no matter of the centre alone.
constexpr double kLargestDistance = 0x1p-2;
constexpr double kLargestSharedDistance = 0x1p-1;

// Leaves room for the rounding of the bounds.
constexpr double kInside = 2.0 - 1e-9;

}  // namespace

// The bounds of the polynomial over all pixels, in units of s.
struct SeriesApproximation::Bounds {
  double reach;
  double tolerance;
  double rest = 0.0;  // the size of all that has been left out, at |u| = reach
};

SeriesApproximation::SeriesApproximation(const DeepOrbit& orbit, const Plan& plan)
    : m_movesC(plan.movesC), m_placeExponent(plan.exponent), m_exponent(plan.exponent) {
  m_re[0] = 1.0;
  const int size = static_cast<int>(std::clamp<std::int64_t>(plan.exponent, -1000, 10));
  if (!(std::hypot(orbit.re[0], orbit.im[0]) + std::ldexp(plan.reach, size) <= kInside)) {
    // No step can be skipped, because not even the first point is surely inside.
    if (m_exponent < -kDoubleDepth) return;
    m_re[0] = std::ldexp(1.0, static_cast<int>(m_exponent));
    m_exponent = 0;
    return;
  }
  const std::size_t end = std::min(orbit.last(), static_cast<std::size_t>(plan.tmax));
  auto mayGoOn = [&plan, looks = 0U]() mutable {
    constexpr unsigned kStepsBetweenLooks = 256;
    return ++looks % kStepsBetweenLooks != 0 || !plan.stop.stop_requested();
  };
  goStraight(orbit, end);
  Bounds bounds{.reach = plan.reach, .tolerance = plan.tolerance};
  while (m_steps + 1 < end && mayGoOn() && step(orbit, bounds)) renormalise();
  if (m_exponent < -kDoubleDepth) return;
  for (std::size_t k = 0; k < kTerms; ++k) {
    m_re[k] = std::ldexp(m_re[k], static_cast<int>(m_exponent));
    m_im[k] = std::ldexp(m_im[k], static_cast<int>(m_exponent));
  }
  m_exponent = 0;
  if (!plan.stop.stop_requested()) goOnInSteps(orbit, end, plan.reach);
}

double SeriesApproximation::parameterIn(std::int64_t exponent) const {
  constexpr std::int64_t kBeyond = 2000;
  const std::int64_t size = std::clamp(m_placeExponent - exponent, -kBeyond, kBeyond);
  return m_movesC ? std::ldexp(1.0, static_cast<int>(size)) : 0.0;
}

void SeriesApproximation::goOnInSteps(const DeepOrbit& orbit, std::size_t end, double reach) {
  double distance = 0.0;
  double power = 1.0;
  for (std::size_t k = 0; k < kTerms; ++k)
    distance += std::hypot(m_re[k], m_im[k]) * (power *= reach);
  for (std::size_t n = m_steps; n + 1 < end; ++n, ++m_sharedSteps) {
    const double modulus = std::hypot(orbit.re[n], orbit.im[n]);
    const double next = std::hypot(orbit.re[n + 1], orbit.im[n + 1]);
    distance *= (2.0 * modulus + distance) * (1.0 + 1e-14);
    distance += parameterIn(0) * reach;
    if (distance > kLargestSharedDistance || next + distance > kInside || next < 2.0 * distance)
      return;
  }
}

// Takes steps while squares of δ are too small to count, so that only b_1 moves. All of them are
// inside |z| <= 2 by more than rounding.
void SeriesApproximation::goStraight(const DeepOrbit& orbit, std::size_t end) {
  Complex b(m_re[0], m_im[0]);
  for (; m_exponent < kStraightExponent && m_steps + 1 < end; ++m_steps) {
    const Complex z(orbit.re[m_steps], orbit.im[m_steps]);
    const double larger = std::max(std::abs(z.real()), std::abs(z.imag()));
    if (orbit.isTiny(m_steps) || std::ilogb(larger) < m_exponent + kSquareGap) break;
    const Complex next(orbit.re[m_steps + 1], orbit.im[m_steps + 1]);
    if (!(std::norm(next) <= kInside * kInside)) break;
    const Complex moved = product(2.0 * z, b) + parameterIn(m_exponent);
    if (moved == 0.0) break;
    b = moved;
    const int shift = std::ilogb(std::max(std::abs(b.real()), std::abs(b.imag())));
    if (std::abs(shift) < 40) continue;
    b = {std::ldexp(b.real(), -shift), std::ldexp(b.imag(), -shift)};
    m_exponent += shift;
  }
  m_re[0] = b.real();
  m_im[0] = b.imag();
  renormalise();
}

// Takes one step of the polynomial; false, and no step, where that leaves out too much or a pixel
// may escape with it.
bool SeriesApproximation::step(const DeepOrbit& orbit, Bounds& bounds) {
  if (m_exponent < -1000 || orbit.isTiny(m_steps)) return false;
  const double s = std::ldexp(1.0, static_cast<int>(m_exponent));
  const Complex z2(2.0 * orbit.re[m_steps], 2.0 * orbit.im[m_steps]);
  std::array<double, kTerms> modulus{};  // of b_k u^k
  double power = 1.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < kTerms; ++k) {
    modulus[k] = std::hypot(m_re[k], m_im[k]) * (power *= bounds.reach);
    sum += modulus[k];
  }
  double leftOut = 0.0;
  for (std::size_t i = 0; i < kTerms; ++i)
    for (std::size_t j = kTerms - 1 - i; j < kTerms; ++j) leftOut += modulus[i] * modulus[j];
  const double rest = std::abs(z2) * bounds.rest +
                      s * (2.0 * sum * bounds.rest + bounds.rest * bounds.rest + leftOut);

  std::array<double, kTerms> re{};
  std::array<double, kTerms> im{};
  double distance = rest;
  power = 1.0;
  for (std::size_t k = 0; k < kTerms; ++k) {
    Complex squares = 0.0;
    for (std::size_t i = 0; i < k; ++i)
      squares += product({m_re[i], m_im[i]}, {m_re[k - 1 - i], m_im[k - 1 - i]});
    Complex next = product(z2, {m_re[k], m_im[k]}) + s * squares;
    if (k == 0) next += parameterIn(m_exponent);
    re[k] = next.real();
    im[k] = next.imag();
    distance += std::abs(next) * (power *= bounds.reach);
  }
  distance *= s;
  const double modulusNext = std::hypot(orbit.re[m_steps + 1], orbit.im[m_steps + 1]);
  const double slope = std::hypot(re[0], im[0]) * bounds.reach;
  if (!(slope > 0.0) || !(rest <= bounds.tolerance * slope) || !(distance <= kLargestDistance) ||
      !(modulusNext + distance <= kInside))
    return false;
  m_re = re;
  m_im = im;
  ++m_steps;
  bounds.rest = rest;
  // The next renormalisation would leave it behind.
  const int shift = std::ilogb(std::max(std::abs(re[0]), std::abs(im[0])));
  if (shift != 0) bounds.rest = std::ldexp(bounds.rest, -shift);
  return true;
}

void SeriesApproximation::renormalise() {
  const int shift = std::ilogb(std::max(std::abs(m_re[0]), std::abs(m_im[0])));
  if (shift == 0) return;
  for (std::size_t k = 0; k < kTerms; ++k) {
    m_re[k] = std::ldexp(m_re[k], -shift);
    m_im[k] = std::ldexp(m_im[k], -shift);
  }
  m_exponent += shift;
}

std::complex<double> SeriesApproximation::value(double x, double y) const {
  double re = m_re[kTerms - 1];
  double im = m_im[kTerms - 1];
  for (std::size_t k = kTerms - 1; k-- > 0;) {
    const double next = (re * x - im * y) + m_re[k];
    im = (re * y + im * x) + m_im[k];
    re = next;
  }
  return {re * x - im * y, re * y + im * x};
}

std::complex<double> SeriesApproximation::slope(double x, double y) const {
  double re = 0.0;
  double im = 0.0;
  for (std::size_t k = kTerms; k-- > 0;) {
    const auto factor = static_cast<double>(k + 1);
    const double next = (re * x - im * y) + factor * m_re[k];
    im = (re * y + im * x) + factor * m_im[k];
    re = next;
  }
  return {re, im};
}

}  // namespace fatou::kernels
