// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_formats.h"

#include <algorithm>
#include <array>
#include <limits>

#include <QFileInfo>
#include <QStringList>

#include "core/base/check.h"
#include "core/io/encoded_format.h"
#include "core/io/exr_format.h"
#include "core/io/jpeg_format.h"
#include "core/io/npy_format.h"
#include "core/io/png_format.h"
#include "core/io/tiff_format.h"
#include "core/io/webp_format.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
constexpr std::array kEightBits{Depth::Eight};
constexpr std::array kPngDepths{Depth::Eight, Depth::Sixteen};
constexpr std::array kExrDepths{Depth::Half, Depth::Float};
constexpr std::array kTiffDepths{Depth::Eight, Depth::Sixteen, Depth::Float};

// A new format is one row.
constexpr std::array kFormats{
    FormatTraits{QLatin1String("exr"), kLargestExrSide, kAny, kExrDepths, false, makeExrFormat},
    FormatTraits{QLatin1String("jpg"), kLargestJpegSide, kMostEncodedPixels, kEightBits, false,
                 makeJpegFormat},
    FormatTraits{QLatin1String("jpeg"), kLargestJpegSide, kMostEncodedPixels, kEightBits, false,
                 makeJpegFormat},
    FormatTraits{QLatin1String("npy"), kLargestNpySide, kAny, {}, true, makeNpyFormat},
    FormatTraits{QLatin1String("png"), kLargestPngSide, kAny, kPngDepths, false, makePngFormat},
    FormatTraits{QLatin1String("tif"), kLargestTiffSide, kAny, kTiffDepths, false, makeTiffFormat},
    FormatTraits{QLatin1String("tiff"), kLargestTiffSide, kAny, kTiffDepths, false, makeTiffFormat},
    FormatTraits{QLatin1String("webp"), kLargestWebpSide, kMostWebpPixels, kEightBits, false,
                 makeWebpFormat},
};

QString knownEndings() {
  QStringList endings;
  for (const FormatTraits& format : kFormats) endings << u'.' + format.ending;
  const QString last = endings.takeLast();
  return endings.join(QLatin1String(", ")) + QLatin1String(" or ") + last;
}

QString depthName(Depth depth) {
  switch (depth) {
    case Depth::Eight:
      return QStringLiteral("8");
    case Depth::Sixteen:
      return QStringLiteral("16");
    case Depth::Half:
      return QStringLiteral("half");
    case Depth::Float:
      return QStringLiteral("float");
  }
  FATOU_CHECK(!"a depth");
  return {};
}

QString depthNames(std::span<const Depth> depths) {
  QStringList names;
  for (const Depth depth : depths) names << depthName(depth);
  return names.join(QLatin1String(" or "));
}

// What of the picture the format cannot hold and what would do, or nothing.
QString misfit(const FormatTraits& format, const PictureInfo& info) {
  const std::int64_t pixels = std::int64_t{info.width} * info.height;
  if (std::max(info.width, info.height) > format.largestSide)
    return QStringLiteral(
               "%1 x %2 pixels are more than the %3 a side that a .%4 file may have; make it "
               "smaller or write .npy")
        .arg(info.width)
        .arg(info.height)
        .arg(format.largestSide)
        .arg(format.ending);
  if (pixels > format.mostPixels)
    return QStringLiteral(
               "%1 x %2 pixels are more than the %3 million that a .%4 file may have; make it "
               "smaller or write .png or .tif")
        .arg(info.width)
        .arg(info.height)
        .arg(format.mostPixels / 1'000'000)
        .arg(format.ending);
  if (format.onePointAPixel && info.samples() > 1)
    return QStringLiteral(
               "a .%1 file holds the numbers of single points, not of %2 x %2 a pixel; write it "
               "without supersampling")
        .arg(format.ending)
        .arg(info.samples());
  const Depth depth = info.options.depth;
  if (!format.depths.empty() && std::ranges::find(format.depths, depth) == format.depths.end())
    return QStringLiteral("a .%1 file has no depth of %2; use %3")
        .arg(format.ending, depthName(depth), depthNames(format.depths));
  return {};
}

}  // namespace

std::span<const FormatTraits> pictureFormats() {
  return kFormats;
}

Result<const FormatTraits*> formatFor(const QString& path, const PictureInfo& info) {
  const QString ending = QFileInfo(path).suffix();
  if (ending.isEmpty())
    return cannotWrite(path, QStringLiteral("its name has no ending; end it in ") + knownEndings());
  const auto format = std::ranges::find_if(kFormats, [&](const FormatTraits& row) {
    return ending.compare(row.ending, Qt::CaseInsensitive) == 0;
  });
  if (format == kFormats.end())
    return cannotWrite(
        path,
        QStringLiteral("\".%1\" is no known picture format; use %2").arg(ending, knownEndings()));
  if (const QString why = misfit(*format, info); !why.isEmpty()) return cannotWrite(path, why);
  return &*format;
}

}  // namespace fatou::io
