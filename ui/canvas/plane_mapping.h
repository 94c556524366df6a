// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QPointF>

#include "core/julia/grid.h"

namespace fatou::ui {

// Where the pixels of a picture lie in the plane. Pixels are counted from the upper left corner, as
// on screens; a whole number is the middle of a pixel, which is the point that is computed.
struct PlaneMapping {
  double left = 0.0;
  double top = 0.0;
  double stepX = 1.0;
  double stepY = 1.0;

  static PlaneMapping of(const julia::Grid& grid) {
    const auto step = [](const std::vector<double>& axis) {
      return axis.size() < 2 ? 1.0
                             : (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1);
    };
    return {grid.xs.front(), grid.ys.back(), step(grid.xs), step(grid.ys)};
  }

  std::complex<double> pointAt(QPointF pixel) const {
    return {left + pixel.x() * stepX, top - pixel.y() * stepY};
  }
  QPointF pixelOf(std::complex<double> point) const {
    return {(point.real() - left) / stepX, (top - point.imag()) / stepY};
  }

  friend bool operator==(const PlaneMapping&, const PlaneMapping&) = default;
};

}  // namespace fatou::ui
