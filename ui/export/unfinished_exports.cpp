// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/unfinished_exports.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "core/exports/left_over.h"
#include "core/io/files/input_file.h"
#include "core/io/files/publish.h"
#include "core/io/formats/picture_file.h"
#include "ui/export/export_queue.h"
#include "ui/export/export_record.h"
#include "ui/models/bookmark_folder.h"

namespace fatou::ui {
namespace {

constexpr qint64 kLargestRecord = 4 << 20;

std::shared_ptr<QLockFile> lockOf(const QString& record) {
  auto lock = std::make_shared<QLockFile>(record + QStringLiteral(".lock"));
  // QLockFile looks whether the process that holds the lock is still there. Where it cannot look,
  // as on another computer, a lock of more than a day does not count.
  lock->setStaleLockTime(std::chrono::hours(24));
  return lock->tryLock() ? lock : nullptr;
}

Result<ExportOrder> readRecord(const QString& path) {
  const auto bytes = io::readInput(path, kLargestRecord, "the record of an export");
  if (!bytes) return io::cannotRead(path, QString::fromStdString(bytes.error().message));
  auto order = parseExportJson(bytes.value());
  if (!order) return io::cannotRead(path, QString::fromStdString(order.error().message));
  return order;
}

// Whether the export has been finished, by a program that ended before it could delete the record.
bool isDone(const QString& record, const ExportOrder& order) {
  const QFileInfo file(order.target.path);
  return file.exists() && !QFile::exists(io::PictureFile::partName(order.target.path)) &&
         file.lastModified() >= QFileInfo(record).lastModified();
}

}  // namespace

// A record that no window holds, and what is left of its export.
struct UnfinishedExports::Found {
  QString path;
  std::shared_ptr<QLockFile> lock;
  Result<ExportOrder> order;
  bool keepsPart = false;
};

UnfinishedExports::UnfinishedExports(ExportQueue& queue, const QString& folder, QObject* parent)
    : QObject(parent), m_queue(queue), m_folder(folder) {
  connect(&queue, &ExportQueue::added, this, [this](int row) {
    if (!m_isTaking) remember(m_queue.jobs()[static_cast<std::size_t>(row)]);
  });
  connect(&queue, &ExportQueue::ended, this, &UnfinishedExports::end);
  connect(&queue, &ExportQueue::removed, this, &UnfinishedExports::forgetRemoved);
}

UnfinishedExports::~UnfinishedExports() = default;

void UnfinishedExports::load() {
  m_reader.read([this, folder = m_folder]() -> FileReader::Reaction {
    return [this, all = readFolder(folder)] { take(all); };
  });
}

std::vector<UnfinishedExports::Found> UnfinishedExports::readFolder(const QString& folderPath) {
  std::vector<Found> all;
  if (folderPath.isEmpty()) return all;  // QDir would read the working directory
  const QDir folder(folderPath);
  for (const QString& name :
       folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
    const QString path = folder.filePath(name);
    auto lock = lockOf(path);
    if (!lock || !QFile::exists(path)) continue;  // another window's, or just forgotten
    auto order = readRecord(path);
    if (order && isDone(path, order.value())) {
      QFile::remove(path);
      continue;
    }
    const bool keepsPart = order && exports::leftOver(order.value().spec, order.value().target) ==
                                        exports::LeftOver::OfThisPicture;
    all.push_back({path, std::move(lock), std::move(order), keepsPart});
  }
  return all;
}

void UnfinishedExports::take(const std::vector<Found>& all) {
  int count = 0;
  m_isTaking = true;
  for (const Found& one : all) {
    if (!one.order) {
      Q_EMIT problem(QString::fromStdString(one.order.error().message));
      continue;
    }
    const int id = m_queue.addInterrupted(one.order.value(), one.keepsPart);
    m_records[id] = {one.path, one.lock};
    ++count;
  }
  m_isTaking = false;
  if (count > 0) Q_EMIT found(count);
}

// Writes the export's record. Where that fails, the export goes on all the same, but is not known
// at the next start if it is interrupted.
void UnfinishedExports::remember(const ExportJob& job) {
  auto record = writeRecord(job.order, m_folder);
  if (record)
    m_records[job.id] = std::move(record).value();
  else
    Q_EMIT problem(QString::fromStdString(record.error().message));
}

// There is no record without a lock: a second window would take the export for one that was
// interrupted, and go on with what this one is writing.
Result<UnfinishedExports::Record> UnfinishedExports::writeRecord(const ExportOrder& order,
                                                                 const QString& folder) {
  const QString name = QFileInfo(order.target.path).completeBaseName();
  const auto path = freshPath(folder, fileStem(name, QStringLiteral("export")));
  if (!path) return path.error();
  Record record{.path = path.value(), .lock = lockOf(path.value())};
  if (!record.lock)
    return io::cannotWrite(record.path, QStringLiteral("it cannot be locked; see that there is "
                                                       "room in its folder, and that you may write "
                                                       "there"));
  if (Status s = io::writeFile(record.path, exportJson(order), true); !s) return s.error();
  return record;
}

// Forgets an export that is done or given up. One that failed stays known: it can be tried again
// once the cause is mended, perhaps another day.
void UnfinishedExports::end(const ExportJob& job) {
  const bool isGivenUp = job.stage == ExportStage::Cancelled && !job.keepsPart;
  if (job.stage == ExportStage::Done || isGivenUp) forget(job.id);
}

void UnfinishedExports::forgetRemoved() {
  std::vector<int> gone;
  for (const auto& [id, record] : m_records)
    if (std::ranges::find(m_queue.jobs(), id, &ExportJob::id) == m_queue.jobs().end())
      gone.push_back(id);
  for (const int id : gone) forget(id);
}

void UnfinishedExports::forget(int id) {
  const auto record = m_records.find(id);
  if (record == m_records.end()) return;
  QFile::remove(record->second.path);
  m_records.erase(record);
}

}  // namespace fatou::ui
