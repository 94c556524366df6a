// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a formula with its parameters.
#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/numbers/bare_number.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kMostParameters = 32;
constexpr std::size_t kQuotedWord = 20;  // bytes of a word in a sentence

char asSmall(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isNameLetter(char c) {
  return (asSmall(c) >= 'a' && asSmall(c) <= 'z') || isDigit(c) || c == '_';
}

// Whether the text begins with "NAME =".
bool beginsParameter(std::string_view text) {
  text = withoutLeadingSpace(text);
  const auto end = std::ranges::find_if_not(text, isNameLetter);
  if (end == text.begin()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  return withoutLeadingSpace(text).starts_with('=');
}

// Splits a text at the commas and semicolons outside brackets that precede a parameter.
std::vector<std::string_view> piecesOf(std::string_view text) {
  std::vector<std::string_view> pieces;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')') --depth;
    const bool isJoint = (text[at] == ',' || text[at] == ';') && depth == 0;
    if (!isJoint || !beginsParameter(text.substr(at + 1, kLongestFormula))) continue;
    pieces.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  pieces.push_back(text.substr(from));
  return pieces;
}

// The number of the character at a byte, counted from 1.
std::size_t characterNumber(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  return 1 + static_cast<std::size_t>(std::ranges::count_if(
                 before, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Error inFormula(std::string_view text, const std::string& sentence) {
  return Error{"formula " + inQuotes(text) + " " + sentence};
}

Status checkFinite(std::string_view shown, const ComplexDecimal& value) {
  const auto number = value.toDouble();
  if (std::isfinite(number.real()) && std::isfinite(number.imag())) return success();
  return Error{"parameter " + inQuotes(shown) + " is not finite: use numbers below 1e308"};
}

// Joins the given parameters and those of the pieces behind the first one.
Result<std::vector<FormulaParameter>> parametersOf(std::span<const std::string_view> pieces,
                                                   std::span<const FormulaParameter> given) {
  std::vector<FormulaParameter> parameters(given.begin(), given.end());
  for (const FormulaParameter& each : given) {
    if (Status sound = checkParameterName(each.name); !sound) return sound.error();
    if (escapePartNamed(each.name)) continue;  // has a check of its own
    if (Status finite = checkFinite(each.name, each.value); !finite) return finite.error();
  }
  for (const std::string_view piece : pieces.subspan(1)) {
    auto parameter = parseParameter(piece);
    if (!parameter) return parameter.error();
    parameters.push_back(std::move(parameter).value());
    if (parameters.size() > kMostParameters)
      return Error{"the formula has too many parameters: use at most " +
                   std::to_string(kMostParameters)};
  }
  std::ranges::sort(parameters, {}, &FormulaParameter::name);
  const auto twice = std::ranges::adjacent_find(parameters, {}, &FormulaParameter::name);
  if (twice == parameters.end()) return parameters;
  return Error{"parameter " + inQuotes(twice->name) + " has two values: leave one of them out"};
}

Status checkRadius(const ComplexDecimal& value) {
  const double radius = value.re.toDouble();
  if (value.im.isZero() && radius > 0.0 && radius <= 1e150) return success();
  return Error{"escape " + inQuotes(value.im.isZero() ? value.re.text() : value.text()) +
               " is no radius: use a positive number up to 1e150, like 50"};
}

// The escape radius that a formula names, and the part of z that it holds for.
struct NamedEscape {
  kernels::EscapePart part = kernels::EscapePart::Modulus;
  Decimal radius;
};

// Removes the escape radius from the parameters and returns it.
Result<std::optional<NamedEscape>> takeEscape(std::vector<FormulaParameter>& parameters) {
  std::optional<NamedEscape> escape;
  for (const FormulaParameter& each : parameters) {
    const auto part = escapePartNamed(each.name);
    if (!part) continue;
    if (escape)
      return Error{"parameters " + std::string(escapeName(escape->part)) + " and " + each.name +
                   " are both an escape radius: leave one of them out"};
    if (Status sound = checkRadius(each.value); !sound) return sound.error();
    escape = NamedEscape{.part = *part, .radius = each.value.re};
  }
  std::erase_if(parameters, [](const FormulaParameter& each) {
    return escapePartNamed(each.name).has_value();
  });
  return escape;
}

// Removes the setting of basins from the parameters and returns it.
Result<bool> takeBasins(std::vector<FormulaParameter>& parameters) {
  const auto found = std::ranges::find(parameters, kBasinsName, &FormulaParameter::name);
  if (found == parameters.end()) return false;
  const double given = found->value.re.toDouble();
  if (!found->value.im.isZero() || (given != 0.0 && given != 1.0))
    return Error{"basins " + inQuotes(found->value.text()) +
                 " is neither 0 nor 1: use 1 to have basins told apart"};
  parameters.erase(found);
  return given == 1.0;
}

std::vector<std::string> namesOf(std::span<const FormulaParameter> parameters) {
  std::vector<std::string> names;
  for (const FormulaParameter& each : parameters) names.push_back(each.name);
  return names;
}

// The Error of "a=".
Error noValue(const std::string& name) {
  const std::string_view example = escapePartNamed(name) ? "50"
                                   : name == kBasinsName ? "1"
                                                         : "0.3-0.2i";
  return Error{"parameter " + inQuotes(name) + " has no value: write it like " + name + "=" +
               std::string(example)};
}

// Checks what a formula needs beyond being an expression.
Status checkExpression(std::string_view text, const Expression& expression) {
  if (!expression.hasVariable())
    return inFormula(text, "has no z in it: write what becomes of z, like z^2+c");
  const auto form = polynomialForm(expression);
  if (form && degreeOf(*form) < 2)
    return inFormula(text, "is a polynomial of degree " + std::to_string(degreeOf(*form)) +
                               ", of which there is nothing to see: use one like z^2+c");
  const std::string written = toString(expression);
  const auto names = expression.parameterNames();
  const auto again = parseExpression(written, std::vector<std::string>(names.begin(), names.end()));
  const auto* same = std::get_if<Expression>(&again);
  if (same != nullptr && *same == expression) return success();
  return inFormula(text, "is too long when all of it is written out: use a shorter one");
}

}  // namespace

Error errorOf(std::string_view text, const FormulaError& error) {
  const std::string_view word = text.substr(std::min(error.position, text.size()), error.length);
  const std::string where =
      word.empty() ? "at its end"
                   : "character " + std::to_string(characterNumber(text, error.position)) + " (" +
                         inQuotes(word, kQuotedWord) + ")";
  return Error{"formula " + inQuotes(text) + ", " + where + ": " + error.sentence};
}

Result<FormulaParameter> parseParameter(std::string_view text) {
  const auto sign = text.find('=');
  if (sign == std::string_view::npos)
    return Error{"parameter " + inQuotes(text) + " has no value: write it like a=0.3-0.2i"};
  std::string name(trimmed(text.substr(0, sign)));
  std::ranges::transform(name, name.begin(), asSmall);
  if (Status sound = checkParameterName(name); !sound) return sound.error();
  if (name == kEscapeName && text.find('>', sign) != std::string_view::npos)
    return parseEscape(text.substr(sign + 1));
  if (trimmed(text.substr(sign + 1)).empty()) return noValue(name);
  auto value = parseComplex(text.substr(sign + 1));
  if (!value) return value.error();
  if (Status finite = checkFinite(text, value.value()); !finite) return finite.error();
  return FormulaParameter{.name = std::move(name), .value = std::move(value).value()};
}

Result<Formula> parseFormula(std::string_view text, std::span<const FormulaParameter> given) {
  if (std::ranges::all_of(text, isSpace))
    return Error{"the formula is empty: write one like z^2+c"};
  const std::vector<std::string_view> pieces = piecesOf(text);
  auto parameters = parametersOf(pieces, given);
  if (!parameters) return parameters.error();
  std::vector<FormulaParameter> used = std::move(parameters).value();
  const auto escape = takeEscape(used);
  if (!escape) return escape.error();
  const auto basins = takeBasins(used);
  if (!basins) return basins.error();
  const auto parsed = parseExpression(pieces.front(), namesOf(used));
  if (const auto* error = std::get_if<FormulaError>(&parsed)) return errorOf(text, *error);
  const auto& expression = std::get<Expression>(parsed);
  if (Status sound = checkExpression(text, expression); !sound) return sound.error();
  std::erase_if(used,
                [&](const FormulaParameter& each) { return !expression.hasParameter(each.name); });
  const Formula formula(expression, std::move(used));
  if (basins.value() && formula.isPower())
    return Error{toString(formula) +
                 " has one basin at most, what is at tmax: leave its basins out"};
  const std::optional<NamedEscape>& named = escape.value();
  return (named ? formula.withEscape(named->part, named->radius) : formula)
      .withBasins(basins.value());
}

std::vector<std::string> unusedNames(std::string_view text, const Formula& formula) {
  const std::vector<std::string_view> pieces = piecesOf(text);
  std::vector<std::string> unused;
  for (const std::string_view piece : std::span(pieces).subspan(1)) {
    const auto parameter = parseParameter(piece);
    if (!parameter) continue;
    const std::string& name = parameter.value().name;
    if (escapePartNamed(name) || name == kBasinsName) continue;
    const auto known = formula.parameters();
    if (std::ranges::find(known, name, &FormulaParameter::name) == known.end())
      unused.push_back(name);
  }
  return unused;
}

std::optional<FormulaError> mistakeIn(std::string_view text,
                                      std::span<const FormulaParameter> parameters) {
  const auto formula = parseFormula(text, parameters);
  if (formula) return std::nullopt;
  const std::vector<std::string_view> pieces = piecesOf(text);
  if (auto known = parametersOf(pieces, parameters)) {
    std::vector<FormulaParameter> named = std::move(known).value();
    static_cast<void>(takeEscape(named));
    static_cast<void>(takeBasins(named));
    const auto parsed = parseExpression(pieces.front(), namesOf(named));
    if (const auto* error = std::get_if<FormulaError>(&parsed)) return *error;
  }
  return FormulaError{
      .position = 0, .length = pieces.front().size(), .sentence = formula.error().message};
}

bool isFormulaText(std::string_view text) {
  return parseFormula(text).ok();
}

}  // namespace fatou::julia
