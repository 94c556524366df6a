// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

namespace fatou::kernels {

// log2(x) = e + 2 / ln 2 * (s + s^3 / 3 + s^5 / 5 ...), x = 2^e m, s = (m - 1) / (m + 1). With m
// from sqrt(1/2) to sqrt(2), |s| < 0.172 and these terms leave less than 3 10^-11.
inline constexpr double kLog2Terms[] = {2.8853900817779268 / 1.0, 2.8853900817779268 / 3.0,
                                        2.8853900817779268 / 5.0, 2.8853900817779268 / 7.0,
                                        2.8853900817779268 / 9.0, 2.8853900817779268 / 11.0};
// Added to the bits of x, the first carries into the exponent from m = sqrt(2) on.
inline constexpr std::int64_t kSqrtHalfBits = 0x3fe6a09e667f3bcd;
inline constexpr std::int64_t kHalfOctave = 0x3ff0000000000000 - kSqrtHalfBits;
inline constexpr std::int64_t kMantissaBits = 0x000fffffffffffff;

// log2 of a positive normal number, good for a float. The vectors have the same arithmetic in
// float_log2-inl.h: a library's logarithm rounds differently from target to target.
inline double floatLog2(double x) {
  // Unsigned, as the sum of what is no number may wrap around; the vectors' does.
  const auto shifted =
      static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(x) + std::uint64_t{kHalfOctave});
  const auto e = static_cast<double>((shifted >> 52) - 1023);
  const auto m = std::bit_cast<double>((shifted & kMantissaBits) + kSqrtHalfBits);
  const double s = (m - 1.0) / (m + 1.0);
  const double s2 = s * s;
  double sum = kLog2Terms[5];
  for (int k = 4; k >= 0; --k) sum = sum * s2 + kLog2Terms[k];
  return e + sum * s;
}

}  // namespace fatou::kernels
