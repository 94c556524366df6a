// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/foreign_entry.h"

#include <algorithm>

#include "core/io/files/shown_text.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::io {
namespace {

constexpr std::size_t kMostShown = 12;   // of what is not taken over
constexpr qsizetype kLongestShown = 80;  // of each
constexpr double kUsualEscape = 50.0;

std::string shownPart(const std::string& text, qsizetype longest) {
  const QString line = plainLine(QString::fromStdString(text));
  return line.left(longest).toStdString() + (line.size() > longest ? "..." : "");
}

// Returns the entry's numbers except c, which belongs to the place.
std::vector<julia::FormulaParameter> formulaParameters(const ForeignEntry& entry) {
  std::vector<julia::FormulaParameter> parameters;
  for (const auto& [name, value] : entry.parameters)
    if (name != "c") parameters.push_back({.name = name, .value = value});
  return parameters;
}

julia::ComplexDecimal cOf(const ForeignEntry& entry) {
  for (const auto& [name, value] : entry.parameters)
    if (name == "c") return value;
  return {};
}

// Returns the formula with an end for its orbits, if no radius of escape is proven: its basins if
// it has some, as Newton maps do, or the usual radius for functions.
julia::Formula ending(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  if (julia::check(formula)) return formula;
  const julia::Formula told = formula.withBasins(true);
  if (julia::isWrittenRational(formula.expression()) && julia::basinsOf(told, c)) return told;
  return formula.withEscapeRadius(julia::Decimal::fromDouble(kUsualEscape));
}

Result<julia::Formula> formulaOf(const ForeignEntry& entry) {
  auto formula = julia::parseFormula(entry.formula, formulaParameters(entry));
  if (!formula) {  // the message has a remedy for who types a formula
    const std::string& message = formula.error().message;
    return Error{"its formula is wrong, as " +
                 shownPart(message.substr(0, message.rfind(": ")), 200) + "; choose another entry"};
  }
  formula = ending(formula.value(), cOf(entry));
  if (!julia::check(formula.value()))
    return Error{"its formula " + shownPart(entry.formula, 200) +
                 " is none that can be iterated; choose an entry with " + julia::formulaList()};
  return formula;
}

}  // namespace

julia::View wholeView() {
  return julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(1.5)};
}

std::string notTakenSentence(const ForeignEntry& entry) {
  const std::size_t count = entry.notTaken.size();
  if (count == 0) return {};
  const std::size_t shown = std::min(count, kMostShown);
  std::string sentence = "Not taken over: ";
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) sentence += i + 1 == count ? " and " : ", ";
    sentence += shownPart(entry.notTaken[i], kLongestShown);
  }
  if (shown < count) sentence += " and " + std::to_string(count - shown) + " more";
  return sentence + ".";
}

Result<ForeignPlace> placeOf(const ForeignEntry& entry) {
  const auto formula = formulaOf(entry);
  if (!formula) return formula.error();
  const julia::Place place{
      .c = cOf(entry), .view = entry.view, .tmax = entry.tmax, .formula = formula.value()};
  if (const Status sound = julia::check(place); !sound)
    return Error{"its place is wrong, as " + shownPart(sound.error().message, 200) +
                 "; choose another entry"};
  const std::string name = cleanName(QString::fromStdString(entry.name)).toStdString();
  return ForeignPlace{
      .place = {.name = name.empty() ? "opened" : name, .about = {}, .place = place},
      .coloring = entry.coloring,
      .notTaken = notTakenSentence(entry)};
}

bool hasName(std::string_view formula, std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  for (std::size_t end = 0; end < formula.size();) {
    const std::size_t begin = formula.find_first_of(kLetters, end);
    if (begin == std::string_view::npos) return false;
    end = std::min(formula.find_first_not_of(kLetters, begin), formula.size());
    if (formula.substr(begin, end - begin) == name) return true;
  }
  return false;
}

void showCentreOfMap(ForeignEntry& entry) {
  const auto* view = std::get_if<julia::CentreView>(&entry.view);
  const julia::ComplexDecimal centre = view ? view->centre : julia::ComplexDecimal();
  const auto c =
      std::ranges::find(entry.parameters, "c", &decltype(entry.parameters)::value_type::first);
  if (c == entry.parameters.end())
    entry.parameters.emplace_back("c", centre);
  else
    c->second = centre;
  entry.view = wholeView();
  entry.isMap = true;
  entry.notTaken.insert(entry.notTaken.begin(),
                        "the map itself, as this is the Julia set of its centre");
}

}  // namespace fatou::io
