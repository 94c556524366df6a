// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "core/base/result.h"

namespace fatou::julia {

// The polynomial f that is iterated: z^d + c of a whole degree d, the square where nothing is said.
// The number c is the place's. core/julia/formulas/formula_row.h says which degrees there are, and
// what can be done with each.
class Formula {
 public:
  constexpr Formula() = default;
  explicit constexpr Formula(int degree) : m_degree(degree) {}

  constexpr int degree() const { return m_degree; }

  friend constexpr bool operator==(Formula, Formula) = default;

 private:
  int m_degree = 2;

 public:
  static constexpr auto kFields = std::tuple(&Formula::m_degree);
};

// "z^2+c": what parseFormula() reads back.
std::string toString(Formula formula);

// Whether the text is z^d + c for any degree d, be there such a formula or not.
bool isFormulaText(std::string_view text);

// Reads "z^3+c" as people write it: "z³ + c", "z*z*z+c", "Z^3 + C", "c + z**3", "f(z) = z^3 + c".
// The Error names the text and the formulas that there are.
Result<Formula> parseFormula(std::string_view text);

}  // namespace fatou::julia
