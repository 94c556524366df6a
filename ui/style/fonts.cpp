// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/fonts.h"

#include <algorithm>

#include <QFontDatabase>
#include <QGuiApplication>
#include <QStringList>

namespace fatou::ui {
namespace {

constexpr double kSmallestPoints = 9.75;  // 13 pixels at 96 dots an inch
constexpr double kMonospaceScale = 0.95;  // monospaced families draw larger for the same size

// The first family that is there, or nothing.
QString firstInstalled(const QStringList& families) {
  const QStringList installed = QFontDatabase::families();
  for (const QString& family : families)
    if (installed.contains(family)) return family;
  return {};
}

// Fonts given in pixels have no point size.
double pointsOf(const QFont& font) {
  return font.pointSizeF() > 0 ? font.pointSizeF() : font.pixelSize() * 0.75;
}

}  // namespace

QFont interfaceFont(const QFont& system, double scale) {
  QFont font = system;
  const QString family = firstInstalled({QStringLiteral("Inter")});
  if (!family.isEmpty()) font.setFamilies({family});
  font.setPointSizeF(std::max(kSmallestPoints, pointsOf(system)) * scale);
  return font;
}

QFont numericFont() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  const QString family =
      firstInstalled({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")});
  if (!family.isEmpty()) font.setFamilies({family});
  font.setPointSizeF(pointsOf(QGuiApplication::font()) * kMonospaceScale);
  return font;
}

}  // namespace fatou::ui
