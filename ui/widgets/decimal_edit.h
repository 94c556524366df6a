// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/base/result.h"
#include "core/julia/decimal.h"
#include "ui/widgets/checked_edit.h"

namespace fatou::ui {

// A decimal number of any length, kept as it was typed.
class DecimalEdit : public CheckedEdit {
  Q_OBJECT
 public:
  explicit DecimalEdit(QWidget* parent = nullptr);

  // Sets a check beyond being a number; the message of its Error is shown below the field.
  void setCheck(std::function<Status(const julia::Decimal&)> check) { m_check = std::move(check); }

  const julia::Decimal& value() const { return m_value; }
  // Shows a value and takes a mark away. What is being typed, and what stands marked while the
  // value stays the same, is left alone. No signal.
  void setValue(const julia::Decimal& value);

 Q_SIGNALS:
  // Sent when the user has given another number; never for the same number written in another way.
  void valueEdited(const fatou::julia::Decimal& value);

 protected:
  QString problemOf(const QString& text) const override;
  void take(const QString& text) override;

 private:
  julia::Decimal m_value;
  std::function<Status(const julia::Decimal&)> m_check;
};

}  // namespace fatou::ui
