// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_frame.h"

#include <algorithm>

namespace fatou::ui {
namespace {

// What home() shows at the least, with a margin: the set reaches from -2 to 0.47, and 1.123 up.
constexpr std::complex<double> kHomeCentre{-0.7, 0.0};
constexpr QSizeF kHomeSize{2.9, 2.4};

// Coordinates near 2 are 4e-16 apart; screens have up to four pixels a unit.
constexpr double kLeastUnit = 1e-14;
constexpr double kFarthest = 4.0;  // times the unit of home()
constexpr double kReach = 3.0;     // of the centre from 0

double homeUnit(QSizeF size) {
  return std::max(kHomeSize.width() / std::max(1.0, size.width()),
                  kHomeSize.height() / std::max(1.0, size.height()));
}

double allowedUnit(double unit, QSizeF size) {
  return std::clamp(unit, kLeastUnit, kFarthest * homeUnit(size));
}

std::complex<double> allowedCentre(std::complex<double> centre) {
  return {std::clamp(centre.real(), -kReach, kReach), std::clamp(centre.imag(), -kReach, kReach)};
}

}  // namespace

MapFrame MapFrame::home(QSizeF size) {
  return {kHomeCentre, homeUnit(size), size};
}

std::complex<double> MapFrame::pointAt(QPointF position) const {
  return centre + std::complex<double>{unit * (position.x() - 0.5 * size.width()),
                                       unit * (0.5 * size.height() - position.y())};
}

QPointF MapFrame::positionOf(std::complex<double> point) const {
  const std::complex<double> away = (point - centre) / unit;
  return {0.5 * size.width() + away.real(), 0.5 * size.height() - away.imag()};
}

MapFrame MapFrame::panned(QPointF delta) const {
  return centredOn(centre - unit * std::complex<double>{delta.x(), -delta.y()});
}

MapFrame MapFrame::zoomed(QPointF about, double factor) const {
  const double closer = allowedUnit(unit / factor, size);
  const std::complex<double> fixed = pointAt(about);
  return {allowedCentre(fixed + (centre - fixed) * (closer / unit)), closer, size};
}

MapFrame MapFrame::zoomedTo(const QRectF& box) const {
  const double share = std::max(box.width() / size.width(), box.height() / size.height());
  return {allowedCentre(pointAt(box.center())), allowedUnit(unit * share, size), size};
}

MapFrame MapFrame::centredOn(std::complex<double> point) const {
  return {allowedCentre(point), unit, size};
}

MapFrame MapFrame::resized(QSizeF to) const {
  return {centre, allowedUnit(unit * homeUnit(to) / homeUnit(size), to), to};
}

}  // namespace fatou::ui
