// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"

namespace fatou::julia {

// What can be done with a formula: a row of the one table of formulas. Whatever a row leaves out is
// refused on the command line and greyed in the window, both with why().
struct FormulaRow {
  Formula formula;
  std::string_view name;  // for people: "z² + c"

  bool program = false;   // computed by its program instead of a kernel of its own
  bool fast = false;      // the kernel that proves interiors; without it the plain one computes
  bool smooth = false;    // smooth counts
  bool distance = false;  // distances to the Julia set
  bool deep = false;      // views that doubles cannot hold
  bool map = false;       // the planes of its parameters
  bool verified = false;  // exact counts to compare a picture's with
  bool cycles = false;    // the attracting cycle of a c
  bool morphs = false;    // paths of c around a cardioid

  // How many turns about 0 leave the Julia set as it is.
  int rotations = 1;
};

// All formulas with a kernel of their own; the first one is what a place without a formula means.
std::span<const FormulaRow> formulaRows();

// The row of a formula. Those that are computed by their programs share a row where the same is
// known of them. That of a formula which there is not has nothing.
const FormulaRow& rowOf(const Formula& formula);

// The formulas in a sentence: "z^2+c, z^3+c or z^4+c".
std::string formulaList();

// The Error of a formula that cannot be iterated: a power beyond kMostProvenDegree, or one of which
// nothing says where its orbits escape.
Status check(const Formula& formula);

// A formula that there is a kernel for: parseFormula() and check().
Result<Formula> parseKnownFormula(std::string_view text,
                                  std::span<const FormulaParameter> parameters = {});

// What a formula may lack.
enum class Ability { Fast, Smooth, Distance, Deep, Map, Verified, Cycles, Morphs };

bool has(const Formula& formula, Ability ability);

// Why a formula without the ability cannot be used so, and what to do, as "REASON: REMEDY".
std::string why(const Formula& formula, Ability ability);

// The Error of a formula without the ability, which is why().
Status require(const Formula& formula, Ability ability);

}  // namespace fatou::julia
