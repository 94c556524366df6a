// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "core/io/run_json.h"
#include "core/stats/row_cost.h"
#include "ui/lab/comparison_fields.h"
#include "ui/lab/lab_controller.h"

class QAbstractButton;
class QTabWidget;

namespace fatou::ui {

class ComparePage;
class RowCostPage;
class SideBySidePage;
class WhatIfPage;
class WhyPage;

// The parallel lab, a dock's content: compares engines and views, sets two runs side by side, says
// where their time goes, what would have happened otherwise, and what rows cost; a page each.
class LabPanel : public QWidget {
  Q_OBJECT
 public:
  explicit LabPanel(int cores, QWidget* parent = nullptr);

  ComparePage& comparePage() const { return *m_compare; }
  SideBySidePage& sideBySidePage() const { return *m_sideBySide; }
  WhatIfPage& whatIfPage() const { return *m_whatIf; }

 public Q_SLOTS:
  // A comparison is under way; `total` 0 before the first picture.
  void setProgress(int done, int total);
  void setIdle();
  void setResult(const std::shared_ptr<const fatou::ui::LabResult>& result);
  // Shows the timeline of a run that was read from the file of this name.
  void setRecording(const fatou::io::Recording& recording, const QString& name);
  // Takes what the rows of the picture on the canvas cost, told from its counts. Costs that a
  // comparison of it has measured are kept.
  void setPictureCosts(const fatou::stats::RowCosts& costs, const fatou::io::Facts& request);
  void setKernel(fatou::render::Kernel kernel);

 Q_SIGNALS:
  void compareRequested(const fatou::ui::ComparisonSettings& settings);
  void cancelRequested();
  void openRequested();
  void exportRequested();
  void traceRequested();
  void windowRequested();  // asks for a window of its own, or to be docked again
  void rowsHovered(const std::optional<fatou::stats::Rows>& rows);
  void shown();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeButtons();
  void connectAll();
  void takePredicted();
  void showMeasuredCosts(const io::LabReport& report);
  void showCosts(const stats::RowCosts& costs, const io::Facts& request, stats::CostOrigin origin);

  io::Facts m_measured;  // the request whose costs are shown as measured
  ComparePage* m_compare;
  SideBySidePage* m_sideBySide;
  WhyPage* m_why;
  WhatIfPage* m_whatIf;
  RowCostPage* m_rowCost;
  QTabWidget* m_pages;
  QAbstractButton* m_open = nullptr;
  QAbstractButton* m_export = nullptr;
  QAbstractButton* m_trace = nullptr;
  QAbstractButton* m_window = nullptr;
};

}  // namespace fatou::ui
