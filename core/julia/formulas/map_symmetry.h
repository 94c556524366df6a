// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// Symmetries of the Julia set of f, as far as they can be seen from the way f is written.
struct MapSymmetry {
  // The largest k such that f(w z) = w^p f(z) for some p and all w with w^k = 1: rotations about 0
  // by 1/k of a turn. 1 if there are none; 0 for all rotations, which z^2 has.
  std::int64_t turns = 1;
  // Whether f(conj z) = conj f(z), so that the set is symmetric about the real axis.
  bool conjugation = false;

  friend bool operator==(const MapSymmetry&, const MapSymmetry&) = default;
};

// Finds symmetries by the phases of an expression's nodes: z has phase 1, constants have 0; a
// product adds the phases of its factors, and the summands of a sum must have equal phases.
// `values` are those of parameterNames(). No symmetry is claimed if it would mirror a branch cut of
// log, sqrt, an inverse function or a power.
MapSymmetry mapSymmetry(const Expression& expression, std::span<const ComplexDecimal> values);

}  // namespace fatou::julia
