// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QWidget>

#include "core/render/render_request.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace fatou::ui {

class FieldMessage;
class IntegerEdit;
class NumberListEdit;
class SegmentedButtons;

// The choices for a comparison beside the picture itself.
struct ComparisonSettings {
  std::vector<int> engineCounts;
  std::vector<std::int32_t> bandHeights;  // 0: automatic
  int repeats = 5;
  render::Kernel kernel = render::Kernel::Fast;

  friend bool operator==(const ComparisonSettings&, const ComparisonSettings&) = default;
};

// The row of fields above a comparison, with its button, which cancels while one is under way.
class ComparisonFields : public QWidget {
  Q_OBJECT
 public:
  explicit ComparisonFields(int cores, QWidget* parent = nullptr);

  ComparisonSettings settings() const;
  // The kernel of the picture; what the user chose here afterwards counts.
  void setKernel(render::Kernel kernel);

  // Shows how far a comparison is; `total` is 0 while that is not known.
  void setProgress(int done, int total);
  void setIdle();
  // Does what a press on the button does while no comparison is under way.
  void runAgain();

 Q_SIGNALS:
  void runRequested(const fatou::ui::ComparisonSettings& settings);
  void cancelRequested();

 private:
  void layOut(int cores);
  void press();

  NumberListEdit* m_engines;
  NumberListEdit* m_bands;
  IntegerEdit* m_repeats;
  SegmentedButtons* m_kernel;
  QPushButton* m_run;
  QProgressBar* m_progress;
  QLabel* m_state;
  FieldMessage* m_message;
  bool m_busy = false;
};

}  // namespace fatou::ui
