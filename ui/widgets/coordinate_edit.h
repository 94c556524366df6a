// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/decimal_edit.h"

namespace fatou::ui {

// One coordinate of a complex number, of any length. A whole number "a+bi" typed or pasted into it
// is understood, too, for whoever fills both.
class CoordinateEdit : public DecimalEdit {
  Q_OBJECT
 public:
  explicit CoordinateEdit(QWidget* parent = nullptr);

 Q_SIGNALS:
  // Sent where the text was a number with an imaginary part. The value of the field itself is still
  // the old one.
  void complexEdited(const fatou::julia::ComplexDecimal& number);

 protected:
  QString problemOf(const QString& text) const override;
  void take(const QString& text) override;
  void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace fatou::ui
