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

// Takes a pixel of a deep view of a rational map through its orbit.
//
// Near the reference: δ <- δ' of RationalOrbit. The terms of f around Z are computed with all
// digits, so they have no cancellation where f'(Z) is small, which happens only close to a critical
// point. A pixel that is closer to a critical point than to its reference is rebased: it is
// compared with the critical point's orbit from then on, whose terms below the point's order are 0.
// The arithmetic is in doubles while these hold δ and the terms, else in numbers with an exponent
// of their own.
//
// Far: z <- f(z) in doubles, once |δ| exceeds 2^-6 or that part of |z|, or the reference has ended.
// The rounding of such a step is less than the error that δ has had from the start. A pixel that
// comes close to a critical point is rebased, too.
//
// A pixel is Escaped if it is outside or in a disc; pixel.cycle says which.
//
// Where a map is chaotic for tens of far steps, the error of δ may exceed the distance to
// the exit. J is then that of an orbit with this rounding, and the same wherever it is computed.
class RationalWalk {
 public:
  // `program` is f in doubles, with its slope if pixels carry one. A pixel that takes many blocks
  // is left Bounded once `stop` is requested.
  RationalWalk(const RationalReference& reference, const Program& program, std::stop_token stop);

  // Starts the pixel x + iy of the reference's view.
  DeepFate start(double x, double y, RationalPixel& pixel);
  DeepFate stepNear(RationalPixel& pixel);
  DeepFate stepFar(RationalPixel& pixel);

  // Advances an escaped pixel by one step.
  void advanceFar(RationalPixel& pixel);
  // These bounds are squares, since they are compared with |δ|^2 and |z|^2.
  static constexpr double kFar2 = 0x1p-12;
  static constexpr double kPastPole2 = 0x1p100;    // the |z|^2 beyond which z is past a pole
  static constexpr double kSkip2 = 0x1p-104;       // the |δ|^2 below which blocks are looked for
  static constexpr std::size_t kBlocksBegin = 16;  // blocks begin at multiples of this place

  // Decide what a pixel does after a step has changed its δ, or its z.
  DeepFate settleNear(RationalPixel& pixel);
  DeepFate settleFar(RationalPixel& pixel);

  // Whether a pixel is far from its reference, given |δ|^2 and |z|^2. Past a pole it is not, since
  // f in doubles could overflow there.
  static bool isFar(double delta2, double z2) {
    return delta2 >= kFar2 * std::max(1.0, z2) && z2 <= kPastPole2;
  }

  // Returns the first disc that contains z; null if none does.
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
