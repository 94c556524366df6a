// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/readout.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace fatou::ui {
namespace {

constexpr double kUnitRadius = 1.5;

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::Readout", text);
}

}  // namespace

QString complexText(std::complex<double> z, double step) {
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step))), 1, 17);
  const QString re = QString::number(z.real(), 'f', decimals).replace(u'-', QChar(0x2212));
  const QString im = QString::number(std::abs(z.imag()), 'f', decimals);
  return QStringLiteral("%1 %2 %3i").arg(re, std::signbit(z.imag()) ? QChar(0x2212) : u'+', im);
}

QString readoutText(const Picture::Pixel& pixel, const Picture& picture) {
  const QString z = QStringLiteral("z₀ = ") + complexText(pixel.z0, picture.mapping().stepX);
  const QLocale locale;
  const QString engine = tr("engine %1").arg(pixel.engine);
  if (pixel.count >= picture.request().place.tmax)
    return QStringLiteral("%1   J = %2 = tmax   %3").arg(z, locale.toString(pixel.count), engine);
  return QStringLiteral("%1   J = %2   ν = %3   %4")
      .arg(z, locale.toString(pixel.count),
           locale.toString(static_cast<double>(pixel.smooth), 'f', 2), engine);
}

QString zoomText(const Picture& picture) {
  const double radius = picture.mapping().stepY * (picture.height() - 1) / 2.0;
  const double zoom = kUnitRadius / radius;
  if (zoom < 1e5) return QStringLiteral("× %1").arg(zoom, 0, 'g', zoom < 1000 ? 3 : 5);
  const int exponent = static_cast<int>(std::floor(std::log10(zoom)));
  return QStringLiteral("× %1 · 10").arg(zoom / std::pow(10.0, exponent), 0, 'f', 2) +
         QStringLiteral("<sup>%1</sup>").arg(exponent);
}

}  // namespace fatou::ui
