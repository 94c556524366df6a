// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/escape_part.h"

namespace fatou::julia {

// A named number of a formula, other than c.
struct FormulaParameter {
  std::string name;
  ComplexDecimal value;

  friend bool operator==(const FormulaParameter&, const FormulaParameter&) = default;
};

// The map f that is iterated: z^d + c of a whole degree d, the square where nothing is said, or an
// expression in z, c and parameters whose values it has. The number c is the place's. A value that
// is cheap to copy; two are equal that mean the same by their canonical text and parameters.
// core/julia/formulas/formula_row.h says what can be done with each.
class Formula {
 public:
  Formula() = default;
  explicit Formula(int degree) : m_degree(degree) {}
  // `parameters` are in alphabetical order those that the expression has, but c. An expression that
  // is z^d + c, 2 <= d <= 64, is the same as Formula(d).
  Formula(const Expression& expression, std::vector<FormulaParameter> parameters);

  // d where it is z^d + c, else 0.
  int degree() const { return m_degree; }
  // Whether it is z^d + c.
  bool isPower() const { return m_typed == nullptr; }

  // f(z), also of a power.
  Expression expression() const;
  bool usesC() const;
  // The parameters but c, in alphabetical order.
  std::span<const FormulaParameter> parameters() const;
  // The numbers of expression().parameterNames(), where c is that.
  std::vector<ComplexDecimal> values(const ComplexDecimal& c) const;
  // The radius beyond which an orbit has escaped, where the formula names one; never of a power.
  const std::optional<Decimal>& escapeRadius() const;
  // What of z is compared with it; the modulus where it names none.
  kernels::EscapePart escapePart() const;
  // The formula with such a radius of the same part of z, or without one.
  Formula withEscapeRadius(std::optional<Decimal> radius) const;
  // The formula with a radius of a part of z; a power stays as it is.
  Formula withEscape(kernels::EscapePart part, const Decimal& radius) const;
  // Whether orbits also end in its attracting cycles, whose basins are told apart; never of a
  // power.
  bool hasBasins() const;
  // The formula with basins, or without them.
  Formula withBasins(bool has) const;
  // The formula with another value of a parameter that it has.
  Formula with(std::string_view parameter, const ComplexDecimal& value) const;

  friend bool operator==(const Formula& a, const Formula& b);

 private:
  struct Typed {
    Expression expression;
    std::vector<FormulaParameter> parameters;
    std::optional<Decimal> escapeRadius{};
    kernels::EscapePart escapePart = kernels::EscapePart::Modulus;
    bool hasBasins = false;

    friend bool operator==(const Typed&, const Typed&) = default;
  };

  int m_degree = 2;
  std::shared_ptr<const Typed> m_typed;
};

// "z^2+c" or, with parameters, "z^3+a*z+c,a=0.3-0.2i": what parseFormula() reads back. One line of
// ASCII without spaces or semicolons.
std::string toString(const Formula& formula);
// The same without the values of the parameters.
std::string expressionText(const Formula& formula);

// Whether the text can be read as a formula, be there a kernel for it or not.
bool isFormulaText(std::string_view text);

// The name in a formula's text that is the radius of escape: "c*sin(z),escape=50".
// core/julia/formulas/escape_text.h has those for parts of z.
inline constexpr std::string_view kEscapeName = "escape";
// That which is 1 where its basins are told apart: "newton(z^3-1),basins=1".
inline constexpr std::string_view kBasinsName = "basins";

// Reads a formula as people write it: "z³ + c", "z*z*z+c", "C + Z**3", "f(z) = z^3 + c",
// "newton(z^3-1)", and behind it the values of its parameters, here or in `parameters`:
// "z^2+a*z, a = 0.3-0.2i". Parameters that are not in it are dropped, as is the radius of a power.
// The Error is a sentence that names the text, the place in it and what would be right; f must have
// a z in it, and be more than a polynomial of degree 1.
Result<Formula> parseFormula(std::string_view text,
                             std::span<const FormulaParameter> parameters = {});

// Where the mistake is for which parseFormula() refuses the text, to be marked there; nothing where
// it does not. What is wrong with all of the formula, or with a parameter, is at its beginning.
std::optional<FormulaError> mistakeIn(std::string_view text,
                                      std::span<const FormulaParameter> parameters = {});

// Reads "a=0.3-0.2i", and "escape=|im z|>50" as escape_im=50.
Result<FormulaParameter> parseParameter(std::string_view text);

}  // namespace fatou::julia
