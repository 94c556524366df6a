// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractListModel>

#include "ui/export/export_job.h"

namespace fatou::ui {

class ExportQueue;

// The queue's exports as a list. Reading only: what to do with one is asked of the queue.
class ExportQueueModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    IdRole = Qt::UserRole,  // of the export
    StageRole,              // an ExportStage as a number
    ShareRole,              // of it that is done, 0 ... 1
  };
  explicit ExportQueueModel(const ExportQueue& queue, QObject* parent = nullptr);

  const ExportJob& job(int row) const { return m_jobs[static_cast<std::size_t>(row)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  // Also the file's name to be displayed, and its path as a tool tip.
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  void insert(int row);
  void change(int row);
  void erase(int row);
  void move(int from, int to);

  const ExportQueue& m_queue;
  std::vector<ExportJob> m_jobs;  // as the views know them
};

}  // namespace fatou::ui
