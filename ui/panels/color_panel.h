// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/color/coloring.h"
#include "core/julia/formula.h"

class QCheckBox;
class QComboBox;
class QPushButton;

namespace fatou::ui {

class ColorButton;
class ColorCycle;
class FieldForm;
class GradientForm;
class OwnGradients;
class SegmentedButtons;
class ValueSlider;

// A dock's content: everything that turns counts into colours, and the way to the editor.
class ColorPanel : public QWidget {
  Q_OBJECT
 public:
  // `own` must outlive the panel.
  ColorPanel(std::vector<color::Gradient> builtIn, OwnGradients& own, QWidget* parent = nullptr);

  // Shows another colouring without a signal. While colours cycle, the offset stays the cycle's. An
  // open editor of another gradient is closed.
  void setColoring(const color::Coloring& coloring);

  // Greys what the formula has no numbers for.
  void setFormula(julia::Formula formula);

  // What is shown, which is how the picture should look, with the offset of a cycle too.
  const color::Coloring& coloring() const { return m_coloring; }

  bool isCycling() const;
  GradientForm& gradientForm() { return *m_gradient; }

 public Q_SLOTS:
  void setCycling(bool cycling);

 Q_SIGNALS:
  // The user's wish. `finished` is false while a slider is dragged or a dialog is open: what
  // follows belongs to the same step, up to and with the next finished one.
  void coloringChanged(const fatou::color::Coloring& coloring, bool finished);
  // About thirty times a second while colours cycle; no step of a history. The end of the cycle is
  // one coloringChanged().
  void offsetCycled(double offset);

 private:
  FieldForm* makeMappingForm();
  FieldForm* makeInteriorForm();
  QWidget* makeCycleRow();
  void connectAll();
  void connectFields();
  void showColoring();
  void change(const color::Coloring& to, bool finished);
  void chooseGradient(const color::Gradient& gradient, bool finished);
  void cycle(double periods);

  color::Coloring m_coloring = color::Coloring::defaultColoring();

  ColorCycle* m_cycle;
  GradientForm* m_gradient;
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
