// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer_state.h"
#include "ui/widgets/field_form.h"

namespace fatou::ui {

class BandEdit;
class IntegerEdit;
class SegmentedButtons;

// How many engines compute the picture, how the rows are shared out among them, and by which
// kernel. None of it changes the picture, only its time.
class EnginesPanel : public FieldForm {
  Q_OBJECT
 public:
  // `cores` the machine has; up to four times as many engines may be asked for.
  explicit EnginesPanel(int cores, QWidget* parent = nullptr);

  // The engines run where there are other cores, 0 where nobody knows how many, and so many of
  // them can be had at most. No signal.
  void setLimits(int cores, int most);
  // The most engines that may be asked for on a machine with so many cores.
  static int mostFor(int cores);

  // `canvasPixels` is the picture's size where the state leaves it open. No signal.
  void setState(const ExplorerState& state, PixelSize canvasPixels);

 Q_SIGNALS:
  // The user wants another setup; `stepText` names the change in the history.
  void enginesEdited(const fatou::render::EngineSetup& engines, const QString& stepText);

 private:
  void addFields();
  void connectAll();
  void showNote();

  int m_cores;
  render::EngineSetup m_engines;
  IntegerEdit* m_count;
  SegmentedButtons* m_view;
  BandEdit* m_band;
  SegmentedButtons* m_kernel;
  QLabel* m_note = nullptr;
};

}  // namespace fatou::ui
