// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/export_options.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include <QFileInfo>

#include "app/fatou/command.h"
#include "app/fatou/report.h"
#include "core/io/files/entry_path.h"
#include "core/io/formats/file_info.h"
#include "core/io/formats/picture_formats.h"
#include "core/io/gradients/built_in_gradients.h"
#include "core/io/gradients/gradient_file.h"

namespace fatou::app {
namespace {

template <typename Value>
Value chosen(const Options& options, const char* name,
             std::initializer_list<std::pair<const char*, Value>> choices) {
  const QString text = options.value(QLatin1StringView(name));
  QStringList words;
  for (const auto& [word, value] : choices) {
    if (text == QLatin1StringView(word)) return value;
    words += QLatin1StringView(word);
  }
  throw badUsage(QStringLiteral("--%1 '%2' is unknown: use %3")
                     .arg(QLatin1StringView(name), text, words.join(QStringLiteral(", "))));
}

double realNumber(const Options& options, const char* name, double low, double high) {
  const QString text = options.value(QLatin1StringView(name));
  const auto number = julia::Decimal::parse(text.toStdString());
  const double value = number ? number.value().toDouble() : low - 1.0;
  if (value >= low && value <= high) return value;
  throw badUsage(QStringLiteral("--%1 '%2' is not a number from %3 to %4")
                     .arg(QLatin1StringView(name), text)
                     .arg(low)
                     .arg(high));
}

// ".jpg and .webp": the formats of which it holds.
template <typename Holds>
QString formatsThat(Holds holds) {
  QStringList endings;
  for (const io::FormatTraits& format : io::pictureFormats())
    if (holds(format)) endings << u'.' + format.endings.front();
  return endings.join(QStringLiteral(" and "));
}

// Adds the options for a picture's file. The help of each names the formats that use it.
void addFileOptions(Options& options) {
  const auto meaning = [](const char* text, auto holds) {
    return QString::fromLatin1(text).arg(formatsThat(holds)).toUtf8();
  };
  const auto isCompressed = [](const auto& format) { return !format.compressions.empty(); };
  const auto hasFields = [](const auto& format) { return !format.fields.empty(); };
  const auto hasQuality = [](const auto& format) { return format.hasQuality; };
  options.add("depth", "Bits a channel: 8, 16, half or float, as the format allows.", "BITS");
  options.add("compression", meaning("Of %1.", isCompressed).constData(), "deflate|zstd",
              "deflate");
  options.add("field", meaning("What a %1 holds.", hasFields).constData(), "count|smooth|distance",
              "count");
  options.add("quality", meaning("Of %1, 1 to 100.", hasQuality).constData(), "N", "92");
}

color::Gradient gradientNamed(const QString& name) {
  QStringList names;
  for (auto& gradient : io::builtInGradients()) {
    const QString each = QString::fromStdString(gradient.name);
    if (each.compare(name, Qt::CaseInsensitive) == 0) return gradient;
    names += each;
  }
  if (!QFileInfo::exists(io::entryPath(name).file))
    throw badUsage(QStringLiteral("--gradient '%1' is neither a file nor one of %2")
                       .arg(name, names.join(QStringLiteral(", "))));
  auto gradient = io::readGradientFile(name);
  if (!gradient) throw badUsage(gradient.error());
  return std::move(gradient).value();
}

color::Coloring coloringFrom(const QString& path) {
  const auto info = io::readFileInfo(path);
  if (!info) throw badUsage(info.error());
  const auto spec = exports::specOf(info.value().provenance.parameters);
  if (!spec)
    throw badUsage(QStringLiteral("--colors-from '%1' carries no colours: %2")
                       .arg(path, QString::fromStdString(spec.error().message)));
  return spec.value().coloring;
}

}  // namespace

void addColoringOptions(Options& options) {
  options.add({{QStringLiteral("o"), QStringLiteral("output")},
               QStringLiteral("Write here: .npy is an array, .png and the like a picture. "
                              "Repeatable."),
               QStringLiteral("FILE")});
  options.add("colors-from", "The colours of a picture that Fatou wrote.", "FILE");
  options.add("gradient", "The gradient, by name or as a .json, .gpl, .map or .ugr file.",
              "NAME|FILE|FILE#ENTRY");
  options.add("mapping", "How a count becomes a place on the gradient.",
              "linear|logarithm|squareRoot|equalized", "logarithm");
  options.add("density", "How often the gradient repeats, 1/32 to 32.", "N", "1");
  options.add("offset", "Where the gradient begins, 0 to 1.", "N", "0");
  options.add(
      {QStringLiteral("bands"), QStringLiteral("Colour by J instead of the smooth count.")});
  options.add("dpi", "Pixels an inch on paper, for the picture to say, 1 to 65535.", "N");
  addFileOptions(options);
  addForceOption(options);
}

void addExportOptions(Options& options) {
  addColoringOptions(options);
  options.add(
      {QStringLiteral("lines"), QStringLiteral("Draw the Julia set as lines, by distance.")});
  options.add("supersample", "N x N points a pixel, 1 to 8.", "N", "1");
  options.add({QStringLiteral("keep"),
               QStringLiteral("Leave FILE.part when interrupted; the same command goes on.")});
}

color::Coloring countColoringOf(const Options& options, const color::Coloring& otherwise) {
  const auto isSet = [&](const char* name) { return options.isSet(QString::fromLatin1(name)); };
  color::Coloring coloring = otherwise;
  if (isSet("colors-from")) coloring = coloringFrom(options.value(QStringLiteral("colors-from")));
  if (isSet("gradient")) {
    coloring.gradient = gradientNamed(options.value(QStringLiteral("gradient")));
    coloring.interior = coloring.gradient.interior;
  }
  using enum color::Mapping;
  if (isSet("mapping"))
    coloring.mapping = chosen<color::Mapping>(options, "mapping",
                                              {{"linear", Linear},
                                               {"logarithm", Logarithm},
                                               {"squareRoot", SquareRoot},
                                               {"equalized", Equalized}});
  if (isSet("density"))
    coloring.density = realNumber(options, "density", color::kMinDensity, color::kMaxDensity);
  if (isSet("offset")) coloring.offset = realNumber(options, "offset", 0.0, 1.0);
  if (isSet("bands")) coloring.smooth = false;
  return coloring;
}

color::Coloring coloringOf(const Options& options, const color::Coloring& otherwise) {
  color::Coloring coloring = countColoringOf(options, otherwise);
  if (options.isSet(QStringLiteral("lines"))) coloring.distanceLines = true;
  return coloring;
}

int samplesOf(const Options& options) {
  return options.number(QStringLiteral("supersample"), 1, exports::kMaxSamples);
}

int dpiOf(const Options& options) {
  if (!options.isSet(QStringLiteral("dpi"))) return 0;
  return options.number(QStringLiteral("dpi"), 1, exports::kMaxDpi);
}

std::vector<exports::Target> targetsOf(const Options& options) {
  io::FileOptions file;
  file.compression = chosen<io::Compression>(
      options, "compression",
      {{"deflate", io::Compression::Deflate}, {"zstd", io::Compression::Zstd}});
  file.field = chosen<io::Field>(options, "field",
                                 {{"count", io::Field::Count},
                                  {"smooth", io::Field::Smooth},
                                  {"distance", io::Field::Distance}});
  file.quality = options.number(QStringLiteral("quality"), 1, 100);
  const bool deep = options.isSet(QStringLiteral("depth"));
  if (deep)
    file.depth = chosen<io::Depth>(options, "depth",
                                   {{"8", io::Depth::Eight},
                                    {"16", io::Depth::Sixteen},
                                    {"half", io::Depth::Half},
                                    {"float", io::Depth::Float}});
  std::vector<exports::Target> targets;
  for (const QString& path : options.values(QStringLiteral("output"))) {
    exports::Target target{.path = path, .options = file};
    if (!deep) target.options.depth = io::defaultDepth(path);
    targets.push_back(target);
  }
  return targets;
}

exports::ExportOptions exportOptionsOf(const Options& options) {
  return {.replace = replaceOf(options), .keepOnStop = options.isSet(QStringLiteral("keep"))};
}

}  // namespace fatou::app
