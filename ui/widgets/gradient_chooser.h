// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QComboBox>

#include "core/color/gradient.h"

namespace fatou::ui {

// A list of gradients, each with its colours beside its name.
class GradientChooser : public QComboBox {
  Q_OBJECT
 public:
  explicit GradientChooser(QWidget* parent = nullptr);

  void setGradients(std::vector<color::Gradient> gradients);
  void addGradient(const color::Gradient& gradient);
  const std::vector<color::Gradient>& gradients() const { return m_gradients; }

  // Shows a gradient without a signal; one that is not in the list is added to it until another is
  // shown.
  void setCurrentGradient(const color::Gradient& gradient);

 Q_SIGNALS:
  void gradientChosen(const fatou::color::Gradient& gradient);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fill();
  void choose(int row);

  std::vector<color::Gradient> m_gradients;
  color::Gradient m_current = color::Gradient::defaultGradient();
};

}  // namespace fatou::ui
