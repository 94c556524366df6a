// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/family_reference.h"
#include "core/kernels/program_quantities.h"

namespace fatou::kernels {

// A deep map's parameters P + (xs[col] + i ys[row]) 2^exponent.
struct FamilyJob {
  const FamilyReference& reference;
  ProgramGrowth growth{};  // a degree of 0: smooth counts are whole
  std::span<const double> xs;
  std::span<const double> ys;
};

// Writes J of the orbit of the start, or of several that one which is outside last, row by row:
// the first t in 0 ... tmax - 1 with |z_t| > R, else tmax; and smooth counts as programQuantities()
// has them, where there is room for them.
//
// Differences from a reference orbit, δ of z and π of the parameter, go as FamilyOrbit says, in
// numbers with an exponent of their own. A pixel that comes nearer to a critical point than to its
// reference goes on beside that point's orbit; once δ is large beside z, or the reference has left,
// z <- f(z) in doubles until it comes to a critical point again. A plain loop: the same numbers on
// every machine.
//
// Returns false when `stop` was requested before the end, which is noticed within 1,024 steps;
// counts are then incomplete.
bool familyEscapeTimes(const FamilyJob& job, std::span<std::int32_t> counts,
                       std::span<float> smooth, std::stop_token stop = {});

}  // namespace fatou::kernels
