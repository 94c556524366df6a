// SPDX-License-Identifier: GPL-3.0-or-later
// What a formula's samples may cost, before any is computed.
#include "core/render/sample_cost.h"

#include <cstdint>
#include <string>

#include <QTest>

using namespace fatou;

namespace {

julia::Place placeOf(const std::string& formula, std::int32_t tmax = 1'000) {
  return {.c = julia::parseComplex("0.3+0.1i").value(),
          .view = julia::CentreView{.radius = julia::Decimal::fromDouble(1.5)},
          .tmax = tmax,
          .formula = julia::parseFormula(formula).value()};
}

double costOf(const std::string& formula, std::int32_t tmax = 1'000) {
  return render::mostSecondsASample(placeOf(formula, tmax));
}

}  // namespace

class SampleCostTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void kernelsOfTheirOwnSayNothingBeforehand() {
    QCOMPARE(costOf("z^2+c"), 0.0);
    QCOMPARE(costOf("z^5+c"), 0.0);
  }

  void itGrowsWithTheStepsAndTheirParts() {
    QVERIFY(costOf("z^3-z+c") > 0.0);
    QCOMPARE(costOf("z^3-z+c", 5'000), 5.0 * costOf("z^3-z+c"));
    QVERIFY(costOf("z^3-z+c") < costOf("z^3-z^2+z+c"));
    QVERIFY(costOf("z^3-z+c") < costOf("(z^3-z+c)/(z-1)"));
    QVERIFY(costOf("z^30-z+c") < 5.0 * costOf("z^3-z+c"));
    QVERIFY(costOf("c*sin(z),escape=50") > 5.0 * costOf("z^3-z+c"));
  }

  void whatHasNoZInItIsWorkedOutBeforehand() {
    QCOMPARE(costOf("z^3+z*sin(c),escape=50"), costOf("z^3+z*c"));
  }
};

QTEST_GUILESS_MAIN(SampleCostTest)
#include "sample_cost_test.moc"
