// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula_row.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {
namespace {

const std::array<FormulaRow, 3>& table() {
  static const std::array kRows{FormulaRow{.formula = Formula(2),
                                           .name = "z² + c",
                                           .fast = true,
                                           .smooth = true,
                                           .distance = true,
                                           .deep = true,
                                           .map = true,
                                           .verified = true,
                                           .cycles = true,
                                           .morphs = true,
                                           .rotations = 2},
                                FormulaRow{.formula = Formula(3),
                                           .name = "z³ + c",
                                           .smooth = true,
                                           .distance = true,
                                           .deep = true,
                                           .map = true,
                                           .verified = true,
                                           .rotations = 3},
                                FormulaRow{.formula = Formula(4),
                                           .name = "z⁴ + c",
                                           .smooth = true,
                                           .distance = true,
                                           .deep = true,
                                           .map = true,
                                           .verified = true,
                                           .rotations = 4}};
  return kRows;
}

const FormulaRow& noRow() {
  static const FormulaRow kNoRow{};
  return kNoRow;
}

// The traits on which the abilities of a formula depend that is computed by its program.
struct ProgramTraits {
  bool isRational = false;
  bool growsAsAPower = false;  // near infinity, as polynomials do
  bool hasParameter = false;
};

// Deep views need a rational map; smooth counts and distances need a known growth near infinity.
const FormulaRow& programRow(const ProgramTraits& traits) {
  static const auto kRows = [] {
    std::array<FormulaRow, 8> rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].program = rows[i].verified = true;
      rows[i].deep = (i & 1U) != 0;
      rows[i].smooth = rows[i].distance = (i & 2U) != 0;
      rows[i].map = (i & 4U) != 0;
    }
    return rows;
  }();
  return kRows[(traits.isRational ? 1U : 0U) | (traits.growsAsAPower ? 2U : 0U) |
               (traits.hasParameter ? 4U : 0U)];
}

// An ability, its member in a row, and the words that explain that a formula lacks it.
struct AbilityRow {
  Ability ability;
  bool FormulaRow::*has;
  std::string_view reason;
  std::string_view remedy;
};

constexpr std::array kAbilities{
    AbilityRow{Ability::Fast, &FormulaRow::fast, "has no fast kernel",
               "use the plain one or z^2+c"},
    AbilityRow{Ability::Smooth, &FormulaRow::smooth, "has no smooth counts",
               "colour by whole counts"},
    AbilityRow{Ability::Distance, &FormulaRow::distance, "has no distances",
               "leave the distance out"},
    AbilityRow{Ability::Deep, &FormulaRow::deep,
               "is computed in doubles alone, for which this view is too deep",
               "use a larger radius, or a polynomial or rational map"},
    AbilityRow{Ability::Map, &FormulaRow::map, "has no parameter to be mapped",
               "write c, or another one, into it"},
    AbilityRow{Ability::Verified, &FormulaRow::verified, "has no exact counts to verify with",
               "leave the verification out or use z^2+c"},
    AbilityRow{Ability::Cycles, &FormulaRow::cycles, "has no search for attracting cycles",
               "use z^2+c"},
    AbilityRow{Ability::Morphs, &FormulaRow::morphs, "has no cardioid to go around",
               "use a straight path"}};

// Returns the formula's text for a sentence, cut where it is long.
std::string shown(const Formula& formula) {
  constexpr std::size_t kMost = 60;
  const std::string text = toString(formula);
  return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

// Returns the degree that a short rational map has for nearly all values of its parameters; nothing
// for any other map.
std::optional<std::size_t> usualDegree(const Formula& formula) {
  constexpr std::size_t kMostLookedInto = 12;  // nodes
  const Expression expression = formula.expression();
  if (expression.nodes().size() > kMostLookedInto || mayEscapeProven(formula)) return {};
  if (!isWrittenRational(expression)) return {};
  std::vector<ComplexDecimal> values;
  for (std::size_t i = 0; i < expression.parameterNames().size(); ++i)
    values.push_back({.re = Decimal::parse(std::to_string(i) + ".3183098").value(),
                      .im = Decimal::parse("0.5772157").value()});
  const auto map = rationalForm(expression, values);
  return map ? std::optional(map->degree()) : std::nullopt;
}

const AbilityRow& rowOf(Ability ability) {
  const auto* row = std::ranges::find(kAbilities, ability, &AbilityRow::ability);
  FATOU_CHECK(row != kAbilities.end());
  return *row;
}

}  // namespace

std::span<const FormulaRow> formulaRows() {
  return table();
}

const FormulaRow& rowOf(const Formula& formula) {
  const auto* row = std::ranges::find(table(), formula, &FormulaRow::formula);
  if (row != table().end()) return *row;
  const bool hasParameter = formula.usesC() || !formula.parameters().empty();
  // Depth, smooth counts and distances are computed from the modulus.
  if (formula.escapePart() != kernels::EscapePart::Modulus)
    return programRow({.hasParameter = hasParameter});
  // Counts of basins mix several kinds of ends, so they have no smooth counts and distances.
  if (formula.hasBasins())
    return programRow(
        {.isRational = isWrittenRational(formula.expression()), .hasParameter = hasParameter});
  const bool growsAsAPower = mayEscapeProven(formula);
  if (!growsAsAPower && !formula.escapeRadius()) return noRow();
  return programRow({.isRational = growsAsAPower || isWrittenRational(formula.expression()),
                     .growsAsAPower = growsAsAPower,
                     .hasParameter = hasParameter});
}

std::string formulaList() {
  std::string list;
  for (std::size_t i = 0; i < table().size(); ++i) {
    if (i > 0) list += i + 1 < table().size() ? ", " : " or ";
    list += toString(table()[i].formula);
  }
  return list;
}

Status check(const Formula& formula) {
  if (const auto degree = formula.isPower() ? std::nullopt : usualDegree(formula);
      degree && *degree < 2)
    return Error{"formula " + shown(formula) + " is a map of degree " + std::to_string(*degree) +
                 ", of which there is nothing to see: use one like z^2+c"};
  if (&rowOf(formula) != &noRow()) return success();
  if (!formula.isPower()) {
    // Basins are not offered for a polynomial: if its degree is too large for a radius to be known,
    // it is too large for finding cycles as well.
    const Expression expression = formula.expression();
    const bool mayHaveBasins = isWrittenRational(expression) && !polynomialForm(expression);
    return Error{"formula " + shown(formula) +
                 " has no known radius of escape: say one, like escape=50" +
                 (mayHaveBasins ? ", or tell its basins apart, with basins=1" : "")};
  }
  return Error{"formula " + shown(formula) + " is not known: use " + formulaList()};
}

Result<Formula> parseKnownFormula(std::string_view text,
                                  std::span<const FormulaParameter> parameters) {
  auto formula = parseFormula(text, parameters);
  if (!formula) return formula;
  if (Status known = check(formula.value()); !known) return known.error();
  return formula;
}

bool has(const Formula& formula, Ability ability) {
  return rowOf(formula).*rowOf(ability).has;
}

std::string why(const Formula& formula, Ability ability) {
  const AbilityRow& row = rowOf(ability);
  return shown(formula) + " " + std::string(row.reason) + ": " + std::string(row.remedy);
}

Status require(const Formula& formula, Ability ability) {
  if (has(formula, ability)) return success();
  return Error{why(formula, ability)};
}

}  // namespace fatou::julia
