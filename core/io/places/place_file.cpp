// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/place_file.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/io/files/content_kind.h"
#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/files/publish.h"
#include "core/io/files/shown_text.h"
#include "core/io/places/place_fields.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula.h"

namespace fatou::io {
namespace {

constexpr double kLargestTmax = 2'147'483'647.0;
// A program that knows no formulas would show z^2+c: files with another one have their own version.
constexpr int kVersion = 1;
constexpr int kVersionWithFormula = 2;
constexpr qsizetype kShownParameter = 40;
constexpr char kRemedy[] = "give a place file or a picture that Fatou wrote";

// A text field of a file, nothing where it is absent.
Result<std::optional<std::string>> textField(const QJsonObject& object, const char* name) {
  const QJsonValue value = object.value(QLatin1String(name));
  if (value.isUndefined()) return std::optional<std::string>();
  if (!value.isString())
    return Error{std::string("its ") + name + " is not text; put it in double quotes"};
  return std::optional(value.toString().toStdString());
}

// A text of one line for people to read.
Result<std::string> lineField(const QJsonObject& object, const char* name, std::size_t longest) {
  const auto text = textField(object, name);
  if (!text) return text.error();
  std::string line = text.value().value_or("");
  const auto isControl = [](char byte) {
    return static_cast<unsigned char>(byte) < 32 || byte == 127;
  };
  if (std::ranges::any_of(line, isControl))
    return Error{std::string("its ") + name + " has control characters; make it one plain line"};
  if (line.size() > longest)
    return Error{std::string("its ") + name + " is too long; use at most " +
                 std::to_string(longest) + " bytes"};
  return line;
}

Result<std::int32_t> tmaxField(const QJsonObject& object) {
  const QJsonValue value = object.value(QLatin1String("tmax"));
  if (value.isUndefined()) return missingField("tmax", "2000");
  const double number = value.toDouble(-1.0);
  if (!value.isDouble() || number != std::floor(number) || number < 1.0 || number > kLargestTmax)
    return Error{"its tmax is no whole number from 1 to 2147483647; write one without quotes"};
  return static_cast<std::int32_t>(number);
}

// The numbers of the formula that stand beside it.
Result<std::vector<julia::FormulaParameter>> parametersIn(const QJsonObject& object) {
  const QJsonValue value = object.value(QLatin1String("parameters"));
  std::vector<julia::FormulaParameter> parameters;
  if (value.isUndefined()) return parameters;
  if (!value.isObject())
    return Error{"its parameters are no object; write them as {\"a\": \"0.3-0.2i\"}"};
  const QJsonObject numbers = value.toObject();
  for (const QString& name : numbers.keys()) {
    const QJsonValue number = numbers.value(name);
    if (!number.isString())
      return Error{"its parameter '" + plainLine(name).left(kShownParameter).toStdString() +
                   "' is not text; put it in double quotes"};
    auto parameter = julia::parseParameter((name + u'=' + number.toString()).toStdString());
    if (!parameter) return inField("parameter", parameter.error());
    parameters.push_back(std::move(parameter).value());
  }
  return parameters;
}

Result<PlaceFields> fieldsIn(const QJsonObject& object, const FormulaChange& change) {
  PlaceFields fields;
  const auto tmax = tmaxField(object);
  if (!tmax) return tmax.error();
  fields.tmax = tmax.value();
  for (const char* name : {"formula", "c", "center", "radius", "region"}) {
    auto text = textField(object, name);
    if (!text) return text.error();
    *fields.text(name) = std::move(text).value();
  }
  if (change.replacement) return fields;
  auto parameters = parametersIn(object);
  if (!parameters) return parameters.error();
  fields.numbers = std::move(parameters).value();
  return fields;
}

// The Error of a number that stands beside a formula without meaning anything in it.
Status checkNumbers(const PlaceFields& fields, const julia::Formula& formula) {
  const auto known = formula.parameters();
  for (const julia::FormulaParameter& each : fields.numbers) {
    const bool isSetting = julia::escapePartNamed(each.name) || each.name == julia::kBasinsName;
    if (!isSetting &&
        std::ranges::find(known, each.name, &julia::FormulaParameter::name) == known.end())
      return Error{"its parameters have " + each.name + ", which " +
                   julia::expressionText(formula) + " does not have; leave it out"};
  }
  return success();
}

Status checkKind(const QJsonObject& object) {
  if (object.value(QLatin1String("fatou")).toString() != QLatin1String("place"))
    return Error{"it is no place of Fatou; a place file has \"fatou\": \"place\""};
  const double version = object.value(QLatin1String("version")).toDouble(0.0);
  if (version != kVersion && version != kVersionWithFormula)
    return Error{"its version is not 1 or 2; open it with a newer Fatou"};
  return success();
}

QByteArray jsonText(std::string_view text) {
  const auto value = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
  return array.sliced(1, array.size() - 2);
}

}  // namespace

QString cleanName(const QString& text) {
  QString plain = plainLine(text);
  while (plain.toUtf8().size() > static_cast<qsizetype>(kLongestName))
    plain.chop(plain.size() > 1 && plain.back().isLowSurrogate() ? 2 : 1);
  return plain.trimmed();
}

QByteArray placeJson(const NamedPlace& named) {
  const bool isUsual = named.place.formula == julia::Formula();
  QByteArray json = "{\n  \"fatou\": \"place\",\n  \"version\": ";
  json += QByteArray::number(isUsual ? kVersion : kVersionWithFormula) + ",\n";
  json += "  \"name\": " + jsonText(named.name) + ",\n";
  json += "  \"about\": " + jsonText(named.about) + ",\n";
  for (const auto& [name, value] : fieldsOf(named.place))
    json += "  \"" + QByteArray::fromStdString(name) + "\": " + jsonText(value) + ",\n";
  return json + "  \"tmax\": " + QByteArray::number(named.place.tmax) + "\n}\n";
}

Result<NamedPlace> parsePlaceJson(const QByteArray& json, const FormulaChange& change) {
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(json, &error);
  if (document.isNull() && !isJsonStart(json))
    return Error{"it is " + kindOfContent(json) + "; " + kRemedy};
  if (document.isNull())
    return Error{"it is no sound JSON (" + error.errorString().toStdString() + " at byte " +
                 std::to_string(error.offset) + "); mend it or save the place again"};
  const QJsonObject object = document.object();
  if (const Status kind = checkKind(object); !kind) return kind.error();
  const auto name = lineField(object, "name", kLongestName);
  if (!name) return name.error();
  if (cleanName(QString::fromStdString(name.value())).isEmpty())
    return missingField("name", "\"My rabbit\"");
  const auto about = lineField(object, "about", kLongestAbout);
  if (!about) return about.error();
  const auto fields = fieldsIn(object, change);
  if (!fields) return fields.error();
  const auto place = placeOf(fields.value(), change);
  if (!place) return place.error();
  if (const Status sound = checkNumbers(fields.value(), place.value().formula); !sound)
    return sound.error();
  return NamedPlace{.name = name.value(), .about = about.value(), .place = place.value()};
}

Result<NamedPlace> readPlaceFile(const QString& path, const FormulaChange& change) {
  const auto bytes = readInput(path, kLargestPlaceFile, "a place file");
  if (!bytes) return cannotRead(path, QString::fromStdString(bytes.error().message));
  Result<NamedPlace> place = parsePlaceJson(bytes.value(), change);
  if (!place) return cannotRead(path, QString::fromStdString(place.error().message));
  return place;
}

Status writePlaceFile(const QString& path, const NamedPlace& place, const Replace& replace) {
  return writeFile(path, placeJson(place), replace);
}

}  // namespace fatou::io
