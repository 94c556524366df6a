// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kernels/rational_reference.h"
#include "core/kernels/return_watch.h"

namespace fatou::kernels {

// The state of a pixel's orbit.
struct RationalPixel {
  double x = 0.0;  // near the reference δ = z - Z, else z
  double y = 0.0;
  std::size_t orbit = 0;
  std::size_t place = 0;
  std::int32_t remaining = 0;  // iterations left to tmax
  // The cycle in whose disc the orbit has ended.
  std::int32_t cycle = kEscapedCycle;
  // The derivative of z with respect to the pixel's place, in units of 2^-exponent; null if it is
  // not wanted.
  RunningProduct* slope = nullptr;
  ReturnWatch far{};      // watches z for returns
  ReturnWatch rebased{};  // watches δ at each rebase for returns
};

// Advances a pixel that is near the reference by one step: δ <- δ' of RationalOrbit.
class RationalStep {
 public:
  explicit RationalStep(const RationalReference& reference) : m_reference(reference) {}

  // Advances pixel.x + i pixel.y in doubles. Returns false and changes nothing where the step
  // exceeds the range of doubles.
  bool take(RationalPixel& pixel) const;
  // Advances a δ of any size. Returns false where z becomes infinite.
  bool take(ScaledComplex& delta, RationalPixel& pixel) const;

  static void advance(RationalPixel& pixel, std::size_t steps) {
    pixel.place += steps;
    pixel.remaining -= static_cast<std::int32_t>(steps);
  }

  // The smallest binary exponent, and square, of a δ that is kept in doubles.
  static constexpr std::int64_t kScaledExponent = -400;
  static constexpr double kScaled2 = 0x1p-800;

 private:
  void multiplySlope(const RationalPixel& pixel, ComplexNumber next, ComplexNumber below) const;
  void multiplySlope(const ScaledComplex& delta, const RationalPixel& pixel,
                     const ScaledComplex& next, const ScaledComplex& below) const;

  const RationalReference& m_reference;
};

}  // namespace fatou::kernels
