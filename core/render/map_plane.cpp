// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/map_plane.h"

#include <algorithm>
#include <charconv>

#include "core/julia/formulas/formula_row.h"

namespace fatou::render {
namespace {

constexpr std::int32_t kMostCritical = 1'000;

std::string listOf(const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    list += (i == 0 ? "" : i + 1 < names.size() ? ", " : " or ") + names[i];
  return list;
}

}  // namespace

std::string criticalText(std::int32_t critical) {
  return critical == kAllCritical ? "all" : std::to_string(critical);
}

std::optional<std::int32_t> parseCritical(std::string_view text) {
  if (text == "all") return kAllCritical;
  std::int32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number >= 1 && number <= kMostCritical ? std::optional(number) : std::nullopt;
}

std::vector<std::string> mappedParameters(const julia::Formula& formula) {
  std::vector<std::string> names;
  if (formula.usesC()) names.emplace_back("c");
  for (const julia::FormulaParameter& each : formula.parameters()) names.push_back(each.name);
  return names;
}

MapPlane usualPlane(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  const std::vector<std::string> names = mappedParameters(formula);
  if (names.empty() || names.front() == "c") return {};
  return {.parameter = names.front(), .c = c};
}

julia::Formula mappedFormula(const julia::Formula& formula, const MapPlane& plane) {
  const auto all = formula.parameters();
  if (std::ranges::find(all, plane.parameter, &julia::FormulaParameter::name) == all.end())
    return formula;
  return formula.with(plane.parameter, {.re = julia::Decimal::fromDouble(0.3),
                                        .im = julia::Decimal::fromDouble(0.4)});
}

julia::CentreView usualMapView(const julia::Formula& formula) {
  if (formula.degree() == 2)
    return {.centre = {julia::Decimal::fromDouble(-0.7), {}},
            .radius = julia::Decimal::fromDouble(1.25)};
  return {.centre = {}, .radius = julia::Decimal::fromDouble(formula.isPower() ? 1.5 : 2.0)};
}

bool hasOwnKernels(const julia::Formula& formula, const MapPlane& plane) {
  return formula.isPower() && !rowOf(formula).program && plane.parameter == "c" &&
         plane.critical <= 1 && !plane.start;
}

Status check(const julia::Formula& formula, const MapPlane& plane) {
  if (Status mapped = require(formula, julia::Ability::Map); !mapped) return mapped;
  const std::vector<std::string> names = mappedParameters(formula);
  if (plane.parameter == "z")
    return Error{"there is no map of z, which is the variable of the formula: use " +
                 listOf(names)};
  if (std::ranges::find(names, plane.parameter) == names.end())
    return Error{"there is no map of '" + plane.parameter + "', which is not in " +
                 expressionText(formula) + ": use " + listOf(names)};
  if (plane.critical < kAllCritical || plane.critical > kMostCritical)
    return Error{"there is no critical point " + std::to_string(plane.critical) + ": use 1 to " +
                 std::to_string(kMostCritical) + ", or all of them"};
  return success();
}

}  // namespace fatou::render
