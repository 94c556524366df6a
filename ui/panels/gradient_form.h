// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPointer>

#include "core/base/result.h"
#include "core/color/gradient.h"
#include "core/io/files/output_target.h"
#include "core/io/foreign/foreign_file.h"
#include "ui/jobs/file_reader.h"
#include "ui/widgets/field_form.h"
#include "ui/widgets/gradient_editor.h"

class QAction;
class QLabel;
class QPushButton;

namespace fatou::ui {

class GradientChooser;
class GradientStrip;
class OwnGradients;

// The gradient that counts are shown in: the lists to choose from, the editor, and the actions by
// which users keep, rename and delete gradients of their own.
class GradientForm : public FieldForm {
  Q_OBJECT
 public:
  // `own` must outlive the form.
  GradientForm(std::vector<color::Gradient> builtIn, OwnGradients& own, QWidget* parent = nullptr);

  // Shows another gradient without a signal; an open editor of another one is closed.
  void setGradient(const color::Gradient& gradient);

  GradientEditor* editor() const { return m_editor; }  // while it is open

 public Q_SLOTS:
  // Makes a gradient the current one and one of the user's own.
  void take(const fatou::color::Gradient& gradient);
  // Makes a .gpl, .json, .map or .ugr file's gradient the current one and one of the user's own,
  // of several the one that the user chooses; a line in the form says what is wrong with a file
  // that is none. It is read beside this thread; a later call takes its place.
  void importFrom(const QString& path);
  // Writes the current gradient, as .json where the name ends so, else as .gpl.
  void exportTo(const QString& path, const io::Replace& replace = false);
  // Opens the editor. It changes a gradient of the user's own; of another one it makes a copy,
  // which becomes one of them.
  void edit();
  void rename();
  // Deletes the file of an own gradient; its colours stay in use until others are chosen.
  void remove();
  // Makes the current gradient one of the user's own, whatever it came with.
  void keep();

 Q_SIGNALS:
  // The user's wish. `finished` is false while the editor is open: what follows belongs to the same
  // step, up to and with the next finished one.
  void gradientChanged(const fatou::color::Gradient& gradient, bool finished);

 private:
  QWidget* makeChooserRow();
  QWidget* makeButtons();
  void connectAll();
  void show(const color::Gradient& gradient);
  void choose(const color::Gradient& gradient, bool finished);
  void takeEdited();
  void updateActions();
  void askForEntry(const io::EntryList& list, const QString& path);
  void askForImport();
  void askForExport();
  void showProblem(const Status& status);

  OwnGradients& m_own;
  FileReader m_reader;
  color::Gradient m_gradient;
  QPointer<GradientEditor> m_editor;

  GradientStrip* m_strip;
  GradientChooser* m_chooser = nullptr;
  QAction* m_rename = nullptr;
  QAction* m_delete = nullptr;
  QAction* m_keep = nullptr;
  QPushButton* m_edit = nullptr;
  QPushButton* m_import = nullptr;
  QPushButton* m_export = nullptr;
  QLabel* m_problem = nullptr;
};

}  // namespace fatou::ui
