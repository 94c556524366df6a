// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/number_text.h"

#include <cmath>

#include <QCoreApplication>

#include "core/julia/numbers/decimal_arithmetic.h"
#include "core/stats/words.h"

namespace fatou::ui {
namespace {

struct CountUnit {
  double size;
  const char* name;
};

constexpr CountUnit kCountUnits[] = {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}};

QString shortText(const julia::Decimal& number) {
  constexpr std::size_t kMostFigures = 12;
  const std::size_t figuresGiven = number.digits().size();
  if (figuresGiven <= kMostFigures) return QString::fromStdString(number.text());
  const auto more = static_cast<std::int64_t>(figuresGiven - kMostFigures);
  const julia::Decimal shorter = julia::rounded(number, number.exponent() + more);
  return QString::fromStdString(shorter.text()) + QStringLiteral("…");
}

}  // namespace

QString timeText(double seconds) {
  return QString::fromStdString(stats::timeText(seconds));
}

QString groupedText(std::int64_t number) {
  const std::string text = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  return QString::fromStdString(text.substr(0, sign) + stats::groupedText(text.substr(sign)));
}

QString countText(double count) {
  // A count that rounds to 1.0 of the next unit is given in that unit.
  for (const CountUnit& unit : kCountUnits)
    if (std::abs(count) >= unit.size * 0.9995)
      return QString::number(count / unit.size, 'f', 1) + QLatin1Char(' ') +
             QString::fromUtf8(unit.name);
  return QString::number(count, 'f', 0);
}

QString rateText(double perSecond) {
  const QString count = countText(perSecond);
  return count + (count.back().isLetter() ? QStringLiteral("/s") : QStringLiteral(" /s"));
}

QString tickText(double seconds, double step) {
  const stats::TimeUnit unit = stats::timeUnitFor(step / 0.09995);
  return QString::number(seconds / unit.size, 'g', 6) + QLatin1Char(' ') +
         QString::fromUtf8(unit.name);
}

QString shortText(const julia::ComplexDecimal& number) {
  return shortText(number.re) + u',' + shortText(number.im);
}

QString multiplierText(double modulus) {
  if (isSuperattracting(modulus))
    return QCoreApplication::translate("fatou::ui::NumberText", "superattracting");
  return QStringLiteral("|λ| = %1").arg(modulus, 0, 'f', modulus < 0.9999 ? 4 : 7);
}

bool isSuperattracting(double modulus) {
  constexpr double kRounding = 1e-12;
  return modulus < kRounding;
}

}  // namespace fatou::ui
