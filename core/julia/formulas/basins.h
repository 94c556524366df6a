// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/program_basins.h"

namespace fatou::julia {

// The exits by which the basins of a formula's attracting cycles are told apart: the discs in which
// orbits end, and the radius beyond which they escape.
struct Basins {
  std::vector<kernels::BasinDisc> discs;
  std::optional<double> escapeRadius;  // nothing where orbits do not escape
  kernels::EscapePart escapePart = kernels::EscapePart::Modulus;

  friend bool operator==(const Basins&, const Basins&) = default;
  static constexpr auto kFields =
      std::tuple(&Basins::discs, &Basins::escapeRadius, &Basins::escapePart);
};

// Returns the discs of all cycles with a trap, where cycle k is the k-th one of formulaFacts().
//
// There is a disc about each point of a cycle or, if that were more than kMostBasinDiscs in all,
// about its first point alone. The first disc has about the radius that MapCycle proves; each of
// the others holds the image of the disc before it, and the image of the last one lies in the
// first. So an orbit computed in doubles that enters any of them ends in the cycle; the proof
// includes all rounding. Beforehand centres are rounded to 40 bits and radii to 20, so that
// machines whose numbers differ in the last places get the same discs, unless a number lies at the
// edge of two roundings: JobRecipe::basins carries the discs of one machine to the others.
//
// The escape radius is the one that the formula names, else a proven one, else there is none.
//
// Returns an Error for a formula that has no proven cycle, or too many, or when it was stopped.
// Takes as long as formulaFacts().
Result<Basins> basinsOf(const Formula& formula, const ComplexDecimal& c,
                        const std::stop_token& stop = {});

// Returns for each cycle k, at index k, the cycle whose discs are the complex conjugates of its
// own; nothing unless all discs come in such pairs, bit for bit.
std::optional<std::vector<std::int32_t>> conjugateCycles(const Basins& basins);

// Checks basins that come from elsewhere, such as another process: the Error says what no
// basinsOf() would give.
Status check(const Basins& basins);

}  // namespace fatou::julia
