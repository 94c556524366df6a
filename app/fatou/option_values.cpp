// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/option_values.h"

#include <cstdint>

#include <QStringList>

#include "app/fatou/command.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/numbers/whole_number.h"
#include "core/julia/plane/corners_text.h"
#include "core/render/render_request.h"

namespace fatou::app {
namespace {

QString outOfRange(const QString& name, const QString& text, int low, int high) {
  return QStringLiteral("--%1 '%2' is not a whole number from %3 to %4")
      .arg(name, text)
      .arg(low)
      .arg(high);
}

int inRange(const QString& name, std::int64_t number, int low, int high) {
  if (number >= low && number <= high) return static_cast<int>(number);
  throw badUsage(outOfRange(name, QString::number(number), low, high));
}

}  // namespace

int parseNumber(const QString& name, const QString& text, int low, int high) {
  const auto number = julia::parseWholeNumber(text.toStdString());
  if (number && *number >= low && *number <= high) return static_cast<int>(*number);
  throw badUsage(outOfRange(name, text, low, high));
}

julia::Decimal parseDecimal(const QString& name, const QString& text) {
  auto number = julia::Decimal::parse(text.toStdString());
  if (!number)
    throw badUsage(
        QStringLiteral("--%1: %2").arg(name, QString::fromStdString(number.error().message)));
  return std::move(number).value();
}

julia::ComplexDecimal parseComplex(const QString& name, const QString& text) {
  auto number = julia::parseComplex(text.toStdString());
  if (!number)
    throw badUsage(
        QStringLiteral("--%1: %2").arg(name, QString::fromStdString(number.error().message)));
  return std::move(number).value();
}

std::pair<int, int> parseSize(const QString& text) {
  const QString name = QStringLiteral("size");
  if (const auto sides = julia::parseSides(text.toStdString()))
    return {inRange(name, sides->width, 1, render::kMaxSide),
            inRange(name, sides->height, 1, render::kMaxSide)};
  const QStringList sides = text.split(u'x');
  if (sides.size() == 2)  // one of them is wrong
    return {parseNumber(name, sides[0], 1, render::kMaxSide),
            parseNumber(name, sides[1], 1, render::kMaxSide)};
  throw badUsage(
      QStringLiteral("--size '%1' is not WIDTHxHEIGHT: write it like 1920x1080").arg(text));
}

julia::CornerView parseRegion(const QString& text) {
  auto corners = julia::parseCorners(text.toStdString());
  if (!corners)
    throw badUsage(
        QStringLiteral("--region: %1").arg(QString::fromStdString(corners.error().message)));
  return std::move(corners).value();
}

julia::Formula parseFormula(const QString& name, const QString& text,
                            const std::vector<julia::FormulaParameter>& parameters) {
  auto formula = julia::parseKnownFormula(text.toStdString(), parameters);
  if (!formula) throw badFormula({"--" + name.toStdString() + ": " + formula.error().message});
  return std::move(formula).value();
}

julia::FormulaParameter parseParameter(const QString& name, const QString& text) {
  auto parameter = julia::parseParameter(text.toStdString());
  if (!parameter)
    throw badUsage(
        QStringLiteral("--%1: %2").arg(name, QString::fromStdString(parameter.error().message)));
  return std::move(parameter).value();
}

julia::FormulaParameter parseEscape(const QString& name, const QString& text) {
  auto parameter = julia::parseEscape(text.toStdString());
  if (!parameter)
    throw badUsage(
        QStringLiteral("--%1: %2").arg(name, QString::fromStdString(parameter.error().message)));
  return std::move(parameter).value();
}

Failure badFormula(const Error& error) {
  QString text = QString::fromStdString(error.message);
  // The formula is quoted before; the remedy is behind it.
  const auto change = [&text](const QString& from, const QString& to) {
    if (const qsizetype at = text.lastIndexOf(from); at >= 0) text.replace(at, from.size(), to);
  };
  change(QStringLiteral("like escape=50"), QStringLiteral("like --escape 50"));
  change(QStringLiteral("with basins=1"), QStringLiteral("with --basins"));
  return badUsage(text);
}

}  // namespace fatou::app
