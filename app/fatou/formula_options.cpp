// SPDX-License-Identifier: GPL-3.0-or-later
// The options that say which formula is iterated.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QStringList>

#include "app/fatou/command.h"
#include "app/fatou/option_values.h"
#include "app/fatou/options.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula_row.h"

namespace fatou::app {
namespace {

julia::FormulaParameter numberNamed(std::string_view name, const julia::Decimal& number) {
  return {.name = std::string(name), .value = {.re = number, .im = {}}};
}

bool isEscape(const julia::FormulaParameter& parameter) {
  return julia::escapePartNamed(parameter.name).has_value();
}

// "a, b and c", or the first ones and how many more there are.
QString listed(QStringList names) {
  constexpr qsizetype kMost = 4;
  const qsizetype more = names.size() - kMost;
  QString last = names.takeLast();
  if (more > 0) {
    names = names.first(kMost);
    last = QStringLiteral("%1 more").arg(more);
  }
  return names.join(QStringLiteral(", ")) + QStringLiteral(" and ") + last;
}

// Warns of names that a formula does not use; `what` stands before them.
void tellNames(const QString& what, const QStringList& unused) {
  if (unused.size() == 1)
    tell(what + QStringLiteral("%1 is not used: the formula has no %1 in it").arg(unused.first()));
  if (unused.size() > 1)
    tell(what +
         QStringLiteral("%1 are not used: the formula has none of them").arg(listed(unused)));
}

}  // namespace

julia::Formula Options::formula() const {
  const QString name = QStringLiteral("formula");
  const bool wantsBasins = isSet(QStringLiteral("basins"));
  std::vector<julia::FormulaParameter> given = parameters();
  if (wantsBasins) given.push_back(numberNamed(julia::kBasinsName, julia::Decimal::fromDouble(1)));
  if (isSet(name)) return parseFormula(name, value(name), given);
  const julia::Formula formula = m_start ? m_start->formula : julia::Formula();
  if (given.empty() && !(m_start && isSet(QStringLiteral("escape")))) return formula;
  if (!m_start && !wantsBasins)
    throw badUsage(QStringLiteral("--%1 is a number in a formula: add --formula with it")
                       .arg(isSet(QStringLiteral("param")) ? QStringLiteral("param")
                                                           : QStringLiteral("escape")));
  const bool saysEscape = isSet(QStringLiteral("escape")) || std::ranges::any_of(given, isEscape);
  if (const auto& radius = formula.escapeRadius(); radius && !saysEscape)
    given.push_back(numberNamed(julia::escapeName(formula.escapePart()), *radius));
  if (formula.hasBasins() && !wantsBasins)
    given.push_back(numberNamed(julia::kBasinsName, julia::Decimal::fromDouble(1)));
  for (const julia::FormulaParameter& own : formula.parameters())
    if (std::ranges::find(given, own.name, &julia::FormulaParameter::name) == given.end())
      given.push_back(own);
  const QString blamed = wantsBasins                      ? QStringLiteral("basins")
                         : isSet(QStringLiteral("param")) ? QStringLiteral("param")
                                                          : QStringLiteral("escape");
  return parseFormula(blamed, QString::fromStdString(julia::expressionText(formula)), given);
}

io::FormulaChange Options::formulaChange() const {
  if (isSet(QStringLiteral("formula"))) return {.replacement = formula(), .isChanged = true};
  return {.isChanged = isSet(QStringLiteral("basins")) || isSet(QStringLiteral("escape")) ||
                       isSet(QStringLiteral("param"))};
}

std::vector<julia::FormulaParameter> Options::parameters() const {
  std::vector<julia::FormulaParameter> all;
  const QString name = QStringLiteral("param");
  for (const QString& text : values(name)) all.push_back(parseParameter(name, text));
  const QString escape = QStringLiteral("escape");
  if (isSet(escape) && value(escape) != QLatin1String("auto"))
    all.push_back(parseEscape(escape, value(escape)));
  return all;
}

void Options::tellUnused(const julia::Formula& formula, const QString& text) const {
  const std::vector<julia::FormulaParameter> given = parameters();
  if (isSet(QStringLiteral("escape")) && formula.isPower() && std::ranges::any_of(given, isEscape))
    tell(QStringLiteral("--escape is not used: %1 has its own")
             .arg(QString::fromStdString(julia::toString(formula))));
  QStringList unused;
  for (const julia::FormulaParameter& each : given)
    if (!isEscape(each) && each.name != julia::kBasinsName &&
        std::ranges::find(formula.parameters(), each.name, &julia::FormulaParameter::name) ==
            formula.parameters().end())
      unused += QString::fromStdString(each.name);
  tellNames(QStringLiteral("--param "), unused);
  QStringList written;
  for (const std::string& each : julia::unusedNames(text.toStdString(), formula))
    written += QString::fromStdString(each);
  tellNames({}, written);
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
