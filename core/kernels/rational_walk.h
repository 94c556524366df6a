// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stop_token>

#include "core/kernels/deep_walk.h"
#include "core/kernels/program_scalar.h"
#include "core/kernels/rational_reference.h"
#include "core/kernels/rational_step.h"

namespace fatou::kernels {

// Takes a pixel of a deep view of a rational map from one point of its orbit to the next.
//
// Near: δ <- δ' of RationalOrbit. Its terms are those of f around Z, computed with all digits, so
// that nothing cancels where f'(Z) is small; that happens beside a critical point alone. A pixel
// that is nearer to a critical point than to its reference is rebased: it is measured against the
// critical point's orbit from then on, of which the terms up to the point's order are 0. Doubles do
// that while they hold all that occurs, else numbers with an exponent of their own.
//
// Far: once |δ| has grown to kFar, or to that part of |z|, or the reference has left, z <- f(z) in
// doubles. What a step in
// z rounds is less than what δ has been worth from the start. Close to a critical point it is
// rebased, too.
//
// A pixel is Escaped where it is outside, or in a disc; pixel.cycle tells which.
//
// A pixel whose δ no longer tells on which side of the exit it is, because the map is chaotic for
// tens of steps beyond kFar, has the J of an orbit that is rounded like this; it is the same one
// wherever it is computed.
class RationalWalk {
 public:
  // `program` is f in doubles, with its slope where a pixel's is asked for. A pixel that takes many
  // steps in one is left Bounded once `stop` is requested.
  RationalWalk(const RationalReference& reference, const Program& program, std::stop_token stop);

  // The pixel x + iy of the reference's view.
  DeepFate start(double x, double y, RationalPixel& pixel);
  DeepFate stepNear(RationalPixel& pixel);
  DeepFate stepFar(RationalPixel& pixel);

  // One step of an escaped pixel.
  void advanceFar(RationalPixel& pixel);
  // The bounds are squares, as |δ|^2 is compared with them.
  static constexpr double kFar2 = 0x1p-12;
  static constexpr double kPastPole2 = 0x1p100;    // of |z|
  static constexpr double kSkip2 = 0x1p-104;       // below which blocks may be found
  static constexpr std::size_t kBlocksBegin = 16;  // at every so manieth point

  // Decide what a pixel does after a step has changed its δ, or its z.
  DeepFate settleNear(RationalPixel& pixel);
  DeepFate settleFar(RationalPixel& pixel);

  // Whether δ is so large beside z, given the squares of both. Past a pole it is not yet: there f
  // in doubles may overflow.
  static bool isFar(double delta2, double z2) {
    return delta2 >= kFar2 * std::max(1.0, z2) && z2 <= kPastPole2;
  }

  // The first disc that z is in; null where it is in none.
  const BasinDisc* discAt(ComplexNumber z) const;

  double escape2() const { return m_escape2; }
  double surelyInside2() const { return m_surelyInside2; }

 private:
  DeepFate follow(ScaledComplex delta, RationalPixel& pixel);
  DeepFate settleScaled(ScaledComplex& delta, RationalPixel& pixel, bool& settled);
  bool hasEnded(const ScaledComplex& delta, ComplexNumber z, RationalPixel& pixel) const;
  bool isOutside(const ScaledComplex& delta, std::size_t place, double z2) const;
  DeepFate fateAtPole(RationalPixel& pixel) const;
  bool isEnd(const RationalPixel& pixel) const {
    return pixel.place == m_reference.end(pixel.orbit);
  }
  bool isTrapped(const RationalPixel& pixel, double delta2) const {
    return isEnd(pixel) && m_reference.ending(pixel.orbit) == RationalOrbit::Ending::Trap &&
           delta2 <= RationalOrbit::kTrapRadius * RationalOrbit::kTrapRadius;
  }
  bool isRebased(ScaledComplex& delta, RationalPixel& pixel) const;
  DeepFate fateOfReference(RationalPixel& pixel) const;

  const RationalReference& m_reference;
  const RationalStep m_step;
  const std::stop_token m_stop;
  ScalarProgram m_far;
  const double m_escape2;
  const double m_surelyInside2;
  const double m_rimWidth;
};

}  // namespace fatou::kernels
