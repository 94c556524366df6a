// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_painter.h"

#include <algorithm>
#include <cmath>

#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>

namespace fatou::ui {
namespace {

constexpr qreal kCornerRadius = 4.0;

// An image of the gradient one pixel high, to be stretched when it is painted. Of a mirrored
// gradient it has the first half.
QImage strip(const color::Gradient& gradient, int width) {
  const auto entries = static_cast<std::size_t>(width * color::periodOf(gradient));
  const std::vector<color::Rgb> colors = color::expanded(gradient, entries);
  QImage image(width, 1, QImage::Format_RGB32);
  for (int x = 0; x < width; ++x)
    image.setPixelColor(x, 0, toQColor(colors[static_cast<std::size_t>(x)]));
  return image;
}

}  // namespace

void paintGradient(QPainter& painter, const QRectF& rect, const color::Gradient& gradient,
                   const QPalette& palette) {
  const qreal ratio = painter.device()->devicePixelRatioF();
  const int width = std::max(1, static_cast<int>(std::ceil(rect.width() * ratio)));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath outline;
  outline.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), kCornerRadius, kCornerRadius);
  painter.setClipPath(outline);
  painter.drawImage(rect, strip(gradient, width));
  painter.setClipping(false);
  painter.setPen(palette.color(QPalette::Light));
  painter.drawPath(outline);
  painter.restore();
}

QIcon gradientIcon(const color::Gradient& gradient, QSize size, const QPalette& palette,
                   qreal devicePixelRatio) {
  QPixmap pixmap(size * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  paintGradient(painter, QRectF(QPointF(), size), gradient, palette);
  painter.end();
  QIcon icon(pixmap);
  icon.addPixmap(pixmap, QIcon::Selected);
  return icon;
}

}  // namespace fatou::ui
