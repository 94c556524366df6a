// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/place_text.h"

#include <charconv>

#include <QByteArray>
#include <QList>

#include "core/io/place_fields.h"

namespace fatou::io {
namespace {

constexpr char kScheme[] = "fatou:";

// As much of a foreign text as a complaint can show.
std::string shown(const std::string& text) {
  constexpr qsizetype kShown = 40;
  const QString line = plainLine(QString::fromStdString(text));
  return line.left(kShown).toStdString() + (line.size() > kShown ? "..." : "");
}

Status setField(PlaceFields& fields, const std::string& name, const std::string& value) {
  if (name == "tmax") {
    const auto read = std::from_chars(value.data(), value.data() + value.size(), fields.tmax);
    if (read.ec == std::errc() && read.ptr == value.data() + value.size() && fields.tmax >= 1)
      return success();
    return Error{"its tmax '" + shown(value) +
                 "' is no whole number from 1 to 2147483647; write one like "
                 "2000"};
  }
  std::optional<std::string>* field = fields.text(name);
  if (!field)
    return Error{"'" + shown(name) + "' is unknown; use c, center, radius or region, and tmax"};
  if (*field) return Error{"it has two of " + name + "; leave one of them out"};
  *field = value;
  return success();
}

}  // namespace

std::string placeText(const julia::Place& place) {
  std::string text(kScheme);
  for (const auto& [name, value] : fieldsOf(place)) text += name + "=" + value + ";";
  return text + "tmax=" + std::to_string(place.tmax);
}

Result<julia::Place> parsePlaceText(const std::string& text) {
  const QByteArray line = QByteArray::fromStdString(text).trimmed();
  const auto wrong = [&](const std::string& why) {
    return Error{"\"" + shown(line.toStdString()) + "\" is no place: " + why + "."};
  };
  if (line.size() > static_cast<qsizetype>(kLongestPlaceText))
    return wrong("it is longer than 1 MiB; copy it again");
  if (!line.startsWith(kScheme))
    return wrong("it does not begin with fatou:; copy a place in Fatou and paste it");
  PlaceFields fields;
  for (const QByteArray& part : line.sliced(qstrlen(kScheme)).split(';')) {
    const qsizetype equals = part.indexOf('=');
    const std::string name = part.left(equals).trimmed().toStdString();
    const std::string value = equals < 0 ? "" : part.sliced(equals + 1).trimmed().toStdString();
    if (const Status s = setField(fields, name, value); !s) return wrong(s.error().message);
  }
  if (fields.tmax == 0) return wrong(missingField("tmax", "tmax=2000").message);
  Result<julia::Place> place = placeOf(fields);
  if (!place) return wrong(place.error().message);
  return place;
}

}  // namespace fatou::io
