// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_form.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/widgets/field_row.h"

namespace fatou::ui {

FieldForm::FieldForm(const QString& heading, QWidget* parent)
    : QWidget(parent), m_rows(new QVBoxLayout(this)) {
  m_rows->setContentsMargins(0, 0, 0, 0);
  m_rows->setSpacing(8);
  auto* title = new QLabel(heading, this);
  title->setProperty("class", QStringLiteral("heading"));
  title->setVisible(!heading.isEmpty());
  m_rows->addWidget(title);
  setAccessibleName(heading);
}

QWidget* FieldForm::addRow(const QString& label, QWidget* field,
                           const QList<CheckedEdit*>& checked) {
  auto* row = new FieldRow(label, field, checked, this);
  m_rows->addWidget(row);
  appendToTabOrder(field);
  return row;
}

void FieldForm::addWide(QWidget* field) {
  m_rows->addWidget(field);
  appendToTabOrder(field);
}

// Qt's own tab order is that of creation, which is the order of members and not of rows.
void FieldForm::appendToTabOrder(QWidget* field) {
  QList<QWidget*> widgets = field->findChildren<QWidget*>();
  widgets.prepend(field);
  for (QWidget* widget : widgets) {
    const bool isPopup = widget->window() != field->window();
    if (isPopup || widget->focusPolicy() == Qt::NoFocus) continue;
    if (m_lastFocusable != nullptr) QWidget::setTabOrder(m_lastFocusable, widget);
    m_lastFocusable = widget;
  }
}

QLabel* FieldForm::addNote() {
  auto* note = new QLabel(this);
  note->setWordWrap(true);
  note->setTextFormat(Qt::PlainText);
  note->setProperty("class", QStringLiteral("secondary"));
  note->hide();
  m_rows->addWidget(note);
  return note;
}

void FieldForm::setNote(QLabel* note, const QString& text) {
  note->setText(text);
  note->setVisible(!text.isEmpty());
}

}  // namespace fatou::ui
