// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A cycle of z -> z^2 + c whose multiplier is a root of unity, so that |multiplier| = 1: the
// critical orbit comes to it, but ever more slowly. Such c are where one component of the
// Mandelbrot set's interior touches another, or has its cusp.
struct ParabolicCycle {
  std::int32_t period = 1;
  // The least power that makes 1 of the multiplier: so many petals of the interior meet at each
  // point of the cycle.
  std::int32_t petals = 1;
  // True where c itself has the cycle; false where only a number has that is the same as c for a
  // double, or c has more decimal places than are looked at.
  bool isExact = true;

  friend bool operator==(const ParabolicCycle&, const ParabolicCycle&) = default;
};

// The cycle of a c whose critical orbit does not escape. Nothing where there is none, or one of
// more than kMostParabolicPeriod points or petals. Some milliseconds.
std::optional<ParabolicCycle> findParabolicCycle(const ComplexDecimal& c);

inline constexpr std::int32_t kMostParabolicPeriod = 64;

}  // namespace fatou::julia
