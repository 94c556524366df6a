// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_frame.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/julia/numbers/resolved_decimal.h"

namespace fatou::ui {
namespace {

using julia::ComplexDecimal;
using julia::Decimal;
using julia::Scaled;

// The rectangle that home() shows at the least. It holds the Mandelbrot set, which reaches from -2
// to 0.47 and 1.123 up and down, with a margin.
constexpr std::complex<double> kHomeCentre{-0.7, 0.0};
constexpr QSizeF kHomeSize{2.9, 2.4};

// The deepest unit, about 10^-10000, at which a map's orbit takes a tenth of a second.
constexpr Scaled kLeastUnit{0.5, -33'219};
constexpr double kFarthest = 4.0;  // times the unit of home()
constexpr double kReach = 3.0;     // of the centre from 0

// A centre has more places than pixels need, so that slow pans do not stick.
constexpr std::int64_t kCentrePlaces = 3;

// The size in pixels that the last digit of a point gets when the map goes to it.
constexpr double kPixelsADigit = 10.0;

constexpr qlonglong kLeastShownPower = 3;

// Compares two units, the sides of a pixel in the plane.
bool isLess(const Scaled& a, const Scaled& b) {
  return a.exponent != b.exponent ? a.exponent < b.exponent : a.mantissa < b.mantissa;
}

Scaled homeUnit(QSizeF size) {
  return Scaled::of(std::max(kHomeSize.width() / std::max(1.0, size.width()),
                             kHomeSize.height() / std::max(1.0, size.height())));
}

Scaled allowedUnit(const Scaled& unit, QSizeF size) {
  return std::clamp(unit, kLeastUnit, homeUnit(size) * kFarthest, isLess);
}

ComplexDecimal allowedCentre(const ComplexDecimal& centre) {
  const auto within = [](const Decimal& x) {
    const double value = x.toDouble();
    return std::abs(value) <= kReach ? x : Decimal::fromDouble(std::copysign(kReach, value));
  };
  return {within(centre.re), within(centre.im)};
}

// Returns the point that is `away` units from another, as a centre with pixels of `resolution`.
ComplexDecimal movedCentre(const ComplexDecimal& from, std::complex<double> away,
                           const Scaled& unit, const Scaled& resolution) {
  return allowedCentre(
      julia::resolvedSum(from, away, unit, julia::placesFor(resolution) + kCentrePlaces));
}

// Returns the position relative to the middle of the widget, in pixels, with the imaginary axis up.
std::complex<double> fromMiddle(QPointF position, QSizeF size) {
  return {position.x() - 0.5 * size.width(), 0.5 * size.height() - position.y()};
}

QString superscript(qlonglong number) {
  static constexpr char16_t kDigits[] = u"⁰¹²³⁴⁵⁶⁷⁸⁹";
  QString text;
  for (const QChar digit : QString::number(number)) text += QChar(kDigits[digit.digitValue()]);
  return text;
}

}  // namespace

MapFrame MapFrame::home(QSizeF size) {
  return {{Decimal::fromDouble(kHomeCentre.real()), Decimal::fromDouble(kHomeCentre.imag())},
          homeUnit(size),
          size};
}

MapFrame MapFrame::home(QSizeF size, const julia::CentreView& view) {
  const double side = std::max(1.0, std::min(size.width(), size.height()));
  const Scaled shown = Scaled::of(view.radius) * (2.0 / side);
  return {allowedCentre(view.centre), allowedUnit(shown, size), size};
}

ComplexDecimal MapFrame::pointAt(QPointF position) const {
  return julia::resolvedSum(centre, fromMiddle(position, size), unit, julia::placesFor(unit));
}

QPointF MapFrame::positionOf(const ComplexDecimal& point) const {
  return {0.5 * size.width() + Scaled::ofDifference(point.re, centre.re) / unit,
          0.5 * size.height() - Scaled::ofDifference(point.im, centre.im) / unit};
}

double MapFrame::log10Zoom() const {
  return homeUnit(size).log10() - unit.log10();
}

MapFrame MapFrame::panned(QPointF delta) const {
  return {movedCentre(centre, {-delta.x(), delta.y()}, unit, unit), unit, size};
}

MapFrame MapFrame::zoomed(QPointF about, double factor) const {
  const Scaled closer = allowedUnit(unit * (1.0 / factor), size);
  const std::complex<double> kept = fromMiddle(about, size) * (1.0 - closer / unit);
  return {movedCentre(centre, kept, unit, closer), closer, size};
}

MapFrame MapFrame::zoomedTo(const QRectF& box) const {
  const double share = std::max(box.width() / size.width(), box.height() / size.height());
  const Scaled closer = allowedUnit(unit * share, size);
  return {movedCentre(centre, fromMiddle(box.center(), size), unit, closer), closer, size};
}

MapFrame MapFrame::centredOn(const ComplexDecimal& point) const {
  return {allowedCentre(point), unit, size};
}

MapFrame MapFrame::closeTo(const ComplexDecimal& point) const {
  const std::int64_t places =
      std::max({std::int64_t{0}, -point.re.exponent(), -point.im.exponent()});
  const Decimal digit = Decimal::parse("1e-" + std::to_string(places)).value();
  const Scaled closer = allowedUnit(Scaled::of(digit) * (1.0 / kPixelsADigit), size);
  return {allowedCentre(point), std::min(unit, closer, isLess), size};
}

MapFrame MapFrame::resized(QSizeF to) const {
  return {centre, allowedUnit(unit * (homeUnit(to) / homeUnit(size)), to), to};
}

QString zoomText(const MapFrame& frame) {
  const auto zoom = static_cast<qlonglong>(std::floor(frame.log10Zoom() + 1e-9));
  return zoom < kLeastShownPower ? QString() : QStringLiteral("× 10") + superscript(zoom);
}

}  // namespace fatou::ui
