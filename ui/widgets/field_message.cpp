// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_message.h"

#include "ui/widgets/checked_edit.h"

namespace fatou::ui {

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
  setText(problem);
  setVisible(!problem.isEmpty());
}

}  // namespace fatou::ui
