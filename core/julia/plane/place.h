// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <variant>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A rectangle of the plane by its corners; the grid has points on all four edges.
struct CornerView {
  Decimal xmin;
  Decimal ymin;
  Decimal xmax;
  Decimal ymax;

  friend bool operator==(const CornerView&, const CornerView&) = default;
  static constexpr auto kFields =
      std::tuple(&CornerView::xmin, &CornerView::ymin, &CornerView::xmax, &CornerView::ymax);
};

// A rectangle of the plane by its centre and half its height; its width follows from the picture,
// so that pixels are square.
struct CentreView {
  ComplexDecimal centre;
  Decimal radius;

  friend bool operator==(const CentreView&, const CentreView&) = default;
  static constexpr auto kFields = std::tuple(&CentreView::centre, &CentreView::radius);
};

using View = std::variant<CornerView, CentreView>;

// A place to look at: the Julia set of a formula and its c, a view of it, and for how many
// iterations. Decimal numbers, never rounded.
struct Place {
  ComplexDecimal c;
  View view;
  std::int32_t tmax = 256;
  Formula formula = {};

  friend bool operator==(const Place&, const Place&) = default;
  static constexpr auto kFields =
      std::tuple(&Place::c, &Place::view, &Place::tmax, &Place::formula);
};

// Whether both are places of one picture's plane: all of them but the view is equal, so that a
// point has the same count in either.
bool isSameSet(const Place& a, const Place& b);

// "region -1.3,-1.3,1.3,1.3" or "centre 0,0 radius 1.3".
std::string toString(const View& view);

// Half the height of a view is at least 10^-kMostDepth: coordinates need some digits more.
inline constexpr std::int64_t kMostDepth = static_cast<std::int64_t>(Decimal::kMaxDigits) - 100;

// The Error of a place that shows nothing: a formula that there is not or that cannot be
// computed for its c, an empty, infinite,
// endlessly thin or too deep view, tmax below 1.
Status check(const Place& place);

}  // namespace fatou::julia
