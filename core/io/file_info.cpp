// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file_info.h"

#include <algorithm>
#include <array>

#include <QFile>

#include "core/io/content_kind.h"
#include "core/io/exr_info.h"
#include "core/io/input_file.h"
#include "core/io/jpeg_info.h"
#include "core/io/npy_info.h"
#include "core/io/picture_file.h"
#include "core/io/png_info.h"
#include "core/io/tiff_info.h"
#include "core/io/webp_info.h"

namespace fatou::io {
namespace {

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
  return Error{"it is " + kindOfContent(file.peek(kContentBytes)) +
               ", neither a picture nor an array; give a file Fatou wrote"};
}

}  // namespace

bool isPictureStart(const QByteArray& firstBytes) {
  return readerOf(firstBytes) != nullptr;
}

Result<FileInfo> readFileInfo(const QString& path) {
  QFile file;
  const Status opened = openInput(file, path, "one Fatou wrote");
  Result<FileInfo> info = opened ? readOpened(file) : opened.error();
  if (!info) return cannotRead(path, QString::fromStdString(info.error().message));
  return info;
}

}  // namespace fatou::io
