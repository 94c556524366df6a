// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/base/result.h"
#include "core/julia/dynamics/reference_orbit.h"
#include "core/julia/plane/deep_grid.h"
#include "core/julia/plane/place.h"
#include "core/kernels/rational_reference.h"

namespace fatou::julia {

// A view of a rational map that is too deep for doubles.
struct RationalView {
  Place place;
  double escapeRadius = 2.0;                    // infinite where no orbit escapes
  std::span<const kernels::BasinDisc> discs{};  // orbits also end in these
  std::int32_t mostSteps = 1 << 22;             // the most steps of an orbit that does not end
  std::stop_token stop{};
  OrbitProgress progress{};  // gets the number of steps of the first orbit
};

// Computes the reference orbits of a view: one from a point of the view that is not a pixel, so
// that no pixel follows it to its end, and one from each critical point that is in no disc and
// whose image is inside the exit. `grid` has its origin in the middle of the view. The orbits
// depend on the place and the grid alone, bit for bit, so that each engine may compute its own.
//
// The Error is for a formula that is not a rational map of degree 64 at most with exact numbers of
// 500 digits at most, for orbits that take too long or too much memory, and for a stop.
Result<kernels::RationalReference::Parts> rationalDepth(const RationalView& view,
                                                        const DeepGrid& grid);

}  // namespace fatou::julia
