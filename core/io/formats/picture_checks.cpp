// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/picture_checks.h"

#include <algorithm>

#include <QCryptographicHash>
#include <QFile>

namespace fatou::io {

std::string pictureKey(const PictureInfo& info, const FormatTraits& format) {
  const FileOptions options = optionsFor(format, info.options);
  std::string all =
      encodeProvenance({.software = softwareName(),
                        .parameters = info.identity.empty() ? info.parameters : info.identity});
  all += std::string(" .") + format.endings.front().data();
  for (const int number :
       {info.width, info.height, info.tmax, info.samples(), static_cast<int>(options.depth),
        static_cast<int>(options.compression), static_cast<int>(options.field), options.quality})
    all += ' ' + std::to_string(number);
  return QCryptographicHash::hash(QByteArray::fromStdString(all), QCryptographicHash::Sha256)
      .toHex()
      .toStdString();
}

bool isPublished(const QString& path, std::vector<PictureFile::Digest> complete,
                 const JournalContents& left) {
  complete.insert(complete.end(), left.done.begin(), left.done.end());
  if (complete.empty()) return false;
  const auto digest = digestOf(path);
  return digest && std::ranges::find(complete, *digest) != complete.end();
}

bool canResume(const QString& name, const PictureInfo& info) {
  const QString path = fileBehind(name);
  const auto format = formatFor(name, info);
  return format && QFile::exists(PictureFile::partName(path)) &&
         readJournal(path, pictureKey(info, *format.value())).origin ==
             JournalContents::Origin::ThisPicture;
}

Status checkPictureFile(const QString& name, const PictureInfo& info, const WriteOptions& options) {
  const auto format = formatFor(name, info);
  if (!format) return format.error();
  const QString path = fileBehind(name);
  const JournalContents left = readJournal(path, pictureKey(info, *format.value()));
  const bool published = isPublished(path, options.complete, left);
  if (Status s = checkFileName(name, published ? Replace(true) : options.replace); !s) return s;
  if (published) return success();
  return checkLeftPart(path, left.origin, options.partRule());
}

std::vector<PictureFile::Digest> completeFiles(const QString& name, const PictureInfo& info) {
  const auto format = formatFor(name, info);
  if (!format) return {};
  return readJournal(fileBehind(name), pictureKey(info, *format.value())).done;
}

}  // namespace fatou::io
