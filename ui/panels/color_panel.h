// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "core/color/coloring.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSlider;
class QVBoxLayout;

namespace fatou::ui {

class ColorButton;
class GradientEditor;
class GradientStrip;

// A dock's content: everything that turns counts into colours, and the way to the editor.
class ColorPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ColorPanel(std::vector<color::Gradient> builtIn, QWidget* parent = nullptr);

  // Shows another colouring without a signal. While colours cycle, the offset stays the cycle's.
  void setColoring(const color::Coloring& coloring);

  // What is shown, which is what the picture should look like, with the offset of a cycle too.
  const color::Coloring& coloring() const { return m_coloring; }

  bool isCycling() const { return m_cycleTimer.isActive(); }

 public Q_SLOTS:
  // Reads a .gpl or .json file and makes its gradient the current one; a line in the panel says
  // what is wrong with a file that is none.
  void importGradient(const QString& path);
  // Writes the current gradient, as .json where the name ends so, else as .gpl.
  void exportGradient(const QString& path);
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
  void buildGradientRows(QVBoxLayout& column);
  void buildMappingRows(QVBoxLayout& column);
  void buildInteriorRows(QVBoxLayout& column);
  void connectAll();
  void showColoring();
  void showGradients();
  void change(bool finished);
  void chooseGradient(const color::Gradient& gradient, bool finished);
  void askForImport();
  void askForExport();
  void showProblem(const QString& problem);
  void cycle();

  std::vector<color::Gradient> m_gradients;  // built in, then imported
  color::Coloring m_coloring;
  bool m_showing = false;  // what changes now is not the user's doing
  QTimer m_cycleTimer;
  QElapsedTimer m_sinceCycled;

  GradientStrip* m_strip;
  QComboBox* m_chooser;
  QPushButton* m_edit;
  QPushButton* m_import;
  QPushButton* m_export;
  QLabel* m_problem;
  QPushButton* m_smooth;
  QPushButton* m_banded;
  QComboBox* m_mapping;
  QSlider* m_density;
  QLabel* m_densityValue;
  QSlider* m_offset;
  QLabel* m_offsetValue;
  QPushButton* m_play;
  QSlider* m_speed;
  ColorButton* m_interior;
  QCheckBox* m_lines;
};

}  // namespace fatou::ui
