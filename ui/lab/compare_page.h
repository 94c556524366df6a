// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "ui/lab/comparison_fields.h"
#include "ui/lab/lab_controller.h"

class QLabel;
class QPushButton;
class QSplitter;
class QTableView;

namespace fatou::ui {

class ComparisonModel;
class CurveChart;

// The lab's first page: what to compare, the curves and the table of it, and whether every J
// agrees.
class ComparePage : public QWidget {
  Q_OBJECT
 public:
  explicit ComparePage(int cores, QWidget* parent = nullptr);

  ComparisonFields& fields() const { return *m_fields; }
  ComparisonModel& model() const { return *m_model; }
  void setResult(const std::shared_ptr<const LabResult>& result);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void layOut();
  void showCurves(const LabResult& result);
  void showVerdict(const LabResult& result);

  const int m_cores;
  ComparisonFields* m_fields;
  ComparisonModel* m_model;
  QTableView* m_table;
  CurveChart* m_times;
  CurveChart* m_speedups;
  CurveChart* m_efficiencies;
  QSplitter* m_parts;
  bool m_partsPlaced = false;
  QLabel* m_caption;
  QLabel* m_verdict;
  QLabel* m_remark;
  QPushButton* m_again;  // where the comparison was disturbed
};

// "Every J is bit-identical to the serial one", or which configurations' are not.
QString agreementText(const std::vector<stats::Configuration>& configurations);

}  // namespace fatou::ui
