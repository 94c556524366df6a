// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::kernels {

// How far apart the steps of two computed orbits can be by rounding alone, where |z| <= 2 and
// |c| <= 2: the kernels' step is off by at most 14 u in the real part and 10 u in the imaginary
// one, u = 2^-53, which is 2e-15 in all and twice that for two orbits. The rest is margin: it
// covers points a little outside |z| <= 2 and the rounding of the bounds that build on it.
inline constexpr double kStepError = 8e-15;

}  // namespace fatou::kernels
