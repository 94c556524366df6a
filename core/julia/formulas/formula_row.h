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

  bool program = false;   // computed by its program, not by a kernel of its own
  bool fast = false;      // the kernel that proves interiors; without it the plain one computes
  bool smooth = false;    // smooth counts
  bool distance = false;  // distances to the Julia set
  bool deep = false;      // views that doubles cannot hold
  bool map = false;       // has a map for each of its parameters
  bool verified = false;  // exact counts to compare a picture's with
  bool cycles = false;    // the attracting cycle of a c
  bool morphs = false;    // paths of c around a cardioid

  // How many turns about 0 leave the Julia set as it is.
  int rotations = 1;
};

// All formulas with a kernel of their own. The first one is meant where a place names no formula.
std::span<const FormulaRow> formulaRows();

// Returns the row of a formula. Formulas that are computed by programs have one row for each set of
// abilities; a formula that cannot be computed has a row without abilities.
const FormulaRow& rowOf(const Formula& formula);

// The formulas in a sentence: "z^2+c, z^3+c or z^4+c".
std::string formulaList();

// Checks that a formula can be iterated. The Error is for a power beyond kMostProvenDegree, and for
// a formula that has neither a known escape radius nor basins.
Status check(const Formula& formula);

// Reads a formula and checks it: parseFormula(), then check().
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
