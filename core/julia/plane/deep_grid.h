// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/julia/plane/grid.h"
#include "core/julia/plane/place.h"

namespace fatou::julia {

// In which numbers a picture's orbits are computed.
enum class NumberType {
  Double,       // as they are
  Perturbation  // as distances from an orbit of many digits
};

inline constexpr double kLog2LeastDoubleStep = -36.0;

// Whether doubles are the points of a view: while neighbouring pixels are 2^-36 apart and more.
// What a double rounds of a point and of the steps behind it is far below a pixel there, but chaos
// makes much of little: in dust, 3 pixels of 100 have another J than their exact orbit's by then,
// and 10 with pixels 2^-42 apart.
bool doublesResolve(const View& view, std::int32_t width, std::int32_t height);

// The view where doubles resolve it, else one around its centre that is just large enough for them,
// to within a factor of two, with square pixels.
View resolvedView(const View& view, std::int32_t width, std::int32_t height);

// The numbers for a picture of a place. Where doubles do not resolve the view they are distances,
// and in some places sooner. Near 0 a step brings neighbours together instead of apart, and
// what then is less than a rounding is lost for good: a picture of which one of the first steps
// makes a small one near 0 is computed as distances, too. There the small Julia sets are that a c
// of many digits has. A formula without deep zoom stays in doubles there.
NumberType numberTypeFor(const Place& place, std::int32_t width, std::int32_t height);

std::string toString(NumberType type);

// The middle of a view with all its digits.
ComplexDecimal centreOf(const View& view);

// The points of a picture of any depth: origin + (offsets.xs[column] + i offsets.ys[row])
// 2^exponent, row 0 the lowest.
struct DeepGrid {
  ComplexDecimal origin;
  std::int64_t exponent = 0;
  Grid offsets;
  double reach = 1.0;      // the largest modulus of an offset
  double pixelSize = 1.0;  // how far apart neighbours are, in units of the offsets
};

// The grid of a view as distances from `origin`, which lies in it or not far off. Evenly spaced as
// makeGrid(), each offset the nearest double but for its last digits. Views that share points and
// have the same origin share their offsets' bits.
DeepGrid makeDeepGrid(const View& view, std::int32_t width, std::int32_t height,
                      const ComplexDecimal& origin);

// Whether `point` lies in the view.
bool contains(const View& view, std::int32_t width, std::int32_t height,
              const ComplexDecimal& point);

}  // namespace fatou::julia
