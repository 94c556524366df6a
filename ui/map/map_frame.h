// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include "core/julia/numbers/decimal.h"
#include "core/julia/numbers/scaled.h"
#include "core/julia/plane/place.h"

namespace fatou::ui {

// The part of the parameter plane that a map shows, and where its points lie in the widget: at any
// depth down to 10^-10000, with as many digits as that takes. A value; what a gesture does to it is
// decided here. It never gets so far away that the set is lost.
struct MapFrame {
  julia::ComplexDecimal centre;
  julia::Scaled unit = julia::Scaled::of(0.01);  // the side of a widget's pixel in the plane
  QSizeF size{1.0, 1.0};

  // A frame that shows all of the Mandelbrot set.
  static MapFrame home(QSizeF size);

  // A frame that shows all of the view, in its middle.
  static MapFrame home(QSizeF size, const julia::CentreView& view);

  // The point with as many digits as tell pixels apart.
  julia::ComplexDecimal pointAt(QPointF position) const;
  // The position of a point, far outside of the map where the point is not near.
  QPointF positionOf(const julia::ComplexDecimal& point) const;
  julia::Scaled radius() const { return unit * (0.5 * size.height()); }
  // How much closer than home(), as a power of ten.
  double log10Zoom() const;

  MapFrame panned(QPointF delta) const;
  // `factor` > 1 is closer; the point at `about` stays where it is.
  MapFrame zoomed(QPointF about, double factor) const;
  // A frame in which the box fills the map, as far as its shape lets it.
  MapFrame zoomedTo(const QRectF& box) const;
  MapFrame centredOn(const julia::ComplexDecimal& point) const;
  // Centred on the point, and so close that the last of its digits is some pixels, but no less
  // close than now.
  MapFrame closeTo(const julia::ComplexDecimal& point) const;
  // A frame that shows the same part, larger or smaller.
  MapFrame resized(QSizeF to) const;

  friend bool operator==(const MapFrame&, const MapFrame&) = default;
};

// "× 10⁵⁰", or nothing where a map is hardly closer than home().
QString zoomText(const MapFrame& frame);

}  // namespace fatou::ui
