// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <utility>

#include "core/kernels/deep_reference.h"
#include "core/kernels/far_away.h"

namespace fatou::kernels {

// A pixel on its way.
struct DeepPixel {
  double x = 0.0;  // near a reference its distance δ from it, else z
  double y = 0.0;
  std::size_t place = 0;       // on the reference
  std::int32_t remaining = 0;  // iterations left to tmax
  // The derivative of z by u, carried along where it is asked for.
  RunningProduct* slope = nullptr;
  // Where DeepWalk goes beyond the escape: steps from there to far away, or kNeverFar.
  std::int32_t away = 0;

  static constexpr std::int32_t kNeverFar = -1;
};

// The point at which a pixel's way ends as Escaped.
enum class DeepGoal {
  Escape,   // at the first z outside
  FarAway,  // where z is far away, for a way that begins outside
  Both      // z is that of FarAway, remaining that of Escape
};

enum class DeepFate {
  Near,     // on with δ: DeepWalk::stepNear()
  Far,      // on with z: DeepWalk::stepFar()
  Escaped,  // z is the first point outside, after tmax - remaining steps
  Bounded   // J is tmax
};

// Takes a pixel from one point of its orbit to the next; the scalar kernel and the vectors both do
// it so. Pure.
//
// Near: δ <- (2Z + δ) δ. Once |δ| has grown to kFar, z alone is as good a record as any: what a
// step in z rounds away is less than what δ has been worth from the start. Far: z <- z^2 + c in
// double. An orbit that comes close to 0 is rebased: it is measured against the critical orbit from
// then on, with δ = z, as its future is that orbit's but for δ, and c as a double would lose it. An
// orbit that is nearer to 0 than to its reference is rebased, too.
class DeepWalk {
 public:
  // A pixel that many blocks take through is left Bounded once `stop` is requested.
  explicit DeepWalk(const DeepReference& reference, std::stop_token stop = {},
                    DeepGoal goal = DeepGoal::Escape)
      : m_reference(reference),
        m_stop(std::move(stop)),
        m_goal(goal),
        m_far2(farAway2(reference.cRe(), reference.cIm())) {}

  DeepGoal goal() const { return m_goal; }

  // The pixel u = x + iy of the series approximation's plan, after it.
  DeepFate start(double x, double y, DeepPixel& pixel) const;

  DeepFate stepNear(DeepPixel& pixel) const;
  DeepFate stepFar(DeepPixel& pixel) const;

  // Decides what a pixel does after a step has changed its δ. Blocks are looked for where long ones
  // begin, and anywhere if `maySkip`.
  DeepFate settleNear(DeepPixel& pixel, bool maySkip) const;
  // Decides what a pixel does after a step has changed its z.
  DeepFate settleFar(DeepPixel& pixel) const;

  // Whether z is in the trap's best disc, by more than rounding.
  bool isTrapped(double x, double y) const;

  // The bounds are squares, as the kernels compare those.
  static constexpr double kFar2 = 0x1p-12;       // of |δ|
  static constexpr double kCritical2 = 0x1p-10;  // of |z|
  static constexpr double kSkip2 = 0x1p-104;     // of |δ|, below which blocks may be found
  static constexpr double kScaled2 = 0x1p-800;   // of |δ|, below which it has its own exponent
  static constexpr double kEscape2 = 4.0;
  static constexpr double kSurelyInside2 = 4.0 - DeepOrbit::kRimWidth;

 private:
  bool isOutside(const ScaledComplex& delta, std::size_t place, double z2) const;
  bool isThere(const ScaledComplex& delta, std::size_t place, double z2) const;
  DeepFate escaped(const ScaledComplex& delta, double zx, double zy, DeepPixel& pixel) const;
  DeepFate escapedFar(DeepPixel& pixel) const;
  void goFarAway(DeepFate fate, DeepPixel& way, DeepPixel& pixel) const;
  void advanceNear(DeepPixel& pixel) const;
  DeepFate skip(ScaledComplex delta, DeepPixel& pixel) const;
  DeepFate settleScaled(ScaledComplex& delta, DeepPixel& pixel, bool& settled) const;

  const DeepReference& m_reference;
  const std::stop_token m_stop;
  const DeepGoal m_goal;
  const double m_far2;  // of |z|, as farAway2()
};

}  // namespace fatou::kernels
