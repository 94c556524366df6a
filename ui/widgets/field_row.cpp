// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_row.h"

#include <QEvent>
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
    : QWidget(parent),
      m_title(new QLabel(label, this)),
      m_field(field),
      m_message(new FieldMessage(this)) {
  m_title->setProperty("class", QStringLiteral("secondary"));
  m_title->setBuddy(field);
  m_title->setToolTip(field->toolTip());
  m_title->setVisible(!label.isEmpty());
  if (field->accessibleName().isEmpty()) field->setAccessibleName(label);
  fitFont();
  layOut();
  for (const CheckedEdit* edit : checked) m_message->follow(edit);
  if (const auto* edit = qobject_cast<CheckedEdit*>(field)) m_message->follow(edit);
}

void FieldRow::layOut() {
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(m_title);
  line->addWidget(m_field, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(line);
  column->addWidget(m_message);
}

void FieldRow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) fitFont();
  QWidget::changeEvent(event);
}

void FieldRow::fitFont() {
  m_title->setFixedWidth(fontMetrics().horizontalAdvance(tr("Antialiasing")) + 2);
  m_field->setFixedHeight(fieldHeight(*this));
}

}  // namespace fatou::ui
