// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/power_map.h"

namespace fatou::kernels {

// True when an orbit of z -> z^d + c that the kernels' arithmetic has once seen outside |z| <= 2 is
// seen outside at every later step, so that looking every few steps misses nothing.
//
// Exactly, |z| >= 2 gives |z^d + c| >= |z|^d - |c| >= |z| + (2^d - 2 - |c|), for |z|^d - |z| grows
// with |z|. The arithmetic of z^2 + c adds less than 4 units of 2^-53 relative to |z|^d + |c|, that
// of the other maps less than 16: below 10^-13 where |z| is near 2, and swallowed by the growth of
// |z|^d beyond. A bound of 2^d - 2 - 0.01, as each map has it, leaves 10^-2. What overflows becomes
// infinite or NaN, stays so, and never compares as inside.
template <class Map = SquareMap>
constexpr bool escapeIsMonotone(double cRe, double cIm) {
  return cRe * cRe + cIm * cIm <= Map::kMonotoneBound * Map::kMonotoneBound;
}

}  // namespace fatou::kernels
