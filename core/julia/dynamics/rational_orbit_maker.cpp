// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/rational_orbit_maker.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fatou::julia {
namespace {

using kernels::RationalOrbit;

// The radius of a trapping disc: a δ within half of it of a point in the inner half is in the disc.
constexpr double kDiscRadius = 2.0 * RationalOrbit::kTrapRadius;

constexpr auto kTellingInterval = std::chrono::milliseconds(10);

// Returns |z|^2 - R^2 as a real part.
kernels::ScaledComplex beyondRim(const BigComplex& z, double radius) {
  BigFloat sum(z.bits());
  BigFloat square(z.bits());
  sum.setSquare(z.re);
  square.setSquare(z.im);
  sum.setSum(sum, square);
  square.setSquare(BigFloat(radius, z.bits()));
  sum.setDifference(sum, square);
  const auto [mantissa, exponent] = sum.toScaled();
  return kernels::ScaledComplex::of(mantissa, 0.0, exponent);
}

// Returns a bound for |δ'| over all |δ| <= radius; infinite where there is none.
double imageRadius(std::span<const kernels::ScaledComplex> terms, std::size_t numeratorTerms,
                   double radius) {
  const auto sumOf = [radius](std::span<const kernels::ScaledComplex> of) {
    double sum = 0.0;
    for (std::size_t k = of.size(); k-- > 0;)
      sum = (sum + std::hypot(of[k].reToDouble(), of[k].imToDouble())) * radius;
    return sum;
  };
  const double below = 1.0 - sumOf(terms.subspan(numeratorTerms));
  return below > 0.0 ? sumOf(terms.first(numeratorTerms)) / below
                     : std::numeric_limits<double>::infinity();
}

}  // namespace

RationalOrbitMaker::RationalOrbitMaker(const BigRationalMap& map,
                                       std::span<const BigCriticalPoint> criticalPoints,
                                       Wanted wanted)
    : m_map(map), m_criticalPoints(criticalPoints), m_wanted(std::move(wanted)) {}

RationalOrbit RationalOrbitMaker::make(const BigComplex& start,
                                       std::optional<std::size_t> critical) {
  m_orbit = {};
  m_disc = 0;
  BigComplex z = start;
  append(z);
  m_radius = insideRadius(kDiscRadius);
  while (!hasEnded()) {
    BigRationalMap::Step step = m_map.stepFrom(z);
    if (!step.value.isFinite()) {
      m_orbit.ending = RationalOrbit::Ending::Pole;
      break;
    }
    // The first terms at a critical point are exactly 0, but were computed from its rounded value.
    if (critical && m_orbit.points.size() == 1)
      std::fill_n(step.terms.begin(),
                  std::min(m_criticalPoints[*critical].multiplicity, m_map.numeratorTerms()),
                  kernels::ScaledComplex{});
    m_orbit.terms.insert(m_orbit.terms.end(), step.terms.begin(), step.terms.end());
    z = step.value;
    append(z);
    if (isTrapped()) break;
    tellProgress();
  }
  return std::exchange(m_orbit, {});
}

void RationalOrbitMaker::append(const BigComplex& z) {
  const std::complex<double> rounded = z.toDouble();
  m_orbit.points.push_back(scaledOf(z));
  const double escape2 = m_wanted.escapeRadius * m_wanted.escapeRadius;
  if (std::isfinite(escape2) &&
      std::abs(std::norm(rounded) - escape2) < 2.0 * escape2 * RationalOrbit::kRimWidth)
    m_orbit.rim.emplace_back(m_orbit.points.size() - 1, beyondRim(z, m_wanted.escapeRadius));
  appendNear(z, rounded);
}

void RationalOrbitMaker::appendNear(const BigComplex& z, std::complex<double> rounded) {
  std::optional<std::size_t> nearest;
  double least =
      RationalOrbit::kNearby * RationalOrbit::kNearby * std::max(1.0, std::norm(rounded));
  for (std::size_t k = 0; k < m_criticalPoints.size(); ++k) {
    const double distance2 = std::norm(rounded - m_criticalPoints[k].value.toDouble());
    if (!(distance2 < least)) continue;
    least = distance2;
    nearest = k;
  }
  if (nearest)
    m_orbit.near.push_back({.point = m_orbit.points.size() - 1,
                            .critical = *nearest,
                            .difference = scaledOf(z - m_criticalPoints[*nearest].value)});
}

// Whether the orbit may end here: so far outside, or so deep in a disc, that all pixels that are
// still near it have ended, too; or since it has as many steps or terms as were asked for.
bool RationalOrbitMaker::hasEnded() const {
  const kernels::ScaledComplex& last = m_orbit.points.back();
  for (const kernels::BasinDisc& disc : m_wanted.discs)
    if (std::hypot(last.reToDouble() - disc.re, last.imToDouble() - disc.im) < 0.5 * disc.radius)
      return true;
  const double x = last.reToDouble() / m_wanted.escapeRadius;
  const double y = last.imToDouble() / m_wanted.escapeRadius;
  return (std::isfinite(m_wanted.escapeRadius) && !(x * x + y * y <= 4.0)) ||
         m_orbit.points.size() > static_cast<std::size_t>(m_wanted.steps) ||
         m_orbit.terms.size() > m_wanted.mostTerms || m_wanted.stop.stop_requested();
}

// Returns the radius of a disc about the last point; infinite if a part of the disc is outside.
double RationalOrbitMaker::insideRadius(double radius) const {
  const kernels::ScaledComplex& last = m_orbit.points.back();
  const bool isInside =
      std::hypot(last.reToDouble(), last.imToDouble()) + radius <= m_wanted.escapeRadius;
  return isInside ? radius : std::numeric_limits<double>::infinity();
}

// Whether a disc about an earlier point is mapped into itself by the steps up to this point. Its
// radius is bounded by the terms: |δ'| is at most the sum of |a_k δ^k|, divided by 1 - the sum of
// |b_k δ^k|. As this bound is rounded, the image has to lie in half of the disc. Orbits with basins
// have to reach their discs instead.
bool RationalOrbitMaker::isTrapped() {
  if (!m_wanted.discs.empty()) return false;
  const std::size_t last = m_orbit.points.size() - 1;
  const auto terms = std::span(m_orbit.terms).last(m_orbit.terms.size() / last);
  m_radius = insideRadius(imageRadius(terms, m_map.numeratorTerms(), m_radius));
  const kernels::ScaledComplex& now = m_orbit.points[last];
  const kernels::ScaledComplex& then = m_orbit.points[m_disc];
  const double away =
      std::hypot(now.reToDouble() - then.reToDouble(), now.imToDouble() - then.imToDouble());
  if (m_radius + away <= 0.5 * kDiscRadius) {
    m_orbit.ending = RationalOrbit::Ending::Trap;
    return true;
  }
  if (last >= 2 * m_disc) {
    m_disc = last;
    m_radius = insideRadius(kDiscRadius);
  }
  return false;
}

void RationalOrbitMaker::tellProgress() {
  const auto now = std::chrono::steady_clock::now();
  if (!m_wanted.progress || now - m_told < kTellingInterval) return;
  m_told = now;
  m_wanted.progress(static_cast<std::int64_t>(m_orbit.points.size()) - 1);
}

}  // namespace fatou::julia
