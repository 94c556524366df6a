// SPDX-License-Identifier: GPL-3.0-or-later
// What mathematics says of formulas, against what is known of them.
#include "core/julia/formulas/formula_facts.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/formulas/expression_value.h"

using namespace fatou;
using julia::ComplexDecimal;
using julia::Decimal;
using julia::FormulaFacts;
using julia::MapCycle;

namespace {

using Number = std::complex<double>;

ComplexDecimal decimals(Number z) {
  return {.re = Decimal::fromDouble(z.real()), .im = Decimal::fromDouble(z.imag())};
}

FormulaFacts factsOf(const char* text, Number c = 0.0) {
  return julia::formulaFacts(julia::parseFormula(text).value(), decimals(c));
}

std::size_t countOf(const FormulaFacts& facts) {
  std::size_t count = 0;
  for (const auto& each : facts.criticalPoints.value()) count += each.multiplicity;
  return count;
}

bool hasCycle(const FormulaFacts& facts, Number point, std::size_t period) {
  return std::ranges::any_of(facts.cycles, [&](const MapCycle& each) {
    return each.period() == period &&
           std::ranges::any_of(each.points, [&](Number at) { return std::abs(at - point) < 1e-9; });
  });
}

bool areProvenAndSuperattracting(const FormulaFacts& facts) {
  return std::ranges::all_of(facts.cycles, [](const MapCycle& each) {
    return each.hasTrap() && std::abs(each.multiplier) < 1e-9;
  });
}

}  // namespace

class FormulaFactsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theBasilicaHasItsCycleAndItsDisc() {
    const FormulaFacts facts = factsOf("z^2+c", -1.0);
    QVERIFY(facts.holomorphic && facts.polynomial);
    QCOMPARE(facts.degree.value(), std::size_t{2});
    QCOMPARE(facts.escapeRadius.value(), 2.0);
    QCOMPARE(facts.symmetry, (julia::MapSymmetry{.turns = 2, .conjugation = true}));
    QCOMPARE(facts.criticalPoints.value().size(), std::size_t{1});
    QVERIFY(std::abs(facts.criticalPoints.value().front().value) < 1e-12);
    QCOMPARE(facts.cycles.size(), std::size_t{1});
    QVERIFY(hasCycle(facts, 0.0, 2) && hasCycle(facts, -1.0, 2));
    QVERIFY(areProvenAndSuperattracting(facts));
    // The root of 2r + r^3 = 1 is the largest disc that there is.
    QVERIFY(facts.cycles.front().trapRadius > 0.4530);
    QVERIFY(facts.cycles.front().trapRadius < 0.4534);
    // z^2 takes a disc of this radius about 0 to one of its square.
    const std::vector<double>& radii = facts.cycles.front().radii;
    QCOMPARE(radii.size(), std::size_t{2});
    QCOMPARE(radii[0], facts.cycles.front().trapRadius);
    const double square = radii[0] * radii[0];
    const bool beginsAtZero = std::abs(facts.cycles.front().points.front()) < 1e-12;
    QVERIFY(beginsAtZero && radii[1] >= square && radii[1] < 1.001 * square);
  }

  void otherPlacesOfTheSquare() {
    const FormulaFacts rabbit = factsOf("z^2+c", {-0.12256, 0.74486});
    QCOMPARE(rabbit.cycles.size(), std::size_t{1});
    QCOMPARE(rabbit.cycles.front().period(), std::size_t{3});
    QVERIFY(std::abs(rabbit.cycles.front().multiplier) < 0.01);
    QVERIFY(rabbit.cycles.front().hasTrap());
    QVERIFY(!rabbit.symmetry.conjugation);
    const FormulaFacts outside = factsOf("z^2+c", 2.0);
    QVERIFY(outside.cycles.empty());
    QCOMPARE(outside.escapeRadius.value(), 4.0);  // 2i goes to -2
    QCOMPARE(factsOf("z^2+c", 0.0).symmetry.turns, std::int64_t{0});
  }

  // The square has a search of its own, with discs by another proof.
  void theSquareIsFoundInBothWays() {
    for (const Number c :
         {Number(0.0, 0.0), Number(0.2, 0.1), Number(-1.0, 0.05), Number(-1.7549, 0.0),
          Number(-0.5, 0.55), Number(0.3, 0.3), Number(0.4, 0.4)}) {
      const auto known = julia::findAttractingCycle(c);
      const FormulaFacts facts = factsOf("z^2+c", c);
      QCOMPARE(facts.cycles.size(), std::size_t{known ? 1U : 0U});
      if (!known) continue;
      QVERIFY(hasCycle(facts, known->points.front(), known->points.size()));
      QVERIFY(std::abs(facts.cycles.front().multiplier - known->multiplier) < 1e-9);
      QVERIFY(facts.cycles.front().hasTrap());
    }
  }

  void criticalPointsHaveMultiplicitiesAndErrors() {
    const FormulaFacts facts = factsOf("z^8+c", 0.5);
    QCOMPARE(facts.criticalPoints.value().size(), std::size_t{1});
    QCOMPARE(countOf(facts), std::size_t{7});
    QCOMPARE(facts.symmetry.turns, std::int64_t{8});
    const FormulaFacts cubic = factsOf("z^3-3z+c", 0.5);
    for (const auto& root : cubic.criticalPoints.value()) {
      QVERIFY(root.error < 1e-12);
      QVERIFY(std::abs(std::abs(root.value.real()) - 1.0) <= root.error);
    }
    QCOMPARE(countOf(cubic), std::size_t{2});
  }

  // 0.1 z^2: a radius of 2 |a|, which is sometimes read, would be wrong.
  void flatPolynomialsEscapeLate() {
    QCOMPARE(factsOf("0.1z^2+c", 0.5).escapeRadius.value(), 16.0);
  }

  void newtonsMethodFindsThreeRoots() {
    const FormulaFacts facts = factsOf("newton(z^3-1)");
    QCOMPARE(facts.degree.value(), std::size_t{3});
    QVERIFY(!facts.polynomial);
    QVERIFY(!facts.escapeRadius);  // infinity repels
    QCOMPARE(facts.symmetry, (julia::MapSymmetry{.turns = 3, .conjugation = true}));
    QCOMPARE(countOf(facts), std::size_t{4});
    QCOMPARE(facts.cycles.size(), std::size_t{3});
    QVERIFY(hasCycle(facts, 1.0, 1));
    QVERIFY(areProvenAndSuperattracting(facts));
  }

  void newtonsMethodMayFindNoRoot() {
    const FormulaFacts facts = factsOf("newton(z^3-2z+2)");
    QCOMPARE(facts.cycles.size(), std::size_t{4});
    QVERIFY(hasCycle(facts, 0.0, 2) && hasCycle(facts, 1.0, 2));
    QVERIFY(areProvenAndSuperattracting(facts));
    QCOMPARE(facts.symmetry.turns, std::int64_t{1});
  }

  // The double root cancels out of numerator and denominator.
  void commonDivisorsDoNotCount() {
    QCOMPARE(factsOf("newton((z-1)^2*(z+1))").degree.value(), std::size_t{2});
    QCOMPARE(factsOf("(z^4-1)/(z^2-1)").degree.value(), std::size_t{2});
    QVERIFY(factsOf("(z^4-1)/(z^2-1)").polynomial);
    QCOMPARE(factsOf("z^2/3+c", 0.25).degree.value(), std::size_t{2});
  }

  // In doubles Newton's method is 0/0 in a double root, which still attracts half as fast.
  void doubleRootsAttract() {
    for (const auto& [text, other] :
         {std::pair{"newton((z-1)^2*(z+1))", -1.0}, std::pair{"newton((z-1)^2*(z+2))", -2.0}}) {
      const FormulaFacts facts = factsOf(text);
      QCOMPARE(facts.cycles.size(), std::size_t{2});
      QVERIFY2(hasCycle(facts, 1.0, 1) && hasCycle(facts, other, 1), text);
      for (const MapCycle& cycle : facts.cycles) {
        const bool isDouble = cycle.points.front().real() > 0.0;
        QVERIFY2(std::abs(cycle.multiplier - (isDouble ? 0.5 : 0.0)) < 1e-9, text);
        QCOMPARE(cycle.hasTrap(), !isDouble);
      }
    }
    QVERIFY(hasCycle(factsOf("newton(z^2*(z-1))"), 0.0, 1));
  }

  void magnetsAndMcMullensMaps() {
    const FormulaFacts magnet = factsOf("((z^2+c-1)/(2z+c-2))^2", {1.0, 0.5});
    QCOMPARE(magnet.degree.value(), std::size_t{4});
    QCOMPARE(countOf(magnet), std::size_t{5});  // the sixth is infinity
    QVERIFY(magnet.escapeRadius.has_value());
    QVERIFY(hasCycle(magnet, 1.0, 1));
    const FormulaFacts carpet = factsOf("z^2+c/z^2", -0.0625);
    QCOMPARE(carpet.degree.value(), std::size_t{4});
    QCOMPARE(carpet.symmetry, (julia::MapSymmetry{.turns = 4, .conjugation = true}));
    QCOMPARE(countOf(carpet), std::size_t{5});
    QCOMPARE(carpet.escapeRadius.value(), 2.0);
  }

  void nothingIsClaimedOfOtherFunctions() {
    const FormulaFacts sine = factsOf("c*sin(z)", 0.5);
    QVERIFY(sine.holomorphic);
    QVERIFY(!sine.degree && !sine.escapeRadius && !sine.criticalPoints && sine.cycles.empty());
    QCOMPARE(sine.symmetry, (julia::MapSymmetry{.turns = 2, .conjugation = true}));
    const FormulaFacts tricorn = factsOf("conj(z)^2+c", {0.5, 0.25});
    QVERIFY(!tricorn.holomorphic && !tricorn.degree);
    QCOMPARE(tricorn.symmetry, (julia::MapSymmetry{.turns = 2, .conjugation = false}));
    QVERIFY(!factsOf("log(z)+z^2").symmetry.conjugation);
  }

  void tooLargeDegreesAreLeftAlone() {
    QVERIFY(!factsOf("((((z^2+c)^2+c)^2+c)^8+c)^8+c", 0.5).degree);
  }

  void whoIsStoppedLooksForNoCycles() {
    const julia::Formula formula = julia::parseFormula("newton(z^3-1)").value();
    std::stop_source stop;
    QCOMPARE(julia::formulaFacts(formula, {}, stop.get_token()).cycles.size(), std::size_t{3});
    stop.request_stop();
    QVERIFY(julia::formulaFacts(formula, {}, stop.get_token()).cycles.empty());
  }

  // From the rim and from within, orbits come back every period.
  void nothingLeavesAProvenDisc() {
    const Number c(-0.12256, 0.74486);
    for (const char* text :
         {"z^2+c", "newton(z^3-1)", "newton(z^3-2z+2)", "z^3+c/2", "z^2/2+c/3"}) {
      const julia::Formula formula = julia::parseFormula(text).value();
      const auto values = formula.values(decimals(c));
      const auto f = julia::ExpressionInDoubles::create(formula.expression(), values);
      const FormulaFacts facts = julia::formulaFacts(formula, decimals(c));
      QVERIFY2(!facts.cycles.empty(), text);
      for (const MapCycle& cycle : facts.cycles) {
        QVERIFY2(cycle.hasTrap(), text);
        for (int i = 0; i < 500; ++i) {
          const double part = i % 2 == 0 ? 1.0 : std::sqrt(i / 500.0);
          Number z = cycle.points.front() + std::polar(part * cycle.trapRadius, 0.7 * i);
          for (std::size_t step = 0; step < 20 * cycle.period(); ++step) {
            z = f.value()(z);
            if ((step + 1) % cycle.period() == 0)
              QVERIFY2(std::abs(z - cycle.points.front()) <= cycle.trapRadius, text);
          }
        }
      }
    }
  }
};

QTEST_GUILESS_MAIN(FormulaFactsTest)
#include "formula_facts_test.moc"
