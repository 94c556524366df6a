// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/formula_verification.h"

#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_facts.h"

namespace fatou::render {
namespace {

// Adds the discs and radii at which orbits of the formula end, and the traps that they never leave.
Status addEnds(const julia::Place& place, julia::FormulaCountToCheck& what) {
  if (place.formula.isPower()) {
    what.escapeRadius = 2.0;
    return success();
  }
  if (place.formula.hasBasins()) {
    auto basins = julia::basinsOf(place.formula, place.c);
    if (!basins) return basins.error();
    what.discs = basins.value().discs;
    what.escapeRadius = basins.value().escapeRadius;
    what.escapePart = basins.value().escapePart;
    return success();
  }
  const auto exit = julia::escapeExitOf(place.formula, place.c);
  if (!exit) return exit.error();
  what.escapeRadius = exit.value().radius;
  what.escapePart = exit.value().part;
  // Traps are left out if the radius is the user's: an orbit beyond it may still come to a cycle.
  if (place.formula.escapeRadius()) return success();
  for (const julia::MapCycle& cycle : julia::formulaFacts(place.formula, place.c).cycles)
    if (cycle.hasTrap())
      what.traps.push_back({.re = cycle.points.front().real(),
                            .im = cycle.points.front().imag(),
                            .radius = cycle.trapRadius});
  return success();
}

}  // namespace

Result<julia::FormulaCountToCheck> formulaCount(const julia::Place& place,
                                                const julia::CountToCheck& common) {
  julia::FormulaCountToCheck what{.tmax = common.tmax,
                                  .rounding = common.rounding,
                                  .bits = common.bits,
                                  .budget = common.budget,
                                  .expression = place.formula.expression(),
                                  .values = place.formula.values(place.c)};
  if (Status known = addEnds(place, what); !known) return known.error();
  return what;
}

}  // namespace fatou::render
