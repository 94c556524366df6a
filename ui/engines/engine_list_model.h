// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "ui/engines/engine_roster.h"

namespace fatou::ui {

// The engines as a table: a row an engine, those that were lost in grey.
class EngineListModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Id, Host, Process, Speed };
  static constexpr int kColumns = Speed + 1;

  using QAbstractTableModel::QAbstractTableModel;

  void setEngines(const std::vector<EngineEntry>& engines);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<EngineEntry> m_engines;
};

}  // namespace fatou::ui
