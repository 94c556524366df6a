// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::kernels {

// The kernels' step is off by u (3 |z|^2 + |re c|) in the real part and u (2 |z|^2 + |im c|) in the
// imaginary one at most, u = 2^-53, which is u (sqrt(13) |z|^2 + |c|) in all.

// How far apart the steps of two computed orbits can be by rounding alone, where |z| <= 2 and
// |c| <= 2: that is 3.65e-15, twice the above. The rest is margin: it covers points a little
// outside |z| <= 2 and the rounding of the bounds that build on it.
inline constexpr double kStepError = 8e-15;

// With less margin: it covers one of them of |z| <= 2 and the other of |z| <= 2.2.
inline constexpr double kNearStepError = 4e-15;

// The same for any |z|, in units of |z|^2 and of |c|, and a hundredth more; the last for numbers so
// small that they are not rounded by a share of themselves.
inline constexpr double kStepErrorOfSquare = 3.642 * 0x1p-52;
inline constexpr double kStepErrorOfC = 1.01 * 0x1p-52;
inline constexpr double kStepErrorOfNothing = 0x1p-1000;

}  // namespace fatou::kernels
