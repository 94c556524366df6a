// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/return_series.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/kernels/series_approximation.h"

namespace fatou::kernels {
namespace {

using Complex = std::complex<double>;
using Coefficients = ReturnSeries::Coefficients;
constexpr std::size_t kDegree = ReturnSeries::kDegree;
using Moduli = std::array<std::array<double, kDegree + 1>, kDegree + 1>;

// Multiplies without the care for infinities that costs a call in the operator of std::complex.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

double modulus(Complex a) {
  return std::sqrt(a.real() * a.real() + a.imag() * a.imag());
}

// The first ring goes out to this many reaches and more: in a view with a Mandelbrot set in its
// middle that fills a third of it, w is never further out inside.
constexpr double kReaches = 4.0;
constexpr int kRingOctaves = 4;
// From this exponent on, single steps are as cheap as the series.
constexpr int kLastExponent = -8;

// Longer references, which are rare, would take too long to expand: a step is a microsecond or two.
constexpr std::size_t kMostSteps = std::size_t{1} << 17;
// Points near 0, and how many times the whole reference their polynomials may go together; none in
// longer references than this.
constexpr std::size_t kMostStepsForMany = std::size_t{1} << 15;
constexpr std::size_t kMostReturns = 60;
constexpr double kNearZero2 = 0x1p-12;
constexpr std::size_t kTimesGrown = 2;
// The fewest steps worth a polynomial, which costs as much as these.
constexpr std::size_t kLeastSteps = 16;

// Bounds that SeriesApproximation has, too.
constexpr double kLargestDistance = 0x1p-2;
constexpr double kInside = 2.0 - 1e-9;

// A ring while its polynomial grows. What bounds it is in units of 2^exponent, as the coefficients.
struct Growing {
  double w;                                 // |w| is at most this
  double least;                             // and what is left out small beside this much of it
  double rest = 0.0;                        // the size of all that has been left out
  std::array<double, kDegree + 1> sizes{};  // bounds for the terms of each degree
  bool isDone = false;

  double sum() const {
    double all = 0.0;
    for (const double size : sizes) all += size;
    return all;
  }

  // A bound for the terms of a square whose degree is too high.
  double leftOut() const {
    double all = 0.0;
    for (std::size_t i = 1; i <= kDegree; ++i)
      for (std::size_t j = kDegree + 1 - i; j <= kDegree; ++j) all += sizes[i] * sizes[j];
    return all;
  }

  void measure(const Moduli& moduli) {
    sizes = {};
    double power = 1.0;
    for (std::size_t j = 0; j <= kDegree; ++j, power *= w)
      for (std::size_t k = 0; j + k <= kDegree; ++k) sizes[j + k] += moduli[j][k] * power;
  }
};

// The polynomial of all rings while it grows: they differ only in where it ends.
class Growth {
 public:
  Growth(const DeepOrbit& orbit, const ReturnSeries::Plan& plan)
      : m_orbit(orbit), m_plan(plan), m_exponent(static_cast<int>(plan.exponent)) {
    m_b[1][0] = 1.0;
    m_moduli[1][0] = 1.0;
  }

  void addRing(double w, double least) {
    m_rings.push_back({.w = w, .least = least});
    m_rings.back().measure(m_moduli);
  }

  // The rings' polynomials, the first ring's first.
  std::vector<ReturnSeries::Ring> grow() {
    std::vector<ReturnSeries::Ring> grown(m_rings.size());
    std::size_t growing = m_rings.size();
    while (growing > 0) {
      const std::size_t point = m_plan.first + m_steps;
      const bool canGrow =
          point < m_plan.end && !m_orbit.isTiny(point) && !m_plan.stop.stop_requested();
      if (canGrow) makeNext();
      for (std::size_t i = 0; i < growing; ++i) {
        Growing& ring = m_rings[i];
        if (ring.isDone || (canGrow && grows(ring))) continue;
        ring.isDone = true;
        grown[i] = {m_steps, scaled(m_b, m_exponent)};
      }
      while (growing > 0 && m_rings[growing - 1].isDone) --growing;
      m_b = m_next;
      m_moduli = m_nextModuli;
      ++m_steps;
      normalise();
    }
    return grown;
  }

 private:
  static Coefficients scaled(Coefficients b, int shift) {
    for (auto& row : b)
      for (Complex& x : row) x = {std::ldexp(x.real(), shift), std::ldexp(x.imag(), shift)};
    return b;
  }

  void makeNext() {
    const std::size_t n = m_plan.first + m_steps;
    const double s = std::ldexp(1.0, m_exponent);
    const Complex z2(2.0 * m_orbit.re[n], 2.0 * m_orbit.im[n]);
    for (std::size_t j = 0; j <= kDegree; ++j)
      for (std::size_t k = 0; j + k <= kDegree; ++k) m_next[j][k] = product(z2, m_b[j][k]);
    for (std::size_t j = 0; j <= kDegree; ++j)
      for (std::size_t k = j == 0 ? 1 : 0; j + k <= kDegree; ++k) {
        const Complex factor = s * m_b[j][k];
        if (factor == 0.0) continue;
        for (std::size_t l = 0; j + k + l <= kDegree; ++l)
          for (std::size_t m = l == 0 ? 1 : 0; j + k + l + m <= kDegree; ++m)
            m_next[j + l][k + m] += product(factor, m_b[l][m]);
      }
    m_next[0][1] += std::ldexp(1.0, static_cast<int>(m_plan.exponent) - m_exponent);
    double power = 1.0;
    for (std::size_t k = 0; k <= kDegree; ++k, power *= m_plan.reach)
      for (std::size_t j = 0; j + k <= kDegree; ++j)
        m_nextModuli[j][k] = modulus(m_next[j][k]) * power;
  }

  // Whether the next polynomial is a ring's, too: leaves out little, and no pixel may escape.
  bool grows(Growing& ring) const {
    const std::size_t n = m_plan.first + m_steps;
    const double s = std::ldexp(1.0, m_exponent);
    const double modulus2 = 2.0 * std::hypot(m_orbit.re[n], m_orbit.im[n]);
    const double rest = modulus2 * ring.rest +
                        s * (2.0 * ring.sum() * ring.rest + ring.rest * ring.rest + ring.leftOut());
    Growing next = ring;
    next.rest = rest;
    next.measure(m_nextModuli);
    const double distance = s * (next.sum() + rest);
    const double modulusNext = std::hypot(m_orbit.re[n + 1], m_orbit.im[n + 1]);
    const double slope = m_nextModuli[1][0] * ring.least;
    if (!(slope > 0.0) || !(rest <= m_plan.tolerance * slope) || !(distance <= kLargestDistance) ||
        !(modulusNext + distance <= kInside))
      return false;
    ring = next;
    return true;
  }

  // Keeps the coefficients within a double's range.
  void normalise() {
    const Complex slope = m_b[1][0];
    const int shift = std::ilogb(std::max(std::abs(slope.real()), std::abs(slope.imag())));
    if (std::abs(shift) < 40 || slope == 0.0) return;
    m_b = scaled(m_b, -shift);
    for (auto& row : m_moduli)
      for (double& size : row) size = std::ldexp(size, -shift);
    m_exponent += shift;
    for (Growing& ring : m_rings) {
      ring.rest = std::ldexp(ring.rest, -shift);
      for (double& size : ring.sizes) size = std::ldexp(size, -shift);
    }
  }

  const DeepOrbit& m_orbit;
  const ReturnSeries::Plan& m_plan;
  int m_exponent;
  std::size_t m_steps = 0;
  Coefficients m_b{};
  Coefficients m_next{};
  Moduli m_moduli{};  // |b_jk| reach^k
  Moduli m_nextModuli{};
  std::vector<Growing> m_rings;
};

}  // namespace

ReturnSeries::ReturnSeries(const DeepOrbit& orbit, const Plan& plan) {
  const std::size_t n = plan.first;
  if (plan.end < n + kLeastSteps || plan.exponent > kLastExponent ||
      plan.exponent < -SeriesApproximation::kDoubleDepth ||
      !(std::hypot(orbit.re[n], orbit.im[n]) + std::ldexp(1.0, kLastExponent + 1) <= kInside))
    return;
  const auto exponent = static_cast<int>(plan.exponent);
  m_unit = std::ldexp(1.0, -exponent);
  m_firstExponent = exponent + std::ilogb(kReaches * plan.reach) + 1;
  Growth growth(orbit, plan);
  double least = plan.reach;
  for (int to = m_firstExponent; to <= kLastExponent; to += kRingOctaves) {
    const double part = std::ldexp(1.0, to - exponent);
    growth.addRing(std::sqrt(2.0) * part, least);
    least = part;
  }
  m_rings = growth.grow();
}

const ReturnSeries::Ring* ReturnSeries::ringOf(double size) const {
  if (m_rings.empty() || !(size > 0.0)) return nullptr;
  const int beyond = std::ilogb(size) + 1 - m_firstExponent;
  const int ring = beyond <= 0 ? 0 : (beyond + kRingOctaves - 1) / kRingOctaves;
  if (static_cast<std::size_t>(ring) >= m_rings.size()) return nullptr;
  const Ring& found = m_rings[static_cast<std::size_t>(ring)];
  return found.steps < kLeastSteps ? nullptr : &found;
}

ReturnSeries::OfPixel ReturnSeries::ofPixel(const Ring& ring, double ux, double uy) {
  OfPixel pixel;
  for (std::size_t j = 0; j <= kDegree; ++j) {
    double re = 0.0;
    double im = 0.0;
    for (std::size_t k = kDegree + 1 - j; k-- > 0;) {
      const double next = (re * ux - im * uy) + ring.b[j][k].real();
      im = (re * uy + im * ux) + ring.b[j][k].imag();
      re = next;
    }
    pixel.re[j] = re;
    pixel.im[j] = im;
  }
  return pixel;
}

std::complex<double> ReturnSeries::value(const OfPixel& pixel, double x, double y) {
  double re = pixel.re[kDegree];
  double im = pixel.im[kDegree];
  for (std::size_t j = kDegree; j-- > 0;) {
    const double next = (re * x - im * y) + pixel.re[j];
    im = (re * y + im * x) + pixel.im[j];
    re = next;
  }
  return {re, im};
}

ReturnSeriesSet::ReturnSeriesSet(const DeepOrbit& orbit, const ReturnSeries::Plan& plan) {
  if (plan.end > kMostSteps) return;
  std::vector<std::pair<double, std::size_t>> near;
  for (std::size_t n = 1; n < plan.end && plan.end <= kMostStepsForMany; ++n) {
    const double modulus2 = orbit.re[n] * orbit.re[n] + orbit.im[n] * orbit.im[n];
    if (modulus2 < kNearZero2) near.emplace_back(modulus2, n + 1);
  }
  std::ranges::sort(near);
  if (near.size() > kMostReturns) near.resize(kMostReturns);
  std::vector<std::size_t> points{1};
  for (const auto& [modulus2, point] : near) points.push_back(point);
  std::ranges::sort(points);
  points.push_back(plan.end);
  m_which.resize(plan.end + 1);
  const std::size_t far = kTimesGrown * plan.end / points.size();
  for (std::size_t i = 0; i + 1 < points.size() && !plan.stop.stop_requested(); ++i) {
    // A series goes to the last of the other points that is not too far away; the first series goes
    // all the way.
    const auto beyond = std::ranges::upper_bound(points, points[i] + far);
    ReturnSeries::Plan own = plan;
    own.first = points[i];
    if (i > 0) own.end = std::max(points[i + 1], *(beyond - 1));
    m_returns.emplace_back(orbit, own);
    m_which[points[i]] = static_cast<std::uint8_t>(m_returns.size());
  }
}

}  // namespace fatou::kernels
