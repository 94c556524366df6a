// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "ui/state/explorer_state.h"
#include "ui/widgets/field_form.h"

class QComboBox;
class QToolButton;

namespace fatou::ui {

class DecimalEdit;
class IntegerEdit;
class SegmentedButtons;

// The choice of a picture's size.
struct SizeChoice {
  enum class Kind { Shown, Named, Own };
  Kind kind = Kind::Shown;  // as large as in the window; by name; by numbers
  int named = 0;            // its place in namedSizes()
  PixelSize size{1920, 1080};
  int dpi = 300;
  bool isForPaper = false;  // paper or dpi were chosen, and the file is to say so
  bool locked = true;       // one side follows the other
  int samples = 2;

  friend bool operator==(const SizeChoice&, const SizeChoice&) = default;
};

// How large a picture is to be, in pixels or on paper, and of how many samples a pixel.
class SizeForm : public FieldForm {
  Q_OBJECT
 public:
  explicit SizeForm(QWidget* parent = nullptr);

  // The picture in the window is of this size: what proportions begin as. A choice by numbers keeps
  // its width where it is locked. No signal.
  void setChoice(const SizeChoice& choice, PixelSize shown);
  // Whether a pixel may have several samples; what was chosen is kept meanwhile.
  void setSamplesEnabled(bool enabled);
  const SizeChoice& choice() const { return m_choice; }
  // Whether every field stands for a number.
  bool isSound() const { return firstProblem() == nullptr; }
  // Gives the focus to the first field that is wrong.
  void focusProblem();

 Q_SIGNALS:
  void choiceEdited();
  // Sent when another field is marked as wrong, or none is any more.
  void problemChanged();

 private:
  CheckedEdit* firstProblem() const;
  void addSizes();
  void addPixels();
  void addPaper();
  void addSamples();
  void connectAll();
  void choosePreset(int index);
  void setWidth(std::int64_t width);
  void setHeight(std::int64_t height);
  void setOwn(PixelSize size);
  void setLocked(bool locked);
  bool isOnPaper() const;
  void setDpi(int dpi);
  PixelSize following(std::int64_t width, std::int64_t height, bool widthLeads) const;
  QString problemOf(std::int64_t width, std::int64_t height, bool widthLeads) const;
  void show();

  SizeChoice m_choice;
  PixelSize m_shown;
  PixelSize m_proportions{1, 1};
  QComboBox* m_presets;
  IntegerEdit* m_width;
  IntegerEdit* m_height;
  QToolButton* m_lock;
  DecimalEdit* m_paperWidth;
  DecimalEdit* m_paperHeight;
  IntegerEdit* m_dpi;
  SegmentedButtons* m_samples;
};

}  // namespace fatou::ui
