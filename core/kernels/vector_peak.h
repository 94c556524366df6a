// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::kernels {

// What the calling core does at most: vector multiplications and additions of doubles a second,
// counted in single numbers, on the SIMD target the kernels run on. Runs for about a tenth of a
// second, with twelve independent chains so that no operation waits for another.
double measureVectorPeak();

// Operations that one step of the plain kernel takes: three products, five sums and a comparison.
inline constexpr double kOperationsPerIteration = 9.0;

}  // namespace fatou::kernels
