// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/deep_view.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/julia/numbers/decimal_arithmetic.h"
#include "core/julia/plane/deep_grid.h"

namespace fatou::julia {
namespace {

constexpr int kStepDigits = 7;  // a zoom step is then true to 10^-7

Decimal quantized(const Scaled& step) {
  return decimalOf(step, kStepDigits);
}

// Half the way from the first of `count` points to the last.
Decimal halfLength(const Decimal& step, std::int32_t count) {
  return half(step * (count - 1));
}

// `steps` of a length, to a thousandth of it.
Decimal times(const Decimal& length, double steps) {
  constexpr double kParts = 1000.0;
  return length * static_cast<std::int64_t>(std::llround(steps * kParts)) *
         Decimal::fromDigits(false, "1", -3);
}

}  // namespace

CornerView DeepView::corners() const {
  const Decimal right = halfLength(stepX, width);
  const Decimal up = halfLength(stepY, height);
  return {.xmin = centre.re - right,
          .ymin = centre.im - up,
          .xmax = centre.re + right,
          .ymax = centre.im + up};
}

CentreView DeepView::centred() const {
  return {.centre = centre, .radius = halfLength(stepY, height)};
}

DeepView DeepView::panned(std::int64_t columns, std::int64_t rows) const {
  DeepView view = *this;
  view.centre = {centre.re + stepX * columns, centre.im + stepY * rows};
  return view;
}

Result<DeepView> DeepView::zoomed(double pixelX, double pixelY, double factor) const {
  DeepView view = *this;
  view.stepX = quantized(Scaled::of(stepX) * (1.0 / factor));
  view.stepY = quantized(Scaled::of(stepY) * (1.0 / factor));
  const double right = pixelX - (width - 1) / 2.0;
  const double up = pixelY - (height - 1) / 2.0;
  const double depth = -std::min(Scaled::of(view.stepX).log10(), Scaled::of(view.stepY).log10());
  if (factor > 1.0 && depth > static_cast<double>(kMostDepth))
    return Error{"coordinates end here: a number has at most " +
                 std::to_string(Decimal::kMaxDigits) + " digits"};
  if (right == 0.0 && up == 0.0) return view;
  const auto lastPlace = -static_cast<std::int64_t>(std::ceil(depth)) - 2;
  view.centre = rounded(ComplexDecimal{centre.re + times(stepX, right) - times(view.stepX, right),
                                       centre.im + times(stepY, up) - times(view.stepY, up)},
                        lastPlace);
  return view;
}

DeepView deepView(const View& view, std::int32_t width, std::int32_t height, bool square) {
  FATOU_CHECK(width >= 2 && height >= 2);
  DeepView deep{
      .centre = centreOf(view), .stepX = {}, .stepY = {}, .width = width, .height = height};
  if (const auto* centred = std::get_if<CentreView>(&view)) {
    deep.stepX = deep.stepY = quantized(Scaled::of(centred->radius) * (2.0 / (height - 1)));
    return deep;
  }
  const auto& region = std::get<CornerView>(view);
  const Scaled stepX = Scaled::ofDifference(region.xmax, region.xmin) * (1.0 / (width - 1));
  const Scaled stepY = Scaled::ofDifference(region.ymax, region.ymin) * (1.0 / (height - 1));
  const Scaled& larger = stepX.log2() > stepY.log2() ? stepX : stepY;
  deep.stepX = quantized(square ? larger : stepX);
  deep.stepY = quantized(square ? larger : stepY);
  return deep;
}

}  // namespace fatou::julia
