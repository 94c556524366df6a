// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/program_basins.h"

namespace fatou::julia {

// How the basins of a formula's attracting cycles are told apart: the discs that its orbits end in,
// and where they escape.
struct Basins {
  std::vector<kernels::BasinDisc> discs;
  std::optional<double> escapeRadius;  // nothing where orbits do not escape
  kernels::EscapePart escapePart = kernels::EscapePart::Modulus;

  friend bool operator==(const Basins&, const Basins&) = default;
  static constexpr auto kFields =
      std::tuple(&Basins::discs, &Basins::escapeRadius, &Basins::escapePart);
};

// The discs of all cycles with a trap, cycle k being the k-th one of formulaFacts().
//
// A disc is about each point of a cycle, or where that would be more discs than there may be, about
// its first point alone. That about the first point has about the proven radius; that about the
// next one is what it is mapped into, and so on, and the last one is mapped into the first: so an
// orbit computed in doubles that enters any of them ends in the cycle, which is proven with all
// rounding. Centres are rounded to 40 bits and radii to 20 before that, so that numbers that differ
// in their last places, as those of another machine may, lead to the same discs.
//
// The radius of escape is that which the formula names, else a proven one, else there is none.
//
// The Error is that of a formula without a proven cycle, or with too many. Takes as long as
// formulaFacts().
Result<Basins> basinsOf(const Formula& formula, const ComplexDecimal& c);

// Where the discs are mirror images of each other in the real axis, bit for bit: the cycle that
// each one is the image of, cycle k's at k. Else nothing.
std::optional<std::vector<std::int32_t>> conjugateCycles(const Basins& basins);

// The Error of basins that no basinsOf() gives: to be asked where they come from elsewhere.
Status check(const Basins& basins);

}  // namespace fatou::julia
