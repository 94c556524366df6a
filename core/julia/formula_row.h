// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/julia/formula.h"

namespace fatou::julia {

// What can be done with a formula: a row of the one table of formulas. What a row leaves out is
// refused on the command line and greyed in the window, both with why().
struct FormulaRow {
  Formula formula;
  std::string_view name;  // for people: "z² + c"

  bool fast = false;      // the kernel that proves interiors; without it the plain one computes
  bool smooth = false;    // smooth counts
  bool distance = false;  // distances to the Julia set
  bool deep = false;      // views that doubles cannot hold, with a proof of every count
  bool map = false;       // the parameter plane
  bool verified = false;  // counts compared with exact ones
  bool morphs = false;    // paths of c round the cardioid

  // How many turns of the plane leave the picture as it is: its rotation symmetry. The kernels copy
  // half turns only.
  int rotations = 1;
};

// All formulas, the first one is what a place without a formula means.
std::span<const FormulaRow> formulaRows();

// The row of a formula; nothing where there is none.
const FormulaRow* findRow(Formula formula);

// The row of a formula that has one.
const FormulaRow& rowOf(Formula formula);

// The formulas as a list in a sentence: "z^2+c, z^3+c or z^4+c".
std::string formulaList();

// The Error of a formula that there is not.
Status check(Formula formula);

// What a formula may lack.
enum class Ability { Fast, Smooth, Distance, Deep, Map, Verified, Morphs };

bool has(Formula formula, Ability ability);

// "z^3+c has no deep zoom: ...", what a user reads where the formula lacks the ability.
std::string why(Formula formula, Ability ability);

// The Error of a formula that lacks the ability.
Status require(Formula formula, Ability ability);

}  // namespace fatou::julia
