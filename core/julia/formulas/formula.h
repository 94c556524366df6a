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

// The map f that is iterated: z^d + c for a whole d (d = 2 by default), or an expression in z, c
// and parameters, with the values of the parameters. The value of c belongs to the place. Cheap to
// copy. Two formulas are equal if their canonical texts and parameters are. What can be computed of
// each says core/julia/formulas/formula_row.h.
class Formula {
 public:
  Formula() = default;
  explicit Formula(int degree) : m_degree(degree) {}
  // `parameters` are those of the expression except c, in alphabetical order. If the expression is
  // z^d + c with 2 <= d <= 64, the formula equals Formula(d).
  Formula(const Expression& expression, std::vector<FormulaParameter> parameters);

  // d if f is z^d + c, else 0.
  int degree() const { return m_degree; }
  // Whether f is z^d + c.
  bool isPower() const { return m_typed == nullptr; }

  // f(z) as an expression, of a power too.
  Expression expression() const;
  bool usesC() const;
  // The parameters except c, in alphabetical order.
  std::span<const FormulaParameter> parameters() const;
  // The values of expression().parameterNames() for this c.
  std::vector<ComplexDecimal> values(const ComplexDecimal& c) const;
  // The escape radius that the formula names, if it does; a power never does.
  const std::optional<Decimal>& escapeRadius() const;
  // The part of z that is compared with the radius; the modulus where the formula names none.
  kernels::EscapePart escapePart() const;
  // Returns the formula with this radius for the same part of z, or without one.
  Formula withEscapeRadius(std::optional<Decimal> radius) const;
  // Returns the formula with a radius for a part of z; a power stays as it is.
  Formula withEscape(kernels::EscapePart part, const Decimal& radius) const;
  // Whether orbits also end in the formula's attracting cycles, whose basins are told apart; never
  // so for a power.
  bool hasBasins() const;
  // Returns the formula with or without basins.
  Formula withBasins(bool has) const;
  // Returns the formula with another value of one of its parameters.
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

// Returns the text that parseFormula() reads back: "z^2+c" or, with parameters,
// "z^3+a*z+c,a=0.3-0.2i". One line of ASCII without spaces or semicolons.
std::string toString(const Formula& formula);
// Returns that text without the values of the parameters.
std::string expressionText(const Formula& formula);

// Whether parseFormula() can read the text, even if there is no kernel for the formula.
bool isFormulaText(std::string_view text);

// The name that stands for the escape radius in a formula's text: "c*sin(z),escape=50".
// core/julia/formulas/escape_text.h has those for parts of z.
inline constexpr std::string_view kEscapeName = "escape";
// The name that is 1 in a formula's text where basins are told apart: "newton(z^3-1),basins=1".
inline constexpr std::string_view kBasinsName = "basins";

// Reads a formula as people write it: "z³ + c", "z*z*z+c", "C + Z**3", "f(z) = z^3 + c",
// "newton(z^3-1)". Values of its parameters follow in the text or are in `parameters`: "z^2+a*z, a
// = 0.3-0.2i". Parameters that do not occur are dropped, as is the escape radius of a power. The
// Error is a sentence that names the text, the place in it and the remedy. f must depend on z, and
// must not be a polynomial of degree 1.
Result<Formula> parseFormula(std::string_view text,
                             std::span<const FormulaParameter> parameters = {});

// Returns the names of the values in the text that mean nothing in its formula: "a" of "z^2+c,a=3".
std::vector<std::string> unusedNames(std::string_view text, const Formula& formula);

// Returns where the mistake is for which parseFormula() refuses the text, or nothing where it
// accepts it. A mistake of the whole formula or of a parameter has position 0.
std::optional<FormulaError> mistakeIn(std::string_view text,
                                      std::span<const FormulaParameter> parameters = {});

// Reads "a=0.3-0.2i", and "escape=|im z|>50" as escape_im=50.
Result<FormulaParameter> parseParameter(std::string_view text);

}  // namespace fatou::julia
