// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>

#include "core/julia/decimal.h"
#include "core/kernels/interior_trap.h"

namespace fatou::julia {

// A point of a picture with all its digits: origin + (x + iy) 2^exponent.
struct ExactPoint {
  ComplexDecimal origin;
  double x = 0.0;
  double y = 0.0;
  std::int64_t exponent = 0;
};

// How far a picture's own arithmetic may have led the orbits of its points astray. The distance
// between the exact orbit and the computed one grows as the orbit's derivative, and every step adds
// to it.
struct Rounding {
  // The logarithm of how far the computed orbit may begin from the point; minus infinity where it
  // begins at it.
  double log2Start = -std::numeric_limits<double>::infinity();
  // The logarithm of the point's distance from the orbit it is computed against: while it is small
  // steps are off by a share of it only. 0 and more where the orbit is computed as it is.
  double log2Offset = 0.0;
};

// A point whose J is to be found, and the J that something else found for it.
struct CountToCheck {
  ComplexDecimal c;  // exact
  ExactPoint point;
  std::int32_t tmax = 1;
  std::int32_t expected = 0;
  Rounding rounding{};
  std::int64_t bits = 192;  // of precision, to begin with
  // The most that the orbit may cost, in units of exactStepCost(); beyond, it is given up.
  double budget = 1e9;
  // The trap of c as a double, which ends bounded orbits early. See exactCount().
  std::optional<kernels::InteriorTrap> trap{};
  bool wantsQuantities = false;
  double log2PixelSize = 0.0;  // what distances are counted in
};

// The smooth count and the distance of kernels::EscapeQuantities as they are without rounding, and
// how far those computed may be off by the picture's own rounding alone.
struct ExactQuantities {
  double smooth = 0.0;
  double smoothError = 0.0;
  double log2Distance = -std::numeric_limits<double>::infinity();
  double distanceError = 0.0;  // as a share

  friend bool operator==(const ExactQuantities&, const ExactQuantities&) = default;
};

struct ExactCount {
  std::int32_t count = 0;  // J of the exact orbit; tells nothing unless isKnown
  bool isKnown = false;    // false: given up for its cost
  // Whether the expected J, if it is another one, can be had by rounding alone: at the first of the
  // two the exact orbit is nearer to |z| = 2 than the computed one is known.
  bool isWithinRounding = false;
  std::int64_t bits = 0;   // of precision, at the end
  std::int32_t steps = 0;  // of the orbit that were taken
  // The quantities, if they were wanted and the count is known.
  std::optional<ExactQuantities> quantities{};
};

// Nanoseconds that a step takes at this precision, about.
double exactStepCost(std::int64_t bits);

// J by brute force: every point of the orbit in big numbers, and each comparison with 2 decided by
// more than what has been rounded so far, or the orbit is begun anew with more bits. |z| = 2 to the
// last bit counts as inside, as it is by the definition.
//
// An orbit that is to be bounded ends when it enters the inner half of the trap's first disc: the
// disc is proven for steps that are wrong by kernels::kStepError, which is more than what c and the
// cycle are wrong by as doubles, and half its radius is more than what the test rounds.
//
// An orbit whose quantities are wanted is followed from its escape until it is so far away that
// their formulas are exact, or that it has not come far away in as many steps as it may take.
//
// Nothing when stopped, which is noticed within a step.
std::optional<ExactCount> exactCount(const CountToCheck& what, const std::stop_token& stop = {});

}  // namespace fatou::julia
