// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/escape_exit.h"

#include <optional>
#include <string>

#include "core/julia/formulas/escape_radius.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {
namespace {

// Towards infinity a map grows as the quotient of its leading terms, z or more.
bool growsAsAPower(const RationalForm& map) {
  return map.numerator.size() >= map.denominator.size() + 2;
}

std::optional<EscapeExit> provenExit(const Formula& formula, const ComplexDecimal& c) {
  const auto map = rationalForm(formula.expression(), formula.values(c));
  if (!map) return {};
  const auto radius = provenEscapeRadius(*map);
  if (!radius) return {};
  EscapeExit exit{.radius = *radius};
  if (!growsAsAPower(*map)) return exit;
  exit.degree = static_cast<int>(map->numerator.size() - map->denominator.size());
  exit.lead = plainModulus(map->numerator.back().toDouble()) /
              plainModulus(map->denominator.back().toDouble());
  return exit;
}

}  // namespace

Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c) {
  auto exit = provenExit(formula, c);
  if (const auto& given = formula.escapeRadius()) {
    if (!exit || exit->radius > given->toDouble()) exit = EscapeExit{};
    exit->radius = given->toDouble();
  }
  if (exit) return *exit;
  return Error{"nothing is known of where orbits of " + expressionText(formula) +
               " escape: say a radius, like escape=50"};
}

bool mayEscapeProven(const Formula& formula) {
  if (const auto form = polynomialForm(formula.expression()))
    return degreeOf(*form) <= kMostProvenDegree;
  const ComplexDecimal anyC{.re = Decimal::parse("0.3").value(),
                            .im = Decimal::parse("0.4").value()};
  const auto map = rationalForm(formula.expression(), formula.values(anyC));
  return map && growsAsAPower(*map);
}

}  // namespace fatou::julia
