// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/resolved_decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/julia/big_float.h"

namespace fatou::julia {
namespace {

// Up to so many zeros behind the point are written out.
constexpr std::int64_t kWrittenZeros = 6;

// 0.DIGITS x 10^top as people write it; digits may end in zeros.
Decimal written(std::string digits, std::int64_t top) {
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return {};
  const auto count = static_cast<std::int64_t>(digits.size());
  std::string text = negative ? "-" : "";
  if (top <= -kWrittenZeros) {
    text += digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "");
    text += "e" + std::to_string(top - 1);
  } else if (top <= 0) {
    text += "0." + std::string(static_cast<std::size_t>(-top), '0') + digits;
  } else if (count <= top) {
    text += digits + std::string(static_cast<std::size_t>(top - count), '0');
  } else {
    text += digits.insert(static_cast<std::size_t>(top), ".");
  }
  return Decimal::parse(text).value();
}

// The decimal places that a number may have in front of the point.
std::int64_t placesInFront(double offset, std::int64_t exponent) {
  const ScaledReal scaled = ScaledReal::of(offset, exponent);
  return scaled.mantissa == 0.0
             ? 0
             : std::max<std::int64_t>(0, static_cast<std::int64_t>(scaled.log10()) + 2);
}

}  // namespace

Decimal resolvedDecimal(double value, double resolution) {
  FATOU_CHECK(std::isfinite(value) && std::isfinite(resolution) && resolution > 0.0);
  // Nobody needs more places than the smallest double has before its first digit.
  const int places = std::clamp(1 + static_cast<int>(std::ceil(-std::log10(resolution))), 0, 330);
  char text[700];
  const auto written =
      std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, places);
  std::string_view number(text, static_cast<std::size_t>(written.ptr - text));
  if (number.find('.') != std::string_view::npos) {
    while (number.ends_with('0')) number.remove_suffix(1);
    if (number.ends_with('.')) number.remove_suffix(1);
  }
  if (number == "-0") number = "0";
  Decimal exact = Decimal::fromDouble(value);
  // Digits that the double does not have would only look like knowledge.
  if (exact.text().size() <= number.size()) return exact;
  return Decimal::parse(number).value();
}

ComplexDecimal resolvedDecimal(std::complex<double> value, double resolution) {
  return {resolvedDecimal(value.real(), resolution), resolvedDecimal(value.imag(), resolution)};
}

std::int64_t placesFor(const ScaledReal& resolution) {
  FATOU_CHECK(resolution.mantissa > 0.0);
  return std::max<std::int64_t>(
      0, 1 + static_cast<std::int64_t>(std::ceil(-resolution.log10() - 1e-9)));
}

Decimal resolvedSum(const Decimal& base, double offset, std::int64_t exponent,
                    std::int64_t places) {
  places = std::clamp<std::int64_t>(places, 0, static_cast<std::int64_t>(Decimal::kMaxDigits));
  const std::int64_t front = std::max(base.isZero() ? 0 : std::max<std::int64_t>(0, topOf(base)),
                                      placesInFront(offset, exponent));
  const std::int64_t bits = bitsForDigits(front + places) + 64;
  BigFloat sum(offset, bits);
  sum.setScaled(exponent);
  sum.setSum(BigFloat(base, bits), sum);
  // As a whole number of units of the last place.
  sum.setProduct(sum, BigFloat(Decimal::parse("1e" + std::to_string(places)).value(), bits));
  sum.setRounded();
  if (sum.isZero()) return {};
  const auto [digits, top] = sum.toDigits(static_cast<std::size_t>(front + places + 2));
  return written(digits, top - places);
}

ComplexDecimal resolvedSum(const ComplexDecimal& base, std::complex<double> offset,
                           std::int64_t exponent, std::int64_t places) {
  return {resolvedSum(base.re, offset.real(), exponent, places),
          resolvedSum(base.im, offset.imag(), exponent, places)};
}

std::complex<double> offsetBetween(const ComplexDecimal& from, const ComplexDecimal& to,
                                   std::int64_t exponent) {
  const auto between = [exponent](const Decimal& a, const Decimal& b) {
    const std::int64_t bits = bitsForDigits(digitsToHold(a, b));
    BigFloat difference(bits);
    difference.setDifference(BigFloat(b, bits), BigFloat(a, bits));
    const auto [mantissa, size] = difference.toScaled();
    return ScaledReal{mantissa, mantissa == 0.0 ? 0 : size - exponent}.toDouble();
  };
  return {between(from.re, to.re), between(from.im, to.im)};
}

}  // namespace fatou::julia
