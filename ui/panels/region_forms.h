// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/julia/place.h"

namespace fatou::ui {

// One region in both forms.
struct RegionForms {
  julia::CentreView centred;
  julia::CornerView corners;

  friend bool operator==(const RegionForms&, const RegionForms&) = default;
};

// Both ways to say what is looked at. The one that was given keeps its own digits; the other one
// comes from the view as it is shown, on the picture's grid, with the digits that tell apart points
// a hundredth of a pixel apart in the largest picture. A `shown` around a centre, from before the
// first picture, is taken as square.
RegionForms regionForms(const julia::View& given, const julia::View& shown);

}  // namespace fatou::ui
