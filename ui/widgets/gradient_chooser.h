// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QComboBox>

#include "core/color/gradient.h"

namespace fatou::ui {

// A list of gradients, each with its colours beside its name: those of the program, the user's own
// below the word "Mine", and what else was seen.
class GradientChooser : public QComboBox {
  Q_OBJECT
 public:
  explicit GradientChooser(QWidget* parent = nullptr);

  void setBuiltIn(std::vector<color::Gradient> gradients);
  void setOwn(std::vector<color::Gradient> gradients);
  // Adds a gradient that is in neither list at the end, so that it can be chosen again.
  void addGuest(const color::Gradient& gradient);

  bool isBuiltIn(const color::Gradient& gradient) const;

  // Shows a gradient without a signal; one that is not in the list is added to it until another is
  // shown.
  void setCurrentGradient(const color::Gradient& gradient);

 Q_SIGNALS:
  void gradientChosen(const fatou::color::Gradient& gradient);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fill();
  void append(const std::vector<color::Gradient>& gradients, const QString& heading);
  void appendRow(const color::Gradient& gradient);
  int rowOf(const color::Gradient& gradient) const;
  void choose(int row);

  std::vector<color::Gradient> m_builtIn;
  std::vector<color::Gradient> m_own;
  std::vector<color::Gradient> m_guests;
  std::vector<std::optional<color::Gradient>> m_rows;  // nothing for a heading
  int m_known = 0;                                     // rows that stay
  color::Gradient m_current = color::Gradient::defaultGradient();
};

}  // namespace fatou::ui
