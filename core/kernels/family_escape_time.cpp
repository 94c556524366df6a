// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/family_escape_time.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/kernels/complex_number.h"
#include "core/kernels/program_scalar.h"

namespace fatou::kernels {
namespace {

// If |δ|^2 is at least this share of |z|^2, a difference is no more precise than z in doubles.
constexpr double kFamilyFar2 = 0x1p-12;
constexpr std::int64_t kFamilyStops = 1024;  // steps between two looks at the token
constexpr int kMostRootSteps = 64;
constexpr std::int64_t kRootBits = 50;
constexpr std::int64_t kLeastPlainExponent = -1000;  // of the powers of δ and π

ScaledComplex quotientOf(const ScaledComplex& a, const ScaledComplex& b) {
  const double size2 = b.re * b.re + b.im * b.im;
  return ScaledComplex::of((a.re * b.re + a.im * b.im) / size2, (a.im * b.re - a.re * b.im) / size2,
                           a.exponent - b.exponent);
}

ScaledComplex negated(const ScaledComplex& a) {
  return {-a.re, -a.im, a.exponent};
}

// Returns the sum of the terms at δ and π, without the constant one.
ScaledComplex valueOf(const FamilyTerms& terms, const ScaledComplex& delta,
                      const ScaledComplex& pi) {
  ScaledComplex value;
  for (std::size_t k = terms.powersOfPi(); k-- > 0;) {
    const ScaledComplex* row = terms.numbers.data() + k * terms.width;
    ScaledComplex sum;
    for (std::size_t j = terms.width; j-- > 1;) sum = (sum + row[j]) * delta;
    if (k > 0) sum = sum + row[0];
    value = k > 0 ? (value + sum) * pi : value + sum;
  }
  return value;
}

// Computes valueOf() in doubles.
ComplexNumber plainValueOf(std::span<const ComplexNumber> numbers, std::size_t width,
                           ComplexNumber delta, ComplexNumber pi) {
  ComplexNumber value;
  for (std::size_t k = numbers.size() / width; k-- > 0;) {
    const auto row = numbers.subspan(k * width, width);
    ComplexNumber inRow;
    for (std::size_t j = width; j-- > 1;) inRow = product(sum(inRow, row[j]), delta);
    if (k > 0) inRow = sum(inRow, row[0]);
    value = k > 0 ? product(sum(value, inRow), pi) : sum(value, inRow);
  }
  return value;
}

// Returns the derivative of valueOf() by δ.
ScaledComplex slopeAt(const FamilyTerms& terms, const ScaledComplex& delta,
                      const ScaledComplex& pi) {
  ScaledComplex value;
  for (std::size_t k = terms.powersOfPi(); k-- > 0;) {
    const ScaledComplex* row = terms.numbers.data() + k * terms.width;
    ScaledComplex sum;
    for (std::size_t j = terms.width; j-- > 1;)
      sum = sum * delta + row[j] * ScaledComplex::of(static_cast<double>(j), 0.0);
    value = k > 0 ? (value + sum) * pi : value + sum;
  }
  return value;
}

// Returns the distance of the root at π from the root at 0, found by Newton's method.
ScaledComplex rootAt(const FamilyTerms& terms, const ScaledComplex& pi) {
  ScaledComplex root;
  for (int step = 0; step < kMostRootSteps; ++step) {
    const ScaledComplex value = valueOf(terms, root, pi);
    const ScaledComplex slope = slopeAt(terms, root, pi);
    if (value.isZero() || slope.isZero()) break;
    const ScaledComplex change = quotientOf(value, slope);
    root = root + negated(change);
    if (!root.isZero() && change.exponent < root.exponent - kRootBits) break;
  }
  return root;
}

// Follows one orbit of one parameter.
class FamilyWalk {
 public:
  FamilyWalk(const FamilyReference& reference, std::stop_token stop)
      : m_reference(reference),
        m_stop(std::move(stop)),
        m_far(reference.program),
        m_escape2(reference.escapeRadius * reference.escapeRadius) {}

  bool isStopped() const { return m_isStopped; }
  ComplexNumber z() const { return m_z; }

  // Returns J of the orbit from `start` for the parameter whose offset is x + iy.
  std::int32_t follow(const FamilyReference::Start& start, double x, double y) {
    m_pi = ScaledComplex::of(x, y, m_reference.exponent);
    m_far.setParameter({m_reference.parameter.re + m_pi.reToDouble(),
                        m_reference.parameter.im + m_pi.imToDouble()});
    m_plainPi = {.re = m_pi.reToDouble(), .im = m_pi.imToDouble()};
    m_delta = start.root.width > 0 ? rootAt(start.root, m_pi) : ScaledComplex();
    m_orbit = start.orbit;
    m_place = 0;
    m_isNear = true;
    m_t = 0;
    while (m_t < m_reference.tmax && !isOver()) step();
    return m_t;
  }

  // Advances z in doubles, without the reference.
  void advance() { m_z = m_far(m_z); }

 private:
  const FamilyOrbit& orbit() const { return m_reference.orbits[m_orbit]; }

  // Computes z and returns whether the orbit is over: z is outside, the orbit has returned to an
  // earlier point, or a stop was requested.
  bool isOver() {
    if (m_t % kFamilyStops == 0 && m_stop.stop_requested()) {
      m_isStopped = true;
      return true;
    }
    if (m_isNear) {
      const ScaledComplex& point = orbit().points[m_place];
      m_z = {point.reToDouble() + m_delta.reToDouble(), point.imToDouble() + m_delta.imToDouble()};
    }
    if (!(norm(m_z) <= m_escape2)) return true;
    if (m_isNear) settleNear();
    if (!m_isNear) settleFar();
    if (!m_isBack) return false;
    m_isBack = false;
    m_t = m_reference.tmax;
    return true;
  }

  void settleNear() {
    const ScaledComplex fromReference = m_delta;
    for (const FamilyOrbit::Near& near : nearCritical()) {
      const ScaledComplex fromCritical = near.difference + fromReference;
      if (!hasOrbit(near.critical) || !isNearerToZero(fromCritical, m_delta)) continue;
      m_delta = fromCritical;
      m_orbit = near.critical;
      m_place = 0;
    }
    const double delta2 = norm({m_delta.reToDouble(), m_delta.imToDouble()});
    const bool isEnd = m_place + 1 == orbit().points.size();
    if (!isEnd && delta2 < kFamilyFar2 * std::max(1.0, norm(m_z))) return;
    m_isNear = false;
    m_remembered.reset();
  }

  // Near a critical point the orbit follows that point's reference again, since differences are
  // more precise there. Elsewhere an orbit that returns to a remembered point is periodic.
  void settleFar() {
    double least = kFamilyFar2;
    for (std::size_t k = 0; k < m_reference.criticalPoints.size(); ++k) {
      const FamilyReference::CriticalPoint& point = m_reference.criticalPoints[k];
      const ComplexNumber away{(m_z.re - point.value.re) - point.rest.re,
                               (m_z.im - point.value.im) - point.rest.im};
      if (!hasOrbit(k) || !(norm(away) < least)) continue;
      least = norm(away);
      m_delta = ScaledComplex::of(away.re, away.im);
      m_orbit = k;
      m_place = 0;
      m_isNear = true;
    }
    if (m_isNear) return;
    m_isBack = m_remembered && std::memcmp(&m_z, &*m_remembered, sizeof m_z) == 0;
    if (m_remembered && m_t < m_rememberAt) return;
    m_remembered = m_z;
    m_rememberAt = 2 * std::max<std::int64_t>(m_t, 1);
  }

  // Whether the orbit of a critical point is long enough to be followed.
  bool hasOrbit(std::size_t critical) const {
    return m_reference.orbits[critical].points.size() > 1;
  }

  // The critical points beside the reference.
  std::span<const FamilyOrbit::Near> nearCritical() const {
    const auto& near = orbit().near;
    const auto first = std::ranges::lower_bound(near, m_place, {}, &FamilyOrbit::Near::point);
    auto last = first;
    while (last != near.end() && last->point == m_place) ++last;
    return {first, last};
  }

  void step() {
    if (m_isNear) {
      advanceNear();
      ++m_place;
    } else {
      advance();
    }
    ++m_t;
  }

  // Uses doubles if all powers of δ and π are in their range, because they are faster.
  void advanceNear() {
    const FamilyTerms& terms = orbit().terms[m_place];
    const auto powers = static_cast<std::int64_t>(std::max(terms.width, terms.powersOfPi()));
    const bool isPlain = (m_pi.isZero() || m_pi.exponent * powers >= kLeastPlainExponent) &&
                         !m_delta.isZero() && m_delta.exponent * powers >= kLeastPlainExponent;
    if (!isPlain) {
      m_delta = valueOf(terms, m_delta, m_pi);
      return;
    }
    const std::size_t size = terms.numbers.size();
    const ComplexNumber next =
        plainValueOf(std::span(orbit().rounded).subspan(m_place * size, size), terms.width,
                     {.re = m_delta.reToDouble(), .im = m_delta.imToDouble()}, m_plainPi);
    m_delta = ScaledComplex::of(next.re, next.im);
  }

  const FamilyReference& m_reference;
  const std::stop_token m_stop;
  ScalarProgram m_far;
  const double m_escape2;
  ScaledComplex m_pi;
  ComplexNumber m_plainPi;
  ScaledComplex m_delta;
  std::size_t m_orbit = 0;
  std::size_t m_place = 0;
  bool m_isNear = true;  // z is beside a point of the reference, else alone
  ComplexNumber m_z;
  std::optional<ComplexNumber> m_remembered;
  std::int64_t m_rememberAt = 0;
  bool m_isBack = false;
  bool m_isStopped = false;
  std::int32_t m_t = 0;
};

// Reads the smooth count of an orbit that has left after `count` steps.
void readFarAway(FamilyWalk& walk, std::size_t pixel, std::int32_t count,
                 const FarReading& reading) {
  for (std::int64_t t = count; t < reading.mostSteps(count); ++t) {
    if (!(norm(walk.z()) < reading.far2())) return reading.write(pixel, t, walk.z(), {1.0, 0.0});
    walk.advance();
  }
  reading.writeInside(pixel);
}

}  // namespace

bool familyEscapeTimes(const FamilyJob& job, std::span<std::int32_t> counts,
                       std::span<float> smooth, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(smooth.empty() || smooth.size() == counts.size());
  const FamilyReference& reference = job.reference;
  float one = 0.0F;
  const EscapeQuantities wanted{.smooth = {&one, 1}, .distance = {}};
  std::optional<FarReading> reading;
  if (!smooth.empty() && job.growth.degree >= 2)
    reading.emplace(ProgramJob{.program = reference.program,
                               .escapeRadius = reference.escapeRadius,
                               .tmax = reference.tmax,
                               .xs = job.xs,
                               .ys = job.ys},
                    job.growth, wanted);
  FamilyWalk walk(reference, std::move(stop));
  for (std::size_t pixel = 0; pixel < counts.size(); ++pixel) {
    counts[pixel] = 0;
    if (!smooth.empty()) smooth[pixel] = -std::numeric_limits<float>::infinity();
    for (const FamilyReference::Start& start : reference.starts) {
      const std::int32_t count =
          walk.follow(start, job.xs[pixel % job.xs.size()], job.ys[pixel / job.xs.size()]);
      if (walk.isStopped()) return false;
      one = static_cast<float>(count);
      if (reading && count < reference.tmax) readFarAway(walk, 0, count, *reading);
      if (!smooth.empty() && count >= counts[pixel])
        smooth[pixel] = count > counts[pixel] ? one : std::max(one, smooth[pixel]);
      counts[pixel] = std::max(counts[pixel], count);
      if (count == reference.tmax) break;
    }
  }
  return true;
}

}  // namespace fatou::kernels
