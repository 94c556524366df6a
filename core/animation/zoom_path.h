// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/julia/plane/place.h"

namespace fatou::animation {

// The view at `share`, 0 ... 1, of the way from one view to another: exactly these at the ends.
//
// The radius goes exponentially, and the centre so that one point of the plane, the fixed point of
// the zoom, stays where it is in the picture. Everything else flows from or to it at a speed that
// is the same all along the way. Between equal radii the centre goes straight, evenly. Numbers have
// as many digits as the radii tell apart, and ten more.
julia::CentreView viewBetween(const julia::CentreView& from, const julia::CentreView& to,
                              double share);

// The number at `share` of the straight way from one to another, exactly these at the ends, to at
// least 20 decimal places and ten more than `radius` > 0 tells apart.
julia::ComplexDecimal numberBetween(const julia::ComplexDecimal& from,
                                    const julia::ComplexDecimal& to, double share,
                                    const julia::Decimal& radius);

}  // namespace fatou::animation
