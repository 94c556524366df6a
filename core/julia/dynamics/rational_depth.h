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
  std::span<const kernels::BasinDisc> discs{};  // that orbits end in, too
  std::int32_t mostSteps = 1 << 22;             // of an orbit that does not end
  std::stop_token stop{};
  OrbitProgress progress{};  // told of the first orbit's steps
};

// Computes the orbits that a view's pixels are measured against: one from a point of the view that
// is no pixel, so that none follows it to its end, and one from each critical point that is in
// no disc and whose image is inside the exit. `grid` has the middle of the view as its origin. They
// depend on the place and the grid alone, to the bit, so that every engine may compute its own.
//
// The Error is that of a formula that is no rational map of degree 64 at most with exact numbers of
// 500 digits at most, of orbits that take too long or too much memory, or says that it was stopped.
Result<kernels::RationalReference::Parts> rationalDepth(const RationalView& view,
                                                        const DeepGrid& grid);

}  // namespace fatou::julia
