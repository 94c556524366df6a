// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/place_text.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <QByteArray>
#include <QList>

#include "core/io/files/shown_text.h"
#include "core/io/places/place_fields.h"
#include "core/io/places/unwrapped_text.h"
#include "core/julia/numbers/number_text.h"
#include "core/julia/numbers/whole_number.h"
#include "core/julia/plane/corners_text.h"

namespace fatou::io {
namespace {

constexpr char kScheme[] = "fatou:";
constexpr std::string_view kJoints = ";,=+-:";  // at which a place may be broken

// The beginning of a foreign text, as much as a complaint can show.
std::string shown(const std::string& text) {
  constexpr qsizetype kShown = 40;
  const QString line = plainLine(QString::fromStdString(text));
  return line.left(kShown).toStdString() + (line.size() > kShown ? "..." : "");
}

// Whether the field of that name can have the value.
bool isValue(const std::string& name, const std::string& value) {
  if (name == "tmax") return julia::parseWholeNumber(value).has_value();
  if (name == "radius") return julia::Decimal::parse(value).ok();
  if (name == "region") return julia::parseCorners(value).ok();
  if (name == "formula") return julia::isFormulaText(value);
  return julia::parseComplex(value).ok();
}

// The first line of a text, and with it the lines that go on in the middle of a number: those with
// nothing but characters of numbers.
QByteArray firstLine(const QByteArray& text) {
  constexpr std::string_view kOfNumbers = "0123456789.,+-eEijIJ";
  const QList<QByteArray> lines = text.split('\n');
  QByteArray first = lines.front().trimmed();
  for (const QByteArray& line : lines.sliced(1)) {
    if (line.isEmpty() || line.toStdString().find_first_not_of(kOfNumbers) != std::string::npos)
      break;
    first += line;
  }
  return first;
}

// The value that a part begins with, where other words or the end of a sentence follow it.
QByteArray leadingValue(const std::string& name, const QByteArray& text) {
  constexpr qsizetype kMostWords = 8;  // "- 0.8 + 0.156 i" has five
  const QByteArray line = firstLine(text).simplified();
  const QList<QByteArray> words = line.split(' ');
  for (qsizetype count = std::min(words.size(), kMostWords); count > 0; --count) {
    QByteArray value = words.first(count).join(' ');
    while (value.endsWith('.') || value.endsWith(',') || value.endsWith(')') || value.endsWith('>'))
      value.chop(1);
    if (isValue(name, value.toStdString())) return value;
  }
  return text.trimmed();
}

// The value where all of a part is one: without line ends and the spaces that a mail program may
// have made of them.
QByteArray wholeValue(const std::string& name, QByteArray text) {
  text.replace('\n', "");
  if (text.contains(',') || name == "radius" || name == "formula") text.replace(' ', "");
  return text.trimmed();
}

Status setField(PlaceFields& fields, const std::string& name, const std::string& value) {
  if (name == "tmax") {
    const auto read = julia::parseWholeNumber(value);
    if (fields.tmax != 0) return Error{"it has two of tmax; leave one of them out"};
    if (read && *read >= 1 && *read <= std::numeric_limits<std::int32_t>::max()) {
      fields.tmax = static_cast<std::int32_t>(*read);
      return success();
    }
    return Error{"its tmax '" + shown(value) +
                 "' is no whole number from 1 to 2147483647; write one like "
                 "2000"};
  }
  std::optional<std::string>* field = fields.text(name);
  if (!field)
    return Error{"'" + shown(name) +
                 "' is unknown; use formula, c, center, radius or region, and tmax"};
  if (*field) return Error{"it has two of " + name + "; leave one of them out"};
  *field = value;
  return success();
}

// The position where a place begins in the text; npos where there is none.
std::size_t placeIn(const std::string& text) {
  const auto at = std::ranges::search(text, std::string_view(kScheme), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
  return at.empty() ? std::string::npos : static_cast<std::size_t>(at.begin() - text.begin());
}

// The parts "NAME=VALUE" of a text that begins behind "fatou:", up to where another place or other
// words begin.
Result<PlaceFields> fieldsIn(const std::string& text) {
  PlaceFields fields;
  const QByteArray all = QByteArray::fromStdString(text.substr(0, placeIn(text)));
  for (const QByteArray& part : all.split(';')) {
    const qsizetype equals = part.indexOf('=');
    if (equals < 0 && fields.c && fields.tmax != 0) break;
    const std::string name = part.left(equals).replace('\n', "").trimmed().toStdString();
    const QByteArray rest = equals < 0 ? QByteArray() : part.sliced(equals + 1);
    const QByteArray whole = wholeValue(name, rest);
    const bool isWhole = isValue(name, whole.toStdString());
    const QByteArray value = isWhole ? whole : leadingValue(name, rest);
    if (const Status s = setField(fields, name, value.toStdString()); !s) return s.error();
    // A formula that is none is complained of itself, not for what would follow it.
    if (!isWhole && name != "formula") break;
  }
  return fields;
}

}  // namespace

std::string placeText(const julia::Place& place) {
  std::string text(kScheme);
  for (const auto& [name, value] : fieldsOf(place)) text += name + "=" + value + ";";
  return text + "tmax=" + std::to_string(place.tmax);
}

bool hasPlaceText(const std::string& text) {
  return placeIn(text) != std::string::npos;
}

Result<julia::Place> parsePlaceText(const std::string& given, const FormulaChange& change) {
  const auto wrong = [&](const std::string& why) {
    return Error{'"' + shown(given) + "\" is no place: " + why + "."};
  };
  if (given.size() > kLongestPlaceText) return wrong("it is longer than 1 MiB; copy it again");
  const std::string text = julia::plainNumberText(unwrappedText(given, kJoints));
  const std::size_t begin = placeIn(text);
  if (begin == std::string::npos)
    return wrong("it does not begin with fatou:; copy a place in Fatou and paste it");
  const auto fields = fieldsIn(text.substr(begin + std::strlen(kScheme)));
  if (!fields) return wrong(fields.error().message);
  if (fields.value().tmax == 0) return wrong(missingField("tmax", "tmax=2000").message);
  Result<julia::Place> place = placeOf(fields.value(), change);
  if (!place) return wrong(place.error().message);
  return place;
}

}  // namespace fatou::io
