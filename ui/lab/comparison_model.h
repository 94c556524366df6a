// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "ui/lab/lab_controller.h"

namespace fatou::ui {

// A comparison as a table: one row a configuration.
class ComparisonModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { View, Engines, Band, WallTime, Spread, SpeedUp, Efficiency, Imbalance, Agrees };
  static constexpr int kColumns = Agrees + 1;

  using QAbstractTableModel::QAbstractTableModel;

  void setResult(std::shared_ptr<const LabResult> result);
  const std::vector<stats::ComparisonRow>& figures() const { return m_figures; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString text(std::size_t row, int column) const;

  std::shared_ptr<const LabResult> m_result;
  std::vector<stats::ComparisonRow> m_figures;
};

}  // namespace fatou::ui
