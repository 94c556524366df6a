// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QList>

namespace fatou::ui {

class CheckedEdit;

// What is wrong with the text of a field, in the layout right below it; takes no room while
// nothing is.
class FieldMessage : public QLabel {
  Q_OBJECT
 public:
  explicit FieldMessage(QWidget* parent = nullptr);

  // Shows the problem of this field from now on. Where it follows several fields of a row, it shows
  // the first problem.
  void follow(const CheckedEdit* field);

 private:
  void showFirstProblem();

  QList<const CheckedEdit*> m_fields;
};

}  // namespace fatou::ui
