// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/gradient_file.h"

#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include "core/io/files/content_kind.h"
#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/files/publish.h"
#include "core/io/gradients/gimp_palette.h"
#include "core/io/gradients/gradient_json.h"

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
    return Error{"it is " + kindOfContent(bytes) +
                 "; choose a GIMP palette (.gpl) or a gradient of Fatou (.json)"};
  if (problem.error != QJsonParseError::NoError)
    return Error{"it is not JSON (" + problem.errorString().toStdString() + " at byte " +
                 std::to_string(problem.offset) + "); correct it or choose another"};
  return gradientFromJson(document.object());
}

}  // namespace

Result<Gradient> readGradientFile(const QString& path) {
  const auto bytes = readInput(path, kLargestGradientFile, "a gradient");
  if (!bytes) return cannotRead(path, QString::fromStdString(bytes.error().message));
  // The content decides first: a download may have lost its ending.
  const bool isPalette = isGimpPaletteStart(bytes.value()) ||
                         (hasEnding(path, ".gpl") && !bytes.value().startsWith('{'));
  auto gradient = isPalette ? parseGimpPalette(bytes.value(), QFileInfo(path).completeBaseName())
                            : parseJson(bytes.value());
  if (!gradient) return cannotRead(path, QString::fromStdString(gradient.error().message));
  return gradient;
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
