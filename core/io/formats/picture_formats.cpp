// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/picture_formats.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include <QFileInfo>
#include <QStringList>

#include "core/base/check.h"
#include "core/io/formats/encoded_format.h"
#include "core/io/formats/exr_format.h"
#include "core/io/formats/exr_info.h"
#include "core/io/formats/jpeg_format.h"
#include "core/io/formats/jpeg_info.h"
#include "core/io/formats/npy_format.h"
#include "core/io/formats/npy_info.h"
#include "core/io/formats/png_format.h"
#include "core/io/formats/png_info.h"
#include "core/io/formats/tiff_format.h"
#include "core/io/formats/tiff_info.h"
#include "core/io/formats/webp_format.h"
#include "core/io/formats/webp_info.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();

constexpr std::array kPngEndings{QLatin1String("png")};
constexpr std::array kTiffEndings{QLatin1String("tif"), QLatin1String("tiff")};
constexpr std::array kExrEndings{QLatin1String("exr")};
constexpr std::array kNpyEndings{QLatin1String("npy")};
constexpr std::array kJpegEndings{QLatin1String("jpg"), QLatin1String("jpeg")};
constexpr std::array kWebpEndings{QLatin1String("webp")};

constexpr std::array kEightBits{Depth::Eight};
constexpr std::array kPngDepths{Depth::Eight, Depth::Sixteen};
constexpr std::array kTiffDepths{Depth::Eight, Depth::Sixteen, Depth::Float};
constexpr std::array kExrDepths{Depth::Half, Depth::Float};
constexpr std::array kTiffCompressions{Compression::Deflate, Compression::Zstd};
constexpr std::array kNpyFields{Field::Count, Field::Smooth, Field::Distance};

// A new format is one row.
constexpr std::array kFormats{
    FormatTraits{
        .name = "PNG",
        .about = QT_TRANSLATE_NOOP("fatou::io::FormatTraits",
                                   "Opens everywhere; nothing is lost. The one to take if in "
                                   "doubt."),
        .endings = kPngEndings,
        .largestSide = kLargestPngSide,
        .mostPixels = kAny,
        .depths = kPngDepths,
        .density = {.byDepth = kPngDensities},
        .make = makePngFormat,
        .isStart = isPngStart,
        .read = readPngInfo},
    FormatTraits{
        .name = "TIFF",
        .about = QT_TRANSLATE_NOOP("fatou::io::FormatTraits",
                                   "For printers and very large pictures: tiled, with smaller "
                                   "copies inside for fast viewing."),
        .endings = kTiffEndings,
        .largestSide = kLargestTiffSide,
        .mostPixels = kAny,
        .depths = kTiffDepths,
        .compressions = kTiffCompressions,
        .density = {.byDepth = kTiffDensities},
        .make = makeTiffFormat,
        .isStart = isTiffStart,
        .read = readTiffInfo},
    FormatTraits{
        .name = "OpenEXR",
        .about = QT_TRANSLATE_NOOP("fatou::io::FormatTraits",
                                   "Linear light for compositing; with one sample a pixel also J, "
                                   "its smooth count and the engine as channels."),
        .endings = kExrEndings,
        .largestSide = kLargestExrSide,
        .mostPixels = kAny,
        .depths = kExrDepths,
        .addsNumbers = true,
        .density = {.byDepth = kExrDensities, .withNumbers = kExrDensitiesWithNumbers},
        .make = makeExrFormat,
        .isStart = isExrStart,
        .read = readExrInfo},
    FormatTraits{
        .name = "NumPy",
        .about = QT_TRANSLATE_NOOP("fatou::io::FormatTraits",
                                   "The numbers themselves, for numpy.load(); row 0 is the "
                                   "lowest."),
        .endings = kNpyEndings,
        .largestSide = kLargestNpySide,
        .mostPixels = kAny,
        .fields = kNpyFields,
        .density = {.byDepth = kNpyDensities},
        .make = makeNpyFormat,
        .isStart = isNpyStart,
        .read = readNpyInfo},
    FormatTraits{
        .name = "JPEG",
        .about = QT_TRANSLATE_NOOP("fatou::io::FormatTraits",
                                   "Small files for sharing; fine detail loses sharpness."),
        .endings = kJpegEndings,
        .largestSide = kLargestJpegSide,
        .mostPixels = kMostEncodedPixels,
        .depths = kEightBits,
        .hasQuality = true,
        .density = {.byQuality = kJpegDensities},
        .make = makeJpegFormat,
        .isStart = isJpegStart,
        .read = readJpegInfo},
    FormatTraits{
        .name = "WebP",
        .about = QT_TRANSLATE_NOOP("fatou::io::FormatTraits",
                                   "Smaller than JPEG, for the web; at quality 100 nothing is "
                                   "lost."),
        .endings = kWebpEndings,
        .largestSide = kLargestWebpSide,
        .mostPixels = kMostWebpPixels,
        .depths = kEightBits,
        .hasQuality = true,
        .density = {.byQuality = kWebpDensities},
        .make = makeWebpFormat,
        .isStart = isWebpStart,
        .read = readWebpInfo},
};

QString knownEndings() {
  QStringList endings;
  for (const std::string& ending : pictureEndings())
    endings << u'.' + QString::fromStdString(ending);
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

// Says what of the picture the format cannot hold, and what would do; empty if it can hold all.
QString misfit(const FormatTraits& format, const QString& ending, const PictureInfo& info) {
  const std::int64_t pixels = std::int64_t{info.width} * info.height;
  if (std::max(info.width, info.height) > format.largestSide)
    return QStringLiteral(
               "%1 x %2 pixels are more than the %3 a side that a .%4 file may have; make it "
               "smaller or write .npy")
        .arg(info.width)
        .arg(info.height)
        .arg(format.largestSide)
        .arg(ending);
  if (pixels > format.mostPixels)
    return QStringLiteral(
               "%1 x %2 pixels are more than the %3 million that a .%4 file may have; make it "
               "smaller or write .png or .tif")
        .arg(info.width)
        .arg(info.height)
        .arg(format.mostPixels / 1'000'000)
        .arg(ending);
  if (format.isOnePointAPixel() && info.samples() > 1)
    return QStringLiteral(
               "a .%1 file holds the numbers of single points, not of %2 x %2 a pixel; write it "
               "without supersampling")
        .arg(ending)
        .arg(info.samples());
  const Depth depth = info.options.depth;
  if (!format.depths.empty() && std::ranges::find(format.depths, depth) == format.depths.end())
    return QStringLiteral("a .%1 file has no depth of %2; use %3")
        .arg(ending, depthName(depth), depthNames(format.depths));
  return {};
}

template <typename Choice>
Choice allowed(std::span<const Choice> choices, Choice wanted, Choice usual) {
  if (choices.empty()) return usual;
  return std::ranges::find(choices, wanted) != choices.end() ? wanted : choices.front();
}

}  // namespace

std::span<const FormatTraits> pictureFormats() {
  return kFormats;
}

const FormatTraits* formatOf(const QString& path) {
  const QString ending = QFileInfo(path).suffix();
  const auto found = std::ranges::find_if(kFormats, [&](const FormatTraits& format) {
    return std::ranges::any_of(format.endings, [&](QLatin1String each) {
      return ending.compare(each, Qt::CaseInsensitive) == 0;
    });
  });
  return found == kFormats.end() ? nullptr : &*found;
}

Result<const FormatTraits*> formatFor(const QString& path, const PictureInfo& info) {
  const QString ending = QFileInfo(path).suffix();
  if (ending.isEmpty())
    return cannotWrite(path, QStringLiteral("its name has no ending; end it in ") + knownEndings());
  const FormatTraits* format = formatOf(path);
  if (format == nullptr)
    return cannotWrite(
        path,
        QStringLiteral("\".%1\" is no known picture format; use %2").arg(ending, knownEndings()));
  if (const QString why = misfit(*format, ending.toLower(), info); !why.isEmpty())
    return cannotWrite(path, why);
  return format;
}

FileOptions optionsFor(const FormatTraits& format, const FileOptions& wanted) {
  const FileOptions usual;
  return {.depth = allowed(format.depths, wanted.depth, usual.depth),
          .compression = allowed(format.compressions, wanted.compression, usual.compression),
          .field = allowed(format.fields, wanted.field, usual.field),
          .quality = format.hasQuality ? wanted.quality : usual.quality};
}

Depth defaultDepth(const QString& path) {
  const FormatTraits* format = formatOf(path);
  return format == nullptr || format->depths.empty() ? Depth::Eight : format->depths.front();
}

ByteRange bytesAPixel(const FormatTraits& format, const FileOptions& options, int samples) {
  return bytesAt(format.density, optionsFor(format, options), format.addsNumbers && samples == 1);
}

std::vector<std::string> pictureEndings() {
  std::vector<const FormatTraits*> byEnding;
  for (const FormatTraits& format : kFormats) byEnding.push_back(&format);
  std::ranges::sort(byEnding, {}, [](const FormatTraits* format) {
    return std::string_view(format->endings.front().data());
  });
  std::vector<std::string> all;
  for (const FormatTraits* format : byEnding)
    for (const QLatin1String ending : format->endings) all.emplace_back(ending.data());
  return all;
}

QString picturePatterns() {
  QStringList all;
  for (const FormatTraits& format : kFormats)
    for (const QLatin1String ending : format.endings) all << QLatin1String("*.") + ending;
  return all.join(u' ');
}

}  // namespace fatou::io
