// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/deep_grid.h"

#include <algorithm>
#include <cmath>

#include "core/julia/big_float.h"
#include "core/kernels/scaled_complex.h"

namespace fatou::julia {
namespace {

constexpr double kLog2LeastDoubleStep = -42.0;

// A positive number of any size.
struct Scaled {
  double mantissa = 0.0;
  std::int64_t exponent = kernels::ScaledComplex::kZeroExponent;

  double in(std::int64_t unit) const {
    constexpr std::int64_t kBeyond = 5000;
    return std::ldexp(mantissa, static_cast<int>(std::clamp(exponent - unit, -kBeyond, kBeyond)));
  }
  // That of the largest power of two that is not larger, plus one.
  std::int64_t size() const {
    return mantissa == 0.0 ? kernels::ScaledComplex::kZeroExponent : exponent;
  }
};

// a - b, exact before its rounding.
Scaled difference(const Decimal& a, const Decimal& b) {
  const std::int64_t bits = bitsForDigits(digitsToHold(a, b));
  BigFloat result(bits);
  result.setDifference(BigFloat(a, bits), BigFloat(b, bits));
  const auto [mantissa, exponent] = result.toScaled();
  return {mantissa, exponent};
}

Scaled rounded(const Decimal& a) {
  return difference(a, Decimal());
}

Decimal middle(const Decimal& a, const Decimal& b) {
  const std::int64_t digits = digitsToHold(a, b);
  const std::int64_t bits = bitsForDigits(digits);
  BigFloat sum(bits);
  sum.setSum(BigFloat(a, bits), BigFloat(b, bits));
  sum.setProduct(sum, 0.5);
  // Half of a sum is a decimal with one digit more: near enough to it to be printed as it is.
  const auto [text, exponent] =
      sum.toDigits(std::min(static_cast<std::size_t>(digits - 30), Decimal::kMaxDigits));
  const bool negative = text.front() == '-';
  return Decimal::parse((negative ? "-0." + text.substr(1) : "0." + text) + "e" +
                        std::to_string(exponent))
      .value();
}

// Half a view's width and height.
struct HalfSize {
  Scaled x;
  Scaled y;
};

HalfSize halfSize(const CornerView& view, std::int32_t, std::int32_t) {
  HalfSize half{difference(view.xmax, view.xmin), difference(view.ymax, view.ymin)};
  --half.x.exponent;
  --half.y.exponent;
  return half;
}

HalfSize halfSize(const CentreView& view, std::int32_t width, std::int32_t height) {
  const double aspect = std::max(1.0, static_cast<double>(width) - 1.0) /
                        std::max(1.0, static_cast<double>(height) - 1.0);
  const Scaled radius = rounded(view.radius);
  return {.x = {radius.mantissa * aspect, radius.exponent}, .y = radius};
}

HalfSize halfSizeOf(const View& view, std::int32_t width, std::int32_t height) {
  return std::visit([&](const auto& v) { return halfSize(v, width, height); }, view);
}

// `count` offsets from middle - half to middle + half; one is the first alone, as in linspace().
std::vector<double> evenly(double middle, double half, std::int32_t count) {
  std::vector<double> offsets(static_cast<std::size_t>(count));
  const double last = std::max(1.0, static_cast<double>(count) - 1.0);
  for (std::int32_t i = 0; i < count; ++i)
    offsets[static_cast<std::size_t>(i)] = middle + (2.0 * i - last) * half / last;
  return offsets;
}

double largest(const std::vector<double>& offsets) {
  return std::max(std::abs(offsets.front()), std::abs(offsets.back()));
}

}  // namespace

NumberType numberTypeFor(const View& view, std::int32_t width, std::int32_t height) {
  const HalfSize half = halfSizeOf(view, width, height);
  const auto log2Step = [](const Scaled& size, std::int32_t count) {
    return std::log2(std::abs(size.mantissa)) + static_cast<double>(size.exponent) + 1.0 -
           std::log2(std::max(1, count - 1));
  };
  const double log2Least = std::min(log2Step(half.x, width), log2Step(half.y, height));
  return log2Least < kLog2LeastDoubleStep ? NumberType::Perturbation : NumberType::Double;
}

std::string toString(NumberType type) {
  return type == NumberType::Double ? "double" : "perturbation";
}

ComplexDecimal centreOf(const View& view) {
  if (const auto* centred = std::get_if<CentreView>(&view)) return centred->centre;
  const auto& corners = std::get<CornerView>(view);
  return {middle(corners.xmin, corners.xmax), middle(corners.ymin, corners.ymax)};
}

DeepGrid makeDeepGrid(const View& view, std::int32_t width, std::int32_t height,
                      const ComplexDecimal& origin) {
  const ComplexDecimal centre = centreOf(view);
  const Scaled right = difference(centre.re, origin.re);
  const Scaled up = difference(centre.im, origin.im);
  const HalfSize half = halfSizeOf(view, width, height);
  DeepGrid grid{.origin = origin, .offsets = {}};
  grid.exponent = std::max({right.size(), up.size(), half.x.size(), half.y.size()});
  const std::int64_t unit = grid.exponent;
  grid.offsets = {.xs = evenly(right.in(unit), half.x.in(unit), width),
                  .ys = evenly(up.in(unit), half.y.in(unit), height)};
  grid.reach = std::hypot(largest(grid.offsets.xs), largest(grid.offsets.ys));
  grid.pixelSize = width > 1    ? 2.0 * half.x.in(unit) / (width - 1)
                   : height > 1 ? 2.0 * half.y.in(unit) / (height - 1)
                                : 1.0;
  return grid;
}

bool contains(const View& view, std::int32_t width, std::int32_t height,
              const ComplexDecimal& point) {
  const ComplexDecimal centre = centreOf(view);
  const HalfSize half = halfSizeOf(view, width, height);
  const auto within = [](const Scaled& distance, const Scaled& size) {
    return std::abs(distance.in(size.exponent)) <= std::abs(size.mantissa);
  };
  return within(difference(point.re, centre.re), half.x) &&
         within(difference(point.im, centre.im), half.y);
}

}  // namespace fatou::julia
