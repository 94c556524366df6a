// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/decimal_edit.h"

namespace fatou::ui {

DecimalEdit::DecimalEdit(QWidget* parent) : CheckedEdit(parent) {
  // QLineEdit would silently cut off at 32,767 characters.
  setMaxLength(2 * static_cast<int>(julia::Decimal::kMaxDigits));
  showGood(QString::fromStdString(m_value.text()));
}

void DecimalEdit::setValue(const julia::Decimal& value) {
  m_value = value;
  showGood(QString::fromStdString(value.text()));
}

QString DecimalEdit::problemOf(const QString& text) const {
  const auto parsed = julia::Decimal::parse(text.toStdString());
  if (!parsed) return QString::fromStdString(parsed.error().message);
  if (!m_check) return {};
  const Status status = m_check(parsed.value());
  return status ? QString() : QString::fromStdString(status.error().message);
}

void DecimalEdit::take(const QString& text) {
  const julia::Decimal before = m_value;
  setValue(julia::Decimal::parse(text.toStdString()).value());
  if (!(m_value == before)) Q_EMIT valueEdited(m_value);
}

}  // namespace fatou::ui
