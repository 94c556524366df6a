// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/escape_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/check.h"
#include "core/julia/numbers/bare_number.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

using kernels::EscapePart;

struct EscapeWords {
  EscapePart part;
  std::string_view name;
  std::string_view text;                  // for people
  std::array<std::string_view, 2> typed;  // without spaces, in small letters
};

constexpr std::array kEscapeWords{
    EscapeWords{EscapePart::Modulus, kEscapeName, "|z|", {"|z|", "abs(z)"}},
    EscapeWords{EscapePart::Real, "escape_re", "|re z|", {"|rez|", "|re(z)|"}},
    EscapeWords{EscapePart::Imaginary, "escape_im", "|im z|", {"|imz|", "|im(z)|"}}};

const EscapeWords& wordsOf(EscapePart part) {
  const auto* found = std::ranges::find(kEscapeWords, part, &EscapeWords::part);
  FATOU_CHECK(found != kEscapeWords.end());
  return *found;
}

// Returns the text in small letters and without spaces.
std::string packed(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (!isSpace(c)) result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

}  // namespace

std::string_view escapeName(EscapePart part) {
  return wordsOf(part).name;
}

std::optional<EscapePart> escapePartNamed(std::string_view name) {
  const auto* found = std::ranges::find(kEscapeWords, name, &EscapeWords::name);
  if (found == kEscapeWords.end()) return std::nullopt;
  return found->part;
}

std::string_view escapeText(EscapePart part) {
  return wordsOf(part).text;
}

Result<FormulaParameter> parseEscape(std::string_view text) {
  std::string_view name = kEscapeName;
  std::string_view number = text;
  if (const auto sign = text.find('>'); sign != std::string_view::npos) {
    const std::string compared = packed(text.substr(0, sign));
    const auto* words = std::ranges::find_if(kEscapeWords, [&compared](const EscapeWords& each) {
      return std::ranges::find(each.typed, compared) != each.typed.end();
    });
    if (words == kEscapeWords.end())
      return Error{"escape " + inQuotes(text) +
                   " compares nothing known: write it like 50, |re z|>50 or |im z|>50"};
    name = words->name;
    number = trimmed(text.substr(sign + 1));
  }
  auto radius = Decimal::parse(number);
  if (!radius) return radius.error();
  return FormulaParameter{.name = std::string(name),
                          .value = {.re = std::move(radius).value(), .im = {}}};
}

}  // namespace fatou::julia
