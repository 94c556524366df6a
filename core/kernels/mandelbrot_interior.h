// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

namespace fatou::kernels {

// The largest multiplier |l| for which a cycle of period 1 or 2 is taken for proof that the
// critical orbit, as the kernels round it, never leaves |z| <= 2.
//
// On the component of 0 of the interior of the filled Julia set, f^p (p = 1, 2) is conjugate to the
// Blaschke product B(w) = w (w + l) / (1 + l' w) of the unit disc, and |B(w)| <= r - r (1 - r) d /
// 2 for |w| <= r, d = 1 - |l|. The critical point has |w| = |l| / (1 + sqrt(1 - |l|^2)); with r the
// larger of that and 1/2, (1 - r)^2 >= d / 4. An error e in z is at most 8 e / ((1 - r) R) in w by
// Koebe's distortion theorem, where a disc of radius R about the cycle's point is mapped into
// itself by f^p: R >= d for p = 1, d / 5 for p = 2. So the orbit stays within |w| <= r if d^3 >=
// 128 e for p = 1 and d^3 >= 640 e for p = 2. One step is off by less than 8e-15, two by less
// than 5.2 times that: d >= 1.1e-4 and d >= 3e-4 would do. The points lie in the filled Julia set,
// here within |z| < 1.8, hence far from the escape test's own rounding.
inline constexpr double kMostProvenMultiplier = 1.0 - 1e-3;

// Whether c is so far inside the main cardioid or the disc of period 2. The first multiplier is
// 1 - sqrt(1 - 4 c), the second 4 (c + 1); rounding makes 1e-7 of the margin at most. False for
// NaN.
inline bool isProvenInterior(double cRe, double cIm) {
  constexpr double kMost2 = kMostProvenMultiplier * kMostProvenMultiplier;
  const double u = 1.0 - 4.0 * cRe;
  const double v = 4.0 * cIm;
  const double modulus = std::sqrt(u * u + v * v);
  const double root = std::sqrt(std::max(0.0, 0.5 * (modulus + u)));
  const double fromCentre = cRe + 1.0;
  return (1.0 - 2.0 * root) + modulus <= kMost2 ||
         16.0 * (fromCentre * fromCentre + cIm * cIm) <= kMost2;
}

}  // namespace fatou::kernels
