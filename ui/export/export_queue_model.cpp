// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_queue_model.h"

#include <algorithm>

#include <QFileInfo>

#include "core/io/files/shown_text.h"
#include "ui/export/export_queue.h"

namespace fatou::ui {

ExportQueueModel::ExportQueueModel(const ExportQueue& queue, QObject* parent)
    : QAbstractListModel(parent), m_queue(queue), m_jobs(queue.jobs()) {
  connect(&queue, &ExportQueue::added, this, &ExportQueueModel::insert);
  connect(&queue, &ExportQueue::changed, this, &ExportQueueModel::change);
  connect(&queue, &ExportQueue::removed, this, &ExportQueueModel::erase);
  connect(&queue, &ExportQueue::moved, this, &ExportQueueModel::move);
}

int ExportQueueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

QVariant ExportQueueModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const ExportJob& job = m_jobs[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return io::shownLine(QFileInfo(job.order.target.path).fileName());
    case Qt::ToolTipRole:
      return io::shownLine(job.order.target.path);
    case IdRole:
      return job.id;
    case StageRole:
      return static_cast<int>(job.stage);
    case ShareRole:
      return job.share();
    default:
      return {};
  }
}

void ExportQueueModel::insert(int row) {
  beginInsertRows({}, row, row);
  m_jobs.insert(m_jobs.begin() + row, m_queue.jobs()[static_cast<std::size_t>(row)]);
  endInsertRows();
}

void ExportQueueModel::change(int row) {
  m_jobs[static_cast<std::size_t>(row)] = m_queue.jobs()[static_cast<std::size_t>(row)];
  Q_EMIT dataChanged(index(row), index(row));
}

void ExportQueueModel::erase(int row) {
  beginRemoveRows({}, row, row);
  m_jobs.erase(m_jobs.begin() + row);
  endRemoveRows();
}

void ExportQueueModel::move(int from, int to) {
  // Qt counts the place before which the row goes, the row itself included.
  if (!beginMoveRows({}, from, from, {}, to > from ? to + 1 : to)) return;
  const auto at = m_jobs.begin() + from;
  if (to > from)
    std::rotate(at, at + 1, m_jobs.begin() + to + 1);
  else
    std::rotate(m_jobs.begin() + to, at, at + 1);
  endMoveRows();
}

}  // namespace fatou::ui
