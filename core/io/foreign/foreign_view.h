// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// A view of another program: its centre and half its height, without rotation and with square
// pixels, as Fatou shows it. Numbers have any length and are not rounded but where they are
// divided.
struct ForeignView {
  julia::CentreView view;
  bool isTurned = false;     // it was rotated, skewed or mirrored
  bool isStretched = false;  // its pixels were not square on a screen of 4 to 3
};

// Fractint's corners: left, right, bottom and top, and of turned views the corner that is at the
// bottom left of the picture. The Error is "REASON; REMEDY".
Result<ForeignView> viewOfCorners(std::span<const julia::Decimal> numbers);

// Fractint's centre, its magnification and, where they are given, how much wider pixels are than
// high, rotation and skew in degrees. The half height is 1 / magnification. The Error is "REASON;
// REMEDY".
Result<ForeignView> viewOfMagnification(std::span<const julia::Decimal> numbers);

// XaoS's centre, width and height, of which it shows all on a screen of 4 to 3. The Error is
// "REASON; REMEDY".
Result<ForeignView> viewOfSides(std::span<const julia::Decimal> numbers);

}  // namespace fatou::io
