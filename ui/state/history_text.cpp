// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/history_text.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "core/color/coloring.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/scaled.h"
#include "core/julia/plane/movable_view.h"
#include "core/julia/plane/place.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::HistoryText", text);
}

double log10Radius(const julia::MovableView& view) {
  return julia::Scaled::of(view.centred().radius).log10();
}

QString powerText(double log10) {
  if (std::abs(log10) < 4.0) return QString::number(std::pow(10.0, log10), 'g', 3);
  const double exponent = std::floor(log10);
  return QStringLiteral("%1 · 10^%2")
      .arg(std::pow(10.0, log10 - exponent), 0, 'f', 1)
      .arg(static_cast<qint64>(exponent));
}

QString mappingText(color::Mapping mapping) {
  switch (mapping) {
    case color::Mapping::Linear:
      return tr("Mapping: linear");
    case color::Mapping::Logarithm:
      return tr("Mapping: logarithm");
    case color::Mapping::SquareRoot:
      return tr("Mapping: square root");
    case color::Mapping::Equalized:
      break;
  }
  return tr("Mapping: equalised");
}

}  // namespace

QString zoomStep(const julia::MovableView& from, const julia::MovableView& to) {
  const bool isCloser = log10Radius(to) < log10Radius(from);
  return (isCloser ? tr("Zoom in to × %1") : tr("Zoom out to × %1"))
      .arg(powerText(std::log10(1.5) - log10Radius(to)));
}

QString formulaName(const julia::Formula& formula) {
  constexpr qsizetype kLongestInTitle = 40;
  const QString text = QString::fromStdString(julia::expressionText(formula));
  return text.size() <= kLongestInTitle ? text : text.left(kLongestInTitle - 1) + u'…';
}

QString placeTitle(const julia::Place& place) {
  constexpr qsizetype kMostNumbers = 4;
  const auto numberText = [](const QString& name, const julia::ComplexDecimal& value) {
    return QStringLiteral("%1 = %2").arg(name, shortText(value));
  };
  const QString c = numberText(QStringLiteral("c"), place.c);
  if (place.formula == julia::Formula()) return c;
  QStringList parts{formulaName(place.formula)};
  if (place.formula.usesC()) parts << c;
  for (const julia::FormulaParameter& each : place.formula.parameters()) {
    if (parts.size() > kMostNumbers) break;
    parts << numberText(QString::fromStdString(each.name), each.value);
  }
  return parts.join(QStringLiteral(", "));
}

QString formulaStep(const julia::Formula& from, const julia::Formula& to) {
  for (const julia::FormulaParameter& each : from.parameters()) {
    const auto after =
        std::ranges::find(to.parameters(), each.name, &julia::FormulaParameter::name);
    if (after == to.parameters().end() || *after == each) continue;
    if (from.with(each.name, after->value) == to)
      return QStringLiteral("%1 = %2").arg(QString::fromStdString(each.name),
                                           shortText(after->value));
  }
  const auto& radius = to.escapeRadius();
  if (radius && from != to && from.withEscapeRadius(radius) == to)
    return tr("Escape radius: %1").arg(QString::fromStdString(radius->text()));
  if (from.hasBasins() != to.hasBasins() && from.withBasins(to.hasBasins()) == to)
    return to.hasBasins() ? tr("Basins told apart") : tr("Basins not told apart");
  return tr("Formula: %1").arg(QString::fromStdString(julia::toString(to)));
}

QString coloringStep(const color::Coloring& from, const color::Coloring& to) {
  if (from.gradient.name != to.gradient.name)
    return tr("Gradient: %1").arg(QString::fromStdString(to.gradient.name));
  if (from.gradient != to.gradient) return tr("Stops of the gradient");
  if (from.mapping != to.mapping) return mappingText(to.mapping);
  if (from.smooth != to.smooth) return to.smooth ? tr("Smooth colours") : tr("Banded colours");
  if (from.density != to.density) return tr("Density: %1").arg(to.density, 0, 'g', 3);
  if (from.offset != to.offset) return tr("Offset: %1").arg(to.offset, 0, 'f', 2);
  if (from.interior != to.interior) return tr("Interior colour");
  return to.distanceLines ? tr("With distance lines") : tr("Without distance lines");
}

}  // namespace fatou::ui
