// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/dynamics/parabolic_cycle.h"

namespace fatou::julia {

// Where the orbit of 0 under z -> z^2 + c goes, which decides what the Julia set is like: it is
// dust if the orbit escapes, and has an interior if the orbit is drawn to an attracting or
// parabolic cycle. For the rest neither is known.
struct CriticalOrbit {
  std::optional<std::int32_t> escape;    // the first step with |z| > 2
  std::optional<AttractingCycle> cycle;  // at most one of the three is there
  std::optional<ParabolicCycle> parabolic;

  friend bool operator==(const CriticalOrbit&, const CriticalOrbit&) = default;
};

inline constexpr std::int32_t kCriticalSteps = 100'000;

// Follows the orbit of c as a double for kCriticalSteps: microseconds for most c, some milliseconds
// at the most. Whether a cycle is parabolic is told by all of c's digits.
CriticalOrbit followCriticalOrbit(const ComplexDecimal& c);

}  // namespace fatou::julia
