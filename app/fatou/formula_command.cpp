// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/fatou/catalogue_text.h"
#include "app/fatou/command.h"
#include "app/fatou/option_values.h"
#include "app/fatou/options.h"
#include "app/fatou/report.h"
#include "core/io/files/shown_text.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/program_builder.h"

namespace fatou::app {
namespace {

// A fact about a formula: a line of the table and a member of the JSON. Points, cycles and
// symmetries have several values in the JSON and one text in the table.
struct FormulaLine {
  const char* name;
  QJsonValue value;
  QString text = {};  // the table's text if it differs from the value
};

QString shown(const FormulaLine& line) {
  const QJsonValue& value = line.value;
  if (!line.text.isEmpty()) return line.text;
  if (value.isBool()) return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
  if (value.isDouble()) return QString::number(value.toDouble(), 'f', 0);
  return io::shownLine(value.toString());
}

QString textOf(const std::string& text) {
  return QString::fromStdString(text);
}

// Returns the derivative unless there is none or its text is too long.
std::optional<QString> slopeOf(const julia::Expression& expression) {
  const auto slope = julia::derivative(expression);
  if (!slope) return std::nullopt;
  return textOf(julia::toString(slope.value()));
}

// Returns the degree, also of a polynomial whose degree is too large for the facts.
std::optional<int> degreeOf(const julia::FormulaFacts& facts, const julia::Expression& expression) {
  if (facts.degree) return static_cast<int>(*facts.degree);
  if (const auto polynomial = julia::polynomialForm(expression))
    return julia::degreeOf(*polynomial);
  return std::nullopt;
}

using Number = std::complex<double>;

// Rounds to as many digits as a line has room for; the JSON has all.
QString shortText(Number z) {
  const double nothing = 1e-13 * std::max(1.0, std::abs(z));
  const auto part = [nothing](double x) {
    return QString::number(std::abs(x) < nothing ? 0.0 : x, 'g', 6);
  };
  return part(z.real()) + QLatin1Char(',') + part(z.imag());
}

QJsonArray partsOf(Number z) {
  return {z.real(), z.imag()};
}

FormulaLine criticalLine(const std::vector<julia::PolynomialRoot>& roots) {
  QJsonArray all;
  QStringList texts;
  for (const julia::PolynomialRoot& root : roots) {
    QJsonObject object{{QStringLiteral("point"), partsOf(root.value)},
                       {QStringLiteral("multiplicity"), static_cast<int>(root.multiplicity)}};
    if (std::isfinite(root.error)) object.insert(QStringLiteral("error"), root.error);
    all.append(object);
    texts.append(shortText(root.value));
    if (root.multiplicity > 1) texts.back() += QStringLiteral(" (%1 times)").arg(root.multiplicity);
  }
  return {"critical", all,
          texts.isEmpty() ? QStringLiteral("none") : texts.join(QStringLiteral("; "))};
}

QString cycleText(const julia::MapCycle& cycle) {
  QString text = QStringLiteral("%1, period %2, multiplier %3")
                     .arg(shortText(cycle.points.front()))
                     .arg(cycle.period())
                     .arg(shortText(cycle.multiplier));
  if (cycle.hasTrap()) text += QStringLiteral(", disc %1").arg(cycle.trapRadius, 0, 'g', 6);
  return text;
}

FormulaLine cyclesLine(const std::vector<julia::MapCycle>& cycles) {
  QJsonArray all;
  QStringList texts;
  for (const julia::MapCycle& cycle : cycles) {
    QJsonArray points;
    for (const Number point : cycle.points) points.append(partsOf(point));
    QJsonObject object{{QStringLiteral("points"), points},
                       {QStringLiteral("multiplier"), partsOf(cycle.multiplier)}};
    if (cycle.hasTrap()) {
      object.insert(QStringLiteral("radius"), cycle.trapRadius);
      QJsonArray radii;
      for (const double radius : cycle.radii) radii.append(radius);
      object.insert(QStringLiteral("radii"), radii);
    }
    all.append(object);
    texts.append(cycleText(cycle));
  }
  return {"attracting", all,
          texts.isEmpty() ? QStringLiteral("none found") : texts.join(QStringLiteral("; "))};
}

// Describes by which part of a turn the Julia set can be rotated; 0 turns stand for any angle.
FormulaLine symmetryLine(const julia::MapSymmetry& symmetry) {
  const QJsonObject object{{QStringLiteral("turns"), static_cast<qint64>(symmetry.turns)},
                           {QStringLiteral("conjugation"), symmetry.conjugation}};
  QStringList texts;
  if (symmetry.turns == 0) texts.append(QStringLiteral("all turns"));
  if (symmetry.turns > 1) texts.append(QStringLiteral("turns by 1/%1").arg(symmetry.turns));
  if (symmetry.conjugation) texts.append(QStringLiteral("mirrored in the real axis"));
  return {"symmetry", object,
          texts.isEmpty() ? QStringLiteral("none seen") : texts.join(QStringLiteral("; "))};
}

// Says where orbits escape, by the formula's own radius or by a proven one.
std::optional<FormulaLine> escapeLine(const julia::Formula& formula,
                                      const julia::FormulaFacts& facts) {
  const auto& given = formula.escapeRadius();
  if (!given && !facts.escapeRadius) return std::nullopt;
  const double radius = given ? given->toDouble() : *facts.escapeRadius;
  return FormulaLine{"escape", radius,
                     QStringLiteral("%1 > %2%3")
                         .arg(textOf(std::string(julia::escapeText(formula.escapePart()))))
                         .arg(radius, 0, 'g', 6)
                         .arg(given ? QStringLiteral(", given") : QString())};
}

std::vector<FormulaLine> linesOf(const julia::Formula& formula, const julia::FormulaFacts& facts) {
  std::vector<FormulaLine> lines;
  if (auto escape = escapeLine(formula, facts)) lines.push_back(*std::move(escape));
  lines.push_back(symmetryLine(facts.symmetry));
  if (!facts.criticalPoints) return lines;
  lines.push_back(criticalLine(*facts.criticalPoints));
  lines.push_back(cyclesLine(facts.cycles));
  return lines;
}

// Says how many cycles --basins tells apart; nothing if it is refused.
std::optional<FormulaLine> basinsLine(const julia::Formula& formula,
                                      const julia::ComplexDecimal& c) {
  if (formula.isPower()) return std::nullopt;
  const auto basins = julia::basinsOf(formula, c);
  if (!basins) return std::nullopt;
  std::set<std::int32_t> cycles;
  for (const auto& disc : basins.value().discs) cycles.insert(disc.cycle);
  return FormulaLine{"basins", static_cast<int>(cycles.size()),
                     QStringLiteral("%1 can be told apart").arg(cycles.size())};
}

kernels::Program programOf(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  auto program = julia::buildProgram(formula, c);
  if (!program) throw badUsage(program.error());
  return std::move(program).value();
}

std::vector<FormulaLine> linesOf(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  const julia::Expression expression = formula.expression();
  std::vector<FormulaLine> lines{{"formula", textOf(julia::expressionText(formula)), {}}};
  const auto add = [&lines](const char* name, const QJsonValue& value) {
    lines.push_back({name, value, {}});
  };
  const julia::FormulaFacts facts = julia::formulaFacts(formula, c);
  if (const auto degree = degreeOf(facts, expression)) add("degree", *degree);
  add("holomorphic", facts.holomorphic);
  if (const auto slope = slopeOf(expression)) add("derivative", *slope);
  for (FormulaLine& line : linesOf(formula, facts)) lines.push_back(std::move(line));
  if (auto basins = basinsLine(formula, c)) lines.push_back(*std::move(basins));
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
  for (const FormulaLine& line : lines) row(QString::fromLatin1(line.name), shown(line));
  for (const julia::FormulaParameter& each : formula.parameters())
    row(textOf(each.name), io::shownLine(textOf(each.value.text())));
  return text;
}

void listCatalogue(const Options& options) {
  const bool isOfOne = options.isSet(QStringLiteral("param")) ||
                       options.isSet(QStringLiteral("escape")) ||
                       options.isSet(QStringLiteral("c"));
  if (isOfOne || !options.positional().isEmpty())
    throw badUsage(
        QStringLiteral("--catalogue lists all formulas: leave out the one and its numbers"));
  const auto formulas = io::formulaCatalogue();
  if (!formulas) throw failed(formulas.error());
  requireWritable(options, {"json"});
  if (options.isSet(QStringLiteral("json")))
    writeReport(options, "json", catalogueJson(formulas.value()));
  print(catalogueTable(formulas.value()));
}

// A formula like -z^3+c looks like an option: it goes to the end, behind the mark that no option
// follows. No option of this command has a z in its short form.
QStringList withFormulaLast(QStringList arguments) {
  const QString mark = QStringLiteral("--");
  if (arguments.contains(mark)) return arguments;
  const auto found = std::ranges::find_if(arguments, [](const QString& each) {
    return each.startsWith(u'-') && !each.startsWith(QLatin1StringView("--")) &&
           each.contains(u'z', Qt::CaseInsensitive);
  });
  if (found == arguments.end()) return arguments;
  const QString formula = *found;
  arguments.erase(found);
  return arguments << mark << formula;
}

}  // namespace

void runFormula(const QStringList& arguments) {
  Options options(QStringLiteral("Says what is known of a formula."));
  options.addArgument(QStringLiteral("FORMULA"),
                      QStringLiteral("What f(z) is, like 'z^2+c' or 'newton(z^3-1)'."));
  options.add("param", "The value of a number in the formula, like a=0.3-0.2i. Repeatable.",
              "NAME=VALUE");
  options.addEscape();
  options.add("c", "The c of which this is said.", "RE,IM", "-0.8,0.156");
  options.add({QStringLiteral("catalogue"), QStringLiteral("List formulas to begin with.")});
  options.add({QStringLiteral("json"), QStringLiteral("Write everything for scripts."),
               QStringLiteral("FILE")});
  addForceOption(options);
  options.parse(withFormulaLast(arguments));
  if (options.isSet(QStringLiteral("catalogue"))) return listCatalogue(options);
  if (options.positional().isEmpty())
    throw badUsage(QStringLiteral("which formula? Write fatou formula 'z^2+c'"));
  const auto formula =
      julia::parseFormula(options.positional().first().toStdString(), options.parameters());
  if (!formula) throw badFormula(formula.error());
  options.tellUnused(formula.value(), options.positional().first());
  const auto c = parseComplex(QStringLiteral("c"), options.value(QStringLiteral("c")));
  requireWritable(options, {"json"});
  const auto lines = linesOf(formula.value(), c);
  if (options.isSet(QStringLiteral("json")))
    writeReport(options, "json", json(formula.value(), lines));
  print(table(formula.value(), lines));
}

}  // namespace fatou::app
