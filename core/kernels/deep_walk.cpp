// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_walk.h"

#include <algorithm>
#include <complex>

#include "core/kernels/power_map.h"

namespace fatou::kernels {
namespace {

double norm(double x, double y) {
  return x * x + y * y;
}

}  // namespace

DeepFate DeepWalk::start(double x, double y, DeepPixel& pixel) const {
  const SeriesApproximation& start = m_reference.start();
  const std::complex<double> delta = start.value(x, y);
  pixel.x = delta.real();
  pixel.y = delta.imag();
  pixel.place = 0;
  pixel.remaining = m_reference.tmax() - static_cast<std::int32_t>(start.steps());
  if (pixel.slope != nullptr) {
    const std::complex<double> slope = start.slope(x, y);
    *pixel.slope = RunningProduct(ScaledComplex::of(slope.real(), slope.imag(), start.exponent()));
  }
  for (std::size_t k = 0; k < start.sharedSteps(); ++k) {
    if ((k + 1) % kStepsBetweenLooks == 0 && m_stop.stop_requested()) return DeepFate::Bounded;
    advanceNear(pixel);
  }
  if (start.exponent() == 0) return settleNear(pixel, start.sharedSteps() == 0);
  const auto scaled = ScaledComplex::of(delta.real(), delta.imag(), start.exponent());
  ScaledComplex settled = scaled;
  bool done = false;
  const DeepFate fate = settleScaled(settled, pixel, done);
  return done ? fate : skip(settled, pixel);
}

// Whether z = Z + δ is outside. `z2` is |z|^2 but for rounding, which decides only where Z is on
// the rim.
bool DeepWalk::isOutside(const ScaledComplex& delta, std::size_t place, double z2) const {
  const ScaledComplex* gap = m_reference.rimGap(place);
  if (gap == nullptr || std::abs(z2 - kEscape2) >= DeepOrbit::kRimWidth) return !(z2 <= kEscape2);
  // |Z + δ|^2 - |Z|^2 = Re (2 Z + δ)* δ
  const ScaledComplex sum = m_reference.point(place).doubled() + delta;
  const ScaledComplex product = ScaledComplex{sum.re, -sum.im, sum.exponent} * delta;
  const ScaledComplex beyond = *gap + ScaledComplex::of(product.re, 0.0, product.exponent);
  return beyond.re > 0.0;
}

// Whether z, with |z|^2 = z2 but for rounding, is where the way ends.
bool DeepWalk::isThere(const ScaledComplex& delta, std::size_t place, double z2) const {
  if (m_goal == DeepGoal::FarAway) return !(z2 < m_far2);
  return !(z2 <= kSurelyInside2) && isOutside(delta, place, z2);
}

// Ends the way at z = Z + δ. Where it goes on beyond the escape, it does so with δ, which tells
// more about it than z.
DeepFate DeepWalk::escaped(const ScaledComplex& delta, double zx, double zy,
                           DeepPixel& pixel) const {
  pixel.x = zx;
  pixel.y = zy;
  if (m_goal != DeepGoal::Both) return DeepFate::Escaped;
  const DeepWalk beyond(m_reference, m_stop, DeepGoal::FarAway);
  DeepPixel way{.place = pixel.place,
                .remaining = mostStepsAway(m_reference.tmax()) + 1,
                .slope = pixel.slope};
  ScaledComplex settled = delta;
  bool done = false;
  const DeepFate fate = beyond.settleScaled(settled, way, done);
  beyond.goFarAway(done ? fate : beyond.skip(settled, way), way, pixel);
  return DeepFate::Escaped;
}

// Does as escaped() does where the pixel is far from the reference: there is no δ, and the way goes
// on with z.
DeepFate DeepWalk::escapedFar(DeepPixel& pixel) const {
  if (m_goal != DeepGoal::Both) return DeepFate::Escaped;
  const DeepWalk beyond(m_reference, m_stop, DeepGoal::FarAway);
  DeepPixel way{.x = pixel.x,
                .y = pixel.y,
                .remaining = mostStepsAway(m_reference.tmax()) + 1,
                .slope = pixel.slope};
  beyond.goFarAway(beyond.settleFar(way), way, pixel);
  return DeepFate::Escaped;
}

// `way` is the pixel's, from its escape on, one step longer than it may be.
void DeepWalk::goFarAway(DeepFate fate, DeepPixel& way, DeepPixel& pixel) const {
  for (std::int32_t steps = 1; fate == DeepFate::Near || fate == DeepFate::Far; ++steps) {
    if (steps % kStepsBetweenLooks == 0 && m_stop.stop_requested()) break;
    fate = fate == DeepFate::Near ? stepNear(way) : stepFar(way);
  }
  pixel.x = way.x;
  pixel.y = way.y;
  pixel.away = fate == DeepFate::Escaped ? mostStepsAway(m_reference.tmax()) + 1 - way.remaining
                                         : DeepPixel::kNeverFar;
}

bool DeepWalk::isTrapped(double x, double y) const {
  if (!m_reference.trap()) return false;
  const TrapDisc& disc = m_reference.trap()->discs.front();
  return norm(x - disc.re, y - disc.im) <= disc.radius2 * (1.0 - 0x1p-20);
}

void DeepWalk::advanceNear(DeepPixel& pixel) const {
  const double zx = m_reference.re()[pixel.place];
  const double zy = m_reference.im()[pixel.place];
  const double ax = (zx + zx) + pixel.x;
  const double ay = (zy + zy) + pixel.y;
  if (pixel.slope != nullptr) pixel.slope->multiply(2.0 * (zx + pixel.x), 2.0 * (zy + pixel.y));
  const double x = ax * pixel.x - ay * pixel.y;
  const double y = ax * pixel.y + ay * pixel.x;
  pixel.x = x;
  pixel.y = y;
  ++pixel.place;
  --pixel.remaining;
}

DeepFate DeepWalk::stepNear(DeepPixel& pixel) const {
  advanceNear(pixel);
  return settleNear(pixel, false);
}

DeepFate DeepWalk::settleNear(DeepPixel& pixel, bool maySkip) const {
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const double zx = m_reference.re()[pixel.place] + pixel.x;
  const double zy = m_reference.im()[pixel.place] + pixel.y;
  const double z2 = norm(zx, zy);
  const double delta2 = norm(pixel.x, pixel.y);
  if (!(z2 <= kSurelyInside2)) {
    const auto delta = ScaledComplex::of(pixel.x, pixel.y);
    if (isThere(delta, pixel.place, z2)) return escaped(delta, zx, zy, pixel);
  }
  if (delta2 >= kFar2 || m_reference.isEnd(pixel.place)) {
    pixel.x = zx;
    pixel.y = zy;
    return settleFar(pixel);
  }
  if (z2 < delta2) {
    pixel.x = zx;
    pixel.y = zy;
    pixel.place = m_reference.criticalBegin();
    maySkip = z2 < kScaled2;
  } else {
    maySkip = maySkip || pixel.place % DeepReference::kAlignment == 0 || delta2 < kScaled2;
  }
  if (!maySkip || delta2 >= kSkip2) return DeepFate::Near;
  return skip(ScaledComplex::of(pixel.x, pixel.y), pixel);
}

DeepFate DeepWalk::stepFar(DeepPixel& pixel) const {
  if (pixel.slope != nullptr) pixel.slope->multiply(2.0 * pixel.x, 2.0 * pixel.y);
  const PlanePoint power = SquareMap::power(pixel.x, pixel.y);
  pixel.x = power.x + m_reference.cRe();
  pixel.y = power.y + m_reference.cIm();
  --pixel.remaining;
  return settleFar(pixel);
}

DeepFate DeepWalk::settleFar(DeepPixel& pixel) const {
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const double z2 = norm(pixel.x, pixel.y);
  if (m_goal == DeepGoal::FarAway ? !(z2 < m_far2) : !(z2 <= kEscape2)) return escapedFar(pixel);
  if (z2 >= kCritical2) return DeepFate::Far;
  // The trap is tested before the rebase, because steps near the critical orbit never test it: with
  // a cycle close to 0 they would go on for ever.
  if (isTrapped(pixel.x, pixel.y)) return DeepFate::Bounded;
  pixel.place = m_reference.criticalBegin();
  return z2 < kScaled2 ? skip(ScaledComplex::of(pixel.x, pixel.y), pixel) : DeepFate::Near;
}

// Takes blocks and single steps for as long as there is a block for the pixel, or its δ is too
// small for a double.
DeepFate DeepWalk::skip(ScaledComplex delta, DeepPixel& pixel) const {
  constexpr unsigned kBlocksBetweenLooks = 1024;
  for (unsigned blocks = 1;; ++blocks) {
    if (blocks % kBlocksBetweenLooks == 0 && m_stop.stop_requested()) return DeepFate::Bounded;
    const auto most = static_cast<std::size_t>(pixel.remaining);
    const auto found = m_goal == DeepGoal::FarAway
                           ? m_reference.longestSkipOutside(pixel.place, delta.exponent, most)
                           : m_reference.longestSkip(pixel.place, delta.exponent, most);
    if (found.factor == nullptr && delta.exponent >= -SeriesApproximation::kDoubleDepth) {
      pixel.x = delta.reToDouble();
      pixel.y = delta.imToDouble();
      return DeepFate::Near;
    }
    const bool isBlock = found.factor != nullptr;
    const std::size_t steps = isBlock ? found.steps : 1;
    const ScaledComplex z = m_reference.point(pixel.place);
    if (pixel.slope != nullptr)
      pixel.slope->multiply(isBlock ? *found.factor : (z + delta).doubled());
    delta = (isBlock ? *found.factor : z.doubled() + delta) * delta;
    pixel.place += steps;
    pixel.remaining -= static_cast<std::int32_t>(steps);
    bool settled = false;
    const DeepFate fate = settleScaled(delta, pixel, settled);
    if (settled) return fate;
  }
}

// Does as settleNear() does, for a δ of any size. Where `settled` becomes false the pixel goes on
// with `delta`, maybe rebased.
DeepFate DeepWalk::settleScaled(ScaledComplex& delta, DeepPixel& pixel, bool& settled) const {
  settled = true;
  if (pixel.remaining <= 0) return DeepFate::Bounded;
  const ScaledComplex z = m_reference.point(pixel.place) + delta;
  const double zx = z.reToDouble();
  const double zy = z.imToDouble();
  const bool atEnd = m_reference.isEnd(pixel.place);
  if (isThere(delta, pixel.place, norm(zx, zy))) return escaped(delta, zx, zy, pixel);
  if ((atEnd || delta.exponent >= -10) && norm(zx, zy) >= kCritical2) {
    pixel.x = zx;
    pixel.y = zy;
    return settleFar(pixel);
  }
  if (atEnd && isTrapped(zx, zy)) return DeepFate::Bounded;
  settled = false;
  if (!atEnd && !isNearerToZero(z, delta)) return DeepFate::Near;
  delta = z;
  pixel.place = m_reference.criticalBegin();
  return DeepFate::Near;
}

}  // namespace fatou::kernels
