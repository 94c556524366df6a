// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/whole_set.h"

#include <algorithm>
#include <cmath>

#include "core/julia/numbers/scaled.h"

namespace fatou::julia {
namespace {

constexpr double kMargin = 1.05;
constexpr int kRadiusDigits = 3;

}  // namespace

double wholeSetRadius(std::complex<double> c) {
  return 0.5 + std::sqrt(0.25 + std::hypot(c.real(), c.imag()));
}

CentreView wholeSetView(const ComplexDecimal& c, std::int32_t width, std::int32_t height) {
  const double radius = wholeSetRadius(c.toDouble());
  const double tallness = std::max(1, height - 1) / static_cast<double>(std::max(1, width - 1));
  return {
      .centre = {},
      .radius = decimalOf(Scaled::of(kMargin * radius * std::max(1.0, tallness)), kRadiusDigits)};
}

}  // namespace fatou::julia
