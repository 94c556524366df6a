// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/engine_colors.h"

#include <cmath>

namespace fatou::ui {

QColor engineColor(int engine, int engines, const QPalette& palette) {
  // Steps of the golden section spread any number of hues; two engines get near opposites.
  constexpr double kGolden = 0.6180339887498949;
  const QColor accent = palette.color(QPalette::Highlight);
  const double step = engines <= 2 ? 0.62 : kGolden;
  const double hue = std::fmod(static_cast<double>(accent.hslHueF()) + engine * step, 1.0);
  return QColor::fromHslF(static_cast<float>(hue), engine == 0 ? accent.hslSaturationF() : 0.55F,
                          engine == 0 ? accent.lightnessF() : 0.52F);
}

}  // namespace fatou::ui
