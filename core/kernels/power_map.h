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

  // Whether fast_escape_time.h has it. Of other maps the plain kernel spares the interior, too.
  static constexpr bool kHasFastKernel = true;

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

// A step of z^3 + c is off by less than 16 units of 2^-53 relative to |z|^3 + |c|: the parts of z^3
// by 5.4 each, and c's addition by one.
struct CubeMap {
  static constexpr int kDegree = 3;
  static constexpr double kLog2Degree = 1.5849625007211562;  // log2(3)
  static constexpr bool kHasFastKernel = false;
  static constexpr double kMonotoneBound = 5.99;

  // The largest |c| for which the critical orbit is known to stay near 0: the disc |z| <= 0.577 is
  // mapped into itself, for 0.577^3 + 0.38 < 0.573, which leaves rounding 10^11 times its room.
  static constexpr double kInvariantC = 0.38;

  // z^3 = x (x^2 - 3 y^2) + i y (3 x^2 - y^2).
  static constexpr PlanePoint power(double x, double y) {
    const double x2 = x * x;
    const double y2 = y * y;
    return {x * (x2 - 3.0 * y2), y * (3.0 * x2 - y2)};
  }

  // 3 z^2 dz.
  static constexpr PlanePoint slope(double x, double y, double dx, double dy) {
    const PlanePoint p = SquareMap::power(x, y);
    const double a = p.x * dx - p.y * dy;
    const double b = p.x * dy + p.y * dx;
    return {3.0 * a, 3.0 * b};
  }
};

// A step of z^4 + c is off by less than 16 units of 2^-53 relative to |z|^4 + |c|: the parts of z^4
// by 9 and 6, and c's addition by one. A quarter turn of z exchanges the parts of z and one sign,
// which changes the signs of z^2 alone: z^4 has the same bits.
struct QuarticMap {
  static constexpr int kDegree = 4;
  static constexpr double kLog2Degree = 2.0;
  static constexpr bool kHasFastKernel = false;
  static constexpr double kMonotoneBound = 13.99;
  static constexpr double kInvariantC = 0.47;  // as for the cube: 0.63^4 + 0.47 < 0.628

  // The square's square.
  static constexpr PlanePoint power(double x, double y) {
    const PlanePoint p = SquareMap::power(x, y);
    return SquareMap::power(p.x, p.y);
  }

  // 4 z^3 dz.
  static constexpr PlanePoint slope(double x, double y, double dx, double dy) {
    const PlanePoint p = CubeMap::power(x, y);
    const double a = p.x * dx - p.y * dy;
    const double b = p.x * dy + p.y * dx;
    return {4.0 * a, 4.0 * b};
  }
};

// Calls f with the map of a degree, which there must be.
template <class F>
auto withMap(int degree, const F& f) {
  switch (degree) {
    case CubeMap::kDegree:
      return f(CubeMap());
    case QuarticMap::kDegree:
      return f(QuarticMap());
    default:
      FATOU_CHECK(degree == SquareMap::kDegree);
      return f(SquareMap());
  }
}

}  // namespace fatou::kernels
