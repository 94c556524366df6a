// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

namespace fatou::kernels {

// Escape times of z -> z^d + c over a rectangle of points xs[col] + i ys[row].
struct EscapeTimeJob {
  double cRe = 0.0;
  double cIm = 0.0;
  std::int32_t tmax = 256;  // 1 ... 2^31 - 1
  std::span<const double> xs;
  std::span<const double> ys;
  int degree = 2;  // d, one of the maps of power_map.h
};

// Writes J, the first t in 0 ... tmax - 1 with |z_t| > 2, or tmax where there is none, to
// counts[row * xs.size() + col]. The arithmetic is IEEE double without contraction, in the order of
// power_map.h, for z^2 + c
//   x2 = x*x; y2 = y*y; inside = x2 + y2 <= 4; xy = x*y; x = (x2 - y2) + cRe; y = (xy + xy) + cIm
// so J is the same bits on every SIMD target and in escapeTimesScalar().
//
// `counts` has xs.size() * ys.size() entries. Returns false when `stop` was requested before the
// end, which is noticed within a millisecond whatever tmax is; counts are then incomplete.
bool escapeTimes(const EscapeTimeJob& job, std::span<std::int32_t> counts,
                 std::stop_token stop = {});

// The plain loop with the same arithmetic: the reference for the tests, and readable.
bool escapeTimesScalar(const EscapeTimeJob& job, std::span<std::int32_t> counts,
                       std::stop_token stop = {});

// Name of the SIMD target that escapeTimes() runs on, e.g. "AVX3_DL" or "SSE4".
std::string simdTargetName();

}  // namespace fatou::kernels
