// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/start_file.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <QFile>

#include "app/fatou/command.h"
#include "core/exports/picture_spec.h"
#include "core/io/files/content_kind.h"
#include "core/io/files/entry_path.h"
#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/files/shown_text.h"
#include "core/io/opened_file.h"
#include "core/io/places/place_fields.h"

namespace fatou::app {
namespace {

io::ForeignPlace placeOfPicture(const QString& path, const io::PictureSource& picture,
                                const io::FormulaChange& change) {
  const auto spec = exports::specOf(picture.parameters, change);
  if (!spec) throw badUsage(io::cannotRead(path, QString::fromStdString(spec.error().message)));
  return {.place = {.name = "picture", .about = {}, .place = spec.value().request.picture.place},
          .coloring = spec.value().coloring,
          .notTaken = {}};
}

// The Failure for a file with several entries of which none is named.
Failure severalEntries(const QString& path, const io::EntryList& list) {
  std::vector<std::string> names;
  for (const io::EntryLine& entry : list.entries)
    if (entry.canBeOpened) names.push_back(entry.name);
  if (names.empty())
    return badUsage(io::cannotRead(
        path, QStringLiteral("none of its entries can be iterated; see 'fatou info FILE'")));
  const auto chosen = io::entryAmong(names, io::entryPath(path));
  if (chosen)
    return badUsage(
        io::cannotRead(path, QStringLiteral("it has several entries; name one, like %1#%2")
                                 .arg(path, QString::fromStdString(names[chosen.value()]))));
  return badUsage(io::cannotRead(path, QString::fromStdString(chosen.error().message)));
}

QString lineText(const QString& name, const QString& value) {
  return QStringLiteral("  %1  %2\n").arg(io::shownLine(name), -9).arg(io::shownLine(value));
}

QString placeText(const io::ForeignPlace& foreign) {
  const julia::Place& place = foreign.place.place;
  QString text =
      lineText(QStringLiteral("name"), QString::fromStdString(foreign.place.name)) +
      lineText(QStringLiteral("formula"), QString::fromStdString(julia::toString(place.formula)));
  for (const auto& [name, value] : io::fieldsOf(place))
    if (name != "formula")
      text += lineText(QString::fromStdString(name), QString::fromStdString(value));
  text += lineText(QStringLiteral("tmax"), QString::number(place.tmax));
  if (foreign.coloring)
    text += lineText(QStringLiteral("colours"),
                     QStringLiteral("a gradient of %1 stops")
                         .arg(static_cast<qulonglong>(foreign.coloring->gradient.stops.size())));
  if (!foreign.notTaken.empty())
    text += io::shownLine(QString::fromStdString(foreign.notTaken)) + u'\n';
  return text;
}

QString listText(const io::EntryList& list) {
  QString text;
  for (const io::EntryLine& entry : list.entries)
    text += lineText(QString::fromStdString(entry.name),
                     QString::fromStdString(entry.about) +
                         (entry.canBeOpened ? QString() : QStringLiteral(" (cannot be opened)")));
  return text;
}

QString gradientText(const color::Gradient& gradient) {
  return lineText(QStringLiteral("name"), QString::fromStdString(gradient.name)) +
         lineText(QStringLiteral("colours"),
                  QStringLiteral("a gradient of %1 stops")
                      .arg(static_cast<qulonglong>(gradient.stops.size())));
}

bool isForeign(const QString& path) {
  const io::EntryPath wanted = io::entryPath(path);
  QFile file;
  return io::openInput(file, wanted.file, "a file") &&
         io::isForeignFile(wanted.file, file.peek(io::kContentBytes));
}

}  // namespace

io::ForeignPlace placeOfFile(const QString& path, const io::FormulaChange& change) {
  auto opened = io::readOpenedFile(path, change);
  if (!opened) throw badUsage(opened.error());
  io::OpenedFile file = std::move(opened).value();
  if (auto* foreign = std::get_if<io::ForeignPlace>(&file)) return std::move(*foreign);
  if (auto* named = std::get_if<io::NamedPlace>(&file))
    return {.place = std::move(*named), .coloring = {}, .notTaken = {}};
  if (const auto* picture = std::get_if<io::PictureSource>(&file))
    return placeOfPicture(path, *picture, change);
  if (const auto* list = std::get_if<io::EntryList>(&file)) throw severalEntries(path, *list);
  const char* what = std::holds_alternative<color::Gradient>(file)
                         ? "it has colours and no place; give it as --gradient"
                         : "it is a recorded run; give a place or a picture";
  throw badUsage(io::cannotRead(path, QString::fromUtf8(what)));
}

std::optional<QString> foreignText(const QString& path) {
  if (!isForeign(path)) return std::nullopt;
  const auto opened = io::readOpenedFile(path);
  if (!opened) throw failed(opened.error());
  QString text = io::shownLine(path) + QStringLiteral(": ");
  if (const auto* list = std::get_if<io::EntryList>(&opened.value()))
    return text +
           QStringLiteral("%1 entries; name one, like FILE#NAME\n")
               .arg(static_cast<qulonglong>(list->entries.size())) +
           listText(*list);
  if (const auto* gradient = std::get_if<color::Gradient>(&opened.value()))
    return text + QStringLiteral("a gradient of another program\n") + gradientText(*gradient);
  return text + QStringLiteral("a place of another program\n") +
         placeText(std::get<io::ForeignPlace>(opened.value()));
}

}  // namespace fatou::app
