// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <tuple>

#include "core/kernels/escape_part.h"
#include "core/kernels/program.h"

namespace fatou::kernels {

// A disc about a point of an attracting cycle: an orbit that enters it ends in that cycle. The
// kernel takes any disc; whoever makes it proves that its orbits stay
// (core/julia/formulas/basins.h).
struct BasinDisc {
  double re = 0.0;
  double im = 0.0;
  double radius = 0.0;     // above 0
  std::int32_t cycle = 1;  // the number of the cycle, 1 or more

  friend bool operator==(const BasinDisc&, const BasinDisc&) = default;
  static constexpr auto kFields =
      std::tuple(&BasinDisc::re, &BasinDisc::im, &BasinDisc::radius, &BasinDisc::cycle);
};

inline constexpr std::size_t kMostBasinDiscs = 64;

// The values in place of a cycle's number: for an orbit that neither entered a disc nor escaped
// before tmax, and for one that escaped.
inline constexpr std::int32_t kNoCycle = 0;
inline constexpr std::int32_t kEscapedCycle = -1;

// A request for the basins of a program at the points xs[col] + i ys[row].
struct ProgramBasinJob {
  Program program;                       // passes check(), has no parameter
  std::span<const BasinDisc> discs;      // at most kMostBasinDiscs
  std::optional<double> escapeRadius{};  // R, as in ProgramJob; nothing where no orbit escapes
  EscapePart escapePart = EscapePart::Modulus;
  std::int32_t tmax = 256;  // 1 ... 2^31 - 1
  std::span<const double> xs;
  std::span<const double> ys;
};

// The arrays to be filled, in row order, with xs.size() * ys.size() entries each.
struct BasinNumbers {
  std::span<std::int32_t> counts;
  std::span<std::int32_t> cycles;
};

// Writes J, the first t in 0 ... tmax - 1 at which the orbit has ended, or tmax where there is
// none, and which cycle that was. The orbit has ended at t
//   in cycle k     where |z_t - w|^2 <= r^2 for a disc of cycle k with centre w and radius r; of
//                  several discs the first one counts
//   by escape      else, where there is an R and |z_t|^2 <= R^2, or that of the part of z_t by
//                  escapeNorm(), does not hold: kEscapedCycle
// with |x + iy|^2 = x x + y y, each operation rounded to doubles. What is not finite is in no disc,
// and outside of every R; without an R it has not ended. Where J is tmax, the cycle is kNoCycle.
// The arithmetic of f is that of program.h, so both numbers are the same bits on every SIMD target
// and in programBasinsScalar().
//
// Returns false when `stop` was requested before the end, which is noticed within 16 steps; the
// numbers are then incomplete.
bool programBasins(const ProgramBasinJob& job, const BasinNumbers& to, std::stop_token stop = {});

// The plain scalar loop with the same arithmetic, which is the reference for tests.
bool programBasinsScalar(const ProgramBasinJob& job, const BasinNumbers& to,
                         std::stop_token stop = {});

}  // namespace fatou::kernels
