// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::animation {

// The share of the way that is done at a share of the time, both 0 ... 1: speed rises from 0 over
// the first `in` of the time, holds, and falls to 0 over the last `out`. in + out <= 1. The speed
// of a rise is 3x^2 - 2x^3, so that not even the acceleration jumps.
constexpr double eased(double time, double in, double out) {
  // The integral of the speed, in lengths of the rise.
  const auto rise = [](double x) { return x * x * x * (1.0 - 0.5 * x); };
  if (time <= 0.0) return 0.0;
  if (time >= 1.0) return 1.0;
  const double whole = 1.0 - 0.5 * (in + out);
  if (time < in) return in * rise(time / in) / whole;
  if (1.0 - time < out) return 1.0 - out * rise((1.0 - time) / out) / whole;
  return (time - 0.5 * in) / whole;
}

}  // namespace fatou::animation
