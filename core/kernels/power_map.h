// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/check.h"

namespace fatou::kernels {

struct PlanePoint {
  double x = 0.0;
  double y = 0.0;
};

// The maps z -> z^d + c that the kernels iterate, a struct each: what is proven of it, and z^d and
// its derivative in the order in which every kernel rounds them. power_map-inl.h has the same
// arithmetic for vectors. Nothing is contracted, and changes of sign round nothing.
struct SquareMap {
  static constexpr int kDegree = 2;
  static constexpr double kLog2Degree = 1.0;

  // The largest |c| for which escape is known to be monotone (monotone_escape.h).
  static constexpr double kMonotoneBound = 1.99;

  // A step is off by u (3 |z|^2 + |re c|) in the real part and u (2 |z|^2 + |im c|) in the
  // imaginary one at most, u = 2^-53, which is u (sqrt(13) |z|^2 + |c|) in all.

  // How far apart the steps of two computed orbits can be by rounding alone, where |z| <= 2 and
  // |c| <= 2: that is 3.65e-15, twice the above. The rest is margin: it covers points a little
  // outside |z| <= 2 and the rounding of the bounds that build on it.
  static constexpr double kStepError = 8e-15;

  // With less margin: it covers one of them of |z| <= 2 and the other of |z| <= 2.2.
  static constexpr double kNearStepError = 4e-15;

  // The same for any |z|, in units of |z|^2 and of |c|, and a hundredth more; the last for numbers
  // so small that they are not rounded by a share of themselves.
  static constexpr double kStepErrorOfPower = 3.642 * 0x1p-52;
  static constexpr double kStepErrorOfC = 1.01 * 0x1p-52;
  static constexpr double kStepErrorOfNothing = 0x1p-1000;

  // z^2.
  static constexpr PlanePoint power(double x, double y) {
    const double x2 = x * x;
    const double y2 = y * y;
    const double xy = x * y;
    return {x2 - y2, xy + xy};
  }

  // 2 z dz, the derivative of the step's result where dz is that of z.
  static constexpr PlanePoint slope(double x, double y, double dx, double dy) {
    const double a = x * dx - y * dy;
    const double b = x * dy + y * dx;
    return {a + a, b + b};
  }
};

// Calls f with the map of a degree, which there must be.
template <class F>
auto withMap(int degree, const F& f) {
  FATOU_CHECK(degree == SquareMap::kDegree);
  return f(SquareMap());
}

}  // namespace fatou::kernels
