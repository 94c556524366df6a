// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/escape_radius.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>

namespace fatou::julia {
namespace {

constexpr int kMostExponent = 500;
// Exceeds the relative error of a sum of some hundred positive doubles, with underflow.
constexpr double kRadiusMargin = 1e-12;
constexpr double kUnderflow = 1e-290;

// Returns |a_k| 2^(exponent power) for power <= 0.
double term(const ComplexDecimal& coefficient, std::ptrdiff_t power, int exponent) {
  return std::ldexp(plainModulus(coefficient.toDouble()), static_cast<int>(power) * exponent) +
         kUnderflow;
}

bool escapesBeyond(const RationalForm& map, int exponent) {
  const auto n = static_cast<std::ptrdiff_t>(map.numerator.size()) - 1;
  double rest = 0.0;
  for (std::ptrdiff_t k = 0; k < n; ++k)
    rest += term(map.numerator[static_cast<std::size_t>(k)], k - n, exponent);
  for (std::size_t k = 0; k < map.denominator.size(); ++k)
    rest += term(map.denominator[k], static_cast<std::ptrdiff_t>(k) + 1 - n, exponent);
  return plainModulus(map.numerator.back().toDouble()) * (1.0 - kRadiusMargin) >
         rest * (1.0 + kRadiusMargin);
}

}  // namespace

double plainModulus(std::complex<double> z) {
  const auto [less, more] = std::minmax({std::abs(z.real()), std::abs(z.imag())});
  if (!(less > 0.0)) return more;
  const double quotient = less / more;
  return more * std::sqrt(1.0 + quotient * quotient);
}

std::optional<double> provenEscapeRadius(const RationalForm& map) {
  if (map.numerator.size() <= map.denominator.size() || map.numerator.size() < 2)
    return std::nullopt;
  for (int exponent = 1; exponent <= kMostExponent; ++exponent)
    if (escapesBeyond(map, exponent)) return std::ldexp(1.0, exponent);
  return std::nullopt;
}

}  // namespace fatou::julia
