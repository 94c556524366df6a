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

// The largest radius of escape: its square is far from what doubles hold.
inline constexpr double kMostEscapeRadius = 0x1p500;

// Escape times of a program over a rectangle of points xs[col] + i ys[row]: those where the orbits
// begin or, of a program with a parameter, the values of that.
struct ProgramJob {
  Program program;            // passes check()
  double escapeRadius = 2.0;  // R, above 0 and at most kMostEscapeRadius
  EscapePart escapePart = EscapePart::Modulus;
  std::int32_t tmax = 256;  // 1 ... 2^31 - 1
  std::span<const double> xs;
  std::span<const double> ys;
  // Where the orbits begin if the points are parameters: one number a pixel, in the order of the
  // counts, or one for all of them. Empty where the program has no parameter.
  std::span<const ComplexNumber> starts{};
  // Where there is such a program g, of the same parameter, an orbit leaves at |g(z_t)| <=
  // trapRadius, too: near the zeros of g, which attract it for good. It passes check().
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

// Whether the job has a start for every pixel if the points are parameters, and none if not, and
// its programs have both a parameter or none.
bool isSound(const ProgramJob& job);

// Writes J of each orbit z_0, z_1 ..., the first t in 0 ... tmax - 1 in which |z_t|^2 <= R^2, or
// that of the part of z_t by escapeNorm(), does not hold or the trap is entered, or tmax where
// there is none, to counts[row * xs.size() + col]. What is not finite is outside. An orbit that has
// left does not come back. The arithmetic is that of program.h, so J is the same bits on every SIMD
// target and in programEscapeTimesScalar(); that of z^2 + c with R = 2 is escapeTimes()'s.
//
// `counts` has xs.size() * ys.size() entries. Returns false when `stop` was requested before the
// end, which is noticed within 16 steps; counts are then incomplete.
bool programEscapeTimes(const ProgramJob& job, std::span<std::int32_t> counts,
                        std::stop_token stop = {});

// The plain loop with the same arithmetic: the reference for the tests, and readable.
bool programEscapeTimesScalar(const ProgramJob& job, std::span<std::int32_t> counts,
                              std::stop_token stop = {});

}  // namespace fatou::kernels
