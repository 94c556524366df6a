// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/power_map.h"

namespace fatou::kernels {

// A point of one orbit, in the arithmetic of every kernel.
template <class Map>
struct ScalarOrbit {
  double cRe = 0.0;
  double cIm = 0.0;
  double x = 0.0;
  double y = 0.0;

  double norm() const { return x * x + y * y; }

  void advance() {
    const PlanePoint power = Map::power(x, y);
    x = power.x + cRe;
    y = power.y + cIm;
  }
};

// The same with the derivative by the starting point.
template <class Map>
struct ScalarSlopeOrbit {
  double cRe = 0.0;
  double cIm = 0.0;
  double x = 0.0;
  double y = 0.0;
  double dx = 1.0;
  double dy = 0.0;

  double norm() const { return x * x + y * y; }

  void advance() {
    const PlanePoint slope = Map::slope(x, y, dx, dy);
    dx = slope.x;
    dy = slope.y;
    const PlanePoint power = Map::power(x, y);
    x = power.x + cRe;
    y = power.y + cIm;
  }
};

}  // namespace fatou::kernels
