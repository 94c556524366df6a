// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QLockFile>
#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "ui/export/export_job.h"
#include "ui/jobs/file_reader.h"

namespace fatou::ui {

class ExportQueue;

// Remembers the exports of a queue in files, one each, from before an export begins until it is
// done or given up, so that the next start knows of those that were interrupted: by quitting, a
// crash or a kill. Each file is locked by the window whose export it is. Lives on the GUI thread.
class UnfinishedExports : public QObject {
  Q_OBJECT
 public:
  // `queue` must outlive it; its exports are remembered from now on.
  UnfinishedExports(ExportQueue& queue, const QString& folder, QObject* parent = nullptr);
  ~UnfinishedExports() override;

  // Has the queue take those that earlier windows have left, once they are read; found() follows
  // where there are any.
  void load();

 Q_SIGNALS:
  void found(int count);
  // One sentence about a file that is broken, which is left alone, or cannot be written.
  void problem(const QString& text);

 private:
  struct Record {
    QString path;
    std::shared_ptr<QLockFile> lock;
  };
  struct Found;

  static std::vector<Found> readFolder(const QString& folder);
  void take(const std::vector<Found>& all);
  void remember(const ExportJob& job);
  static Result<Record> writeRecord(const ExportOrder& order, const QString& folder);
  void end(const ExportJob& job);
  void forgetRemoved();
  void forget(int id);

  ExportQueue& m_queue;
  const QString m_folder;
  FileReader m_reader;
  std::map<int, Record> m_records;  // by the export's id
  bool m_isTaking = false;          // what is added has its file already
};

}  // namespace fatou::ui
