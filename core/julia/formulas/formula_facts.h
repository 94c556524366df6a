// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/julia/formulas/critical_points.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/map_cycles.h"
#include "core/julia/formulas/map_symmetry.h"

namespace fatou::julia {

// What is known of a formula with the values of c and its parameters.
struct FormulaFacts {
  bool holomorphic = false;
  bool polynomial = false;
  // The degree of a rational map; nothing where f is not rational or its degree exceeds 64.
  std::optional<std::size_t> degree;
  // A power of two R >= 2 such that orbits with |z_t| >= R are proven to escape to infinity;
  // nothing where there is no proof or infinity does not attract.
  std::optional<double> escapeRadius;
  MapSymmetry symmetry;
  // The critical points in the plane; nothing where they are not known.
  std::optional<std::vector<PolynomialRoot>> criticalPoints;
  // The cycles in the plane that attract critical points; none where these are not known.
  std::vector<MapCycle> cycles;
};

// Finds the facts, in some milliseconds at most for formulas that people write, and in bounded time
// for all. Once `stop` was requested, which is noticed within the work on one critical point, they
// mean nothing.
FormulaFacts formulaFacts(const Formula& formula, const ComplexDecimal& c,
                          const std::stop_token& stop = {});

}  // namespace fatou::julia
