// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/widgets/checked_edit.h"
#include "ui/widgets/field_message.h"

namespace fatou::ui {
namespace {

// Every field is as high as a line edit with some air, whatever the style makes of its kind.
int fieldHeight(const QWidget& row) {
  return row.fontMetrics().height() + 12;
}

}  // namespace

FieldRow::FieldRow(const QString& label, QWidget* field, const QList<CheckedEdit*>& checked,
                   QWidget* parent)
    : QWidget(parent), m_message(new FieldMessage(this)) {
  auto* title = new QLabel(label, this);
  title->setProperty("class", QStringLiteral("secondary"));
  title->setFixedWidth(fontMetrics().horizontalAdvance(tr("Antialiasing")) + 2);
  title->setBuddy(field);
  title->setToolTip(field->toolTip());
  title->setVisible(!label.isEmpty());
  if (field->accessibleName().isEmpty()) field->setAccessibleName(label);
  field->setFixedHeight(fieldHeight(*this));

  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(title);
  line->addWidget(field, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(line);
  column->addWidget(m_message);

  for (const CheckedEdit* edit : checked) m_message->follow(edit);
  if (const auto* edit = qobject_cast<CheckedEdit*>(field)) m_message->follow(edit);
}

}  // namespace fatou::ui
