// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/program_quantities.h"
#include "core/kernels/rational_reference.h"

namespace fatou::kernels {

// A request for escape times of a rational map at any depth, at the pixels xs[col] + i ys[row] of
// the reference's view.
struct RationalJob {
  const RationalReference& reference;
  // f in doubles, for orbits that are no longer near the reference. It passes check(), has no
  // parameter, and computes the slope if distances are wanted.
  const Program& program;
  // The map's growth near infinity. With degree 0, which stands for unknown, smooth counts are
  // whole and distances 0.
  ProgramGrowth growth{.degree = 0};
  std::span<const double> xs;
  std::span<const double> ys;
  // The cycle that each orbit ends in is written here, as programBasins() does; empty if it is not
  // wanted.
  std::span<std::int32_t> cycles{};
};

// Writes J of the exact orbit z -> f(z) to counts[row * xs.size() + col]: the first t in 0 ... tmax
// - 1 at which |z_t|^2 <= R^2 is false or z_t is in a disc, or tmax if there is none. All rounding
// together has the effect of moving the pixel by some 10^-14 of its place in the view, so a count
// is wrong only where an orbit passes the exit closer than that.
//
// `wanted` has the meaning of programQuantities(); wanted.pixelSize is the size of a pixel in units
// of xs and ys. The values depend on the reference and the pixel alone, and have the same bits on
// every SIMD target and in rationalEscapeTimesScalar(). If distances are wanted, no vectors are
// used. Returns false when `stop` was requested before the end; the counts are incomplete then.
bool rationalEscapeTimes(const RationalJob& job, std::span<std::int32_t> counts,
                         const EscapeQuantities& wanted, std::stop_token stop = {});

// Writes the same bits, one pixel after the other, without vectors.
bool rationalEscapeTimesScalar(const RationalJob& job, std::span<std::int32_t> counts,
                               const EscapeQuantities& wanted, std::stop_token stop = {});

}  // namespace fatou::kernels
