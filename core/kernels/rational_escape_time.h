// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/program_quantities.h"
#include "core/kernels/rational_reference.h"

namespace fatou::kernels {

// Escape times of a rational map at any depth: of the pixels xs[col] + i ys[row] of the reference's
// view.
struct RationalJob {
  const RationalReference& reference;
  // f in doubles, for what is no longer near the reference; with its slope where distances are
  // wanted. Passes check(), has no parameter.
  const Program& program;
  // How the map grows near infinity. Of degree 0 where that is not known: smooth counts are
  // whole then, and distances 0.
  ProgramGrowth growth{.degree = 0};
  std::span<const double> xs;
  std::span<const double> ys;
  // Room for the number of the cycle that each orbit ends in, as programBasins() has it; empty
  // where nobody asks.
  std::span<std::int32_t> cycles{};
};

// Writes J of the exact orbit z -> f(z), the first t in 0 ... tmax - 1 in which |z_t|^2 <= R^2 does
// not hold or z_t is in a disc, or tmax where there is none, to counts[row * xs.size() + col].
// Rounding to double is worth about 10^-14 of a pixel's place in the view at the start, so a count
// is wrong only where an orbit passes the exit nearer than that.
//
// `wanted` is what programQuantities() has, where a pixel is wanted.pixelSize long in units of xs
// and ys. The values depend on the reference and the pixel alone, and are the same bits on every
// SIMD target and in rationalEscapeTimesScalar(). With distances there is no vector in it. Returns
// false when `stop` was requested before the end; counts are then incomplete.
bool rationalEscapeTimes(const RationalJob& job, std::span<std::int32_t> counts,
                         const EscapeQuantities& wanted, std::stop_token stop = {});

// Writes the same bits a pixel after the other, without vectors.
bool rationalEscapeTimesScalar(const RationalJob& job, std::span<std::int32_t> counts,
                               const EscapeQuantities& wanted, std::stop_token stop = {});

}  // namespace fatou::kernels
