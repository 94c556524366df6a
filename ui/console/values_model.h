// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "ui/console/engine_value.h"

namespace fatou::ui {

// The names that engines know, a row each: engine, name, type, shape, first values.
class ValuesModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { EngineColumn, NameColumn, TypeColumn, ShapeColumn, FirstColumn, kColumns };

  using QAbstractTableModel::QAbstractTableModel;

  void setValues(std::vector<EngineValue> values);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  static QVariant alignment(int column);
  static QString textOf(const EngineValue& value, int column);

  std::vector<EngineValue> m_values;
};

}  // namespace fatou::ui
