// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLabel;

namespace fatou::ui {

class CheckedEdit;
class FieldMessage;

// A label, its field, and below them what is wrong with the text while something is. Labels of all
// rows are equally wide, so that sections line up.
class FieldRow : public QWidget {
  Q_OBJECT
 public:
  // The label names the field for screen readers unless it has a name; an empty one takes no room.
  // A checked field's problems are shown; of a field made of several, name those in `checked`.
  FieldRow(const QString& label, QWidget* field, const QList<CheckedEdit*>& checked = {},
           QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void layOut();
  void fitFont();

  QLabel* m_title;
  QWidget* m_field;
  FieldMessage* m_message;
};

}  // namespace fatou::ui
