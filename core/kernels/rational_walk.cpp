// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_walk.h"

#include <cmath>
#include <limits>
#include <utility>

namespace fatou::kernels {
namespace {

// The orbit index under which returns of far pixels are watched; 0 means that none is.
constexpr std::size_t kAnyOrbit = 1;

}  // namespace

RationalWalk::RationalWalk(const RationalReference& reference, const Program& program,
                           std::stop_token stop)
    : m_reference(reference),
      m_step(reference),
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

const BasinDisc* RationalWalk::discAt(ComplexNumber z) const {
  for (const BasinDisc& disc : m_reference.discs())
    if (norm({z.re - disc.re, z.im - disc.im}) <= disc.radius * disc.radius) return &disc;
  return nullptr;
}

// Whether the pixel's orbit ends at z = Z + δ; sets the cycle. If no orbit escapes, a point that is
// not finite is not an end.
bool RationalWalk::hasEnded(const ScaledComplex& delta, ComplexNumber z,
                            RationalPixel& pixel) const {
  if (const BasinDisc* disc = discAt(z)) {
    pixel.cycle = disc->cycle;
    return true;
  }
  return isOutside(delta, pixel.place, norm(z));
}

// Returns the fate of a pixel whose next point is infinite.
DeepFate RationalWalk::fateAtPole(RationalPixel& pixel) const {
  pixel.x = std::numeric_limits<double>::infinity();
  RationalStep::advance(pixel, 1);
  const bool escapes = pixel.remaining > 0 && std::isfinite(m_escape2);
  return escapes ? DeepFate::Escaped : DeepFate::Bounded;
}

// Whether z = Z + δ is outside; a point that is not finite is. `z2` is |z|^2 with rounding, which
// could matter only if Z is close to |z| = R.
bool RationalWalk::isOutside(const ScaledComplex& delta, std::size_t place, double z2) const {
  if (z2 <= m_surelyInside2 || !std::isfinite(m_escape2)) return false;
  const ScaledComplex* gap =
      std::abs(z2 - m_escape2) < m_rimWidth ? m_reference.rimGap(place) : nullptr;
  if (gap == nullptr) return !(z2 <= m_escape2);
  // |Z + δ|^2 - |Z|^2 = Re (2 Z + δ)* δ
  const ComplexNumber z = m_reference.point(place);
  const ScaledComplex sum = ScaledComplex::of(2.0 * z.re, 2.0 * z.im) + delta;
  const ScaledComplex change = ScaledComplex{sum.re, -sum.im, sum.exponent} * delta;
  return (*gap + ScaledComplex::of(change.re, 0.0, change.exponent)).re > 0.0;
}

// Rebases the pixel to a critical point's orbit if that point is nearer than the reference. Returns
// whether it did.
bool RationalWalk::isRebased(ScaledComplex& delta, RationalPixel& pixel) const {
  const RationalOrbit::Near* near = m_reference.nearCritical(pixel.place);
  if (near == nullptr) return false;
  const ScaledComplex fromCritical = near->difference + delta;
  if (!isNearerToZero(fromCritical, delta)) return false;
  delta = fromCritical;
  pixel.orbit = near->critical + 1;
  pixel.place = m_reference.begin(pixel.orbit);
  return true;
}

// Follows the reference itself, for a pixel with δ = 0.
DeepFate RationalWalk::fateOfReference(RationalPixel& pixel) const {
  while (pixel.place < m_reference.end(pixel.orbit) && pixel.remaining > 0) {
    RationalStep::advance(pixel, 1);
    const ComplexNumber z = m_reference.point(pixel.place);
    if (!hasEnded({}, z, pixel)) continue;
    pixel.x = z.re;
    pixel.y = z.im;
    return pixel.remaining > 0 ? DeepFate::Escaped : DeepFate::Bounded;
  }
  // The reference ends at an attracting cycle or at tmax.
  return DeepFate::Bounded;
}

DeepFate RationalWalk::stepNear(RationalPixel& pixel) {
  if (m_step.take(pixel)) return settleNear(pixel);
  ScaledComplex delta = ScaledComplex::of(pixel.x, pixel.y);
  if (m_step.take(delta, pixel)) return follow(delta, pixel);
  return fateAtPole(pixel);
}

DeepFate RationalWalk::settleNear(RationalPixel& pixel) {
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const ComplexNumber reference = m_reference.point(pixel.place);
  const double zx = reference.re + pixel.x;
  const double zy = reference.im + pixel.y;
  const double z2 = norm({zx, zy});
  const double delta2 = norm({pixel.x, pixel.y});
  const bool isDone = isFar(delta2, z2) || isEnd(pixel);
  const bool isSeen = !(z2 <= m_surelyInside2) || discAt({zx, zy}) != nullptr;
  const bool isBesideCritical = m_reference.nearCritical(pixel.place) != nullptr;
  const bool maySkip = delta2 < kSkip2 && pixel.place % kBlocksBegin == 0;
  if (!isDone && !isSeen && !isBesideCritical && !maySkip && m_reference.isPlain(pixel.place))
    return DeepFate::Near;
  return follow(ScaledComplex::of(pixel.x, pixel.y), pixel);
}

// Takes blocks, and single steps with numbers of any exponent, until there is no block for the
// pixel and doubles hold its δ and terms.
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
      RationalStep::advance(pixel, skip.steps);
    } else if (delta.exponent >= RationalStep::kScaledExponent &&
               m_reference.isPlain(pixel.place)) {
      pixel.x = delta.reToDouble();
      pixel.y = delta.imToDouble();
      return DeepFate::Near;
    } else if (!m_step.take(delta, pixel)) {
      return fateAtPole(pixel);
    }
  }
}

// Decides as settleNear() does, but for a δ of any size, which it rebases if need be. Sets
// `settled` if the pixel does not go on with `delta`, and has the returned fate.
DeepFate RationalWalk::settleScaled(ScaledComplex& delta, RationalPixel& pixel, bool& settled) {
  settled = true;
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const ComplexNumber reference = m_reference.point(pixel.place);
  const double dx = delta.reToDouble();
  const double dy = delta.imToDouble();
  const double zx = reference.re + dx;
  const double zy = reference.im + dy;
  const double z2 = norm({zx, zy});
  const bool ended = hasEnded(delta, {zx, zy}, pixel);
  if (!ended && isTrapped(pixel, norm({dx, dy}))) return DeepFate::Bounded;
  if (!ended && !isEnd(pixel) && !isFar(norm({dx, dy}), z2)) {
    if (isRebased(delta, pixel) && pixel.rebased.isBack(pixel.orbit, delta))
      return DeepFate::Bounded;
    if (delta.isZero() && pixel.slope == nullptr &&
        m_reference.ending(pixel.orbit) != RationalOrbit::Ending::Pole)
      return fateOfReference(pixel);
    settled = false;
    return DeepFate::Near;
  }
  pixel.x = zx;
  pixel.y = zy;
  return ended ? DeepFate::Escaped : settleFar(pixel);
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

DeepFate RationalWalk::settleFar(RationalPixel& pixel) {
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const ComplexNumber z{pixel.x, pixel.y};
  if (const BasinDisc* disc = discAt(z)) {
    pixel.cycle = disc->cycle;
    return DeepFate::Escaped;
  }
  if (!(norm(z) <= m_escape2))
    return std::isfinite(m_escape2) ? DeepFate::Escaped : DeepFate::Bounded;
  double least = kFar2;
  for (std::size_t k = 0; k < m_reference.criticalPoints().size(); ++k) {
    const RationalReference::CriticalPoint& point = m_reference.criticalPoints()[k];
    const double dx = (z.re - point.value.re) - point.rest.re;
    const double dy = (z.im - point.value.im) - point.rest.im;
    if (!(norm({dx, dy}) < least)) continue;
    least = norm({dx, dy});
    pixel.orbit = k + 1;
    pixel.x = dx;
    pixel.y = dy;
  }
  if (!(least < kFar2))
    return pixel.far.isBack(kAnyOrbit, {z.re, z.im, 0}) ? DeepFate::Bounded : DeepFate::Far;
  const ScaledComplex delta = ScaledComplex::of(pixel.x, pixel.y);
  if (pixel.rebased.isBack(pixel.orbit, delta)) return DeepFate::Bounded;
  pixel.place = m_reference.begin(pixel.orbit);
  return follow(delta, pixel);
}

}  // namespace fatou::kernels
