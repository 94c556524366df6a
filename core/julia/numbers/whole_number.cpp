// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/whole_number.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/julia/numbers/bare_number.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kGroup = 3;

bool isDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "12 345 678" without its gaps; nothing where they do not set thousands apart.
std::optional<std::string> withoutGroups(std::string_view text, char gap) {
  std::string whole;
  bool isFirst = true;
  for (;;) {
    const std::size_t end = text.find(gap);
    std::string_view group = text.substr(0, end);
    const std::string_view digits =
        isFirst && (group.starts_with('-') || group.starts_with('+')) ? group.substr(1) : group;
    if (!isDigits(digits) || (isFirst ? digits.size() > kGroup : digits.size() != kGroup))
      return std::nullopt;
    whole += group;
    if (end == std::string_view::npos) return whole;
    text.remove_prefix(end + 1);
    isFirst = false;
  }
}

// Whether exactly three digits follow a point, which half of Europe writes between thousands.
bool mayBeThousands(std::string_view text) {
  const std::size_t point = text.find('.');
  return point != std::string_view::npos && isDigits(text.substr(point + 1)) &&
         text.size() - point - 1 == kGroup;
}

}  // namespace

std::optional<std::int64_t> parseWholeNumber(std::string_view text) {
  const std::string plain = plainNumberText(text);
  std::string number(trimmed(plain));
  for (const char gap : {',', ' '})
    if (number.find(gap) != std::string::npos) {
      const auto whole = withoutGroups(number, gap);
      if (!whole) return std::nullopt;
      number = *whole;
    }
  if (mayBeThousands(number)) return std::nullopt;
  const auto read = Decimal::parse(number);
  if (!read || read.value().exponent() < 0) return std::nullopt;
  const double value = read.value().toDouble();
  constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53: whole numbers up to here are exact
  if (!(std::abs(value) <= kExact)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<Sides> parseSides(std::string_view text) {
  const std::string plain = plainNumberText(text);
  std::string_view sides = trimmed(plain);
  for (const std::string_view unit : {"px", "pixels"})
    if (sides.ends_with(unit)) sides.remove_suffix(unit.size());
  const std::size_t cross = sides.find_first_of("xX*");
  if (cross == std::string_view::npos) return std::nullopt;
  const auto width = parseWholeNumber(sides.substr(0, cross));
  const auto height = parseWholeNumber(sides.substr(cross + 1));
  if (!width || !height) return std::nullopt;
  return Sides{.width = *width, .height = *height};
}

}  // namespace fatou::julia
