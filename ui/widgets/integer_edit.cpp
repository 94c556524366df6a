// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/integer_edit.h"

#include <algorithm>

#include <QKeyEvent>
#include <QToolButton>

#include "core/julia/numbers/whole_number.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr QChar kMinus(0x2212);

}  // namespace

std::optional<std::int64_t> parseInteger(const QString& text) {
  return julia::parseWholeNumber(text.toStdString());
}

IntegerEdit::IntegerEdit(QWidget* parent) : CheckedEdit(parent) {
  showGood(groupedText(m_value));
}

void IntegerEdit::setRange(const QString& what, std::int64_t low, std::int64_t high) {
  m_what = what;
  m_low = low;
  m_high = high;
}

void IntegerEdit::setGrouped(bool grouped) {
  m_grouped = grouped;
  showGood(textOf(m_value));
}

void IntegerEdit::addStepButtons() {
  const auto add = [this](const QString& sign, const QString& name, int step) {
    auto* button = new QToolButton(this);
    button->setText(sign);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setAutoRaise(true);
    button->setAutoRepeat(true);
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QToolButton::clicked, this, [this, step] { stepBy(step); });
    addTrailing(button);
  };
  add(QString(kMinus), tr("One less"), -1);
  add(QStringLiteral("+"), tr("One more"), 1);
}

void IntegerEdit::setValue(std::int64_t value) {
  m_value = value;
  showGood(textOf(value));
}

std::optional<std::int64_t> IntegerEdit::draft() const {
  return isChanged() ? parseInteger(text()) : m_value;
}

void IntegerEdit::stepBy(int steps) {
  edit(std::clamp(m_value + steps, m_low, m_high));
  restore();
}

QString IntegerEdit::problemOf(const QString& text) const {
  const auto number = parseInteger(text);
  if (!number)
    return tr("'%1' is not a whole number: use one from %2 to %3")
        .arg(text.left(60), groupedText(m_low), groupedText(m_high));
  if (*number >= m_low && *number <= m_high) return m_check ? m_check(*number) : QString();
  return tr("%1 %2 is out of range: use %3 to %4")
      .arg(m_what, groupedText(*number), groupedText(m_low), groupedText(m_high));
}

QString IntegerEdit::textOf(std::int64_t value) const {
  return m_grouped ? groupedText(value) : QString::number(value);
}

void IntegerEdit::take(const QString& text) {
  edit(*parseInteger(text));
}

void IntegerEdit::edit(std::int64_t value) {
  if (value == m_value) return;
  setValue(value);
  Q_EMIT valueEdited(m_value);
}

void IntegerEdit::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Up:
      return stepBy(1);
    case Qt::Key_Down:
      return stepBy(-1);
    default:
      CheckedEdit::keyPressEvent(event);
  }
}

}  // namespace fatou::ui
