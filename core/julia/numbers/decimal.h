// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "core/base/result.h"

namespace fatou::julia {

// A decimal number of any length, kept as the text the user gave. It is never rounded on the way;
// who needs a double or a sum asks for it here and gets the correctly rounded one.
class Decimal {
 public:
  Decimal() = default;  // 0

  // Reads "-0.75", ".5", "1e-300", also with a typographic minus. The Error names the text. A
  // number has at most kMaxDigits digits and a power of ten of at most kMaxExponent.
  static Result<Decimal> parse(std::string_view text);
  // The shortest text that reads back as the same double; `value` is finite.
  static Decimal fromDouble(double value);
  // `digits`, which may have zeros at either end, x 10^exponent. The text is positional
  // where that is short for a number of this size.
  static Decimal fromDigits(bool negative, std::string digits, std::int64_t exponent);

  const std::string& text() const { return m_text; }
  bool isNegative() const { return m_negative; }
  bool isZero() const { return m_digits.empty(); }

  // The nearest double, ties to even: what a C or Python literal of the same text is. Infinite
  // where the number is beyond the largest double.
  double toDouble() const;

  // The value is digits() x 10^exponent(), digits without leading or trailing zeros.
  const std::string& digits() const { return m_digits; }
  std::int64_t exponent() const { return m_exponent; }

  // By value: 0.50 equals 5e-1.
  friend bool operator==(const Decimal& a, const Decimal& b) {
    return a.m_negative == b.m_negative && a.m_exponent == b.m_exponent && a.m_digits == b.m_digits;
  }

  static constexpr std::size_t kMaxDigits = 100'000;
  static constexpr std::int64_t kMaxExponent = 1'000'000;

 private:
  std::string writtenOut() const;

  std::string m_text = "0";
  bool m_negative = false;
  std::string m_digits;
  std::int64_t m_exponent = 0;
};

// a < b, exactly.
bool isLess(const Decimal& a, const Decimal& b);

// a + b x factor as the nearest double, computed without intermediate rounding: what the edges of
// a view around a centre are.
double sumToDouble(const Decimal& a, const Decimal& b, double factor);

// A complex number of any length.
struct ComplexDecimal {
  Decimal re;
  Decimal im;

  // Both parts as the nearest doubles.
  std::complex<double> toDouble() const { return {re.toDouble(), im.toDouble()}; }

  // "RE,IM", the form the command line reads back.
  std::string text() const { return re.text() + "," + im.text(); }

  friend bool operator==(const ComplexDecimal&, const ComplexDecimal&) = default;
  static constexpr auto kFields = std::tuple(&ComplexDecimal::re, &ComplexDecimal::im);
};

// Reads "RE,IM" and "RE+IMi" in all the ways people write it: "-0.8", "i", "0.5-2e-3i", "1+j".
// The Error names the text.
Result<ComplexDecimal> parseComplex(std::string_view text);

}  // namespace fatou::julia
