// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/readout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <QCoreApplication>
#include <QLocale>

#include "core/julia/numbers/decimal_arithmetic.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr double kUnitRadius = 1.5;

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::Readout", text);
}

// The modulus of the number with so many decimals. Of a long one, the middle is left out: its
// digits are the same all over the view.
QString modulusText(const julia::Decimal& number, std::int64_t decimals) {
  constexpr qsizetype kMostShown = 22;
  constexpr qsizetype kFirst = 8;
  constexpr qsizetype kLast = 10;
  const julia::Decimal shown = julia::rounded(number, -decimals);
  QString digits = QString::fromStdString(shown.digits());
  if (!shown.isZero()) digits += QString(shown.exponent() + decimals, u'0');
  digits = digits.rightJustified(decimals + 1, u'0');
  digits.insert(digits.size() - decimals, u'.');
  if (digits.size() <= kMostShown) return digits;
  return digits.first(kFirst) + u'\u2026' + digits.last(kLast);
}

}  // namespace

QString complexText(const julia::ComplexDecimal& z, const julia::Scaled& step) {
  const auto decimals = std::max<std::int64_t>(1, std::llround(std::ceil(-step.log10())));
  return QStringLiteral("%1%2 %3 %4i")
      .arg(z.re.isNegative() ? QStringLiteral("\u2212") : QString(), modulusText(z.re, decimals),
           z.im.isNegative() ? QStringLiteral("\u2212") : QStringLiteral("+"),
           modulusText(z.im, decimals));
}

QString readoutText(const Picture::Pixel& pixel, const Picture& picture) {
  const QString z = QStringLiteral("z₀ = ") + complexText(pixel.z0, picture.raster().stepX());
  const QString count = groupedText(pixel.count);
  const QString engine = tr("engine %1").arg(pixel.engine);
  if (pixel.count >= picture.request().picture.place.tmax)
    return QStringLiteral("%1   J = %2 = tmax   %3").arg(z, count, engine);
  if (pixel.cycle)
    return QStringLiteral("%1   J = %2   %3   %4")
        .arg(z, count, *pixel.cycle > 0 ? tr("cycle %1").arg(*pixel.cycle) : tr("escaped"), engine);
  if (!pixel.smooth) return QStringLiteral("%1   J = %2   %3").arg(z, count, engine);
  // The smooth count has its thousands set apart as J has.
  const QLocale english(QLocale::English, QLocale::UnitedStates);
  return QStringLiteral("%1   J = %2   ν = %3   %4")
      .arg(z, count, english.toString(static_cast<double>(*pixel.smooth), 'f', 2), engine);
}

QString zoomText(const Picture& picture) {
  const double log10Zoom = std::log10(kUnitRadius) - picture.raster().radius().log10();
  const double exponent = std::floor(log10Zoom);
  const double leading = std::pow(10.0, log10Zoom - exponent);
  if (exponent < 5.0 && exponent > -4.0)
    return QStringLiteral("× %1").arg(std::pow(10.0, log10Zoom), 0, 'g', exponent < 3.0 ? 3 : 5);
  return QStringLiteral("× %1 · 10").arg(leading, 0, 'f', 2) +
         QStringLiteral("<sup>%1</sup>")
             .arg(static_cast<std::int64_t>(exponent))
             .replace(u'-', QChar(0x2212));
}

}  // namespace fatou::ui
