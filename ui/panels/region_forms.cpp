// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/region_forms.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/julia/numbers/decimal_arithmetic.h"
#include "core/julia/numbers/scaled.h"

namespace fatou::ui {
namespace {

using julia::CentreView;
using julia::CornerView;
using julia::Scaled;

CornerView edgesOf(const julia::View& view) {
  if (const auto* corners = std::get_if<CornerView>(&view)) return *corners;
  const auto& [centre, radius] = std::get<CentreView>(view);
  return {.xmin = centre.re - radius,
          .ymin = centre.im - radius,
          .xmax = centre.re + radius,
          .ymax = centre.im + radius};
}

// The power of ten below which digits tell nothing of these edges: 1e-7 of half the height, for
// pictures have at most 65,536 rows, but of a flat or thin region of half the width.
std::int64_t lastPlaceOf(const CornerView& edges) {
  constexpr std::int64_t kDigitsBelowScale = 7;
  const double width = Scaled::ofDifference(edges.xmax, edges.xmin).log10();
  const double height = Scaled::ofDifference(edges.ymax, edges.ymin).log10();
  const double scale = std::min(width, height) + std::log10(0.5);
  return static_cast<std::int64_t>(std::floor(scale)) - kDigitsBelowScale;
}

CentreView centredOn(const CornerView& edges, std::int64_t lastPlace) {
  return {.centre = {rounded(half(edges.xmin + edges.xmax), lastPlace),
                     rounded(half(edges.ymin + edges.ymax), lastPlace)},
          .radius = rounded(half(edges.ymax - edges.ymin), lastPlace)};
}

CornerView cornersAt(const CornerView& edges, std::int64_t lastPlace) {
  return {.xmin = rounded(edges.xmin, lastPlace),
          .ymin = rounded(edges.ymin, lastPlace),
          .xmax = rounded(edges.xmax, lastPlace),
          .ymax = rounded(edges.ymax, lastPlace)};
}

}  // namespace

RegionForms regionForms(const julia::View& given, const julia::View& shown) {
  const CornerView edges = edgesOf(shown);
  const std::int64_t lastPlace = lastPlaceOf(edges);
  if (const auto* corners = std::get_if<CornerView>(&given))
    return {.centred = centredOn(edges, lastPlace), .corners = *corners};
  return {.centred = std::get<CentreView>(given), .corners = cornersAt(edges, lastPlace)};
}

}  // namespace fatou::ui
