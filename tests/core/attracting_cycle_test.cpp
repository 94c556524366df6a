// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/attracting_cycle.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <QTest>

#include "tests/core/escape_time_jobs.h"
#include "tests/processor_time.h"

using fatou::julia::AttractingCycle;
using fatou::julia::findAttractingCycle;
using fatou::julia::interiorTrap;
using fatou::kernels::TrapDisc;

namespace {

using Complex = std::complex<double>;

constexpr double kPi = std::numbers::pi;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The arithmetic of the kernels.
Complex step(Complex z, Complex c) {
  const double x2 = z.real() * z.real();
  const double y2 = z.imag() * z.imag();
  const double xy = z.real() * z.imag();
  return {(x2 - y2) + c.real(), (xy + xy) + c.imag()};
}

// The c of the main cardioid whose fixed point has that multiplier.
Complex cardioid(Complex multiplier) {
  return multiplier / 2.0 - multiplier * multiplier / 4.0;
}

// The c near `guess` for which 0 has that period, by Newton's method.
Complex nucleus(Complex guess, int period) {
  Complex c = guess;
  for (int i = 0; i < 60; ++i) {
    Complex z = 0.0;
    Complex derivative = 0.0;
    for (int k = 0; k < period; ++k) {
      derivative = 2.0 * z * derivative + 1.0;
      z = z * z + c;
    }
    c -= z / derivative;
  }
  return c;
}

// The centre of the bulb with rotation number 1 / period, guessed from its size.
Complex bulb(int period) {
  const Complex multiplier = std::polar(1.0, 2.0 * kPi / period);
  const Complex outwards = multiplier / 2.0 - multiplier * multiplier / 2.0;
  const double size = std::sin(kPi / period) / (period * period);
  return nucleus(cardioid(multiplier) + size * outwards / std::abs(outwards), period);
}

bool contains(const TrapDisc& disc, Complex z) {
  const double dx = z.real() - disc.re;
  const double dy = z.imag() - disc.im;
  return dx * dx + dy * dy <= disc.radius2;
}

}  // namespace

class AttractingCycleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsTheFixedPointByItsMultiplier_data();
  void findsTheFixedPointByItsMultiplier();
  void findsTheCycleOfTwo();
  void findsTheCycleOfTheRabbit();
  void findsTheUnitDiscOfCZero();
  void findsLongCyclesWithAProof_data();
  void findsLongCyclesWithAProof();
  void findsACycleWhosePeriodIsCoveredByAFasterReturn();
  void findsNothingWhereThereIsNothing_data();
  void findsNothingWhereThereIsNothing();
  void keepsOrbitsInEveryDiscForEver_data();
  void keepsOrbitsInEveryDiscForEver();
  void givesNoTrapWithoutAProof();
  void neverTakesLong();
};

void AttractingCycleTest::findsTheFixedPointByItsMultiplier_data() {
  QTest::addColumn<double>("modulus");
  for (const double modulus : {0.001, 0.3, 0.9, 0.99, 0.999, 0.9999})
    QTest::addRow("|multiplier| = %g", modulus) << modulus;
}

void AttractingCycleTest::findsTheFixedPointByItsMultiplier() {
  QFETCH(double, modulus);
  for (int k = 0; k < 100; ++k) {
    const Complex multiplier = std::polar(modulus, 0.0628 * k);
    const auto cycle = findAttractingCycle(cardioid(multiplier));
    QVERIFY(cycle);
    QCOMPARE(cycle->period, 1);
    QVERIFY(std::abs(cycle->multiplier - multiplier) < 1e-9);
    QVERIFY(std::abs(cycle->points[0] - multiplier / 2.0) < 1e-9);
    QCOMPARE(cycle->trapCentre, cycle->points[0]);
    // r (|multiplier| + r) <= r: the radius is nearly the largest that this allows.
    QVERIFY(cycle->trapRadius > 0.99 * (1.0 - modulus));
    QVERIFY(cycle->trapRadius < 1.0 - modulus);
  }
}

void AttractingCycleTest::findsTheCycleOfTwo() {
  for (const Complex c : {Complex{-1.0, 0.0}, Complex{-1.1, 0.05}, Complex{-0.8, -0.1}}) {
    const auto cycle = findAttractingCycle(c);
    QVERIFY(cycle);
    QCOMPARE(cycle->period, 2);
    QVERIFY(std::abs(cycle->multiplier - 4.0 * (1.0 + c)) < 1e-12);
    QVERIFY(std::abs(cycle->points[0]) <= std::abs(cycle->points[1]));
    QVERIFY(std::abs(step(cycle->points[0], c) - cycle->points[1]) < 1e-14);
    QVERIFY(std::abs(step(cycle->points[1], c) - cycle->points[0]) < 1e-14);
    QVERIFY(cycle->hasTrap());
  }
}

void AttractingCycleTest::findsTheCycleOfTheRabbit() {
  const auto cycle = findAttractingCycle({-0.123, 0.745});
  QVERIFY(cycle);
  QCOMPARE(cycle->period, 3);
  QCOMPARE(cycle->points.size(), std::size_t{3});
  QVERIFY(cycle->trapRadius > 0.32);
}

void AttractingCycleTest::findsTheUnitDiscOfCZero() {
  const auto cycle = findAttractingCycle(0.0);
  QVERIFY(cycle);
  QCOMPARE(cycle->period, 1);
  QCOMPARE(cycle->multiplier, Complex{0.0});
  QVERIFY(cycle->trapRadius > 0.998);
  QVERIFY(cycle->trapRadius < 1.0);
}

void AttractingCycleTest::findsLongCyclesWithAProof_data() {
  QTest::addColumn<int>("period");
  for (const int period : {7, 60, 100, 300, 500, 1000}) QTest::addRow("%d", period) << period;
}

void AttractingCycleTest::findsLongCyclesWithAProof() {
  QFETCH(int, period);
  const auto cycle = findAttractingCycle(bulb(period));
  QVERIFY(cycle);
  QCOMPARE(cycle->period, period);
  QVERIFY(cycle->trapRadius > 0.1);
  QVERIFY(std::abs(cycle->multiplier) < 1e-3);
}

// With a multiplier near a seventh root of 1 the orbit comes nearest after seven steps, and seven
// times one step is a period as well.
void AttractingCycleTest::findsACycleWhosePeriodIsCoveredByAFasterReturn() {
  for (int root = 1; root < 7; ++root) {
    const auto cycle = findAttractingCycle(cardioid(std::polar(0.999, 2.0 * kPi * root / 7.0)));
    QVERIFY(cycle);
    QCOMPARE(cycle->period, 1);
  }
}

void AttractingCycleTest::findsNothingWhereThereIsNothing_data() {
  QTest::addColumn<double>("re");
  QTest::addColumn<double>("im");
  QTest::newRow("the tip, -2") << -2.0 << 0.0;
  QTest::newRow("the dendrite, i") << 0.0 << 1.0;
  QTest::newRow("parabolic, 0.25") << 0.25 << 0.0;
  QTest::newRow("parabolic, -0.75") << -0.75 << 0.0;
  QTest::newRow("parabolic, -1.25") << -1.25 << 0.0;
  QTest::newRow("parabolic, -1.75") << -1.75 << 0.0;
  QTest::newRow("just outside the cusp") << 0.2500001 << 0.0;
  QTest::newRow("Siegel") << -0.390541 << -0.586788;
  QTest::newRow("dust") << -0.7269 << 0.1889;
  QTest::newRow("the seed") << -0.065 << 0.66;
  QTest::newRow("far outside") << 100.0 << -100.0;
  QTest::newRow("at the end of the doubles") << 1e308 << 1e308;
  QTest::newRow("infinity") << kInfinity << 0.0;
  QTest::newRow("NaN") << std::nan("") << 0.0;
}

void AttractingCycleTest::findsNothingWhereThereIsNothing() {
  QFETCH(double, re);
  QFETCH(double, im);
  QCOMPARE(findAttractingCycle({re, im}), std::nullopt);
  QVERIFY(!interiorTrap(findAttractingCycle({re, im})));
}

void AttractingCycleTest::keepsOrbitsInEveryDiscForEver_data() {
  QTest::addColumn<double>("re");
  QTest::addColumn<double>("im");
  const auto row = [](const char* name, Complex c) { QTest::newRow(name) << c.real() << c.imag(); };
  row("c = 0", 0.0);
  row("superattracting, period 2", -1.0);
  row("period 2, multiplier 0.92", -0.77);
  row("rabbit", {-0.123, 0.745});
  row("near parabolic", {0.2501, 0.00005});
  row("real multiplier 0.999", cardioid(0.999));
  row("multiplier 0.999 e^2i", cardioid(std::polar(0.999, 2.0)));
  row("multiplier 0.999999", cardioid(0.999999));
  row("airplane", -1.754877666246693);
  row("period 60", fatou::tests::kPeriod60);
  row("period 60, multiplier 0.63", fatou::tests::kPeriod60 + 1e-5);
  row("period 300", bulb(300));
}

// From the rim of every disc: after one period (and the way to the first disc) all are in the first
// disc, at every step they are where the kernel calls them inside.
void AttractingCycleTest::keepsOrbitsInEveryDiscForEver() {
  QFETCH(double, re);
  QFETCH(double, im);
  const Complex c{re, im};
  const auto trap = interiorTrap(findAttractingCycle(c));
  QVERIFY(trap);
  for (std::size_t k = 0; k < trap->discs.size(); ++k) {
    const TrapDisc& disc = trap->discs[k];
    for (int angle = 0; angle < 64; ++angle) {
      const double radius = std::sqrt(disc.radius2) * (1.0 - 1e-15);
      Complex z = Complex{disc.re, disc.im} + std::polar(radius, 2.0 * kPi * angle / 64.0);
      const auto periods = 20;
      for (std::size_t t = 0; t <= k + periods * static_cast<std::size_t>(trap->period); ++t) {
        QVERIFY(z.real() * z.real() + z.imag() * z.imag() <= 4.0);
        const bool back = t >= k && (t - k) % static_cast<std::size_t>(trap->period) == 0;
        // The rim of the test is 1e-12 inside the proven disc, and rounding may use it up.
        if (back && t > 0)
          QVERIFY(contains(
              {trap->discs[0].re, trap->discs[0].im, trap->discs[0].radius2 * (1.0 + 2e-12)}, z));
        z = step(z, c);
      }
    }
  }
}

void AttractingCycleTest::givesNoTrapWithoutAProof() {
  QVERIFY(!interiorTrap(std::nullopt));
  AttractingCycle cycle = *findAttractingCycle(-1.0);
  QVERIFY(interiorTrap(cycle));
  cycle.trapRadius = 0.0;
  QVERIFY(!interiorTrap(cycle));
}

// 2 ms where nothing is found, here with room for unoptimised builds and sanitizers.
void AttractingCycleTest::neverTakesLong() {
  for (const Complex c : {Complex{-0.390541, -0.586788}, Complex{-1.401155189, 0.0},
                          Complex{-2.0, 0.0}, Complex{0.25, 0.0}, Complex{-0.75, 0.0}}) {
    const double start = fatou::tests::processorSeconds();
    findAttractingCycle(c);
    QVERIFY(fatou::tests::processorSeconds() - start < 0.2);
  }
}

QTEST_GUILESS_MAIN(AttractingCycleTest)
#include "attracting_cycle_test.moc"
