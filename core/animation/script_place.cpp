// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/script_place.h"

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <QJsonObject>

#include "core/animation/script_fields.h"
#include "core/io/files/shown_text.h"
#include "core/io/places/place_fields.h"
#include "core/io/places/place_text.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula.h"

namespace fatou::animation {
namespace {

using Parameters = std::vector<julia::FormulaParameter>;

constexpr int kLargestTmax = std::numeric_limits<int>::max();
constexpr qsizetype kShownName = 40;

// An Error of core/io as one about a place of the script. Theirs begin with "its …" or "it has …".
Error brokenPlace(const std::string& part, std::string why) {
  if (why.ends_with('.')) why.pop_back();
  return {part + " is broken: " + why};
}

// An Error of core/julia, "REASON: REMEDY", as one about a place of the script.
Error wrongParameter(const std::string& part, const Error& error) {
  std::string why = io::plainLine(QString::fromStdString(error.message)).toStdString();
  if (const auto colon = why.rfind(": "); colon != std::string::npos) why[colon] = ';';
  return {part + "'s parameters are wrong, as " + why};
}

io::PlaceFields placeFields(const julia::Place* place) {
  if (place == nullptr) return {};
  io::PlaceFields fields{.tmax = place->tmax};
  for (const auto& [name, value] : io::fieldsOf(*place)) *fields.text(name) = value;
  return fields;
}

Result<Parameters> readParameters(const QJsonValue& value, const std::string& part) {
  if (value.isUndefined()) return Parameters{};
  if (!value.isObject())
    return Error{part + "'s parameters are no object; write them as {\"a\": \"0.3-0.2i\"}"};
  Parameters parameters;
  const QJsonObject object = value.toObject();
  for (const QString& name : object.keys()) {
    const QJsonValue number = object.value(name);
    if (!number.isString())
      return Error{part + "'s parameter '" + io::plainLine(name).left(kShownName).toStdString() +
                   "' is not text; put it in double quotes"};
    auto parameter = julia::parseParameter((name + u'=' + number.toString()).toStdString());
    if (!parameter) return wrongParameter(part, parameter.error());
    parameters.push_back(std::move(parameter).value());
  }
  return parameters;
}

bool hasParameter(const julia::Formula& formula, std::string_view name) {
  return std::ranges::find(formula.parameters(), name, &julia::FormulaParameter::name) !=
         formula.parameters().end();
}

// The Error of parameters that mean nothing in the formula.
Status checkNames(const julia::Formula& formula, std::span<const julia::FormulaParameter> given,
                  const std::string& part) {
  for (const julia::FormulaParameter& each : given)
    if (!julia::escapePartNamed(each.name) && each.name != julia::kBasinsName &&
        !hasParameter(formula, each.name))
      return Error{part + "'s parameters have " + each.name + ", which " +
                   julia::expressionText(formula) + " does not have; leave it out"};
  return success();
}

// The numbers that the formula of the place before has and a place does not say anew: those that
// `given` lacks, the escape radius and the basins.
Parameters keptNumbers(const julia::Formula& formula, const Parameters& given) {
  const auto isGiven = [&given](std::string_view name) {
    return std::ranges::find(given, name, &julia::FormulaParameter::name) != given.end();
  };
  const bool saysEscape = std::ranges::any_of(given, [](const julia::FormulaParameter& each) {
    return julia::escapePartNamed(each.name).has_value();
  });
  Parameters kept;
  const auto keep = [&kept](std::string_view name, const julia::Decimal& number) {
    kept.push_back({.name = std::string(name), .value = {.re = number, .im = {}}});
  };
  for (const julia::FormulaParameter& own : formula.parameters())
    if (!isGiven(own.name)) kept.push_back(own);
  if (const auto& radius = formula.escapeRadius(); radius && !saysEscape)
    keep(julia::escapeName(formula.escapePart()), *radius);
  if (formula.hasBasins() && !isGiven(julia::kBasinsName))
    keep(julia::kBasinsName, julia::Decimal::fromDouble(1.0));
  return kept;
}

// Sets the formula that a place says, or has from the one before it, with the given values.
void setFormula(io::PlaceFields& fields, const std::optional<std::string>& said,
                const julia::Place* before, const Parameters& given) {
  const julia::Formula kept = before != nullptr ? before->formula : julia::Formula();
  fields.numbers = given;
  fields.formula = said.value_or(julia::expressionText(kept));
  if (said) return;
  const Parameters others = keptNumbers(kept, given);
  fields.numbers.insert(fields.numbers.end(), others.begin(), others.end());
}

Result<julia::Place> placeFrom(io::PlaceFields fields,
                               std::span<const julia::FormulaParameter> given,
                               const std::string& part, const io::FormulaChange& change) {
  if (!fields.c && change.replacement && !change.replacement->usesC()) fields.c = "0";
  if (!fields.c)
    if (const auto formula = julia::parseFormula(fields.formula.value_or("z^2+c"), fields.numbers);
        formula && !formula.value().usesC())
      fields.c = "0";
  auto place = io::placeOf(fields, change);
  if (!place) return brokenPlace(part, place.error().message);
  if (change.replacement) return place;
  if (const Status sound = checkNames(place.value().formula, given, part); !sound)
    return sound.error();
  return place;
}

}  // namespace

Result<julia::Place> readScriptPlace(const QJsonValue& value, const std::string& part,
                                     const julia::Place* before, const io::FormulaChange& change) {
  if (value.isString()) {
    auto place = io::parsePlaceText(value.toString().toStdString(), change);
    return place ? place : Result<julia::Place>(brokenPlace(part, place.error().message));
  }
  io::PlaceFields fields = placeFields(before);
  std::optional<std::string> formula;
  ScriptFields object(value, part + "'s ",
                      {"formula", "parameters", "c", "center", "radius", "tmax"});
  object.text("formula", formula);
  object.text("c", fields.c);
  object.text("center", fields.center);
  object.text("radius", fields.radius);
  object.whole("tmax", {1, kLargestTmax}, fields.tmax);
  if (before == nullptr) object.require("tmax", "1000");
  if (!object.ok()) return object.status().error();
  const auto parameters = readParameters(object.value("parameters"), part);
  if (!parameters) return parameters.error();
  setFormula(fields, formula, before, parameters.value());
  return placeFrom(std::move(fields), parameters.value(), part, change);
}

}  // namespace fatou::animation
