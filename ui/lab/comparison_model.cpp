// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/comparison_model.h"

#include <utility>

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPalette>

#include "ui/lab/lab_words.h"
#include "ui/style/fonts.h"
#include "ui/style/number_text.h"

namespace fatou::ui {

void ComparisonModel::setResult(std::shared_ptr<const LabResult> result) {
  beginResetModel();
  m_result = std::move(result);
  m_figures.clear();
  if (m_result) m_figures = stats::compareToFirst(m_result->report.configurations);
  endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_figures.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString ComparisonModel::text(std::size_t row, int column) const {
  const auto& configuration = m_result->report.configurations[row];
  const stats::ComparisonRow& figures = m_figures[row];
  switch (column) {
    case View:
      return viewName(configuration.view);
    case Engines:
      return configuration.isSerial() ? QStringLiteral("–")
                                      : QString::number(configuration.engines);
    case Band:
      return configuration.bandRows == 0 ? tr("auto") : QString::number(configuration.bandRows);
    case WallTime:
      return timeText(figures.wallTime.median);
    case Spread:
      return QStringLiteral("± ") + percentText(figures.spread, 1);
    case SpeedUp:
      return QString::number(figures.speedup.median, 'f', 2) + QStringLiteral(" ×");
    case Efficiency:
      return percentText(figures.efficiency.median, 1);
    case Imbalance:
      return QString::number(figures.imbalance, 'f', 2);
    default:
      return configuration.identical ? tr("same J") : tr("J differs");
  }
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::DisplayRole) return text(static_cast<std::size_t>(index.row()), index.column());
  const bool named = index.column() == View || index.column() == Agrees;
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (named ? Qt::AlignLeft : Qt::AlignRight));
  if (role == Qt::FontRole && !named) return numericFont();
  const auto& figures = m_figures[static_cast<std::size_t>(index.row())];
  const auto& report = m_result->report;
  const bool isSpoilt =
      figures.isDisturbed() || stats::tookCores(report.otherCores, report.cores());
  if (isSpoilt && role == Qt::ForegroundRole &&
      (index.column() == SpeedUp || index.column() == Efficiency))
    return QGuiApplication::palette().brush(QPalette::Disabled, QPalette::Text);
  if (figures.isDisturbed() && role == Qt::ToolTipRole)
    return tr("Its engines were without a core for %1 of their time, though there were enough")
        .arg(percentText(figures.disturbance));
  return {};
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const QString names[] = {tr("View"),       tr("Engines"),   tr("Band"),
                           tr("Wall time"),  tr("Spread"),    tr("Speed-up"),
                           tr("Efficiency"), tr("Imbalance"), tr("J")};
  const char* const terms[] = {"balanced", "",           "",          "wall time", "",
                               "speed-up", "efficiency", "imbalance", ""};
  if (role == Qt::DisplayRole) return names[section];
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter |
                    (section == View || section == Agrees ? Qt::AlignLeft : Qt::AlignRight));
  if (role != Qt::ToolTipRole) return {};
  if (section == Spread)
    return tr(
        "Half the distance between the quartiles of the repeats' wall times, over the median");
  if (section == Agrees) return tr("Whether every J is that of the serial run, bit for bit");
  return explanationOf(terms[section]);
}

}  // namespace fatou::ui
