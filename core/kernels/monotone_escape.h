// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::kernels {

// True when an orbit of z -> z^2 + c that the kernels' arithmetic has once seen outside |z| <= 2 is
// seen outside at every later step, so that looking every few steps misses nothing.
//
// Exactly, |z| >= 2 gives |z^2 + c| >= |z|^2 - |c| >= |z| + (2 - |c|). The arithmetic adds less
// than 4 units of 2^-53 relative to |z|^2 + |c|: below 10^-14 where |z| is near 2, and swallowed by
// the growth of |z|^2 beyond. A bound of 1.99 leaves 10^-2. What overflows becomes infinite or NaN,
// stays so, and never compares as inside.
inline constexpr double kMonotoneBound = 1.99;

constexpr bool escapeIsMonotone(double cRe, double cIm) {
  return cRe * cRe + cIm * cIm <= kMonotoneBound * kMonotoneBound;
}

}  // namespace fatou::kernels
