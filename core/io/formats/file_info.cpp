// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/file_info.h"

#include <algorithm>

#include <QFile>

#include "core/io/files/content_kind.h"
#include "core/io/files/input_file.h"
#include "core/io/formats/picture_formats.h"

namespace fatou::io {
namespace {

const FormatTraits* formatThatBegins(const QByteArray& firstBytes) {
  const auto formats = pictureFormats();
  const auto found = std::ranges::find_if(
      formats, [&](const FormatTraits& format) { return format.isStart(firstBytes); });
  return found == formats.end() ? nullptr : &*found;
}

Result<FileInfo> readOpened(QFile& file) {
  const QByteArray start = file.peek(kStartBytes);
  if (const FormatTraits* format = formatThatBegins(start)) return format->read(file);
  if (start.isEmpty()) return Error{"it is empty; fetch or write the file again"};
  return Error{"it is " + kindOfContent(file.peek(kContentBytes)) +
               ", neither a picture nor an array; give a file Fatou wrote"};
}

}  // namespace

bool isPictureStart(const QByteArray& firstBytes) {
  return formatThatBegins(firstBytes) != nullptr;
}

Result<FileInfo> readFileInfo(const QString& path) {
  QFile file;
  const Status opened = openInput(file, path, "one Fatou wrote");
  Result<FileInfo> info = opened ? readOpened(file) : opened.error();
  if (!info) return cannotRead(path, QString::fromStdString(info.error().message));
  return info;
}

}  // namespace fatou::io
