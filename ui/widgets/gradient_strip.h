// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/color/gradient.h"

namespace fatou::ui {

// Shows a gradient, which cannot be edited here.
class GradientStrip : public QWidget {
  Q_OBJECT
 public:
  explicit GradientStrip(QWidget* parent = nullptr);

  void setGradient(const color::Gradient& gradient);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  color::Gradient m_gradient = color::Gradient::defaultGradient();
};

}  // namespace fatou::ui
