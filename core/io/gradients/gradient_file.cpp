// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/gradient_file.h"

#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include "core/io/files/content_kind.h"
#include "core/io/files/entry_path.h"
#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/files/named_blocks.h"
#include "core/io/files/publish.h"
#include "core/io/files/shown_text.h"
#include "core/io/gradients/color_map.h"
#include "core/io/gradients/gimp_palette.h"
#include "core/io/gradients/gradient_json.h"
#include "core/io/gradients/sampled_gradient.h"
#include "core/io/gradients/ultra_fractal_gradient.h"

namespace fatou::io {
namespace {

using color::Gradient;

bool hasEnding(const QString& path, const char* ending) {
  return path.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
}

Result<Gradient> parseJson(const QByteArray& bytes) {
  QJsonParseError problem;
  const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
  if (!isJsonStart(bytes))
    return Error{
        "it is " + kindOfContent(bytes) +
        "; choose a GIMP palette (.gpl), a gradient of Fatou (.json) or Ultra Fractal (.ugr) or a "
        "colour map of Fractint (.map)"};
  if (problem.error != QJsonParseError::NoError)
    return Error{"it is not JSON (" + problem.errorString().toStdString() + " at byte " +
                 std::to_string(problem.offset) + "); correct it or choose another"};
  return gradientFromJson(document.object());
}

Result<Gradient> parseEntry(const QByteArray& bytes, const EntryPath& wanted) {
  const auto names = gradientNames(bytes);
  if (!names) return names.error();
  const auto chosen = entryAmong(names.value(), wanted);
  if (!chosen) return chosen.error();
  return parseUltraFractalGradient(namedBlocks(bytes.toStdString()).value()[chosen.value()]);
}

// The content decides first: a download may have lost its ending.
Result<Gradient> parseAny(const QByteArray& bytes, const EntryPath& wanted) {
  const QString name = QFileInfo(wanted.file).completeBaseName();
  const auto isCalled = [&](const char* ending) {
    return hasEnding(wanted.file, ending) && !bytes.startsWith('{');
  };
  if (isUltraFractalStart(bytes) || isCalled(".ugr")) return parseEntry(bytes, wanted);
  if (!wanted.entry.isEmpty()) return Error{"it is no file with entries; leave out what follows #"};
  if (isGimpPaletteStart(bytes) || isCalled(".gpl")) return parseGimpPalette(bytes, name);
  if (isColorMapStart(bytes) || isCalled(".map")) return parseColorMap(bytes, name);
  return parseJson(bytes);
}

}  // namespace

Result<Gradient> readGradientFile(const QString& path) {
  const EntryPath wanted = entryPath(path);
  const auto bytes = readInput(wanted.file, kLargestGradientFile, "a gradient");
  if (!bytes) return cannotRead(path, QString::fromStdString(bytes.error().message));
  auto gradient = parseAny(bytes.value(), wanted);
  if (!gradient) return cannotRead(path, QString::fromStdString(gradient.error().message));
  return gradient;
}

Result<std::vector<std::string>> gradientNames(const QByteArray& bytes) {
  const auto entries = namedBlocks(bytes.toStdString());
  if (!entries) return entries.error();
  std::vector<std::string> names;
  for (const NamedBlock& entry : entries.value())
    names.push_back(
        plainLine(textOfBytes(QByteArray::fromStdString(entry.name))).left(200).toStdString());
  return names;
}

Status writeGradientFile(const QString& path, const Gradient& gradient, const Replace& replace) {
  const QByteArray bytes =
      hasEnding(path, ".json") ? QJsonDocument(toJson(gradient)).toJson() : gimpPalette(gradient);
  return writeFile(path, bytes, replace);
}

GradientFolder readGradientFolder(const QString& folder) {
  GradientFolder result;
  const QDir dir(folder);
  const QStringList names{QStringLiteral("*.json"), QStringLiteral("*.gpl")};
  for (const QString& name : dir.entryList(names, QDir::Files, QDir::Name)) {
    auto gradient = readGradientFile(dir.filePath(name));
    if (gradient)
      result.gradients.push_back(std::move(gradient).value());
    else
      result.broken.push_back(gradient.error());
  }
  return result;
}

}  // namespace fatou::io
