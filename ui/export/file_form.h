// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QString>

#include "ui/widgets/field_form.h"

class QLineEdit;

namespace fatou::ui {

// The name and the folder of a file to be written.
class FileForm : public FieldForm {
  Q_OBJECT
 public:
  explicit FileForm(QWidget* parent = nullptr);

  // The folder and name of a path; "~" is the home. No signal.
  void setPath(const QString& path);
  // The path as it stands in the fields; "" without a name.
  QString path() const;
  // Selects the name without its ending, to be typed over.
  void focusName();
  // A remark below the fields; empty takes no room.
  void setRemark(const QString& remark);

 Q_SIGNALS:
  // Sent with every letter that is typed.
  void pathEdited();
  // The name is as the user wants it.
  void nameFinished();
  void browseRequested();

 private:
  QLineEdit* m_name;
  QLineEdit* m_folder;
  QLabel* m_remark;
};

// "douadys-rabbit" for "Douady's rabbit": a file's name that needs no quotes anywhere; empty for a
// name that does not begin with a letter.
QString stemOf(const QString& name);

// A path in the folder that no file has yet and none is being written to: "julia.png",
// "julia-2.png" … Where an unfinished file is left beside a path, `goesOn` says whether it is of
// the picture to be written; then that path is taken, so that the export goes on with it.
QString freePath(const QString& folder, const QString& stem, const QString& ending,
                 const std::function<bool(const QString&)>& goesOn = {});

}  // namespace fatou::ui
