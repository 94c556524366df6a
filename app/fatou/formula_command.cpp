// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <utility>
#include <vector>

#include <QJsonDocument>
#include <QJsonObject>

#include "app/fatou/command.h"
#include "app/fatou/option_values.h"
#include "app/fatou/options.h"
#include "app/fatou/report.h"
#include "core/io/files/shown_text.h"
#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/program_builder.h"

namespace fatou::app {
namespace {

// What is said of a formula: a line of the table, and a member of the JSON. Numbers and truths are
// these there, all else is text.
struct FormulaLine {
  const char* name;
  QJsonValue value;
};

QString shown(const QJsonValue& value) {
  if (value.isBool()) return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
  if (value.isDouble()) return QString::number(value.toDouble(), 'f', 0);
  return io::shownLine(value.toString());
}

QString textOf(const std::string& text) {
  return QString::fromStdString(text);
}

// The derivative, unless the formula has none or it is too long to be shown.
std::optional<QString> slopeOf(const julia::Expression& expression) {
  const auto slope = julia::derivative(expression);
  if (!slope) return std::nullopt;
  return textOf(julia::toString(slope.value()));
}

kernels::Program programOf(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  auto program = julia::buildProgram(formula, c);
  if (!program) throw badUsage(program.error());
  return std::move(program).value();
}

std::vector<FormulaLine> linesOf(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  const julia::Expression expression = formula.expression();
  std::vector<FormulaLine> lines{{"formula", textOf(julia::expressionText(formula))}};
  const auto add = [&lines](const char* name, const QJsonValue& value) {
    lines.push_back({name, value});
  };
  if (const auto polynomial = julia::polynomialForm(expression))
    add("degree", julia::degreeOf(*polynomial));
  add("holomorphic", expression.isHolomorphic());
  if (const auto slope = slopeOf(expression)) add("derivative", *slope);
  const kernels::Program program = programOf(formula, c);
  add("operations", static_cast<int>(program.instructionCount));
  add("constants", static_cast<int>(program.constantCount));
  add("rendered", julia::check(formula).ok());
  return lines;
}

QJsonObject parametersOf(const julia::Formula& formula) {
  QJsonObject object;
  for (const julia::FormulaParameter& each : formula.parameters())
    object.insert(textOf(each.name), textOf(each.value.text()));
  return object;
}

QByteArray json(const julia::Formula& formula, const std::vector<FormulaLine>& lines) {
  QJsonObject object;
  for (const FormulaLine& line : lines) object.insert(QString::fromLatin1(line.name), line.value);
  object.insert(QStringLiteral("parameters"), parametersOf(formula));
  return QJsonDocument(object).toJson();
}

QString table(const julia::Formula& formula, const std::vector<FormulaLine>& lines) {
  QString text;
  const auto row = [&text](const QString& name, const QString& value) {
    text += QStringLiteral("%1  %2\n").arg(name, -11).arg(value);
  };
  for (const FormulaLine& line : lines) row(QString::fromLatin1(line.name), shown(line.value));
  for (const julia::FormulaParameter& each : formula.parameters())
    row(textOf(each.name), io::shownLine(textOf(each.value.text())));
  return text;
}

}  // namespace

void runFormula(const QStringList& arguments) {
  Options options(QStringLiteral("Says what is known of a formula."));
  options.addArgument(QStringLiteral("FORMULA"),
                      QStringLiteral("What f(z) is, like 'z^2+c' or 'newton(z^3-1)'."));
  options.add("param", "The value of a number in the formula, like a=0.3-0.2i. Repeatable.",
              "NAME=VALUE");
  options.add("escape", "The radius beyond which an orbit has escaped, where none is proven.", "R");
  options.add("c", "The c with which operations are counted.", "RE,IM", "-0.8,0.156");
  options.add({QStringLiteral("json"), QStringLiteral("Write everything for scripts."),
               QStringLiteral("FILE")});
  addForceOption(options);
  options.parse(arguments);
  if (options.positional().isEmpty())
    throw badUsage(QStringLiteral("which formula? Write fatou formula 'z^2+c'"));
  const auto formula =
      julia::parseFormula(options.positional().first().toStdString(), options.parameters());
  if (!formula) throw badUsage(formula.error());
  options.tellUnused(formula.value());
  const auto c = parseComplex(QStringLiteral("c"), options.value(QStringLiteral("c")));
  requireWritable(options, {"json"});
  const auto lines = linesOf(formula.value(), c);
  if (options.isSet(QStringLiteral("json")))
    writeReport(options, "json", json(formula.value(), lines));
  print(table(formula.value(), lines));
}

}  // namespace fatou::app
