// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_strip.h"

#include <QPainter>

#include "core/io/files/shown_text.h"
#include "ui/widgets/gradient_painter.h"

namespace fatou::ui {

GradientStrip::GradientStrip(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void GradientStrip::setGradient(const color::Gradient& gradient) {
  if (gradient == m_gradient) return;
  m_gradient = gradient;
  setAccessibleDescription(io::shownLine(QString::fromStdString(gradient.name)));
  update();
}

QSize GradientStrip::sizeHint() const {
  return {160, 24};
}

void GradientStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintGradient(painter, QRectF(rect()), m_gradient, palette());
}

}  // namespace fatou::ui
