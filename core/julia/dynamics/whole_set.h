// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>

#include "core/julia/plane/place.h"

namespace fatou::julia {

// (1 + sqrt(1 + 4|c|)) / 2, the positive solution R of R^2 - |c| = R. A point further than R from 0
// gets ever further away, so the filled Julia set of c is within R of 0. For c on the negative real
// axis it reaches that far. For z^d + c of a higher degree it is within R, too, as R^d >= R^2.
double wholeSetRadius(std::complex<double> c);

// The view around 0 that shows all of that, with a margin, in a picture of this size.
CentreView wholeSetView(const ComplexDecimal& c, std::int32_t width, std::int32_t height);

}  // namespace fatou::julia
