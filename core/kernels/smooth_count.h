// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

#include "core/kernels/float_log2.h"

namespace fatou::kernels {

// The smooth count t + 1 - log2(log2|z_t|) is a float, and so are both logarithms, for twice as
// many lanes: first L = log2 |z_t|^2, then with log2|z_t| = L / 2
//   t + 1 - log2(L / 2) = (t - 3) - log2(L / 32)
// t - 3 is exact up to 2^24, and only the last difference is as large as the result: it is off by
// half a unit of its last place and 1.6 10^-7 at most. Of that 4 10^-8 are because |z|^2 is rounded
// to 20 bits, so that orbits that are nearly the same have the same count, to the bit, nearly
// always (far_mirror-inl.h).
//
// log2(m) = 2 / ln 2 * artanh(s), s = (m - 1) / (m + 1); these are the best odd polynomials for m
// from sqrt(1/2) to sqrt(2), off by 3e-8, and for L / 32 from 3/4 to 49/32, off by 1.1e-9.
inline constexpr float kNormTerms[] = {2.88539129F, 0.96147081F, 0.59897401F};
inline constexpr float kModulusTerms[] = {2.88539004F, 0.96181072F, 0.57594412F, 0.44584641F};
inline constexpr float kModulusUnit = 32.0F;
// The |z|^2 with L = 32: its smooth count is t - 3 exactly.
inline constexpr double kUnitNorm = 0x1p32;

// Beyond these |z|^2, where only orbits are that start there or have a large c, the logarithms are
// those of float_log2.h, in double, and that of |z|^2 is taken of (2^-520 z)^2: from there on that
// is a normal number, and it does not overflow.
inline constexpr float kLargestNorm = 0x1p49F;
inline constexpr double kLargeUnit = 0x1p-520;
inline constexpr double kLog2LargeUnit2 = -1040.0;

// The logarithm of a float is taken as float_log2.h takes that of a double, by these bits.
inline constexpr std::int32_t kFloatSqrtHalfBits = 0x3f3504f3;
inline constexpr std::int32_t kFloatHalfOctave = 0x3f800000 - kFloatSqrtHalfBits;
inline constexpr std::int32_t kFloatMantissaBits = 0x007fffff;

// The bits of a float |z|^2 that are dropped.
inline constexpr int kDroppedBits = 4;
inline constexpr std::int32_t kHalfDropped = 1 << (kDroppedBits - 1);
inline constexpr std::int32_t kKeptBits = -(1 << kDroppedBits);

// The same of a z so large.
inline float largeSmoothCountOf(std::int64_t t, double x, double y) {
  x *= kLargeUnit;
  y *= kLargeUnit;
  const double log = floatLog2(x * x + y * y) - kLog2LargeUnit2;
  return static_cast<float>((static_cast<double>(t) + 1.0) - floatLog2(0.5 * log));
}

// The smooth count of an orbit with z_t = x + iy, |z_t|^2 at least 2^24. The vectors have the same
// arithmetic in smooth_count-inl.h.
inline float smoothCountOf(std::int64_t t, double x, double y) {
  const auto n = static_cast<float>(x * x + y * y);
  if (!(n < kLargestNorm)) return largeSmoothCountOf(t, x, y);
  const auto rounded = (std::bit_cast<std::int32_t>(n) + kHalfDropped) & kKeptBits;
  const auto shifted = rounded + kFloatHalfOctave;
  const auto e = static_cast<float>((shifted >> 23) - 127 - static_cast<int>(kModulusUnit));
  const auto m = std::bit_cast<float>((shifted & kFloatMantissaBits) + kFloatSqrtHalfBits);
  const float s = (m - 1.0F) / (m + 1.0F);
  const float s2 = s * s;
  const float log = e + s * ((kNormTerms[2] * s2 + kNormTerms[1]) * s2 + kNormTerms[0]);
  const float r = log / (log + 2.0F * kModulusUnit);
  const float r2 = r * r;
  const float sum = ((kModulusTerms[3] * r2 + kModulusTerms[2]) * r2 + kModulusTerms[1]) * r2;
  return static_cast<float>(t - 3) - r * (sum + kModulusTerms[0]);
}

}  // namespace fatou::kernels
