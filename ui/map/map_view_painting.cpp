// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a map.
#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/map/map_text.h"
#include "ui/map/map_view.h"

namespace fatou::ui {
namespace {

constexpr double kCorner = 6.0;
constexpr double kRing = 5.5;
constexpr double kMostShownScale = 1e4;
constexpr int kZoomMargin = 6;

}  // namespace

void MapView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath outline;
  outline.addRoundedRect(rect(), kCorner, kCorner);
  if (!isMapped()) return paintMissing(painter, outline);
  painter.fillPath(outline, palette().brush(QPalette::Base));
  paintPicture(painter, outline);
  if (m_box) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    painter.drawRect(*m_box);
  }
  paintRing(painter, ringPosition(parameter()), Qt::SolidLine);
  if (m_preview) paintRing(painter, ringPosition(*m_preview), Qt::DotLine);
  const QString zoom = zoomText(m_frame);
  paintCorner(painter, Qt::AlignRight, zoom);
  if (zoom.isEmpty()) paintCorner(painter, Qt::AlignLeft, mapName(m_formula, m_plane));
  if (!hasFocus()) return;
  painter.setPen(QPen(palette().color(QPalette::Highlight), 2.0));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCorner, kCorner);
}

// Says that there is no map, because an empty one would look like one that is still to come.
void MapView::paintMissing(QPainter& painter, const QPainterPath& outline) const {
  const QRect inner = rect().adjusted(kZoomMargin, kZoomMargin, -kZoomMargin, -kZoomMargin);
  painter.setPen(palette().color(QPalette::Active, QPalette::Mid));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(outline);
  painter.setPen(palette().color(QPalette::Active, QPalette::PlaceholderText));
  painter.drawText(inner, Qt::AlignCenter | Qt::TextWordWrap,
                   tr("No map: the formula has no parameter"));
}

// Fills the outline with a brush, because corners that are cut by a clip are not smooth.
void MapView::paintPicture(QPainter& painter, const QPainterPath& outline) const {
  if (m_picture.image.isNull()) return;
  const double exact = 1.0 / devicePixelRatioF();
  double scale = m_picture.step / m_frame.unit;
  const bool sharp = std::abs(scale / exact - 1.0) < 1e-6;
  if (sharp) scale = exact;
  // A picture from quite another depth would be a blur or a dot, and its size might be too large
  // for the painter.
  if (!(scale > 1.0 / kMostShownScale && scale < kMostShownScale)) return;
  const QSizeF shown = QSizeF(m_picture.image.size()) * scale;
  QRectF target(QPointF(), shown);
  target.moveCenter(m_frame.positionOf(m_picture.centre));
  if (!target.intersects(rect())) return;
  QBrush brush(m_picture.image);
  brush.setTransform(QTransform::fromTranslate(target.x(), target.y()).scale(scale, scale));
  painter.setRenderHint(QPainter::SmoothPixmapTransform, !sharp);
  painter.save();
  painter.setClipRect(target);  // a brush goes on for ever
  painter.fillPath(outline, brush);
  painter.restore();
}

// Outside the map, the ring waits at its edge.
QPointF MapView::ringPosition(const julia::ComplexDecimal& c) const {
  const QPointF at = m_frame.positionOf(c);
  return {std::clamp(at.x(), 0.0, double(width())), std::clamp(at.y(), 0.0, double(height()))};
}

// The ring is white and black in every theme, because these are seen on every gradient.
void MapView::paintRing(QPainter& painter, QPointF at, Qt::PenStyle style) const {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 150), 4.0));
  painter.drawEllipse(at, kRing, kRing);
  painter.setPen(QPen(Qt::white, 2.0, style));
  painter.drawEllipse(at, kRing, kRing);
}

// Paints the text into a lower corner, unless it is empty.
void MapView::paintCorner(QPainter& painter, Qt::Alignment side, const QString& text) const {
  if (text.isEmpty()) return;
  const QRect inner = rect().adjusted(kZoomMargin, kZoomMargin, -kZoomMargin, -kZoomMargin);
  const Qt::Alignment corner = side | Qt::AlignBottom;
  const QRectF bounds = painter.boundingRect(QRectF(inner), static_cast<int>(corner), text);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, 150));
  painter.drawRoundedRect(bounds.adjusted(-4, -2, 4, 2), 4, 4);
  painter.setPen(Qt::white);
  painter.drawText(bounds, static_cast<int>(corner), text);
}

}  // namespace fatou::ui
