// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/overlays.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPolygonF>

#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr double kLineDistance = 110.0;  // widget units between grid lines, about
constexpr QColor kLine(255, 255, 255, 46);
constexpr QColor kAxis(255, 255, 255, 130);
constexpr QColor kOrbit(255, 214, 102);
constexpr QColor kCycle(92, 240, 190);

struct Ring {
  QColor color;
  double radius;
  double width;
};

Ring ringOf(render::Agreement agreement) {
  switch (agreement) {
    case render::Agreement::Agrees:
      return {QColor(190, 255, 215, 220), 3.5, 1.2};
    case render::Agreement::Undecidable:
      return {QColor(255, 190, 60), 4.5, 1.8};
    case render::Agreement::Differs:
      return {QColor(255, 64, 72), 6.5, 2.6};
    case render::Agreement::TooLong:
      break;
  }
  return {QColor(200, 205, 220, 120), 2.5, 1.0};
}

QRectF labelBox(const QPainter& painter, QPointF at, const QString& text) {
  const QFontMetricsF metrics(painter.font());
  return {at, QSizeF(metrics.horizontalAdvance(text) + 8, metrics.height() + 2)};
}

// Paints text that can be read on any picture.
void paintLabel(QPainter& painter, QPointF at, const QString& text) {
  const QRectF box = labelBox(painter, at, text);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(11, 13, 20, 170));
  painter.drawRoundedRect(box, 3, 3);
  painter.setPen(QColor(255, 255, 255, 220));
  painter.drawText(box, Qt::AlignCenter, text);
}

// Writes a round multiple of `step`, without the noise of binary fractions.
QString coordinateText(double value, double step) {
  const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  if (std::abs(value) < step / 2) return QStringLiteral("0");
  return QString::number(value, 'f', std::min(decimals, 17)).replace(u'-', QChar(0x2212));
}

// Writes a power of ten with raised digits: "·10⁻³⁰⁰".
QString powerText(std::int64_t power) {
  QString text = QStringLiteral("·10");
  for (const QChar digit : QString::number(power)) {
    static constexpr QStringView kRaised = u"⁰¹²³⁴⁵⁶⁷⁸⁹";
    text += digit == u'-' ? QChar(u'⁻') : kRaised[digit.digitValue()];
  }
  return text;
}

// The multiples of `step` from low to high; none where doubles do not tell them apart.
std::vector<double> roundMultiples(double low, double high, double step) {
  constexpr double kMost = 1000.0;
  std::vector<double> multiples;
  if (!((high - low) / step < kMost)) return multiples;
  const double first = std::ceil(low / step);
  for (int k = 0; (first + k) * step <= high; ++k) multiples.push_back((first + k) * step);
  return multiples;
}

}  // namespace

QPointF CanvasMapping::toWidget(std::complex<double> point) const {
  const QPointF pixel = plane.pixelOf(point) + QPointF(0.5, 0.5);
  return {origin.x() + pixel.x() * scaleX, origin.y() + pixel.y() * scaleY};
}

std::complex<double> CanvasMapping::toPlane(QPointF at) const {
  const QPointF pixel((at.x() - origin.x()) / scaleX, (at.y() - origin.y()) / scaleY);
  return plane.pointAt(pixel - QPointF(0.5, 0.5));
}

double niceStep(double wanted) {
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (wanted <= factor * power) return factor * power;
  return 10.0 * power;
}

void paintGrid(QPainter& painter, const CanvasMapping& mapping, const QRectF& area,
               std::span<const QRectF> taken) {
  const auto low = mapping.toPlane(area.bottomLeft());
  const auto high = mapping.toPlane(area.topRight());
  const double stepX = niceStep(kLineDistance * mapping.plane.stepX / mapping.scaleX);
  const double stepY = niceStep(kLineDistance * mapping.plane.stepY / mapping.scaleY);
  const auto label = [&](double value, double step, const QString& i) {
    if (!mapping.plane.isDeep) return coordinateText(value, step) + i;
    if (std::abs(value) < step / 2) return QCoreApplication::translate("fatou::ui", "centre");
    return (value > 0 ? QStringLiteral("+") : QString()) + coordinateText(value, step) +
           powerText(mapping.plane.power) + i;
  };
  const auto line = [&](bool isAxis, QPointF from, QPointF to) {
    painter.setPen(QPen(isAxis ? kAxis : kLine, 1.0));
    painter.drawLine(from, to);
  };
  const auto paintNumber = [&](QPointF at, const QString& text) {
    const QRectF box = labelBox(painter, at, text);
    if (std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(box); }))
      paintLabel(painter, at, text);
  };
  for (const double x : roundMultiples(low.real(), high.real(), stepX)) {
    const double at = std::round(mapping.toWidget({x, 0}).x()) + 0.5;
    line(std::abs(x) < stepX / 2, {at, area.top()}, {at, area.bottom()});
    paintNumber({at + 4, area.top() + 4}, label(x, stepX, {}));
  }
  for (const double y : roundMultiples(low.imag(), high.imag(), stepY)) {
    const double at = std::round(mapping.toWidget({0, y}).y()) + 0.5;
    line(std::abs(y) < stepY / 2, {area.left(), at}, {area.right(), at});
    if (at > area.top() + 40)
      paintNumber({area.left() + 4, at + 3}, label(y, stepY, QStringLiteral("i")));
  }
}

void paintOrbit(QPainter& painter, const CanvasMapping& mapping,
                std::span<const std::complex<double>> orbit) {
  painter.setRenderHint(QPainter::Antialiasing);
  QPolygonF line;
  for (const auto& point : orbit) {
    const QPointF at = mapping.toWidget(point);
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) break;  // past a pole
    line << at;
  }
  if (line.isEmpty()) return;
  painter.setPen(QPen(QColor(11, 13, 20, 150), 3.0));
  painter.drawPolyline(line);
  painter.setPen(QPen(kOrbit, 1.2));
  painter.drawPolyline(line);
  painter.setBrush(kOrbit);
  painter.setPen(Qt::NoPen);
  for (const QPointF& point : line) painter.drawEllipse(point, 2.0, 2.0);
  painter.setPen(QPen(Qt::white, 1.5));
  painter.drawEllipse(line.first(), 4.5, 4.5);
}

void paintCycle(QPainter& painter, const CanvasMapping& mapping, const QRectF& area,
                const julia::MapCycle& cycle) {
  painter.setRenderHint(QPainter::Antialiasing);
  QPolygonF points;
  for (const auto& point : cycle.points) points << mapping.toWidget(point);
  painter.setPen(QPen(QColor(kCycle.red(), kCycle.green(), kCycle.blue(), 150), 1.0, Qt::DashLine));
  painter.setBrush(Qt::NoBrush);
  painter.drawPolygon(points);
  if (cycle.hasTrap()) {
    const QPointF centre = points.first();
    const double unitX = mapping.scaleX / mapping.plane.stepX;
    const double unitY = mapping.scaleY / mapping.plane.stepY;
    painter.setPen(QPen(kCycle, 1.5));
    painter.setBrush(QColor(kCycle.red(), kCycle.green(), kCycle.blue(), 40));
    painter.drawEllipse(centre, cycle.trapRadius * unitX, cycle.trapRadius * unitY);
  }
  painter.setPen(QPen(QColor(11, 13, 20, 200), 1.0));
  painter.setBrush(kCycle);
  for (const QPointF& point : points) painter.drawEllipse(point, 3.5, 3.5);
  const QPointF label = points.first() + QPointF(10, 8);
  if (area.contains(label))
    paintLabel(painter, label,
               QCoreApplication::translate("fatou::ui", "period %1   %2")
                   .arg(cycle.period())
                   .arg(multiplierText(std::abs(cycle.multiplier))));
}

void paintChecks(QPainter& painter, const CanvasMapping& mapping, int rows,
                 std::span<const render::CheckedPixel> checks) {
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  for (const render::CheckedPixel& checked : checks) {
    const QPointF at(mapping.origin.x() + (checked.pixel.column + 0.5) * mapping.scaleX,
                     mapping.origin.y() + (rows - checked.pixel.row - 0.5) * mapping.scaleY);
    const Ring ring = ringOf(checked.agreement);
    painter.setPen(QPen(QColor(11, 13, 20, 150), ring.width + 1.6));
    painter.drawEllipse(at, ring.radius, ring.radius);
    painter.setPen(QPen(ring.color, ring.width));
    painter.drawEllipse(at, ring.radius, ring.radius);
  }
}

void paintRows(QPainter& painter, const CanvasMapping& mapping, const QRectF& area, int rows,
               const RowTint& tint) {
  for (int row = 0; row < rows;) {
    const std::optional<QColor> color = tint(row);
    int end = row + 1;
    while (end < rows && tint(end) == color) ++end;
    if (color) {
      const double top = mapping.origin.y() + row * mapping.scaleY;
      painter.fillRect(QRectF(area.left(), top, area.width(), (end - row) * mapping.scaleY) & area,
                       *color);
    }
    row = end;
  }
}

}  // namespace fatou::ui
