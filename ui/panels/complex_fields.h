// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/julia/numbers/decimal.h"

namespace fatou::ui {

class CoordinateEdit;

// "a = [Re] + [Im] i": a complex number of any length in two fields, each of which takes a whole
// number a+bi as well. For a FieldRow.
class ComplexFields : public QWidget {
  Q_OBJECT
 public:
  explicit ComplexFields(const QString& name, QWidget* parent = nullptr);

  const julia::ComplexDecimal& value() const { return m_value; }
  // Shows a number; what is being typed stays. No signal.
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
