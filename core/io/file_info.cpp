// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file_info.h"

#include <QFile>
#include <QFileInfo>

#include "core/io/npy_info.h"
#include "core/io/picture_file.h"
#include "core/io/png_info.h"

namespace fatou::io {
namespace {

// Why there is no sense in opening `path`, or nothing: opening a pipe would wait for a writer.
QString reasonNotToOpen(const QFileInfo& entry) {
  if (!entry.exists()) return QStringLiteral("there is no such file; check the name");
  if (entry.isDir()) return QStringLiteral("it is a folder; give the name of a file");
  if (!entry.isFile()) return QStringLiteral("it is not a regular file; give one Fatou wrote");
  return {};
}

Result<FileInfo> readOpened(QFile& file) {
  const QByteArray start = file.peek(8);
  if (isPngStart(start)) return readPngInfo(file);
  if (isNpyStart(start)) return readNpyInfo(file);
  if (start.isEmpty()) return Error{"it is empty; fetch or write the file again"};
  return Error{"it is neither a PNG picture nor a NumPy array; give a file Fatou wrote"};
}

}  // namespace

Result<FileInfo> readFileInfo(const QString& path) {
  const QString reason = reasonNotToOpen(QFileInfo(path));
  if (!reason.isEmpty()) return cannotRead(path, reason);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return cannotRead(path, file.errorString() + QStringLiteral("; ask its owner for access"));
  Result<FileInfo> info = readOpened(file);
  if (!info) return cannotRead(path, QString::fromStdString(info.error().message));
  return info;
}

}  // namespace fatou::io
