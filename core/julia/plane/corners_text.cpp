// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/corners_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/julia/numbers/bare_number.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kMost = 5;  // one more than can be right

// The text's parts between `gaps`, at most kMost; none is empty.
std::vector<std::string> partsOf(std::string_view text, std::string_view gaps) {
  std::vector<std::string> parts;
  while (parts.size() < kMost) {
    const std::size_t end = text.find_first_of(gaps);
    const std::string_view part = trimmed(text.substr(0, end));
    if (part.empty()) return {};
    parts.emplace_back(part);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

// The text without its brackets: around all of it or around pairs, they make no difference.
std::string withoutBrackets(std::string text) {
  std::erase_if(text, [](char c) { return std::string_view("()[]{}").find(c) < 6; });
  return text;
}

Error noCorners(std::string_view given) {
  constexpr std::size_t kShown = 100;
  return {inQuotes(given, kShown) + " is not four numbers: write it like -1.3,-1.3,1.3,1.3"};
}

// The gaps that a text has between its numbers: the strongest one found.
std::string_view gapsOf(std::string_view text) {
  for (const std::string_view gap : {";", ","})
    if (text.find(gap) != std::string_view::npos) return gap;
  return " ";
}

std::string withSingleSpaces(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' || (!result.empty() && result.back() != ' ')) result += c;
  return result;
}

}  // namespace

Result<CornerView> parseCorners(std::string_view given) {
  const std::string bare =
      withSingleSpaces(withoutBrackets(std::string(trimmed(plainNumberText(given)))));
  const auto parts = partsOf(trimmed(bare), gapsOf(trimmed(bare)));
  if (parts.size() == 2 && hasUnit(bare)) {
    const auto low = parseComplex(parts[0]);
    const auto high = parseComplex(parts[1]);
    if (!low) return low.error();
    if (!high) return high.error();
    return CornerView{low.value().re, low.value().im, high.value().re, high.value().im};
  }
  if (parts.size() != 4) return noCorners(given);
  std::vector<Decimal> numbers;
  for (const std::string& part : parts) {
    auto number = Decimal::parse(part);
    if (!number) return number.error();
    numbers.push_back(std::move(number).value());
  }
  return CornerView{numbers[0], numbers[1], numbers[2], numbers[3]};
}

}  // namespace fatou::julia
