// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/values_model.h"

#include <utility>

#include "ui/console/cell_runner.h"

namespace fatou::ui {

void ValuesModel::setValues(std::vector<EngineValue> values) {
  beginResetModel();
  m_values = std::move(values);
  endResetModel();
}

int ValuesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_values.size());
}

int ValuesModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant ValuesModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::TextAlignmentRole) return alignment(index.column());
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  const QString text = textOf(m_values[static_cast<std::size_t>(index.row())], index.column());
  if (role == Qt::DisplayRole || text.isEmpty()) return text;
  return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());  // which may look like HTML
}

QString ValuesModel::textOf(const EngineValue& value, int column) {
  switch (column) {
    case EngineColumn:
      return value.engine == kHereEngine ? tr("here") : QString::number(value.engine);
    case NameColumn:
      return value.name;
    case TypeColumn:
      return value.type;
    case ShapeColumn:
      return value.shape;
    default:
      return value.first;
  }
}

// The numbers of engines stand below one another.
QVariant ValuesModel::alignment(int column) {
  return QVariant(Qt::AlignVCenter | (column == EngineColumn ? Qt::AlignRight : Qt::AlignLeft));
}

QVariant ValuesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return alignment(section);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case EngineColumn:
      return tr("Engine");
    case NameColumn:
      return tr("Name");
    case TypeColumn:
      return tr("Type");
    case ShapeColumn:
      return tr("Shape");
    default:
      return tr("Value");
  }
}

}  // namespace fatou::ui
