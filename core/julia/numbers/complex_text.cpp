// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/complex_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "core/julia/numbers/bare_number.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isSign(char c) {
  return c == '+' || c == '-';
}

// "i", "j", "I", "J", "im" as Julia has it, "%i" as Maxima has it; 0 where no unit stands.
std::size_t unitLength(std::string_view text) {
  const std::size_t length =
      text.starts_with("im") || text.starts_with("%i")                                    ? 2
      : !text.empty() && std::string_view("ijIJ").find(text[0]) != std::string_view::npos ? 1
                                                                                          : 0;
  return length < text.size() && isLetter(text[length]) ? 0 : length;
}

// The real and the imaginary number that a sum has; either may be missing.
struct Parts {
  std::optional<std::string> re;
  std::optional<std::string> im;
};

// Reads "-0.8 + 0.156*i" term by term.
class SumReader {
 public:
  explicit SumReader(std::string_view text) : m_rest(trimmed(text)) {}

  // The parts; nothing where the text is no such sum.
  std::optional<Parts> read() {
    Parts parts;
    if (m_rest.empty()) return std::nullopt;
    for (bool isFirst = true; !m_rest.empty(); isFirst = false)
      if (!readTerm(parts, isFirst)) return std::nullopt;
    return parts;
  }

 private:
  bool readTerm(Parts& parts, bool isFirst) {
    const std::optional<std::string> sign = takeSign(isFirst);
    if (!sign) return false;
    std::string number = takeNumber();
    bool isImaginary = false;
    if (number.empty()) {
      if (!takeUnit()) return false;
      isImaginary = true;
      takeTimes();
      number = takeNumber();
      if (number.empty()) number = "1";
    } else {
      const std::string_view before = m_rest;
      takeTimes();
      isImaginary = takeUnit();
      if (!isImaginary) m_rest = before;
    }
    std::optional<std::string>& part = isImaginary ? parts.im : parts.re;
    if (part) return false;
    const bool isNegative = (*sign == "-") != number.starts_with('-');
    part = (isNegative ? "-" : "") + number.substr(isSign(number.front()) ? 1 : 0);
    skipSpace();
    return true;
  }

  // "+", "-" or nothing before the first term; "+-", as programs print it, is "-".
  std::optional<std::string> takeSign(bool isFirst) {
    std::string sign;
    if (takePrefix(m_rest, "+"))
      sign = m_rest.size() > 1 && m_rest[1] != ' ' && takePrefix(m_rest, "-") ? "-" : "+";
    else if (takePrefix(m_rest, "-"))
      sign = "-";
    else if (!isFirst)
      return std::nullopt;
    skipSpace();
    return sign;
  }

  // A number without a sign, or one in brackets, which may have a sign; empty where there is none.
  std::string takeNumber() {
    std::string_view rest = m_rest;
    const bool isBracketed = takePrefix(rest, "(");
    const std::size_t sign =
        isBracketed && (rest.starts_with('-') || rest.starts_with('+')) ? 1 : 0;
    const std::size_t length = numberLength(rest.substr(sign));
    std::string number(rest.substr(0, sign + length));
    rest.remove_prefix(number.size());
    if (length == 0 || (isBracketed && !takePrefix(rest, ")"))) return {};
    m_rest = rest;
    return number;
  }

  void takeTimes() {
    skipSpace();
    if (takePrefix(m_rest, "*")) skipSpace();
  }

  bool takeUnit() {
    const std::size_t length = unitLength(m_rest);
    m_rest.remove_prefix(length);
    return length > 0;
  }

  void skipSpace() { m_rest = withoutLeadingSpace(m_rest); }

  std::string_view m_rest;
};

std::optional<Parts> sumOf(std::string_view text) {
  return SumReader(text).read();
}

// Reads both halves of a pair: a real number, and one that is real or has the imaginary unit.
std::optional<Parts> pairOf(std::string_view left, std::string_view right) {
  auto re = sumOf(left);
  auto im = sumOf(right);
  if (!re || !im || re->im || !re->re || (im->re && im->im)) return std::nullopt;
  return Parts{.re = std::move(re->re), .im = std::move(im->re ? im->re : im->im)};
}

// "0.123 456" may be one number in groups.
bool isGroup(std::string_view text) {
  return text.size() % 3 == 0 && std::ranges::all_of(text, isDigit);
}

// The pair "-0.8 0.156". In "-0.8 + 0.156" a sign stands alone behind the space: that is no pair.
std::optional<Parts> spacedPair(std::string_view text) {
  const std::size_t gap = text.find_first_of(" \n\r\t");
  if (gap == std::string_view::npos) return std::nullopt;
  const std::string_view right = trimmed(text.substr(gap));
  if (right.size() < 2 || (isSign(right[0]) && isSpace(right[1])) || isGroup(right))
    return std::nullopt;
  return pairOf(text.substr(0, gap), right);
}

bool isTightComma(std::string_view text, std::size_t comma) {
  return comma > 0 && comma + 1 < text.size() && isDigit(text[comma - 1]) &&
         isDigit(text[comma + 1]);
}

std::string withPoints(std::string_view text) {
  std::string points(text);
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i] == ',' && isTightComma(text, i)) points[i] = '.';
  return points;
}

// "-0,8 + 0,156i", "-0,8; 0,156" and the like, as half of Europe writes.
std::optional<Parts> withDecimalCommas(std::string_view text) {
  if (text.find('.') != std::string_view::npos) return std::nullopt;
  const std::string points = withPoints(text);
  const std::size_t comma = points.find(',');
  if (comma == std::string::npos) {
    auto sum = sumOf(points);
    return sum ? sum : spacedPair(points);
  }
  if (points.find(',', comma + 1) != std::string::npos) return std::nullopt;
  return pairOf(std::string_view(points).substr(0, comma),
                std::string_view(points).substr(comma + 1));
}

// How a text can be read.
struct Reading {
  std::optional<Parts> parts;
  bool isOneNumberToo = false;  // with its comma taken for a decimal one
};

Reading readingOf(std::string_view text) {
  if (const auto semicolon = text.find_first_of(";|"); semicolon != std::string_view::npos) {
    const std::string left = withPoints(text.substr(0, semicolon));
    return {.parts = pairOf(left, withPoints(text.substr(semicolon + 1)))};
  }
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) {
    auto sum = sumOf(text);
    return {.parts = sum ? std::move(sum) : spacedPair(text)};
  }
  if (text.find(',', comma + 1) == std::string_view::npos)
    if (auto pair = pairOf(text.substr(0, comma), text.substr(comma + 1)))
      return {
          .parts = std::move(pair),
          .isOneNumberToo = isTightComma(text, comma) && text.find('.') == std::string_view::npos};
  return {.parts = withDecimalCommas(text)};
}

// The text without the names of mpmath's arguments, as in "mpc(real='-0.8', imag='0.156')".
std::string withoutNames(std::string text) {
  for (const std::string_view name : {"real=", "imag="})
    if (const auto at = text.find(name); at != std::string::npos) text.erase(at, name.size());
  return text;
}

enum class Comma { Separates, MustBeClear };

Result<ComplexDecimal> parse(std::string_view given, Comma rule) {
  const std::string plain = withoutNames(plainNumberText(given));
  const BareNumber bare = bareNumber(plain);
  const Reading reading = readingOf(bare.text);
  if (!reading.parts || (bare.endsInComma && !reading.parts->im))
    return Error{inQuotes(given) +
                 " is not a complex number: write it like -0.8,0.156 or -0.8+0.156i"};
  auto re = Decimal::parse(reading.parts->re.value_or("0"));
  auto im = Decimal::parse(reading.parts->im.value_or("0"));
  if (!re) return re.error();
  if (!im) return im.error();
  // 1,0 is the same number either way.
  if (reading.isOneNumberToo && !im.value().isZero() &&
      (rule == Comma::MustBeClear || hasUnit(bare.text)))
    return Error{inQuotes(given) +
                 " can be one number with a decimal comma or a pair: write a point for the comma, "
                 "or a space behind it"};
  return ComplexDecimal{std::move(re).value(), std::move(im).value()};
}

}  // namespace

Result<ComplexDecimal> parseComplex(std::string_view given) {
  return parse(given, Comma::Separates);
}

Result<ComplexDecimal> parseClearComplex(std::string_view given) {
  return parse(given, Comma::MustBeClear);
}

}  // namespace fatou::julia
