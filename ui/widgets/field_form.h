// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace fatou::ui {

class CheckedEdit;

// A section of a panel: its heading, if any, then rows of a label and a field.
class FieldForm : public QWidget {
  Q_OBJECT
 public:
  explicit FieldForm(const QString& heading, QWidget* parent = nullptr);

  // Adds a row, whose arguments are those of FieldRow's constructor, and returns it: hide it where
  // the field makes no sense. The tab key goes from row to row.
  QWidget* addRow(const QString& label, QWidget* field, const QList<CheckedEdit*>& checked = {});

  // Adds a field over the whole width.
  void addWide(QWidget* field);

  // Adds a remark in grey below the last row. Set its text with setNote().
  QLabel* addNote();
  // Sets the text of a remark; an empty one takes no room.
  static void setNote(QLabel* note, const QString& text);

 private:
  void appendToTabOrder(QWidget* field);

  QVBoxLayout* m_rows;
  QWidget* m_lastFocusable = nullptr;
};

}  // namespace fatou::ui
