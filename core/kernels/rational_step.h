// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kernels/rational_reference.h"
#include "core/kernels/return_watch.h"

namespace fatou::kernels {

// A pixel on its way.
struct RationalPixel {
  double x = 0.0;  // near an orbit of the reference its distance δ from it, else z
  double y = 0.0;
  std::size_t orbit = 0;
  std::size_t place = 0;
  std::int32_t remaining = 0;  // iterations left to tmax
  // Of a pixel that has ended in a disc the number of its cycle.
  std::int32_t cycle = kEscapedCycle;
  // The derivative of z by the pixel's place, in units of 2^-exponent, carried along where it is
  // asked for.
  RunningProduct* slope = nullptr;
  ReturnWatch far{};      // of z
  ReturnWatch rebased{};  // of δ, where it comes to a critical orbit
};

// Takes a pixel that is near a reference one step on: δ <- δ' of RationalOrbit.
class RationalStep {
 public:
  explicit RationalStep(const RationalReference& reference) : m_reference(reference) {}

  // Takes the step in doubles, of pixel.x and pixel.y. False, with nothing changed, where these do
  // not hold it.
  bool take(RationalPixel& pixel) const;
  // Takes the step for a δ of any size. False where z goes to infinity.
  bool take(ScaledComplex& delta, RationalPixel& pixel) const;

  static void goOn(RationalPixel& pixel, std::size_t steps) {
    pixel.place += steps;
    pixel.remaining -= static_cast<std::int32_t>(steps);
  }

  // Doubles hold a δ of at least such a size.
  static constexpr std::int64_t kScaledExponent = -400;
  static constexpr double kScaled2 = 0x1p-800;

 private:
  void multiplySlope(const RationalPixel& pixel, ComplexNumber next, ComplexNumber below) const;
  void multiplySlope(const ScaledComplex& delta, const RationalPixel& pixel,
                     const ScaledComplex& next, const ScaledComplex& below) const;

  const RationalReference& m_reference;
};

}  // namespace fatou::kernels
