// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>

namespace fatou::kernels {

// An orbit's smooth count and distance are read where it is far away: at the first z_t at or after
// its escape with |z_t| >= kFarAway. From there on z^2 + c is z^2 to a part in ten million, and
// both formulas are as exact as a float.
inline constexpr double kFarAway = 4096.0;

// Where |c| >= 2 orbits may escape |z| <= 2 and yet stay bounded: c = -6 has the fixed point 3. One
// that is not far away after so many steps from its escape is taken for one that never will be. It
// has a smooth count of tmax and a distance of 0, as if it had not escaped at all; J stays what it
// is. In double, orbits of |c| <= 2 take fewer than 40 steps.
constexpr std::int32_t mostStepsAway(std::int32_t tmax) {
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max() - 1;
  return std::clamp(tmax, 64, kMost);  // one more is still a number
}

// Steps between two looks at the stop token: at most 50 microseconds.
inline constexpr std::int32_t kStepsBetweenLooks = 4096;

// Takes an orbit by advance() to its escape, `escape` steps from where it is, and on until it is
// far away; returns how many steps that took. Nothing where it does not get there, or when stopped.
template <class Orbit>
std::optional<std::int64_t> goFarAway(Orbit& orbit, std::int32_t escape, std::int32_t tmax,
                                      const std::stop_token& stop) {
  const std::int64_t most = std::int64_t{escape} + mostStepsAway(tmax);
  for (std::int64_t steps = 0;; ++steps) {
    if (steps >= escape && !(orbit.norm() < kFarAway * kFarAway)) return steps;
    if (steps == most) return {};
    if (steps % kStepsBetweenLooks == kStepsBetweenLooks - 1 && stop.stop_requested()) return {};
    orbit.advance();
  }
}

}  // namespace fatou::kernels
