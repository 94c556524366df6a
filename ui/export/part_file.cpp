// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/part_file.h"

#include <QFile>

#include "core/io/picture_file.h"

namespace fatou::ui {
namespace {

QString journalName(const QString& path) {
  return io::PictureFile::partName(path) + QStringLiteral(".journal");
}

}  // namespace

bool hasPart(const QString& path) {
  return !path.isEmpty() && QFile::exists(io::PictureFile::partName(path)) &&
         QFile::exists(journalName(path));
}

void removePart(const QString& path) {
  QFile::remove(journalName(path));
  QFile::remove(io::PictureFile::partName(path));
}

}  // namespace fatou::ui
