// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

namespace fatou::kernels {

// Escape times of the critical orbit z_0 = 0 of z -> z^2 + c over a rectangle of parameters
// c = xs[col] + i ys[row]: the Mandelbrot set, and how fast its outside is left.
struct MandelbrotJob {
  std::int32_t tmax = 256;  // 1 ... 2^31 - 1
  std::span<const double> xs;
  std::span<const double> ys;
};

// Writes J, the first t in 0 ... tmax - 1 with |z_t| > 2, or tmax where there is none, to
// counts[row * xs.size() + col]; in the arithmetic and order of escapeTimes(), so J is the same
// bits on every SIMD target and in mandelbrotEscapeTimesScalar(). Two kinds of c are done sooner,
// with the same J: those of mandelbrot_interior.h, and those whose computed orbit comes back to one
// of its own points, bit for bit, and therefore goes round for ever. That makes the inside cheap
// whatever tmax is, but for a thin edge.
//
// `counts` has xs.size() * ys.size() entries. Returns false when `stop` was requested before the
// end, which is noticed within a millisecond; counts are then incomplete.
bool mandelbrotEscapeTimes(const MandelbrotJob& job, std::span<std::int32_t> counts,
                           std::stop_token stop = {});

// The plain loop with the same arithmetic, which spares nothing: the reference for the tests.
bool mandelbrotEscapeTimesScalar(const MandelbrotJob& job, std::span<std::int32_t> counts,
                                 std::stop_token stop = {});

// Fills the smooth count, as EscapeQuantities has it, from finished counts. At most 2^32 - 1
// pixels. The same bits on every SIMD target and in the twin. Stops as above.
bool mandelbrotSmoothCounts(const MandelbrotJob& job, std::span<const std::int32_t> counts,
                            std::span<float> smooth, std::stop_token stop = {});

// Writes the same bits a pixel after the other, without vectors.
bool mandelbrotSmoothCountsScalar(const MandelbrotJob& job, std::span<const std::int32_t> counts,
                                  std::span<float> smooth, std::stop_token stop = {});

}  // namespace fatou::kernels
