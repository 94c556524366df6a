// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/julia/formulas/formula_row.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

// Nobody writes a formula in more, and a hostile text may have any length.
constexpr std::size_t kLongestText = 1'000;
// Sums of so many powers stay far within an int.
constexpr int kMostPower = 1'000'000;

// The text in small ASCII letters, without spaces and without a beginning like "f(z)=".
std::string plainFormula(std::string_view text) {
  std::string plain;
  for (const char c : plainNumberText(text)) {
    if (isSpace(c)) continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (auto at = plain.find("**"); at != std::string::npos; at = plain.find("**"))
    plain.replace(at, 2, "^");
  for (const std::string_view beginning : {"f(z)=", "z->", "z="})
    if (plain.starts_with(beginning)) return plain.substr(beginning.size());
  return plain;
}

// The power of "z" or "z^N".
std::optional<int> powerOf(std::string_view factor) {
  if (factor == "z") return 1;
  if (!factor.starts_with("z^")) return std::nullopt;
  int power = 0;
  const char* end = factor.data() + factor.size();
  const auto read = std::from_chars(factor.data() + 2, end, power);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  if (power < 0 || power > kMostPower) return std::nullopt;
  return power;
}

// The degree of a product like "z*z^2".
std::optional<int> degreeOf(std::string_view product) {
  int degree = 0;
  while (true) {
    const auto star = product.find('*');
    const auto power = powerOf(product.substr(0, star));
    if (!power) return std::nullopt;
    degree += *power;
    if (star == std::string_view::npos) return degree;
    product.remove_prefix(star + 1);
  }
}

// The degree of the formula that the text says; nothing where it says none.
std::optional<int> degreeIn(std::string_view text) {
  if (text.size() > kLongestText) return std::nullopt;
  const std::string plain = plainFormula(text);
  std::string_view power = plain;
  if (power.ends_with("+c"))
    power.remove_suffix(2);
  else if (power.starts_with("c+"))
    power.remove_prefix(2);
  else
    return std::nullopt;
  return degreeOf(power);
}

}  // namespace

std::string toString(Formula formula) {
  return "z^" + std::to_string(formula.degree()) + "+c";
}

bool isFormulaText(std::string_view text) {
  return degreeIn(text).has_value();
}

Result<Formula> parseFormula(std::string_view text) {
  if (std::ranges::all_of(text, isSpace))
    return Error{"the formula is empty: write one like z^2+c"};
  const auto degree = degreeIn(text);
  if (!degree) return Error{"formula " + quoted(text) + " cannot be read: use " + formulaList()};
  const Formula formula(*degree);
  if (Status known = check(formula); !known) return known.error();
  return formula;
}

}  // namespace fatou::julia
