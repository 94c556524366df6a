// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QSize>

#include "core/color/gradient.h"

class QPainter;
class QPalette;

namespace fatou::ui {

inline QColor toQColor(color::Rgb c) {
  return QColor(c.red, c.green, c.blue);
}

inline color::Rgb toRgb(const QColor& c) {
  return {static_cast<std::uint8_t>(c.red()), static_cast<std::uint8_t>(c.green()),
          static_cast<std::uint8_t>(c.blue())};
}

// Paints a gradient once across `rect`, from its position 0 on the left to 1 on the right, with
// rounded corners and a hairline in the palette's Mid around it.
void paintGradient(QPainter& painter, const QRectF& rect, const color::Gradient& gradient,
                   const QPalette& palette);

// The gradient as an icon for lists, which looks the same in a row that is selected.
QIcon gradientIcon(const color::Gradient& gradient, QSize size, const QPalette& palette,
                   qreal devicePixelRatio);

}  // namespace fatou::ui
