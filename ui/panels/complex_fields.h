// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/julia/numbers/decimal.h"

namespace fatou::ui {

class CoordinateEdit;

// Two fields for a complex number of any length, as in "a = [Re] + [Im] i". Each field also takes a
// whole number a+bi. To be put into a FieldRow.
class ComplexFields : public QWidget {
  Q_OBJECT
 public:
  explicit ComplexFields(const QString& name, QWidget* parent = nullptr);

  const julia::ComplexDecimal& value() const { return m_value; }
  // Shows a number, but leaves a field alone in which the user is typing. Emits no signal.
  void setValue(const julia::ComplexDecimal& value);

  CoordinateEdit* re() const { return m_re; }
  CoordinateEdit* im() const { return m_im; }

 Q_SIGNALS:
  void valueEdited(const fatou::julia::ComplexDecimal& value);

 private:
  void nameFields(const QString& name);
  void layOut(const QString& name);
  void choose(const julia::ComplexDecimal& value);

  CoordinateEdit* m_re;
  CoordinateEdit* m_im;
  julia::ComplexDecimal m_value;
};

}  // namespace fatou::ui
