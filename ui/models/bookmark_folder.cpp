// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bookmark_folder.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "core/io/formats/picture_file.h"

namespace fatou::ui {

QString fileStem(const QString& name, const QString& otherwise) {
  constexpr qsizetype kLongest = 40;
  QString stem;
  for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower()) {
    if (c.unicode() < 128 && c.isLetterOrNumber())
      stem += c;
    else if (c.isSpace() || c.isPunct())
      stem += u' ';
  }
  stem = stem.simplified().left(kLongest).trimmed().replace(u' ', u'-');
  return stem.isEmpty() ? otherwise : stem;
}

BookmarkFolder::Contents BookmarkFolder::read() const {
  Contents contents;
  if (m_folder.isEmpty()) return contents;  // QDir would read the working directory
  const QDir folder(m_folder);
  for (const QString& name :
       folder.entryList({QStringLiteral("*.json")}, QDir::Files | QDir::System, QDir::Name)) {
    const QString path = folder.filePath(name);
    auto place = io::readPlaceFile(path);
    if (place)
      contents.bookmarks.push_back({.place = std::move(place).value(), .path = path});
    else
      contents.problems.push_back(place.error());
  }
  return contents;
}

Status BookmarkFolder::save(Bookmark& bookmark) const {
  if (bookmark.path.isEmpty() || !io::readPlaceFile(bookmark.path)) {
    const auto path = freshPath(m_folder, fileStem(QString::fromStdString(bookmark.place.name)));
    if (!path) return path.error();
    if (Status written = io::writePlaceFile(path.value(), bookmark.place); !written) return written;
    bookmark.path = path.value();
    return success();
  }
  return io::writePlaceFile(bookmark.path, bookmark.place, true);
}

Status BookmarkFolder::erase(Bookmark& bookmark) const {
  if (!bookmark.path.isEmpty() && io::readPlaceFile(bookmark.path)) {
    QFile file(bookmark.path);
    if (!file.remove())
      return io::cannotWrite(bookmark.path,
                             file.errorString() + QStringLiteral("; ask its owner for access"));
  }
  bookmark.path.clear();
  return success();
}

Result<QString> freshPath(const QString& folderPath, const QString& stem) {
  if (!QDir().mkpath(folderPath))
    return io::cannotWrite(folderPath, QStringLiteral("the folder cannot be made; free its name or "
                                                      "ask its owner for access"));
  const QString dated =
      QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz-")) + stem;
  const QDir folder(folderPath);
  QString name = dated + QStringLiteral(".json");
  for (int number = 2; QFileInfo::exists(folder.filePath(name)); ++number)
    name = QStringLiteral("%1-%2.json").arg(dated).arg(number);
  return folder.filePath(name);
}

}  // namespace fatou::ui
