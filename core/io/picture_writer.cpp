// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_writer.h"

#include <algorithm>
#include <array>

#include <QFileInfo>
#include <QStringList>

#include "core/base/check.h"
#include "core/io/npy_writer.h"
#include "core/io/picture_file.h"
#include "core/io/png_writer.h"

namespace fatou::io {
namespace {

struct PictureFormat {
  QLatin1String ending;
  std::int32_t largestSide;
  Result<std::unique_ptr<PictureWriter>> (*make)(std::unique_ptr<PictureFile>, const PictureInfo&);
};

// A new format is one row.
constexpr std::array kFormats{
    PictureFormat{QLatin1String("npy"), kLargestNpySide, makeNpyWriter},
    PictureFormat{QLatin1String("png"), kLargestPngSide, makePngWriter},
};

QString knownEndings() {
  QStringList endings;
  for (const PictureFormat& format : kFormats) endings << u'.' + format.ending;
  return endings.join(QLatin1String(" or "));
}

Result<const PictureFormat*> formatOf(const QString& path) {
  const QString ending = QFileInfo(path).suffix();
  if (ending.isEmpty())
    return cannotWrite(path, QStringLiteral("its name has no ending; end it in ") + knownEndings());
  const auto format = std::ranges::find_if(kFormats, [&](const PictureFormat& row) {
    return ending.compare(row.ending, Qt::CaseInsensitive) == 0;
  });
  if (format == kFormats.end())
    return cannotWrite(
        path,
        QStringLiteral("\".%1\" is no known picture format; use %2").arg(ending, knownEndings()));
  return &*format;
}

struct Target {
  const PictureFormat* format;
  std::unique_ptr<PictureFile> file;
};

Result<Target> openTarget(const QString& path, std::int32_t width, std::int32_t height) {
  FATOU_CHECK(width >= 1 && height >= 1);
  const auto format = formatOf(path);
  if (!format) return format.error();
  const std::int32_t largest = format.value()->largestSide;
  if (std::max(width, height) > largest)
    return cannotWrite(path, QStringLiteral("%1 x %2 pixels are more than the %3 a side that a .%4 "
                                            "file may have; make it smaller or write .npy")
                                 .arg(width)
                                 .arg(height)
                                 .arg(largest)
                                 .arg(format.value()->ending));
  auto file = PictureFile::create(path);
  if (!file) return file.error();
  return Target{format.value(), std::move(file).value()};
}

}  // namespace

Result<std::unique_ptr<PictureWriter>> makePictureWriter(const QString& path,
                                                         const PictureInfo& info) {
  FATOU_CHECK(info.tmax >= 1);
  checkParameters(info.parameters);
  auto target = openTarget(path, info.width, info.height);
  if (!target) return target.error();
  auto [format, file] = std::move(target).value();
  return format->make(std::move(file), info);
}

Status checkPicturePath(const QString& path, std::int32_t width, std::int32_t height) {
  const auto target = openTarget(path, width, height);
  if (!target) return target.error();
  return success();
}

}  // namespace fatou::io
