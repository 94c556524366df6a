// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <functional>
#include <optional>
#include <span>

#include <QPainter>
#include <QPointF>
#include <QRectF>

#include "core/julia/formulas/map_cycles.h"
#include "core/render/verification.h"
#include "ui/canvas/plane_mapping.h"

namespace fatou::ui {

// From points of the plane to the widget, and back; what overlays are drawn with.
struct CanvasMapping {
  PlaneMapping plane;
  QPointF origin;       // where the corner of the picture is on the widget
  double scaleX = 1.0;  // widget units a pixel of the picture
  double scaleY = 1.0;

  QPointF toWidget(std::complex<double> point) const;
  std::complex<double> toPlane(QPointF at) const;
};

// The distance between lines that are about `wanted` apart: 1, 2 or 5 times a power of ten.
double niceStep(double wanted);

// Lines at round coordinates with their numbers, the axes stronger; in a deep picture at round
// distances from its centre. A number that would be under one of `taken` is left out.
void paintGrid(QPainter& painter, const CanvasMapping& mapping, const QRectF& area,
               std::span<const QRectF> taken = {});

// Paints the orbit z_0, z_1, … up to a pole, with its first point marked and the first points
// joined by lines.
void paintOrbit(QPainter& painter, const CanvasMapping& mapping,
                std::span<const std::complex<double>> orbit);

// Paints the points of the cycle in order, its trap disc, and period and multiplier beside it.
void paintCycle(QPainter& painter, const CanvasMapping& mapping, const QRectF& area,
                const julia::MapCycle& cycle);

// Paints a ring about each verified pixel of a picture of so many rows, a quiet one where it
// agrees.
void paintChecks(QPainter& painter, const CanvasMapping& mapping, int rows,
                 std::span<const render::CheckedPixel> checks);

// Fills each row of the picture in `area` with what `tint` says of it.
using RowTint = std::function<std::optional<QColor>(int imageRow)>;
void paintRows(QPainter& painter, const CanvasMapping& mapping, const QRectF& area, int rows,
               const RowTint& tint);

}  // namespace fatou::ui
