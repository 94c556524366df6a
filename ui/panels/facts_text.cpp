// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/facts_text.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>

#include <QCoreApplication>
#include <QStringList>

#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/escape_text.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr qsizetype kMostListed = 4;  // points or cycles in a line

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::FactsText", text);
}

// Returns a number as "-0.5 + 0.866i", rounded to the digits that a line has room for.
QString pointText(std::complex<double> z) {
  const double nothing = 1e-13 * std::max(1.0, std::abs(z));
  const auto part = [nothing](double x) {
    return QString::number(std::abs(x) < nothing ? 0.0 : x, 'g', 4).replace(u'-', QChar(0x2212));
  };
  const bool isReal = std::abs(z.imag()) < nothing;
  const bool isImaginary = std::abs(z.real()) < nothing;
  if (isReal) return part(z.real());
  if (isImaginary) return part(z.imag()) + u'i';
  const QString sign = z.imag() < 0.0 ? QStringLiteral(" − ") : QStringLiteral(" + ");
  return part(z.real()) + sign + part(std::abs(z.imag())) + u'i';
}

// Joins the first few texts and says how many more there are.
QString listed(QStringList texts) {
  const qsizetype more = texts.size() - kMostListed;
  if (more > 0) texts = texts.mid(0, kMostListed) << tr("%1 more").arg(more);
  return texts.join(QStringLiteral("; "));
}

QString degreeText(const julia::FormulaFacts& facts) {
  if (!facts.degree)
    return facts.holomorphic ? tr("no rational map, or one of a large degree")
                             : tr("no rational map: it has no complex derivative");
  const QString kind = facts.polynomial ? tr("polynomial") : tr("rational map");
  return tr("%1, %2").arg(*facts.degree).arg(kind);
}

// "|z| > 2".
QString exitText(const FoundFacts& found, double radius) {
  const std::string compared(julia::escapeText(found.formula.escapePart()));
  return QStringLiteral("%1 > %2").arg(QString::fromStdString(compared)).arg(radius, 0, 'g', 6);
}

// Describes the radius that the formula names. A proven one of the modulus is told beside it.
QString givenEscapeText(const FoundFacts& found, double radius) {
  const QString text = exitText(found, radius);
  const auto& proven = found.facts.escapeRadius;
  if (!proven || found.formula.escapePart() != kernels::EscapePart::Modulus)
    return tr("%1, given").arg(text);
  return tr("%1, given; proven from %2 on").arg(text).arg(*proven, 0, 'g', 6);
}

QString escapeText(const FoundFacts& found) {
  const auto& radius = found.radius;
  if (!radius) return tr("no radius is known");
  if (found.formula.escapeRadius()) return givenEscapeText(found, *radius);
  return tr("%1, proven").arg(exitText(found, *radius));
}

QString criticalText(const julia::FormulaFacts& facts) {
  if (!facts.criticalPoints) return tr("not known");
  if (facts.criticalPoints->empty()) return tr("none but infinity");
  QStringList texts;
  for (const julia::PolynomialRoot& each : *facts.criticalPoints)
    texts << (each.multiplicity > 1
                  ? tr("%1 (%2 times)").arg(pointText(each.value)).arg(each.multiplicity)
                  : pointText(each.value));
  return listed(texts);
}

QString oneCycleText(const julia::MapCycle& cycle) {
  const QString multiplier = multiplierText(std::abs(cycle.multiplier));
  const QString at = pointText(cycle.points.front());
  const QString text =
      cycle.period() == 1
          ? tr("fixed point %1, %2").arg(at, multiplier)
          : tr("period %1 at %2, %3").arg(QString::number(cycle.period()), at, multiplier);
  return cycle.hasTrap() ? text : tr("%1, without a proven disc").arg(text);
}

QString symmetryText(const julia::MapSymmetry& symmetry) {
  QStringList texts;
  if (symmetry.turns == 0) texts << tr("every turn about 0");
  if (symmetry.turns > 1) texts << tr("turns about 0 by 1/%1").arg(symmetry.turns);
  if (symmetry.conjugation) texts << tr("mirrored in the real axis");
  return texts.isEmpty() ? tr("none seen") : texts.join(QStringLiteral("; "));
}

// Whether all critical orbits are known and end beyond the radius of escape.
bool allEscape(const FoundFacts& found) {
  const auto& points = found.facts.criticalPoints;
  if (!found.radius || !points || points->empty() || found.criticalOrbits.size() != points->size())
    return false;
  const julia::EscapeExit exit{.radius = *found.radius, .part = found.formula.escapePart()};
  return std::ranges::all_of(found.criticalOrbits, [&exit](const auto& orbit) {
    return !orbit.empty() && exit.isOutside(orbit.back());
  });
}

QString counted(std::size_t count, const char* one, const char* many) {
  return count == 1 ? tr(one) : tr(many).arg(count);
}

}  // namespace

QList<FactLine> factLines(const FoundFacts& found) {
  const julia::FormulaFacts& facts = found.facts;
  return {{tr("Degree"), degreeText(facts), tr("How many z have the same f(z), counted fully")},
          {tr("Escape"), escapeText(found),
           tr("J is the first step at which z is beyond this radius. Proven: every orbit that gets "
              "there goes to infinity")},
          {tr("Critical"), criticalText(facts),
           tr("Where f′(z) = 0. Every attracting cycle draws the orbit of one of these points")},
          {tr("Cycles"), attractingCyclesText(facts),
           tr("The attracting cycles, with the modulus of the multiplier: below 1 it attracts, and "
              "at 0 most strongly. Infinity is not counted")},
          {tr("Symmetry"), symmetryText(facts.symmetry),
           tr("What leaves the Julia set as it is, as far as the formula shows it")}};
}

QString factsSummary(const FoundFacts& found) {
  const julia::FormulaFacts& facts = found.facts;
  QStringList texts;
  if (facts.degree) texts << tr("degree %1").arg(*facts.degree);
  if (found.radius) texts << exitText(found, *found.radius);
  if (facts.criticalPoints)
    texts << counted(facts.criticalPoints->size(), QT_TR_NOOP("1 critical point"),
                     QT_TR_NOOP("%1 critical points"));
  if (!facts.cycles.empty())
    texts << counted(facts.cycles.size(), QT_TR_NOOP("1 cycle"), QT_TR_NOOP("%1 cycles"));
  return texts.join(QStringLiteral(" · "));
}

QString attractingCyclesText(const julia::FormulaFacts& facts) {
  if (facts.cycles.empty()) return facts.criticalPoints ? tr("none found") : tr("not known");
  QStringList texts;
  for (const julia::MapCycle& each : facts.cycles) texts << oneCycleText(each);
  return listed(texts);
}

QString noCycleText(const FoundFacts& found) {
  const julia::FormulaFacts& facts = found.facts;
  if (!facts.cycles.empty()) return {};
  if (allEscape(found))
    return facts.criticalPoints->size() == 1
               ? tr("No attracting cycle: the critical orbit escapes")
               : tr("No attracting cycle: all critical orbits escape");
  if (facts.criticalPoints)
    return tr("No attracting cycle is found: no critical orbit settles on one");
  return tr("No attracting cycle is known: the critical points of this formula are not");
}

}  // namespace fatou::ui
