// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_message.h"

#include "ui/widgets/checked_edit.h"

namespace fatou::ui {
namespace {

// The text with places to break a word without spaces, so that a sentence about sixty digits is no
// wider than its field.
QString breakable(const QString& text) {
  constexpr QChar kZeroWidthSpace(0x200B);
  constexpr int kLongestRun = 20;
  QString broken;
  int run = 0;
  for (const QChar letter : text) {
    run = letter.isSpace() ? 0 : run + 1;
    if (run > kLongestRun) {
      broken += kZeroWidthSpace;
      run = 1;
    }
    broken += letter;
  }
  return broken;
}

}  // namespace

FieldMessage::FieldMessage(QWidget* parent) : QLabel(parent) {
  setWordWrap(true);
  setTextFormat(Qt::PlainText);
  setTextInteractionFlags(Qt::TextSelectableByMouse);
  setFocusPolicy(Qt::NoFocus);
  setProperty("class", QStringLiteral("error"));
  setForegroundRole(QPalette::BrightText);
  hide();
}

void FieldMessage::follow(const CheckedEdit* field) {
  m_fields << field;
  connect(field, &CheckedEdit::problemChanged, this, &FieldMessage::showFirstProblem);
  connect(field, &QObject::destroyed, this, [this, field] { m_fields.removeOne(field); });
  showFirstProblem();
}

void FieldMessage::showFirstProblem() {
  QString problem;
  for (const CheckedEdit* field : m_fields)
    if (problem.isEmpty()) problem = field->problem();
  setText(breakable(problem));
  setVisible(!problem.isEmpty());
}

}  // namespace fatou::ui
