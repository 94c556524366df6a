// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/catalogue_text.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/io/places/place_fields.h"
#include "core/julia/formulas/formula.h"

namespace fatou::app {
namespace {

QString shownName(const io::CatalogueFormula& formula) {
  return QString::fromStdString(formula.name);
}

QJsonObject objectOf(const io::CatalogueFormula& formula) {
  QJsonObject object{{QStringLiteral("name"), shownName(formula)},
                     {QStringLiteral("about"), QString::fromStdString(formula.line)},
                     {QStringLiteral("tmax"), formula.place.tmax},
                     {QStringLiteral("basins"), formula.basins}};
  for (const auto& [name, value] : io::fieldsOf(formula.place))
    object.insert(QString::fromStdString(name), QString::fromStdString(value));
  object.insert(QStringLiteral("formula"),
                QString::fromStdString(julia::toString(formula.place.formula)));
  return object;
}

}  // namespace

QString catalogueTable(const std::vector<io::CatalogueFormula>& formulas) {
  qsizetype width = 0;
  for (const io::CatalogueFormula& each : formulas) width = std::max(width, shownName(each).size());
  QString text;
  for (const io::CatalogueFormula& each : formulas)
    text += shownName(each).leftJustified(width) + QStringLiteral("  ") +
            QString::fromStdString(julia::toString(each.place.formula)) + QStringLiteral("\n  ") +
            QString::fromStdString(each.line) + QLatin1Char('\n');
  return text;
}

QByteArray catalogueJson(const std::vector<io::CatalogueFormula>& formulas) {
  QJsonArray all;
  for (const io::CatalogueFormula& each : formulas) all.append(objectOf(each));
  return QJsonDocument(QJsonObject{{QStringLiteral("formulas"), all}}).toJson();
}

}  // namespace fatou::app
