// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

#include "core/io/foreign/foreign_file.h"

class QDialogButtonBox;
class QListWidget;

namespace fatou::ui {

// Asks which entry of a file is meant. Entries that cannot be opened are listed, but cannot be
// chosen. Deletes itself once it is closed.
class EntryDialog : public QDialog {
  Q_OBJECT
 public:
  EntryDialog(const io::EntryList& list, const QString& fileName, QWidget* parent);

 Q_SIGNALS:
  // Sent once, with the entry's name, where one was chosen.
  void entryChosen(const QString& name);

 private:
  void fill(const io::EntryList& list);
  void updateButtons();
  void choose();

  QListWidget* m_list;
  QDialogButtonBox* m_buttons;
};

}  // namespace fatou::ui
