// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/region_forms.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string_view>

namespace fatou::ui {
namespace {

using julia::CentreView;
using julia::CornerView;
using julia::Decimal;

struct Edges {
  double xmin, ymin, xmax, ymax;

  // Half the height, but of a flat or thin region not so little that the width has no digits.
  double scale() const { return std::min(ymax - ymin, xmax - xmin) / 2; }
};

Edges edgesOf(const julia::View& view) {
  if (const auto* corners = std::get_if<CornerView>(&view))
    return {corners->xmin.toDouble(), corners->ymin.toDouble(), corners->xmax.toDouble(),
            corners->ymax.toDouble()};
  const auto& [centre, radius] = std::get<CentreView>(view);
  return {sumToDouble(centre.re, radius, -1), sumToDouble(centre.im, radius, -1),
          sumToDouble(centre.re, radius, 1), sumToDouble(centre.im, radius, 1)};
}

// The number with the digits down to 1e-7 of the scale, at most those that a double has.
Decimal rounded(double value, double scale) {
  constexpr int kDoubleDigits = 17;
  constexpr int kDigitsBelowScale = 7;  // pictures have at most 65,536 rows
  if (!std::isfinite(value)) return Decimal();
  if (!(scale > 0.0) || !std::isfinite(scale)) return Decimal::fromDouble(value);
  const double lastPlace = std::floor(std::log10(scale)) - kDigitsBelowScale;
  if (value == 0.0 || std::log10(std::abs(value)) < lastPlace) return Decimal();
  const int digits = static_cast<int>(std::floor(std::log10(std::abs(value))) - lastPlace) + 1;
  if (digits >= kDoubleDigits) return Decimal::fromDouble(value);
  char text[40];
  const auto written =
      std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits);
  return Decimal::parse(std::string_view(text, static_cast<std::size_t>(written.ptr - text)))
      .value();
}

CentreView centredOn(const Edges& edges) {
  const double scale = edges.scale();
  return {.centre = {rounded(std::midpoint(edges.xmin, edges.xmax), scale),
                     rounded(std::midpoint(edges.ymin, edges.ymax), scale)},
          .radius = rounded(edges.ymax / 2 - edges.ymin / 2, scale)};
}

CornerView cornersAt(const Edges& edges) {
  const double scale = edges.scale();
  return {.xmin = rounded(edges.xmin, scale),
          .ymin = rounded(edges.ymin, scale),
          .xmax = rounded(edges.xmax, scale),
          .ymax = rounded(edges.ymax, scale)};
}

}  // namespace

RegionForms regionForms(const julia::View& given, const julia::View& shown) {
  const Edges edges = edgesOf(shown);
  if (const auto* corners = std::get_if<CornerView>(&given))
    return {.centred = centredOn(edges), .corners = *corners};
  return {.centred = std::get<CentreView>(given), .corners = cornersAt(edges)};
}

}  // namespace fatou::ui
