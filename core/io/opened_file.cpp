// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/opened_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/io/files/content_kind.h"
#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/formats/file_info.h"
#include "core/io/gradients/gimp_palette.h"
#include "core/io/gradients/gradient_file.h"
#include "core/io/places/place_text.h"

namespace fatou::io {
namespace {

constexpr char kTaken[] = "open a place, a gradient, a recorded run or a picture that Fatou wrote";

Error refused(const QString& path, const std::string& what) {
  return cannotRead(path, QString::fromStdString(what + "; " + kTaken));
}

template <typename Content>
Result<OpenedFile> opened(Result<Content> read) {
  if (!read) return read.error();
  return OpenedFile(std::move(read).value());
}

Result<OpenedFile> readPicture(const QString& path, const QByteArray& start) {
  const auto info = readFileInfo(path);
  if (!info) return info.error();
  if (info.value().provenance.software.empty())
    return refused(path,
                   "it is " + kindOfContent(start) + " that does not say what it was made from");
  return OpenedFile(PictureSource{info.value().provenance.parameters});
}

Result<OpenedFile> readJson(const QString& path, QFile& file, const FormulaChange& change) {
  if (file.size() > kLargestRecording)
    return refused(path, "it is larger than any place, gradient or run");
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
  if (document.isNull())
    return cannotRead(path, QStringLiteral("it is no sound JSON (%1 at byte %2); mend it or fetch "
                                           "it again")
                                .arg(error.errorString())
                                .arg(error.offset));
  const QJsonObject object = document.object();
  const QString kind = object.value(QLatin1String("fatou")).toString();
  if (kind == QLatin1String("animation"))
    return cannotRead(path, QStringLiteral("it is the script of an animation; render it with "
                                           "'fatou animate'"));
  if (object.contains(QLatin1String("runs"))) return opened(readRecording(path));
  if (object.contains(QLatin1String("stops"))) return opened(readGradientFile(path));
  if (!kind.isEmpty()) return opened(readPlaceFile(path, change));
  return refused(path, "it is JSON of another kind");
}

// A mail or note that has a place in it.
Result<OpenedFile> readText(const QString& path, QFile& file, const QByteArray& start,
                            const FormulaChange& change) {
  const bool isShort = file.size() <= static_cast<qint64>(kLongestPlaceText);
  const std::string text = isShort ? file.readAll().toStdString() : std::string();
  if (!hasPlaceText(text)) return refused(path, "it is " + kindOfContent(start));
  const auto place = parsePlaceText(text, change);
  if (!place) {
    QString why = QString::fromStdString(place.error().message);
    if (why.endsWith(u'.')) why.chop(1);  // cannotRead() ends the sentence
    return cannotRead(path, why);
  }
  const QString name = cleanName(QFileInfo(path).completeBaseName());
  return OpenedFile(NamedPlace{.name = name.toStdString(), .about = {}, .place = place.value()});
}

// Reads a file that another fractal program wrote.
Result<OpenedFile> readForeign(const QString& path, const EntryPath& wanted, QFile& file) {
  if (file.size() > kLargestForeignFile)
    return refused(path, "it is larger than any file of places or colours");
  auto content = parseForeign(file.readAll(), wanted);
  if (!content) return cannotRead(path, QString::fromStdString(content.error().message));
  return std::visit([](auto&& each) { return Result<OpenedFile>(OpenedFile(std::move(each))); },
                    std::move(content).value());
}

}  // namespace

Result<OpenedFile> readOpenedFile(const QString& path, const FormulaChange& change) {
  const EntryPath wanted = entryPath(path);
  QFile file;
  if (const Status s = openInput(file, wanted.file, "a place, a gradient, a run or a picture"); !s)
    return cannotRead(path, QString::fromStdString(s.error().message));
  const QByteArray start = file.peek(kContentBytes);
  if (isForeignFile(wanted.file, start)) return readForeign(path, wanted, file);
  if (!wanted.entry.isEmpty())
    return cannotRead(path, QStringLiteral("it is no file with entries; leave out what follows #"));
  if (isPictureStart(start)) return readPicture(path, start);
  if (isGimpPaletteStart(start)) return opened(readGradientFile(path));
  if (isJsonStart(start)) return readJson(path, file, change);
  return readText(path, file, start, change);
}

}  // namespace fatou::io
