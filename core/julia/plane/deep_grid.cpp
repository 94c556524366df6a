// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/deep_grid.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal_arithmetic.h"
#include "core/julia/numbers/scaled.h"

namespace fatou::julia {
namespace {

// A hundred times what a step rounds of numbers around 1.
constexpr double kLeastImageStep = 100.0 * 0x1p-52;
// An image of a view that is as large as this is no longer small beside the Julia set.
constexpr double kWholeReach = 0.1;
constexpr double kDrawnTogether = 256.0;
constexpr int kFirstSteps = 100;

// Half a view's width and height.
struct HalfSize {
  Scaled x;
  Scaled y;
};

HalfSize halfSize(const CornerView& view, std::int32_t, std::int32_t) {
  return {.x = Scaled::ofDifference(view.xmax, view.xmin) * 0.5,
          .y = Scaled::ofDifference(view.ymax, view.ymin) * 0.5};
}

HalfSize halfSize(const CentreView& view, std::int32_t width, std::int32_t height) {
  const double aspect = std::max(1.0, static_cast<double>(width) - 1.0) /
                        std::max(1.0, static_cast<double>(height) - 1.0);
  const Scaled radius = Scaled::of(view.radius);
  return {.x = radius * aspect, .y = radius};
}

HalfSize halfSizeOf(const View& view, std::int32_t width, std::int32_t height) {
  return std::visit([&](const auto& v) { return halfSize(v, width, height); }, view);
}

// The nearest half, where a number differs from it by rounding alone.
double withoutNoise(double position) {
  const double nearest = std::round(2.0 * position) / 2.0;
  return std::abs(position - nearest) < 0x1p-36 ? nearest : position;
}

// `count` offsets from middle - half to middle + half; one is the first alone, as in linspace().
// If the middle is a whole number of half steps from the origin, as it is after pans by whole
// pixels, each offset is one product, so that the same point always has the same bits.
std::vector<double> evenly(double middle, double half, std::int32_t count) {
  std::vector<double> offsets(static_cast<std::size_t>(count));
  const double last = std::max(1.0, static_cast<double>(count) - 1.0);
  const double step = 2.0 * half / last;
  const double first = withoutNoise(middle / step) - last / 2.0;
  for (std::int32_t i = 0; i < count; ++i)
    offsets[static_cast<std::size_t>(i)] = (first + i) * step;
  return offsets;
}

// The distance of neighbours among `count` points over twice `half`.
double log2Step(const Scaled& half, std::int32_t count) {
  return half.log2() + 1.0 - std::log2(std::max(1, count - 1));
}

double largest(const std::vector<double>& offsets) {
  return std::max(std::abs(offsets.front()), std::abs(offsets.back()));
}

}  // namespace

bool doublesResolve(const View& view, std::int32_t width, std::int32_t height) {
  const HalfSize half = halfSizeOf(view, width, height);
  const double log2Least = std::min(log2Step(half.x, width), log2Step(half.y, height));
  return !(log2Least < kLog2LeastDoubleStep);
}

View resolvedView(const View& view, std::int32_t width, std::int32_t height) {
  if (doublesResolve(view, width, height)) return view;
  const HalfSize half = halfSizeOf(view, width, height);
  const double log2Most = std::max(log2Step(half.x, width), log2Step(half.y, height));
  // Twice the least step, so that neither rounding nor snapping leaves pixels too near.
  const double step = std::exp2(std::max(log2Most, kLog2LeastDoubleStep + 1.0));
  return CentreView{.centre = centreOf(view),
                    .radius = Decimal::fromDouble(step * std::max(1, height - 1) / 2.0)};
}

NumberType numberTypeFor(const Place& place, std::int32_t width, std::int32_t height) {
  if (!doublesResolve(place.view, width, height)) return NumberType::Perturbation;
  if (place.formula != Formula()) return NumberType::Double;
  const HalfSize half = halfSizeOf(place.view, width, height);
  const ComplexDecimal centre = centreOf(place.view);
  const std::complex<double> c = place.c.toDouble();
  std::complex<double> z = centre.toDouble();
  // The image of the view, as a disc around the centre's, and the distance of neighbours there.
  double reach = std::hypot(half.x.toDouble(), half.y.toDouble());
  double step = std::min(half.x.toDouble() * 2.0 / std::max(1, width - 1),
                         half.y.toDouble() * 2.0 / std::max(1, height - 1));
  // The loop ends once the whole view is contracted so much that no points need to be told apart.
  const double least = step / kDrawnTogether;
  for (int n = 0; n < kFirstSteps && reach < kWholeReach && step >= least; ++n) {
    if (!(std::norm(z) <= 4.0)) break;
    const double modulus = std::abs(z);
    // If |z| is less than `lost`, the images of neighbours after the next step are less than
    // kLeastImageStep apart.
    const double lost = kLeastImageStep / (2.0 * step);
    if (lost > step && modulus - reach < lost) return NumberType::Perturbation;
    step *= 2.0 * std::max(modulus, 0.5 * reach);
    reach *= 2.0 * modulus + reach;
    z = z * z + c;
  }
  return NumberType::Double;
}

std::string toString(NumberType type) {
  return type == NumberType::Double ? "double" : "perturbation";
}

ComplexDecimal centreOf(const View& view) {
  if (const auto* centred = std::get_if<CentreView>(&view)) return centred->centre;
  const auto& corners = std::get<CornerView>(view);
  return {half(corners.xmin + corners.xmax), half(corners.ymin + corners.ymax)};
}

DeepGrid makeDeepGrid(const View& view, std::int32_t width, std::int32_t height,
                      const ComplexDecimal& origin) {
  const ComplexDecimal centre = centreOf(view);
  const Scaled right = Scaled::ofDifference(centre.re, origin.re);
  const Scaled up = Scaled::ofDifference(centre.im, origin.im);
  const HalfSize half = halfSizeOf(view, width, height);
  DeepGrid grid{.origin = origin, .offsets = {}};
  grid.exponent = std::max({right.exponent, up.exponent, half.x.exponent, half.y.exponent});
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
  return within(Scaled::ofDifference(point.re, centre.re), half.x) &&
         within(Scaled::ofDifference(point.im, centre.im), half.y);
}

}  // namespace fatou::julia
