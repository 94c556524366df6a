// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula_names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/check.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

constexpr FunctionName ofKind(std::string_view name, NodeKind kind) {
  return {.name = name, .meaning = FunctionMeaning::Kind, .kind = kind};
}

constexpr FunctionName ofMeaning(std::string_view name, FunctionMeaning meaning,
                                 std::size_t fewest = 1, std::size_t most = 1) {
  return {.name = name, .meaning = meaning, .fewestArguments = fewest, .mostArguments = most};
}

constexpr std::array kFunctions{ofKind("abs", NodeKind::Abs),
                                ofKind("acos", NodeKind::Acos),
                                ofKind("acosh", NodeKind::Acosh),
                                ofKind("arg", NodeKind::Arg),
                                ofKind("asin", NodeKind::Asin),
                                ofKind("asinh", NodeKind::Asinh),
                                ofKind("atan", NodeKind::Atan),
                                ofKind("atanh", NodeKind::Atanh),
                                ofKind("conj", NodeKind::Conj),
                                ofKind("cos", NodeKind::Cos),
                                ofKind("cosh", NodeKind::Cosh),
                                ofMeaning("d", FunctionMeaning::Derivative),
                                ofKind("exp", NodeKind::Exp),
                                ofKind("im", NodeKind::Im),
                                ofMeaning("inv", FunctionMeaning::Inverse),
                                ofKind("ln", NodeKind::Log),
                                ofKind("log", NodeKind::Log),
                                ofMeaning("newton", FunctionMeaning::Newton, 1, 2),
                                ofMeaning("pow", FunctionMeaning::Power, 2, 2),
                                ofMeaning("powi", FunctionMeaning::Power, 2, 2),
                                ofKind("re", NodeKind::Re),
                                ofKind("sin", NodeKind::Sin),
                                ofKind("sinh", NodeKind::Sinh),
                                ofMeaning("sqr", FunctionMeaning::Square),
                                ofKind("sqrt", NodeKind::Sqrt),
                                ofKind("tan", NodeKind::Tan),
                                ofKind("tanh", NodeKind::Tanh)};

constexpr std::array<std::string_view, 5> kNumbers{"z", "c", "i", "e", "pi"};

constexpr auto kNames = [] {
  std::array<std::string_view, kFunctions.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kFunctions[i].name;
  return names;
}();

// Edit distance: the letters to be inserted, left out or changed.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

// Returns "c*z" for "cz": the name as a product of known names and digits.
std::optional<std::string> product(std::string_view name, std::span<const std::string> known) {
  std::string text;
  while (!name.empty()) {
    std::size_t length = 0;
    if (isDigit(name.front())) length = std::min(name.find_first_not_of("0123456789"), name.size());
    for (const std::string_view number : kNumbers)
      if (name.starts_with(number)) length = std::max(length, number.size());
    for (const std::string& parameter : known)
      if (name.starts_with(parameter)) length = std::max(length, parameter.size());
    if (length == 0) return std::nullopt;
    text += (text.empty() ? "" : "*") + std::string(name.substr(0, length));
    name.remove_prefix(length);
  }
  return text;
}

// Returns "sin(z)" for "sinz".
std::optional<std::string> call(std::string_view name, std::span<const std::string> known) {
  for (auto each = kFunctions.rbegin(); each != kFunctions.rend(); ++each) {
    if (each->name.size() < 2 || !name.starts_with(each->name)) continue;
    if (const auto argument = product(name.substr(each->name.size()), known);
        argument && !argument->empty())
      return std::string(each->name) + "(" + *argument + ")";
  }
  return std::nullopt;
}

}  // namespace

std::span<const FunctionName> functionTable() {
  return kFunctions;
}

std::span<const std::string_view> functionNames() {
  return kNames;
}

const FunctionName* functionNamed(std::string_view name) {
  const auto* found = std::ranges::find(kFunctions, name, &FunctionName::name);
  return found == kFunctions.end() ? nullptr : found;
}

std::string_view functionName(NodeKind kind) {
  const auto* found = std::ranges::find_if(kFunctions, [kind](const FunctionName& each) {
    return each.meaning == FunctionMeaning::Kind && each.kind == kind && each.name != "ln";
  });
  FATOU_CHECK(found != kFunctions.end());
  return found->name;
}

bool isTaken(std::string_view name) {
  return std::ranges::find(kNumbers, name) != kNumbers.end() || functionNamed(name) != nullptr;
}

std::string remedyFor(std::string_view name, std::span<const std::string> known, bool isCalled) {
  constexpr std::size_t kLongest = 24;  // a longer name is no typing mistake
  const std::string text(name.substr(0, kLongest));
  if (name.size() > kLongest) return "use z, c and functions like sin";
  if (!isCalled) {
    if (const auto meant = product(name, known)) return "write " + *meant;
    if (const auto meant = call(name, known)) return "write " + *meant;
  }
  if (name == "nan" || name == "inf" || name == "infinity")
    return "write a finite number, like 0.5";
  const std::size_t most = name.size() > 3 ? 2 : name.size() > 2 ? 1 : 0;
  std::string_view best;
  std::size_t least = most + 1;
  for (const std::string_view candidate : kNames) {
    if (candidate.size() < 2) continue;
    if (const std::size_t far = edits(name, candidate); far < least) {
      least = far;
      best = candidate;
    }
  }
  if (!best.empty()) return "write " + std::string(best) + "(...)";
  if (isCalled) return "use one like exp, log, sin, cos or sqrt";
  return "use z and c, or give it a value, like " + text + "=0.5";
}

Status checkParameterName(std::string_view name) {
  constexpr std::size_t kLongest = 32;
  const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
  const bool isName =
      !name.empty() && isLetter(name.front()) && name.size() <= kLongest &&
      std::ranges::all_of(name, [&](char c) { return isLetter(c) || isDigit(c) || c == '_'; });
  if (!isName)
    return Error{"parameter " + inQuotes(name) +
                 " is no name: use up to 32 letters, digits and _, a letter first"};
  if (isTaken(name))
    return Error{"parameter " + inQuotes(name) + " has a meaning of its own: use another name"};
  return success();
}

}  // namespace fatou::julia
