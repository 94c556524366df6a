// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engines/engine_list_model.h"

#include <algorithm>

#include <QGuiApplication>
#include <QPalette>

#include "core/io/files/shown_text.h"
#include "ui/style/fonts.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

QString plainText(const std::string& text) {
  return io::shownLine(QString::fromStdString(text));
}

QString cellText(const EngineEntry& engine, int column) {
  switch (column) {
    case EngineListModel::Id:
      return QString::number(engine.info.id);
    case EngineListModel::Host:
      return plainText(engine.info.host);
    case EngineListModel::Process:
      return QString::number(engine.info.process);
    default:
      if (engine.isLost) return EngineListModel::tr("lost");
      return engine.iterationsPerSecond > 0.0 ? rateText(engine.iterationsPerSecond)
                                              : QStringLiteral("–");
  }
}

bool isNumber(int column) {
  return column != EngineListModel::Host;
}

// Everything that a row says, as columns may be too narrow for their text.
QString rowText(const EngineEntry& engine) {
  QString text = EngineListModel::tr("Engine %1: %2, process %3 on %4")
                     .arg(engine.info.id)
                     .arg(plainText(engine.info.kind))
                     .arg(engine.info.process)
                     .arg(plainText(engine.info.host));
  if (!engine.info.simdTarget.empty())
    text += EngineListModel::tr("; SIMD target %1").arg(plainText(engine.info.simdTarget));
  if (engine.isLost) return text + EngineListModel::tr("; it was lost");
  if (engine.iterationsPerSecond > 0.0)
    text += EngineListModel::tr("; %1 iterations in its last run")
                .arg(rateText(engine.iterationsPerSecond));
  return text;
}

}  // namespace

void EngineListModel::setEngines(const std::vector<EngineEntry>& engines) {
  if (engines == m_engines) return;
  if (engines.size() != m_engines.size()) {
    beginResetModel();
    m_engines = engines;
    return endResetModel();
  }
  m_engines = engines;
  Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int EngineListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_engines.size());
}

int EngineListModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant EngineListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const EngineEntry& engine = m_engines[static_cast<std::size_t>(index.row())];
  const bool isFigure = isNumber(index.column());
  switch (role) {
    case Qt::DisplayRole:
      return cellText(engine, index.column());
    case Qt::ToolTipRole:
      return rowText(engine);
    case Qt::TextAlignmentRole:
      return QVariant(Qt::AlignVCenter | (isFigure ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole:
      return isFigure ? QVariant(numericFont()) : QVariant();
    case Qt::ForegroundRole:
      if (!engine.isLost) return {};
      return QGuiApplication::palette().brush(QPalette::Disabled, QPalette::Text);
    default:
      return {};
  }
}

QVariant EngineListModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const QString names[] = {tr("id"), tr("Host"), tr("Process"), tr("Speed")};
  if (role == Qt::DisplayRole) return names[section];
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
  if (role == Qt::ToolTipRole && section == Speed)
    return tr("Iterations a second in the last run the engine took part in");
  return {};
}

}  // namespace fatou::ui
