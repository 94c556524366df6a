// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// What leaves the Julia set of f as it is, as far as the way f is written shows it.
struct MapSymmetry {
  // The largest k for which f(w z) = w^p f(z) for some p and all w with w^k = 1: turns about 0 by
  // 1/k. 1 for none, 0 for all turns, as z^2 has them.
  std::int64_t turns = 1;
  // Whether f(conj z) = conj f(z): a mirror image in the real axis.
  bool conjugation = false;

  friend bool operator==(const MapSymmetry&, const MapSymmetry&) = default;
};

// Phase algebra on the expression: z has phase 1 and constants 0, phases of factors are added, and
// those of summands have to be equal. `values` are those of parameterNames(). Nothing is claimed
// where a branch cut of log, sqrt, an inverse function or a power may be mirrored.
MapSymmetry mapSymmetry(const Expression& expression, std::span<const ComplexDecimal> values);

}  // namespace fatou::julia
