// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/state/explorer_state.h"
#include "ui/widgets/field_form.h"

class QComboBox;

namespace fatou::ui {

class IntegerEdit;
class SegmentedButtons;

// How many pixels are computed, by how many samples each, and how a picture that is not as large
// as the canvas is shown on it.
class ResolutionPanel : public FieldForm {
  Q_OBJECT
 public:
  explicit ResolutionPanel(QWidget* parent = nullptr);

  // `canvasPixels` is the picture's size where the state leaves it open. No signal.
  void setState(const ExplorerState& state, PixelSize canvasPixels);
  // Whether a picture of its own size is scaled to the canvas or shown pixel by pixel. No signal.
  void setScaledToFit(bool scaled);

 Q_SIGNALS:
  // The user wants another size, nothing for as large as the canvas; `stepText` names the change
  // in the history.
  void sizeEdited(std::optional<fatou::ui::PixelSize> size, const QString& stepText);
  void samplesEdited(int samples, const QString& stepText);
  void scaledToFitChanged(bool scaled);

 private:
  void addFields();
  void addCustomRow();
  void connectAll();
  void showSizes();
  void chooseSize(int index);
  void takeTypedSize();
  void editSize(PixelSize size);

  std::optional<PixelSize> m_size;
  PixelSize m_canvas;
  bool m_ownNumbers = false;  // the user wants to type the size, even that of a preset
  QComboBox* m_sizes;
  IntegerEdit* m_width;
  IntegerEdit* m_height;
  SegmentedButtons* m_samples;
  SegmentedButtons* m_scaling;
  QWidget* m_customRow = nullptr;
  QWidget* m_scalingRow = nullptr;
};

}  // namespace fatou::ui
