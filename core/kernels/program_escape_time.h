// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/escape_part.h"
#include "core/kernels/program.h"

namespace fatou::kernels {

// The largest escape radius: its square is far from overflow.
inline constexpr double kMostEscapeRadius = 0x1p500;

// A request for escape times of a program at the points xs[col] + i ys[row]. These are the starting
// points of the orbits or, if the program has a parameter, its values.
struct ProgramJob {
  Program program;            // passes check()
  double escapeRadius = 2.0;  // R, above 0 and at most kMostEscapeRadius
  EscapePart escapePart = EscapePart::Modulus;
  std::int32_t tmax = 256;  // 1 ... 2^31 - 1
  std::span<const double> xs;
  std::span<const double> ys;
  // The starting points if the points are parameters: one for each pixel, in row order, or one for
  // all of them. Empty if the program has no parameter.
  std::span<const ComplexNumber> starts{};
  // A second program g with the same parameter, which passes check(), or null. An orbit also ends
  // where |g(z_t)| <= trapRadius, close to the zeros of g, which attract it.
  const Program* trap = nullptr;
  double trapRadius = 0.0;

  ComplexNumber pointOf(std::size_t pixel) const {
    return {.re = xs[pixel % xs.size()], .im = ys[pixel / xs.size()]};
  }
  ComplexNumber startOf(std::size_t pixel) const {
    if (starts.empty()) return pointOf(pixel);
    return starts[starts.size() == 1 ? 0 : pixel];
  }
};

// Whether `starts` fits the programs as said above, and both programs have a parameter or neither
// has.
bool isSound(const ProgramJob& job);

// Writes J of each orbit z_0, z_1 ... to counts[row * xs.size() + col]: the first t in 0 ... tmax -
// 1 at which |z_t|^2 <= R^2, or the same of the part of z_t by escapeNorm(), is false or the trap
// is entered, or tmax if there is none. A point that is not finite is outside, and an orbit that
// has ended does not come back. The arithmetic is that of program.h, so J has the same bits on
// every SIMD target and in programEscapeTimesScalar(). For z^2 + c with R = 2 they are those of
// escapeTimes().
//
// `counts` has xs.size() * ys.size() entries. Returns false when `stop` was requested before the
// end, which is noticed within 16 steps; the counts are incomplete then.
bool programEscapeTimes(const ProgramJob& job, std::span<std::int32_t> counts,
                        std::stop_token stop = {});

// The plain scalar loop with the same arithmetic, which is the reference for tests.
bool programEscapeTimesScalar(const ProgramJob& job, std::span<std::int32_t> counts,
                              std::stop_token stop = {});

}  // namespace fatou::kernels
