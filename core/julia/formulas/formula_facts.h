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

// What mathematics says of a formula with the values of c and its parameters.
struct FormulaFacts {
  bool holomorphic = false;
  bool polynomial = false;
  // How many times a rational map takes every value; nothing of what is none, or of more than 64.
  std::optional<std::size_t> degree;
  // Every orbit with a number of this modulus or more escapes to infinity, which is proven: a power
  // of two, 2 or more. Nothing where there is no proof, or nothing to escape to.
  std::optional<double> escapeRadius;
  MapSymmetry symmetry;
  // Those in the plane; nothing where they are not known.
  std::optional<std::vector<PolynomialRoot>> criticalPoints;
  // Those that attract critical points, but infinity: none where these are not known.
  std::vector<MapCycle> cycles;
};

// Milliseconds at most for the formulas that people write; bounded for all. When stopped, which is
// noticed within the work on one critical point, what there is means nothing.
FormulaFacts formulaFacts(const Formula& formula, const ComplexDecimal& c,
                          const std::stop_token& stop = {});

}  // namespace fatou::julia
