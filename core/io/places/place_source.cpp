// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/place_source.h"

#include <QFile>
#include <QFileInfo>

#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/formats/file_info.h"
#include "core/io/places/place_fields.h"

namespace fatou::io {
namespace {

// Whether the file is no picture. One that cannot be opened counts as text, too: readPlaceFile()
// will say what is wrong with it.
bool isText(const QString& path) {
  QFile file;
  return !openInput(file, path, "a place file") || !isPictureStart(file.read(kStartBytes));
}

}  // namespace

Result<NamedPlace> readPlaceOf(const QString& path) {
  if (isText(path)) return readPlaceFile(path);
  const auto info = readFileInfo(path);
  if (!info) return info.error();
  if (info.value().provenance.software.empty())
    return cannotRead(path, QStringLiteral("it does not say what it was made from; open one that "
                                           "Fatou wrote"));
  auto place = placeOf(info.value().provenance.parameters);
  if (!place) return cannotRead(path, QString::fromStdString(place.error().message));
  const QString name = cleanName(QFileInfo(path).completeBaseName());
  return NamedPlace{.name = name.toStdString(), .about = {}, .place = std::move(place).value()};
}

}  // namespace fatou::io
