// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file_info.h"

#include <algorithm>
#include <array>

#include <QFile>
#include <QFileInfo>

#include "core/io/exr_info.h"
#include "core/io/jpeg_info.h"
#include "core/io/npy_info.h"
#include "core/io/picture_file.h"
#include "core/io/png_info.h"
#include "core/io/tiff_info.h"
#include "core/io/webp_info.h"

namespace fatou::io {
namespace {

// Why there is no sense in opening `path`, or nothing: opening a pipe would wait for a writer.
QString reasonNotToOpen(const QFileInfo& entry) {
  if (!entry.exists()) return QStringLiteral("there is no such file; check the name");
  if (entry.isDir()) return QStringLiteral("it is a folder; give the name of a file");
  if (!entry.isFile()) return QStringLiteral("it is not a regular file; give one Fatou wrote");
  return {};
}

struct Reader {
  bool (*isStart)(const QByteArray& firstBytes);
  Result<FileInfo> (*read)(QFile& file);
};

// A new format is one row.
constexpr std::array kReaders{
    Reader{isPngStart, readPngInfo},   Reader{isNpyStart, readNpyInfo},
    Reader{isTiffStart, readTiffInfo}, Reader{isExrStart, readExrInfo},
    Reader{isJpegStart, readJpegInfo}, Reader{isWebpStart, readWebpInfo},
};

const Reader* readerOf(const QByteArray& firstBytes) {
  const auto reader =
      std::ranges::find_if(kReaders, [&](const Reader& row) { return row.isStart(firstBytes); });
  return reader == kReaders.end() ? nullptr : &*reader;
}

Result<FileInfo> readOpened(QFile& file) {
  const QByteArray start = file.peek(kStartBytes);
  if (const Reader* reader = readerOf(start)) return reader->read(file);
  if (start.isEmpty()) return Error{"it is empty; fetch or write the file again"};
  return Error{"it is neither a picture nor an array; give a file Fatou wrote"};
}

}  // namespace

bool isPictureStart(const QByteArray& firstBytes) {
  return readerOf(firstBytes) != nullptr;
}

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
