// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/resolved_decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "core/base/check.h"
#include "core/julia/numbers/decimal_arithmetic.h"

namespace fatou::julia {
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

std::int64_t placesFor(const Scaled& resolution) {
  FATOU_CHECK(resolution.mantissa > 0.0);
  // A whole power of ten may come out a little less.
  return std::max<std::int64_t>(
      0, 1 + static_cast<std::int64_t>(std::ceil(-resolution.log10() - 1e-9)));
}

Decimal resolvedSum(const Decimal& base, double offset, const Scaled& unit, std::int64_t places) {
  FATOU_CHECK(std::isfinite(offset) && places >= 0);
  return rounded(base + decimalOf(unit * offset, kDoubleDigits), -places);
}

ComplexDecimal resolvedSum(const ComplexDecimal& base, std::complex<double> offset,
                           const Scaled& unit, std::int64_t places) {
  return {resolvedSum(base.re, offset.real(), unit, places),
          resolvedSum(base.im, offset.imag(), unit, places)};
}

}  // namespace fatou::julia
