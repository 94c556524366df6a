// SPDX-License-Identifier: GPL-3.0-or-later
// The options that say which formula is iterated.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/fatou/command.h"
#include "app/fatou/option_values.h"
#include "app/fatou/options.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/formula_row.h"

namespace fatou::app {
namespace {

julia::FormulaParameter numberNamed(std::string_view name, const julia::Decimal& number) {
  return {.name = std::string(name), .value = {.re = number, .im = {}}};
}

}  // namespace

julia::Formula Options::formula() const {
  const QString name = QStringLiteral("formula");
  const bool wantsBasins = isSet(QStringLiteral("basins"));
  std::vector<julia::FormulaParameter> given = parameters();
  if (wantsBasins) given.push_back(numberNamed(julia::kBasinsName, julia::Decimal::fromDouble(1)));
  if (isSet(name)) return parseFormula(name, value(name), given);
  const julia::Formula formula = m_start ? m_start->formula : julia::Formula();
  if (given.empty()) return formula;
  if (!m_start && !wantsBasins)
    throw badUsage(QStringLiteral("--%1 is a number in a formula: add --formula with it")
                       .arg(isSet(QStringLiteral("param")) ? QStringLiteral("param")
                                                           : QStringLiteral("escape")));
  if (const auto& radius = formula.escapeRadius(); radius && !isSet(QStringLiteral("escape")))
    given.push_back(numberNamed(julia::kEscapeName, *radius));
  if (formula.hasBasins() && !wantsBasins)
    given.push_back(numberNamed(julia::kBasinsName, julia::Decimal::fromDouble(1)));
  for (const julia::FormulaParameter& own : formula.parameters())
    if (std::ranges::find(given, own.name, &julia::FormulaParameter::name) == given.end())
      given.push_back(own);
  return parseFormula(wantsBasins ? QStringLiteral("basins") : QStringLiteral("param"),
                      QString::fromStdString(julia::expressionText(formula)), given);
}

std::vector<julia::FormulaParameter> Options::parameters() const {
  std::vector<julia::FormulaParameter> all;
  const QString name = QStringLiteral("param");
  for (const QString& text : values(name)) all.push_back(parseParameter(name, text));
  const QString escape = QStringLiteral("escape");
  if (isSet(escape))
    all.push_back(numberNamed(julia::kEscapeName, parseDecimal(escape, value(escape))));
  return all;
}

void Options::tellUnused(const julia::Formula& formula) const {
  if (isSet(QStringLiteral("escape")) && formula.isPower())
    tell(QStringLiteral("--escape is not used: %1 has its own")
             .arg(QString::fromStdString(julia::toString(formula))));
  for (const julia::FormulaParameter& each : parameters())
    if (each.name != julia::kEscapeName && each.name != julia::kBasinsName &&
        std::ranges::find(formula.parameters(), each.name, &julia::FormulaParameter::name) ==
            formula.parameters().end())
      tell(QStringLiteral("--param %1 is not used: the formula has no %1 in it")
               .arg(QString::fromStdString(each.name)));
}

void Options::requireCycles(const julia::Place& place) const {
  if (!place.formula.hasBasins()) return;
  if (const auto basins = julia::basinsOf(place.formula, place.c); !basins)
    throw badUsage(basins.error());
}

void Options::requireOfFormula(const QString& option, julia::Ability ability) const {
  if (const Status status = julia::require(formula(), ability); !status)
    throw badUsage(
        QStringLiteral("--%1: %2").arg(option, QString::fromStdString(status.error().message)));
}

}  // namespace fatou::app
