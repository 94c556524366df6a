// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/snapped_view.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace fatou::julia {
namespace {

// All of a Julia set's points lie within |z| <= 2 where |c| <= 2; a view reaches a little further.
constexpr double kReach = 4.0;

// A coordinate is half a step times an index, exact where the bits of both add up to 53; an index
// of half steps has one more than one of steps.
constexpr int kProductBits = 52;
constexpr int kMostStepBits = 24;  // a zoom step is then true to 10^-7
constexpr int kLeastStepBits = 3;  // with fewer, a zoom would jump by more than a quarter

constexpr double kLargestStep = 1.0;  // beyond it a picture shows nothing

// Nearest to `step` with as few significant bits as keep coordinates exact; 0 where none are left.
double quantized(double step) {
  const int indexBits = std::max(0, std::ilogb(kReach / step) + 1);
  const int bits = std::min(kMostStepBits, kProductBits - indexBits);
  if (bits < kLeastStepBits) return 0.0;
  int exponent = 0;
  const double mantissa = std::frexp(step, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(mantissa, bits)), exponent - bits);
}

Error tooDeep() {
  return Error{"double precision ends here: neighbouring pixels would be the same point"};
}

// The index, in half steps, of the first of `count` points around `centre`.
std::int64_t firstIndex(double centre, double step, std::int32_t count) {
  return std::llround(2.0L * static_cast<long double>(centre) / step) - (count - 1);
}

Result<SnappedView> around(std::complex<double> centre, double stepX, double stepY,
                           std::int32_t width, std::int32_t height) {
  if (!(stepX > 0.0) || !(stepY > 0.0)) return tooDeep();
  if (!std::isfinite(stepX) || !std::isfinite(stepY))
    return Error{"the view is not finite: use numbers below 1e308"};
  const double x = quantized(stepX);
  const double y = quantized(stepY);
  if (x == 0.0 || y == 0.0) return tooDeep();
  return SnappedView{.stepX = x,
                     .stepY = y,
                     .left = firstIndex(centre.real(), x, width),
                     .low = firstIndex(centre.imag(), y, height),
                     .width = width,
                     .height = height};
}

double middle(double low, double high) {
  return low + (high - low) / 2.0;
}

}  // namespace

CornerView SnappedView::corners() const {
  return {.xmin = Decimal::fromDouble(x(0)),
          .ymin = Decimal::fromDouble(y(0)),
          .xmax = Decimal::fromDouble(x(width - 1)),
          .ymax = Decimal::fromDouble(y(height - 1))};
}

CentreView SnappedView::centred() const {
  return {.centre = {.re = Decimal::fromDouble(x((width - 1) / 2.0)),
                     .im = Decimal::fromDouble(y((height - 1) / 2.0))},
          .radius = Decimal::fromDouble(stepY * (height - 1) / 2.0)};
}

SnappedView SnappedView::panned(std::int64_t columns, std::int64_t rows) const {
  SnappedView view = *this;
  view.left += 2 * columns;
  view.low += 2 * rows;
  return view;
}

Result<SnappedView> SnappedView::zoomed(double pixelX, double pixelY, double factor) const {
  if (std::max(stepX, stepY) / factor > kLargestStep && factor < 1.0)
    return Error{"there is nothing further out: every point escapes at once"};
  SnappedView view = *this;
  view.stepX = quantized(stepX / factor);
  view.stepY = quantized(stepY / factor);
  if (view.stepX == 0.0 || view.stepY == 0.0) return tooDeep();
  view.left = std::llround(2.0L * (static_cast<long double>(x(pixelX)) / view.stepX - pixelX));
  view.low = std::llround(2.0L * (static_cast<long double>(y(pixelY)) / view.stepY - pixelY));
  return view;
}

Result<SnappedView> snapped(const View& view, std::int32_t width, std::int32_t height,
                            bool square) {
  FATOU_CHECK(width >= 2 && height >= 2);
  if (const auto* centred = std::get_if<CentreView>(&view)) {
    const double step = 2.0 * centred->radius.toDouble() / (height - 1);
    return around({centred->centre.re.toDouble(), centred->centre.im.toDouble()}, step, step, width,
                  height);
  }
  const auto& region = std::get<CornerView>(view);
  const double xmin = region.xmin.toDouble();
  const double ymin = region.ymin.toDouble();
  const double xmax = region.xmax.toDouble();
  const double ymax = region.ymax.toDouble();
  const double stepX = (xmax - xmin) / (width - 1);
  const double stepY = (ymax - ymin) / (height - 1);
  const double larger = std::max(stepX, stepY);
  return around({middle(xmin, xmax), middle(ymin, ymax)}, square ? larger : stepX,
                square ? larger : stepY, width, height);
}

}  // namespace fatou::julia
