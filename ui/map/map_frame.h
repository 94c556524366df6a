// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace fatou::ui {

// The part of the parameter plane that a map shows, and where its points lie in the widget. A
// value; what a gesture does to it is decided here. It never gets deeper than double resolves, and
// never so far away that the set is lost.
struct MapFrame {
  std::complex<double> centre;
  double unit = 0.01;  // the side of a widget's pixel in the plane
  QSizeF size{1.0, 1.0};

  // All of the Mandelbrot set.
  static MapFrame home(QSizeF size);

  std::complex<double> pointAt(QPointF position) const;
  QPointF positionOf(std::complex<double> point) const;
  double radius() const { return 0.5 * unit * size.height(); }

  MapFrame panned(QPointF delta) const;
  // `factor` > 1 is closer; the point at `about` stays where it is.
  MapFrame zoomed(QPointF about, double factor) const;
  // The box fills the map, as far as its shape lets it.
  MapFrame zoomedTo(const QRectF& box) const;
  MapFrame centredOn(std::complex<double> point) const;
  // The same part, larger or smaller.
  MapFrame resized(QSizeF to) const;

  friend bool operator==(const MapFrame&, const MapFrame&) = default;
};

}  // namespace fatou::ui
