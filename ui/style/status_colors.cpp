// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/status_colors.h"

namespace fatou::ui {

QColor errorColor(const QPalette& palette) {
  const bool dark = palette.color(QPalette::Base).lightnessF() < 0.5F;
  return QColor::fromHslF(0.0F, dark ? 1.0F : 0.72F, dark ? 0.72F : 0.42F);
}

}  // namespace fatou::ui
