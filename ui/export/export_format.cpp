// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_format.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::ExportFormat", text);
}

const std::vector<ExportFormat>& allFormats() {
  using io::Compression;
  using io::Depth;
  using io::Field;
  static const std::vector<ExportFormat> formats = {
      {.name = "PNG",
       .ending = "png",
       .about =
           QT_TRANSLATE_NOOP("fatou::ui::ExportFormat",
                             "Opens everywhere; nothing is lost. The one to take if in doubt."),
       .depths = {Depth::Eight, Depth::Sixteen}},
      {.name = "TIFF",
       .ending = "tif",
       .about =
           QT_TRANSLATE_NOOP("fatou::ui::ExportFormat",
                             "For printers and very large pictures: tiled, with smaller copies "
                             "inside for fast viewing."),
       .depths = {Depth::Eight, Depth::Sixteen, Depth::Float},
       .compressions = {Compression::Deflate, Compression::Zstd}},
      {.name = "OpenEXR",
       .ending = "exr",
       .about = QT_TRANSLATE_NOOP("fatou::ui::ExportFormat",
                                  "Linear light for compositing; with one sample a pixel also J, "
                                  "its smooth count and the engine as channels."),
       .depths = {Depth::Half, Depth::Float}},
      {.name = "NumPy",
       .ending = "npy",
       .about = QT_TRANSLATE_NOOP("fatou::ui::ExportFormat",
                                  "The numbers themselves, for numpy.load(); row 0 is the lowest."),
       .fields = {Field::Count, Field::Smooth, Field::Distance},
       .isOnePointAPixel = true},
      {.name = "JPEG",
       .ending = "jpg",
       .about = QT_TRANSLATE_NOOP("fatou::ui::ExportFormat",
                                  "Small files for sharing; fine detail loses sharpness."),
       .hasQuality = true},
      {.name = "WebP",
       .ending = "webp",
       .about =
           QT_TRANSLATE_NOOP("fatou::ui::ExportFormat",
                             "Smaller than JPEG, for the web; at quality 100 nothing is lost."),
       .hasQuality = true},
  };
  return formats;
}

template <typename Choice>
Choice allowed(const std::vector<Choice>& choices, Choice wanted, Choice usual) {
  if (choices.empty()) return usual;
  return std::ranges::find(choices, wanted) != choices.end() ? wanted : choices.front();
}

// TIFF and JPEG have two endings each.
QString commonEnding(const QString& ending) {
  if (ending == u"tiff") return QStringLiteral("tif");
  if (ending == u"jpeg") return QStringLiteral("jpg");
  return ending;
}

}  // namespace

std::vector<ExportFormat> exportFormats(std::span<const std::string> endings) {
  std::vector<ExportFormat> formats;
  for (const ExportFormat& format : allFormats())
    if (std::ranges::find(endings, format.ending) != endings.end()) formats.push_back(format);
  return formats;
}

QString depthName(io::Depth depth) {
  switch (depth) {
    case io::Depth::Eight:
      return tr("8 bit");
    case io::Depth::Sixteen:
      return tr("16 bit");
    case io::Depth::Half:
      return tr("Half");
    case io::Depth::Float:
      return tr("Float");
  }
  return {};
}

QString depthAbout(io::Depth depth) {
  switch (depth) {
    case io::Depth::Eight:
      return tr("256 steps a colour, as on a screen");
    case io::Depth::Sixteen:
      return tr("65,536 steps a colour, for editing without banding");
    case io::Depth::Half:
      return tr("16-bit floats of linear light");
    case io::Depth::Float:
      return tr("32-bit floats of linear light");
  }
  return {};
}

QString compressionName(io::Compression compression) {
  return compression == io::Compression::Deflate ? tr("Deflate") : tr("Zstd");
}

QString compressionAbout(io::Compression compression) {
  return compression == io::Compression::Deflate
             ? tr("Read by every program")
             : tr("Faster, and smaller; not read by older programs");
}

QString fieldName(io::Field field) {
  switch (field) {
    case io::Field::Count:
      return tr("J");
    case io::Field::Smooth:
      return tr("Smooth");
    case io::Field::Distance:
      return tr("Distance");
  }
  return {};
}

QString fieldAbout(io::Field field) {
  switch (field) {
    case io::Field::Count:
      return tr("How many iterations each point took, as int32");
    case io::Field::Smooth:
      return tr("The smooth count, as float32");
    case io::Field::Distance:
      return tr("The distance to the Julia set in pixels, as float32");
  }
  return {};
}

io::FileOptions optionsFor(const ExportFormat& format, const io::FileOptions& wanted) {
  const io::FileOptions usual;
  return {.depth = allowed(format.depths, wanted.depth, usual.depth),
          .compression = allowed(format.compressions, wanted.compression, usual.compression),
          .field = allowed(format.fields, wanted.field, usual.field),
          .quality = format.hasQuality ? wanted.quality : usual.quality};
}

QString withEndingOf(const ExportFormat& format, const QString& path,
                     std::span<const ExportFormat> formats) {
  const int now = formatOf(path, formats);
  if (now >= 0 && QLatin1StringView(formats[static_cast<std::size_t>(now)].ending) ==
                      QLatin1StringView(format.ending))
    return path;
  const QString stem = now < 0 ? path : path.left(path.lastIndexOf(u'.'));
  return stem + u'.' + QLatin1StringView(format.ending);
}

int formatOf(const QString& path, std::span<const ExportFormat> formats) {
  const QString ending = commonEnding(QFileInfo(path).suffix().toLower());
  const auto found = std::ranges::find_if(formats, [&](const ExportFormat& format) {
    return ending == QLatin1StringView(format.ending);
  });
  return found == formats.end() ? -1 : static_cast<int>(found - formats.begin());
}

}  // namespace fatou::ui
