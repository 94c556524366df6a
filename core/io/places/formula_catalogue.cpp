// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/formula_catalogue.h"

#include <algorithm>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/places/place_fields.h"
#include "core/io/places/place_file.h"

namespace fatou::io {
namespace {

constexpr char kCatalogueRemedy[] = "mend the catalogue of formulas";

Result<bool> basinsField(const QJsonObject& object) {
  const QJsonValue value = object.value(QLatin1String("basins"));
  if (value.isUndefined()) return false;
  if (!value.isBool())
    return Error{"its basins is neither true nor false; write one of them without quotes"};
  return value.toBool();
}

// A formula of the catalogue is a place file, but for what all of them would begin with.
Result<CatalogueFormula> formulaIn(const QJsonValue& value) {
  QJsonObject object = value.toObject();
  object.insert(QLatin1String("fatou"), QStringLiteral("place"));
  object.insert(QLatin1String("version"), 2);
  if (!object.contains(QLatin1String("formula"))) return missingField("formula", "\"z^3+c\"");
  auto read = parsePlaceJson(QJsonDocument(object).toJson(QJsonDocument::Compact));
  if (!read) return read.error();
  NamedPlace named = std::move(read).value();
  if (named.about.empty()) return missingField("about", "\"Three discs touch in every point.\"");
  const auto basins = basinsField(object);
  if (!basins) return basins.error();
  return CatalogueFormula{.name = std::move(named.name),
                          .line = std::move(named.about),
                          .place = std::move(named.place),
                          .basins = basins.value()};
}

Status checkNames(const std::vector<CatalogueFormula>& formulas) {
  std::vector<std::string> names;
  for (const CatalogueFormula& each : formulas) names.push_back(each.name);
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice == names.end()) return success();
  return Error{"it has two formulas called \"" + *twice + "\"; give one of them another name"};
}

Result<QJsonArray> arrayIn(const QByteArray& json) {
  QJsonParseError problem;
  const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
  if (document.isNull())
    return Error{"it is no sound JSON (" + problem.errorString().toStdString() + " at byte " +
                 std::to_string(problem.offset) + "); " + kCatalogueRemedy};
  const QJsonObject object = document.object();
  if (object.value(QLatin1String("fatou")).toString() != QLatin1String("formulas"))
    return Error{std::string("it is no catalogue, as it has no \"fatou\": \"formulas\"; ") +
                 kCatalogueRemedy};
  if (object.value(QLatin1String("version")).toDouble(0.0) != 1.0)
    return Error{"its version is not 1; open it with a newer Fatou"};
  const QJsonValue formulas = object.value(QLatin1String("formulas"));
  if (!formulas.isArray() || formulas.toArray().isEmpty())
    return Error{std::string("it has no list of formulas; ") + kCatalogueRemedy};
  return formulas.toArray();
}

}  // namespace

julia::Place CatalogueFormula::shown() const {
  julia::Place shown = place;
  shown.formula = place.formula.withBasins(basins);
  return shown;
}

Result<std::vector<CatalogueFormula>> parseFormulaCatalogue(const QByteArray& json) {
  const auto array = arrayIn(json);
  if (!array) return array.error();
  std::vector<CatalogueFormula> formulas;
  for (const QJsonValue& each : array.value()) {
    auto formula = formulaIn(each);
    if (!formula)
      return Error{"formula " + std::to_string(formulas.size() + 1) +
                   " of it is wrong: " + formula.error().message};
    formulas.push_back(std::move(formula).value());
  }
  if (Status sound = checkNames(formulas); !sound) return sound.error();
  return formulas;
}

Result<std::vector<CatalogueFormula>> formulaCatalogue() {
  const QString path = QStringLiteral(":/formulas.json");
  const auto bytes = readInput(path, kLargestPlaceFile, "a catalogue of formulas");
  if (!bytes) return cannotRead(path, QString::fromStdString(bytes.error().message));
  auto formulas = parseFormulaCatalogue(bytes.value());
  if (!formulas) return cannotRead(path, QString::fromStdString(formulas.error().message));
  return formulas;
}

}  // namespace fatou::io
