// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/color/gradient.h"

class QCheckBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;

namespace fatou::ui {

class ColorButton;
class GradientBar;

// Edits a copy of a gradient and tells of every change, so that the picture can follow. What to do
// on accepted() and rejected() is the caller's: gradient() and original() are there.
class GradientEditor : public QDialog {
  Q_OBJECT
 public:
  // A gradient of the user's own keeps its name while it is edited, others get "… (edited)".
  enum class Naming { Keep, CallEdited };
  explicit GradientEditor(const color::Gradient& gradient, Naming naming = Naming::CallEdited,
                          QWidget* parent = nullptr);

  const color::Gradient& gradient() const { return m_gradient; }
  const color::Gradient& original() const { return m_original; }
  // Selects the name, to be typed over.
  void focusName();

 Q_SIGNALS:
  void gradientChanged(const fatou::color::Gradient& gradient);

 private:
  void makeFields();
  QDialogButtonBox* makeButtons();
  void arrange();
  void connectAll();
  void changeStops(const std::vector<color::GradientStop>& stops);
  void rename(const QString& name);
  void setCyclic(bool cyclic);
  void take(const color::Gradient& changed);
  void showSelected();

  const color::Gradient m_original;
  const Naming m_naming;
  color::Gradient m_gradient;

  QLineEdit* m_name;
  GradientBar* m_bar;
  QDoubleSpinBox* m_position;
  ColorButton* m_color;
  QPushButton* m_add;
  QPushButton* m_delete;
  QPushButton* m_reverse;
  QPushButton* m_spread;
  QCheckBox* m_cyclic;
};

}  // namespace fatou::ui
