// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas whose basins are told apart, and the discs that do it.
#include "core/julia/formulas/basins.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/place.h"
#include "core/kernels/program_scalar.h"

using namespace fatou;
using julia::Basins;
using julia::Formula;
using kernels::BasinDisc;

namespace {

Formula formulaOf(const std::string& text) {
  return julia::parseFormula(text).value();
}
julia::ComplexDecimal numberOf(const std::string& text) {
  return julia::parseComplex(text).value();
}
Result<Basins> basinsOf(const std::string& text, const std::string& c = "0") {
  return julia::basinsOf(formulaOf(text), numberOf(c));
}

bool isAt(const BasinDisc& disc, double re, double im) {
  return std::abs(disc.re - re) < 1e-11 && std::abs(disc.im - im) < 1e-11;
}

bool isIn(const BasinDisc& disc, kernels::ComplexNumber z) {
  const double x = z.re - disc.re;
  const double y = z.im - disc.im;
  return x * x + y * y <= disc.radius * disc.radius;
}

// A point of a disc, or of its rim.
kernels::ComplexNumber pointOf(const BasinDisc& disc, double turn, double share) {
  const auto offset = std::polar(disc.radius * share, 6.283185307179586 * turn);
  return {disc.re + offset.real(), disc.im + offset.imag()};
}

bool staysIn(const Basins& basins, kernels::ScalarProgram& f, kernels::ComplexNumber z,
             std::int32_t cycle) {
  for (int step = 0; step < 30; ++step) {
    bool isThere = false;
    for (const BasinDisc& disc : basins.discs)
      isThere = isThere || (disc.cycle == cycle && isIn(disc, z));
    if (!isThere) return false;
    z = f(z);
  }
  return true;
}

}  // namespace

class BasinsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theRootsAreInOrder() {
    const Basins basins = basinsOf("newton(z^3-1),basins=1").value();
    QCOMPARE(basins.discs.size(), std::size_t{3});
    const double height = std::sqrt(0.75);
    QVERIFY(isAt(basins.discs[0], -0.5, -height));
    QVERIFY(isAt(basins.discs[1], -0.5, height));
    QVERIFY(isAt(basins.discs[2], 1.0, 0.0));
    for (std::size_t k = 0; k < 3; ++k) {
      QCOMPARE(basins.discs[k].cycle, static_cast<std::int32_t>(k + 1));
      QVERIFY(basins.discs[k].radius > 0.05);
    }
    QVERIFY(!basins.escapeRadius);
  }

  // Newton's method for z^3 - 2z + 2 may end in the cycle 0 -> 1 -> 0.
  void aCycleHasADiscAboutEachPoint() {
    const Basins basins = basinsOf("newton(z^3-2z+2),basins=1").value();
    QCOMPARE(basins.discs.size(), std::size_t{5});
    QVERIFY(isAt(basins.discs[0], 0.0, 0.0) && isAt(basins.discs[1], 1.0, 0.0));
    QCOMPARE(basins.discs[0].cycle, 1);
    QCOMPARE(basins.discs[1].cycle, 1);
    QCOMPARE(basins.discs[4].cycle, 4);
    QVERIFY(basins.discs[4].re < -1.7);
  }

  void cyclesAreThoseOfTheFacts() {
    for (const char* text : {"newton(z^3-2z+2)", "newton(z^8+15z^4-16)", "z^3-z+c"}) {
      const auto c = numberOf("0.3");
      const auto facts = julia::formulaFacts(formulaOf(text), c);
      const Basins basins = julia::basinsOf(formulaOf(text), c).value();
      for (const BasinDisc& disc : basins.discs) {
        const auto& cycle = facts.cycles[static_cast<std::size_t>(disc.cycle - 1)];
        bool isOne = false;
        for (const auto& point : cycle.points)
          isOne = isOne || isAt(disc, point.real(), point.imag());
        QVERIFY2(isOne, text);
      }
    }
  }

  void nothingLeavesItsDiscs_data() {
    QTest::addColumn<QString>("c");
    QTest::newRow("newton(z^3-1)") << QStringLiteral("0");
    QTest::newRow("newton(z^3-2z+2)") << QStringLiteral("0");
    QTest::newRow("newton(z^8+15z^4-16)") << QStringLiteral("0");
    QTest::newRow("((z^2+c-1)/(2z+c-2))^2") << QStringLiteral("0.5");
    QTest::newRow("z^3-z+c") << QStringLiteral("0.3");
    QTest::newRow("sqr(z)+a*z+c,a=0.1") << QStringLiteral("-1");
  }
  void nothingLeavesItsDiscs() {
    QFETCH(QString, c);
    const Formula formula = formulaOf(QTest::currentDataTag());
    const auto number = numberOf(c.toStdString());
    const Basins basins = julia::basinsOf(formula, number).value();
    kernels::ScalarProgram f(julia::buildProgram(formula, number).value());
    std::mt19937 random(5);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    for (const BasinDisc& disc : basins.discs)
      for (int i = 0; i < 2000; ++i) {
        const double radius = i % 2 == 0 ? 1.0 - 1e-9 : std::sqrt(share(random));
        QVERIFY(staysIn(basins, f, pointOf(disc, share(random), radius), disc.cycle));
      }
  }

  void whereOrbitsEscapeIsKnown() {
    QCOMPARE(basinsOf("z^3-z+c,basins=1", "0.3").value().escapeRadius.value(), 2.0);
    QCOMPARE(basinsOf("newton(z^3-1),escape=1e3,basins=1").value().escapeRadius.value(), 1e3);
  }

  void aFormulaKeepsItsBasins() {
    const Formula formula = formulaOf("newton(z^3-a), basins = 1, a=2");
    QVERIFY(formula.hasBasins());
    QVERIFY(julia::toString(formula).ends_with(",a=2,basins=1"));
    QVERIFY(formulaOf(julia::toString(formula)) == formula);
    QVERIFY(!(formula == formula.withBasins(false)));
    QVERIFY(!formulaOf("newton(z^3-1),basins=0").hasBasins());
    QVERIFY(formula.with("a", numberOf("3")).hasBasins());
    QVERIFY(!formulaOf("z^2+c").hasBasins());
  }

  void whatCannotBeToldApartIsRefused() {
    for (const char* text : {"z^2+c,basins=1", "z*z+c,basins=1", "newton(z^3-1),basins=2",
                             "newton(z^3-1),basins=i", "newton(z^3-1),basins=x"})
      QVERIFY2(!julia::parseFormula(text).ok(), text);
    const auto chaotic = basinsOf("z^2+c+a,a=-2", "0");
    QVERIFY(!chaotic.ok());
    QVERIFY(chaotic.error().message.find("no attracting cycle") != std::string::npos);
    QVERIFY(!basinsOf("c*sin(z),escape=50", "0.5").ok());
  }

  // Neither it nor what is found on the way is kept as an answer.
  void whatIsStoppedIsSaid() {
    const Formula formula = formulaOf("z^5/(z^2-0.3)+z/7,basins=1");
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = julia::basinsOf(formula, numberOf("0"), stop.get_token());
    QVERIFY(!stopped.ok());
    QVERIFY(stopped.error().message.find("was stopped") != std::string::npos);
    QVERIFY(!julia::mayEscapeProven(formula, stop.get_token()));
    QVERIFY(julia::mayEscapeProven(formula));
    QVERIFY(!julia::escapeExitOf(formula, numberOf("0.5"), stop.get_token()).ok());
    QVERIFY(julia::escapeExitOf(formula, numberOf("0.5")).ok());
  }

  // Newton's method has nothing to escape to: without basins it needs a radius to be said.
  void basinsNeedNoEscape() {
    julia::Place place{.c = numberOf("0"),
                       .view = julia::CentreView{.centre = numberOf("0"),
                                                 .radius = julia::Decimal::parse("1.5").value()}};
    place.formula = formulaOf("newton(z^3-1)");
    QVERIFY(!julia::check(place).ok());
    place.formula = place.formula.withBasins(true);
    QVERIFY(julia::check(place).ok());
    QVERIFY(!julia::has(place.formula, julia::Ability::Smooth));
    QVERIFY(!julia::has(formulaOf("z^3-z+c,basins=1"), julia::Ability::Smooth));
  }

  void conjugateCyclesAreKnown() {
    const auto cycles = julia::conjugateCycles(basinsOf("newton(z^3-1)").value());
    QVERIFY(cycles == (std::vector<std::int32_t>{0, 2, 1, 3}));
    const auto more = julia::conjugateCycles(basinsOf("newton(z^3-2z+2)").value());
    QVERIFY(more == (std::vector<std::int32_t>{0, 1, 3, 2, 4}));
    QVERIFY(!julia::conjugateCycles(basinsOf("newton(z^3-i)").value()));
  }

  void discsFromElsewhereAreChecked() {
    Basins basins = basinsOf("newton(z^3-1)").value();
    QVERIFY(julia::check(basins).ok());
    const auto isRefused = [&](auto change) {
      Basins damaged = basins;
      change(damaged);
      return !julia::check(damaged).ok();
    };
    QVERIFY(isRefused([](Basins& b) { b.discs.clear(); }));
    QVERIFY(isRefused([](Basins& b) { b.discs.resize(65, b.discs[0]); }));
    QVERIFY(isRefused([](Basins& b) { b.discs[1].radius = 0.0; }));
    QVERIFY(isRefused([](Basins& b) { b.discs[1].re = std::nan(""); }));
    QVERIFY(isRefused([](Basins& b) { b.discs[2].cycle = 0; }));
    QVERIFY(isRefused([](Basins& b) { b.discs[2].cycle = 1'000'000'000; }));
    QVERIFY(isRefused([](Basins& b) { b.escapeRadius = -1.0; }));
    QVERIFY(isRefused([](Basins& b) { b.escapeRadius = HUGE_VAL; }));
  }
};

QTEST_GUILESS_MAIN(BasinsTest)
#include "basins_test.moc"
