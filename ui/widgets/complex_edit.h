// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "core/base/result.h"
#include "core/julia/decimal.h"
#include "ui/widgets/checked_edit.h"

namespace fatou::ui {

// A complex number of any length in one field, typed as "a+bi" or "a, b". A comma that may be a
// decimal one is refused.
class ComplexEdit : public CheckedEdit {
  Q_OBJECT
 public:
  explicit ComplexEdit(QWidget* parent = nullptr);

  // Sets a check beyond being a number; the message of its Error is shown below the field.
  void setCheck(std::function<Status(const julia::ComplexDecimal&)> check) {
    m_check = std::move(check);
  }

  const julia::ComplexDecimal& value() const { return m_value; }
  // Shows a value as DecimalEdit::setValue() does.
  void setValue(const julia::ComplexDecimal& value);

  // The number that the text stands for, taken or not; nothing where it is none.
  std::optional<julia::ComplexDecimal> draft() const;

 Q_SIGNALS:
  // Sent when the user has given another number; never for the same number written in another way.
  void valueEdited(const fatou::julia::ComplexDecimal& value);

 protected:
  QString problemOf(const QString& text) const override;
  void take(const QString& text) override;
  // Keeps the first and the last figures of both parts.
  QString shortened(const QString& text, int width) const override;

 private:
  julia::ComplexDecimal m_value;
  std::function<Status(const julia::ComplexDecimal&)> m_check;
};

// The number as "-0.8 + 0.156i", with its digits as they are; parseClearComplex() reads it back.
QString complexText(const julia::ComplexDecimal& number);

}  // namespace fatou::ui
