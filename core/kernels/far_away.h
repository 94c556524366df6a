// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>

namespace fatou::kernels {

// An orbit's smooth count and distance are read where it is far away: at the first z_t at or after
// its escape with |z_t| >= kFarAway, for large c with |z_t|^2 >= farAway2(). From there on z^2 + c
// is z^2 to a part in a million, and both formulas are as exact as a float.
inline constexpr double kFarAway = 4096.0;
inline constexpr double kFarBeyondC = 0x1p20;  // of |z|^2, in units of |c|

inline double farAway2(double cRe, double cIm) {
  return std::max(kFarAway * kFarAway, kFarBeyondC * (std::abs(cRe) + std::abs(cIm)));
}

// Where |c| >= 2 orbits may escape |z| <= 2 and yet stay bounded: c = -6 has the fixed point 3. One
// that is not far away after so many steps from its escape is taken for one that never will be. It
// has a smooth count of tmax and a distance of 0, as if it had not escaped at all; J stays what it
// is. In double, orbits of |c| <= 2 take fewer than 40 steps.
constexpr std::int32_t mostStepsAway(std::int32_t tmax) {
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max() - 1;
  return std::clamp(tmax, 64, kMost);  // one more is still a number
}

// Whether orbits that have escaped may stay near the Julia set: for |c| of 2 or nearly 2, and more,
// it reaches to |z| = 2 or beyond. Elsewhere |z| grows by 2 - |c| at least with each step.
constexpr bool mayEscapeSlowly(double cRe, double cIm) {
  return !(cRe * cRe + cIm * cIm < 4.0 - 0x1p-30);
}

// Steps between two looks at the stop token: at most 50 microseconds.
inline constexpr std::int32_t kStepsBetweenLooks = 4096;

// Takes an orbit by advance() to its escape, `escape` steps from where it is, and on until it is
// far away; returns how many steps that took. Nothing where it does not get there, or when stopped.
template <class Orbit>
std::optional<std::int64_t> goFarAway(Orbit& orbit, std::int32_t escape, std::int32_t tmax,
                                      const std::stop_token& stop) {
  const std::int64_t most = std::int64_t{escape} + mostStepsAway(tmax);
  const double far2 = farAway2(orbit.cRe, orbit.cIm);
  for (std::int64_t steps = 0;; ++steps) {
    if (steps >= escape && !(orbit.norm() < far2)) return steps;
    if (steps == most) return {};
    if (steps % kStepsBetweenLooks == kStepsBetweenLooks - 1 && stop.stop_requested()) return {};
    orbit.advance();
  }
}

}  // namespace fatou::kernels
