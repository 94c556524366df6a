// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>

#include <QPointF>

#include "core/julia/plane/raster.h"

namespace fatou::ui {

// Maps the pixels of a picture to the plane and back, for what is drawn over it. Pixels are counted
// from the upper left corner, as on screens; a whole number is the middle of a pixel, which is the
// point that is computed. The points of a deep picture, which no double tells apart, are counted
// from its centre, in a power of ten that suits its size.
struct PlaneMapping {
  double left = 0.0;
  double top = 0.0;
  double stepX = 1.0;
  double stepY = 1.0;
  bool isDeep = false;
  std::int64_t power = 0;  // of ten, that the numbers of a deep picture are multiples of

  static PlaneMapping of(const julia::Raster& raster);

  std::complex<double> pointAt(QPointF pixel) const {
    return {left + pixel.x() * stepX, top - pixel.y() * stepY};
  }
  QPointF pixelOf(std::complex<double> point) const {
    return {(point.real() - left) / stepX, (top - point.imag()) / stepY};
  }

  friend bool operator==(const PlaneMapping&, const PlaneMapping&) = default;
};

}  // namespace fatou::ui
