// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPointer>
#include <QWidget>

#include "core/base/result.h"
#include "core/color/coloring.h"
#include "core/io/output_target.h"
#include "ui/dialogs/gradient_editor.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace fatou::ui {

class ColorButton;
class ColorCycle;
class FieldForm;
class GradientChooser;
class GradientStrip;
class SegmentedButtons;
class ValueSlider;

// A dock's content: everything that turns counts into colours, and the way to the editor.
class ColorPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ColorPanel(std::vector<color::Gradient> builtIn, QWidget* parent = nullptr);

  // Shows another colouring without a signal. While colours cycle, the offset stays the cycle's. An
  // open editor of another gradient is closed.
  void setColoring(const color::Coloring& coloring);

  // What is shown, which is how the picture should look, with the offset of a cycle too.
  const color::Coloring& coloring() const { return m_coloring; }

  bool isCycling() const;
  GradientEditor* editor() const { return m_editor; }  // while it is open

 public Q_SLOTS:
  // Makes a .gpl or .json file's gradient the current one and one of the list; a line in the panel
  // says what is wrong with a file that is none.
  void importGradient(const QString& path);
  // Writes the current gradient, as .json where the name ends so, else as .gpl.
  void exportGradient(const QString& path, const io::Replace& replace = false);
  void editGradient();
  void setCycling(bool cycling);

 Q_SIGNALS:
  // The user's wish. `finished` is false while a slider is dragged or a dialog is open: what
  // follows belongs to the same step, up to and with the next finished one.
  void coloringChanged(const fatou::color::Coloring& coloring, bool finished);
  // About thirty times a second while colours cycle; no step of a history. The end of the cycle is
  // one coloringChanged().
  void offsetCycled(double offset);

 private:
  FieldForm* makeGradientForm();
  FieldForm* makeMappingForm();
  FieldForm* makeInteriorForm();
  QWidget* makeCycleRow();
  void connectAll();
  void connectFields();
  void showColoring();
  void change(const color::Coloring& to, bool finished);
  void chooseGradient(const color::Gradient& gradient, bool finished);
  void leaveEditorOfAnother();
  void cycle(double periods);
  void askForImport();
  void askForExport();
  void showProblem(const Status& status);

  color::Coloring m_coloring = color::Coloring::defaultColoring();
  QPointer<GradientEditor> m_editor;

  ColorCycle* m_cycle;
  GradientStrip* m_strip;
  GradientChooser* m_chooser;
  QPushButton* m_edit;
  QPushButton* m_import;
  QPushButton* m_export;
  QLabel* m_problem;
  SegmentedButtons* m_bands;
  QComboBox* m_mapping;
  ValueSlider* m_density;
  ValueSlider* m_offset;
  QPushButton* m_play;
  ValueSlider* m_speed;
  ColorButton* m_interior;
  QCheckBox* m_lines;
};

}  // namespace fatou::ui
