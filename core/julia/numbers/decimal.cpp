// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/julia/numbers/bare_number.h"
#include "core/julia/numbers/big_float.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

Error noNumber(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma != std::string_view::npos && comma > 0 && isDigit(text[comma - 1]) &&
      comma + 1 < text.size() && isDigit(text[comma + 1]))
    return {inQuotes(text) +
            " has a comma: write a point before the fraction and nothing between thousands, like "
            "1234.5"};
  return {inQuotes(text) + " is not a number: write it like -0.75, 12 or 1.5e-9"};
}

// The text without space around it and behind its sign, and without a comma, a semicolon or a point
// that ends a list's entry or a sentence.
std::string signedNumber(std::string_view plain) {
  std::string_view text = trimmed(plain);
  const bool endsASentence = text.ends_with('.') && text.find('.') + 1 < text.size();
  if (text.ends_with(',') || text.ends_with(';') || endsASentence)
    text = trimmed(text.substr(0, text.size() - 1));
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return std::string(text);
  return text[0] + std::string(withoutLeadingSpace(text.substr(1)));
}

Error outOfRange(std::string_view text) {
  return {inQuotes(text) + " is out of range: its power of ten is at most " +
          std::to_string(Decimal::kMaxExponent)};
}

// Whether all of the text is a number, with or without a sign.
bool isNumber(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && numberLength(text) == text.size();
}

}  // namespace

// A sum of decimals needs as many digits as there are between its largest and smallest.
std::int64_t digitsToHold(const Decimal& a, const Decimal& b) {
  if (a.isZero() || b.isZero())
    return static_cast<std::int64_t>(std::max(a.digits().size(), b.digits().size()) + 40);
  const auto span = std::max(topOf(a), topOf(b)) - std::min(a.exponent(), b.exponent());
  return std::min<std::int64_t>(span, 2 * Decimal::kMaxDigits) + 40;
}

Result<Decimal> Decimal::parse(std::string_view given) {
  const std::string text = signedNumber(plainNumberText(given));
  if (!isNumber(text)) return noNumber(given);
  Decimal result;
  result.m_text = text.front() == '+' ? text.substr(1) : text;
  const auto e = text.find_first_of("eE");
  if (e != std::string::npos) {
    const char* first = text.data() + e + 1 + (text[e + 1] == '+' ? 1 : 0);
    const auto read = std::from_chars(first, text.data() + text.size(), result.m_exponent);
    // Not std::abs(), which the smallest int64 has no result for.
    if (read.ec != std::errc() || result.m_exponent > kMaxExponent ||
        result.m_exponent < -kMaxExponent)
      return outOfRange(given);
  }
  bool fraction = false;
  for (const char c : std::string_view(text).substr(0, e)) {
    if (c == '.') fraction = true;
    if (!isDigit(c)) continue;
    if (fraction) --result.m_exponent;
    if (c != '0' || !result.m_digits.empty()) result.m_digits += c;
  }
  while (!result.m_digits.empty() && result.m_digits.back() == '0') {
    result.m_digits.pop_back();
    ++result.m_exponent;
  }
  if (result.m_digits.size() > kMaxDigits)
    return Error{inQuotes(given) + " is too long: a number has at most " +
                 std::to_string(kMaxDigits) + " digits"};
  // Zeros before the digits and behind them count as powers of ten, too.
  constexpr std::int64_t kMost = kMaxExponent + std::int64_t{kMaxDigits};
  if (!result.isZero() && (result.m_exponent < -kMost || topOf(result) > kMost))
    return outOfRange(given);
  result.m_negative = text.front() == '-' && !result.m_digits.empty();
  if (result.m_digits.empty()) result.m_exponent = 0;
  return result;
}

Decimal Decimal::fromDouble(double value) {
  FATOU_CHECK(std::isfinite(value));
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  return parse(std::string_view(text, static_cast<std::size_t>(written.ptr - text))).value();
}

Decimal Decimal::fromDigits(bool negative, std::string digits, std::int64_t exponent) {
  digits.erase(0, digits.find_first_not_of('0'));
  const auto last = digits.find_last_not_of('0');
  if (last == std::string::npos) return {};
  Decimal result;
  result.m_exponent = exponent + static_cast<std::int64_t>(digits.size() - last - 1);
  result.m_digits = digits.substr(0, last + 1);
  result.m_negative = negative;
  result.m_text = result.writtenOut();
  return result;
}

std::string Decimal::writtenOut() const {
  constexpr std::int64_t kMostZeros = 6;  // before or behind the digits
  const auto size = static_cast<std::int64_t>(m_digits.size());
  const std::int64_t point = size + m_exponent;  // digits before the decimal point
  const std::string sign = m_negative ? "-" : "";
  const auto zeros = [](std::int64_t n) { return std::string(static_cast<std::size_t>(n), '0'); };
  if (m_exponent > kMostZeros || point < -kMostZeros) {
    const std::string fraction = size > 1 ? "." + m_digits.substr(1) : "";
    return sign + m_digits.front() + fraction + "e" + std::to_string(point - 1);
  }
  if (m_exponent >= 0) return sign + m_digits + zeros(m_exponent);
  if (point <= 0) return sign + "0." + zeros(-point) + m_digits;
  return sign + m_digits.substr(0, static_cast<std::size_t>(point)) + "." +
         m_digits.substr(static_cast<std::size_t>(point));
}

double Decimal::toDouble() const {
  double value = 0.0;
  const auto read = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
  if (read.ec != std::errc::result_out_of_range) return value;
  const bool large = m_exponent + static_cast<std::int64_t>(m_digits.size()) > 0;
  const double size = large ? std::numeric_limits<double>::infinity() : 0.0;
  return m_negative ? -size : size;
}

bool isLess(const Decimal& a, const Decimal& b) {
  const std::int64_t bits = bitsForDigits(digitsToHold(a, b));
  return BigFloat(a, bits) < BigFloat(b, bits);
}

double sumToDouble(const Decimal& a, const Decimal& b, double factor) {
  // The product with a double needs its 53 bits, 16 digits, on top.
  const std::int64_t bits = bitsForDigits(digitsToHold(a, b) + 20);
  BigFloat sum(bits);
  sum.setProduct(BigFloat(b, bits), factor);
  sum.setSum(BigFloat(a, bits), sum);
  return sum.toDouble();
}

}  // namespace fatou::julia
