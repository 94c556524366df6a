// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_walk.h"

#include <cmath>
#include <limits>
#include <utility>

namespace fatou::kernels {
namespace {

double norm(double x, double y) {
  return x * x + y * y;
}

ComplexNumber product(ComplexNumber a, ComplexNumber b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// a δ + b.
ComplexNumber step(ComplexNumber a, ComplexNumber delta, ComplexNumber b) {
  const ComplexNumber power = product(a, delta);
  return {power.re + b.re, power.im + b.im};
}

ComplexNumber quotient(ComplexNumber a, ComplexNumber b) {
  const double r = 1.0 / norm(b.re, b.im);
  return {(a.re * b.re + a.im * b.im) * r, (a.im * b.re - a.re * b.im) * r};
}

// b is not 0.
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

RationalWalk::RationalWalk(const RationalReference& reference, const Program& program,
                           std::stop_token stop)
    : m_reference(reference),
      m_stop(std::move(stop)),
      m_far(program),
      m_escape2(reference.escapeRadius() * reference.escapeRadius()),
      m_surelyInside2(m_escape2 * (1.0 - RationalOrbit::kRimWidth)),
      m_rimWidth(m_escape2 * RationalOrbit::kRimWidth) {}

DeepFate RationalWalk::start(double x, double y, RationalPixel& pixel) {
  const ComplexNumber shift = m_reference.shift();
  pixel.orbit = 0;
  pixel.place = 0;
  pixel.remaining = m_reference.tmax();
  if (pixel.slope != nullptr)
    *pixel.slope = RunningProduct(ScaledComplex::of(1.0, 0.0, m_reference.exponent()));
  return follow(ScaledComplex::of(x - shift.re, y - shift.im, m_reference.exponent()), pixel);
}

void RationalWalk::goOn(RationalPixel& pixel, std::size_t steps) const {
  pixel.place += steps;
  pixel.remaining -= static_cast<std::int32_t>(steps);
}

// Takes the step in doubles. False, with nothing changed, where these do not hold it.
bool RationalWalk::advanceNear(RationalPixel& pixel) const {
  const ComplexNumber* terms = m_reference.terms(pixel.place);
  const std::size_t d = m_reference.numeratorTerms();
  const std::size_t m = m_reference.denominatorTerms();
  const ComplexNumber delta{pixel.x, pixel.y};
  ComplexNumber next{};
  for (std::size_t k = d; k-- > 0;) next = step(next, delta, terms[k]);
  next = product(next, delta);
  ComplexNumber below{};
  for (std::size_t k = m; k-- > 0;) below = step(below, delta, terms[d + k]);
  below = step(below, delta, {1.0, 0.0});
  if (m > 0) next = quotient(next, below);
  const double size2 = norm(next.re, next.im);
  if (!(size2 >= kScaled2 && size2 <= std::numeric_limits<double>::max())) return false;
  multiplySlope(pixel, next, below);
  pixel.x = next.re;
  pixel.y = next.im;
  goOn(pixel, 1);
  return true;
}

// Takes the step for a δ of any size. False where z goes to infinity.
bool RationalWalk::advanceScaled(ScaledComplex& delta, RationalPixel& pixel) const {
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
  goOn(pixel, 1);
  return true;
}

// With δ' = N / D it is N' / D - δ' D' / D: what the step gives is `next`, and D is `below`.
void RationalWalk::multiplySlope(const RationalPixel& pixel, ComplexNumber next,
                                 ComplexNumber below) const {
  if (pixel.slope == nullptr) return;
  const ComplexNumber* terms = m_reference.terms(pixel.place);
  const std::size_t d = m_reference.numeratorTerms();
  const ComplexNumber delta{pixel.x, pixel.y};
  ComplexNumber above{};
  for (std::size_t k = d; k > 0; --k) above = step(above, delta, times(terms[k - 1], k));
  ComplexNumber slope{};
  for (std::size_t k = m_reference.denominatorTerms(); k > 0; --k)
    slope = step(slope, delta, times(terms[d + k - 1], k));
  slope = product(slope, next);
  slope = quotient(ComplexNumber{above.re - slope.re, above.im - slope.im}, below);
  pixel.slope->multiply(slope.re, slope.im);
}

void RationalWalk::multiplySlope(const ScaledComplex& delta, const RationalPixel& pixel,
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

// Whether z = Z + δ is outside. `z2` is |z|^2 but for rounding, which decides only where Z is on
// the rim. What is not finite is outside.
bool RationalWalk::isOutside(const ScaledComplex& delta, std::size_t place, double z2) const {
  if (z2 <= m_surelyInside2) return false;
  const ScaledComplex* gap =
      std::abs(z2 - m_escape2) < m_rimWidth ? m_reference.rimGap(place) : nullptr;
  if (gap == nullptr) return !(z2 <= m_escape2);
  // |Z + δ|^2 - |Z|^2 = Re (2 Z + δ)* δ
  const ComplexNumber z = m_reference.point(place);
  const ScaledComplex sum = ScaledComplex::of(2.0 * z.re, 2.0 * z.im) + delta;
  const ScaledComplex change = ScaledComplex{sum.re, -sum.im, sum.exponent} * delta;
  return (*gap + ScaledComplex::of(change.re, 0.0, change.exponent)).re > 0.0;
}

// Measures the pixel against a critical point's orbit where that point is nearer than the
// reference.
void RationalWalk::rebase(ScaledComplex& delta, RationalPixel& pixel) const {
  const RationalOrbit::Near* near = m_reference.nearCritical(pixel.place);
  if (near == nullptr) return;
  const ScaledComplex fromCritical = near->difference + delta;
  if (!isNearerToZero(fromCritical, delta)) return;
  delta = fromCritical;
  pixel.orbit = near->critical + 1;
  pixel.place = m_reference.begin(pixel.orbit);
}

DeepFate RationalWalk::stepNear(RationalPixel& pixel) {
  if (advanceNear(pixel)) return settleNear(pixel);
  ScaledComplex delta = ScaledComplex::of(pixel.x, pixel.y);
  if (advanceScaled(delta, pixel)) return follow(delta, pixel);
  pixel.x = std::numeric_limits<double>::infinity();
  goOn(pixel, 1);
  return pixel.remaining > 0 ? DeepFate::Escaped : DeepFate::Bounded;
}

// Decides what a pixel does after a step has changed its δ.
DeepFate RationalWalk::settleNear(RationalPixel& pixel) {
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const ComplexNumber reference = m_reference.point(pixel.place);
  const double zx = reference.re + pixel.x;
  const double zy = reference.im + pixel.y;
  const double z2 = norm(zx, zy);
  const double delta2 = norm(pixel.x, pixel.y);
  const bool isDone = delta2 >= kFar2 || isEnd(pixel);
  const bool isSeen = !(z2 <= m_surelyInside2);
  const bool isBesideCritical = m_reference.nearCritical(pixel.place) != nullptr;
  const bool maySkip = delta2 < kSkip2 && pixel.place % kBlocksBegin == 0;
  if (!isDone && !isSeen && !isBesideCritical && !maySkip && m_reference.isPlain(pixel.place))
    return DeepFate::Near;
  return follow(ScaledComplex::of(pixel.x, pixel.y), pixel);
}

// Takes blocks and single steps for as long as there is a block for the pixel, or doubles do not
// hold its δ or the terms.
DeepFate RationalWalk::follow(ScaledComplex delta, RationalPixel& pixel) {
  constexpr unsigned kBlocksBetweenLooks = 1024;
  for (unsigned blocks = 1;; ++blocks) {
    if (blocks % kBlocksBetweenLooks == 0 && m_stop.stop_requested()) return DeepFate::Bounded;
    bool settled = false;
    const DeepFate fate = settleScaled(delta, pixel, settled);
    if (settled) return fate;
    const auto skip = m_reference.longestSkip(pixel.orbit, pixel.place, delta.exponent,
                                              static_cast<std::size_t>(pixel.remaining));
    if (skip.factor != nullptr) {
      if (pixel.slope != nullptr) pixel.slope->multiply(*skip.factor);
      delta = *skip.factor * delta;
      goOn(pixel, skip.steps);
    } else if (delta.exponent >= kScaledExponent && m_reference.isPlain(pixel.place)) {
      pixel.x = delta.reToDouble();
      pixel.y = delta.imToDouble();
      return DeepFate::Near;
    } else if (!advanceScaled(delta, pixel)) {
      pixel.x = std::numeric_limits<double>::infinity();
      goOn(pixel, 1);
      return pixel.remaining > 0 ? DeepFate::Escaped : DeepFate::Bounded;
    }
  }
}

// Does as settleNear() does, for a δ of any size, which is rebased if need be. `settled` becomes
// true where the pixel goes on as the fate says, and not with `delta`.
DeepFate RationalWalk::settleScaled(ScaledComplex& delta, RationalPixel& pixel, bool& settled) {
  settled = true;
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const ComplexNumber reference = m_reference.point(pixel.place);
  const double dx = delta.reToDouble();
  const double dy = delta.imToDouble();
  const double zx = reference.re + dx;
  const double zy = reference.im + dy;
  const bool outside = isOutside(delta, pixel.place, norm(zx, zy));
  const bool isFar = isEnd(pixel) || norm(dx, dy) >= kFar2;
  if (!outside && !isFar) {
    rebase(delta, pixel);
    settled = false;
    return DeepFate::Near;
  }
  pixel.x = zx;
  pixel.y = zy;
  return outside ? DeepFate::Escaped : settleFar(pixel);
}

void RationalWalk::advanceFar(RationalPixel& pixel) {
  const ComplexNumber z = m_far({pixel.x, pixel.y});
  if (pixel.slope != nullptr) pixel.slope->multiply(m_far.slope().re, m_far.slope().im);
  pixel.x = z.re;
  pixel.y = z.im;
}

DeepFate RationalWalk::stepFar(RationalPixel& pixel) {
  advanceFar(pixel);
  --pixel.remaining;
  return settleFar(pixel);
}

// Decides what a pixel does after a step has changed its z.
DeepFate RationalWalk::settleFar(RationalPixel& pixel) {
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  if (!(norm(pixel.x, pixel.y) <= m_escape2)) return DeepFate::Escaped;
  double least = kFar2;
  const ComplexNumber z{pixel.x, pixel.y};
  for (std::size_t k = 0; k < m_reference.criticalPoints().size(); ++k) {
    const RationalReference::CriticalPoint& point = m_reference.criticalPoints()[k];
    const double dx = (z.re - point.value.re) - point.rest.re;
    const double dy = (z.im - point.value.im) - point.rest.im;
    if (!(norm(dx, dy) < least)) continue;
    least = norm(dx, dy);
    pixel.orbit = k + 1;
    pixel.x = dx;
    pixel.y = dy;
  }
  if (!(least < kFar2)) return DeepFate::Far;
  pixel.place = m_reference.begin(pixel.orbit);
  return follow(ScaledComplex::of(pixel.x, pixel.y), pixel);
}

}  // namespace fatou::kernels
