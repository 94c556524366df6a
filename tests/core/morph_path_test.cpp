// SPDX-License-Identifier: GPL-3.0-or-later
// The parameter plane's pure parts: paths through it, the fate of 0, and numbers read off a map.
#include "core/julia/dynamics/morph_path.h"

#include <cmath>
#include <numbers>
#include <string>

#include <QTest>

#include "core/julia/dynamics/critical_orbit.h"
#include "core/julia/numbers/resolved_decimal.h"

using namespace fatou::julia;

namespace {

using Complex = std::complex<double>;

bool near(Complex a, Complex b) {
  return std::abs(a - b) < 1e-12;
}

std::string resolved(double value, double resolution) {
  return resolvedDecimal(value, resolution).text();
}

CriticalOrbit fateOf0(const std::string& c) {
  return followCriticalOrbit(parseComplex(c).value());
}

}  // namespace

class MorphPathTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theCircleOfRadiusOneIsTheCardioidsBoundary() {
    const MorphPath path = CardioidCircle{1.0};
    QVERIFY(near(pointOn(path, 0.0), 0.25));   // the cusp
    QVERIFY(near(pointOn(path, 0.5), -0.75));  // where the disc of period 2 touches
    QVERIFY(near(pointOn(path, 0.25), {0.25, 0.5}));
    QVERIFY(near(pointOn(path, 1.0), pointOn(path, 0.0)));
    QVERIFY(near(pointOn(path, -0.25), pointOn(path, 0.75)));
    QVERIFY(near(pointOn(path, 7.125), pointOn(path, 0.125)));
    QVERIFY(near(pointOn(path, -1e-300), 0.25));
  }

  void theCircleOfRadiusNoughtStaysAtItsCentre() {
    for (const double phase : {0.0, 0.3, 0.99})
      QVERIFY(near(pointOn(CardioidCircle{0.0}, phase), 0.0));
  }

  void coordinatesAroundTheCardioidReadBack() {
    for (const double radius : {0.1, 0.5, 1.0})
      for (double angle = -3.1; angle < 3.14; angle += 0.31) {
        const auto found = cardioidCoordinates(cardioidPoint({radius, angle}));
        QVERIFY(std::abs(found.radius - radius) < 1e-9);
        QVERIFY(std::abs(found.angle - angle) < 1e-9);
      }
    QCOMPARE(cardioidCoordinates(0.0).radius, 0.0);
    QVERIFY(cardioidCoordinates({-0.7269, 0.1889}).radius > 1.0);
  }

  void theLineGoesThereAndBack() {
    const MorphPath path = StraightLine{{-1.0, 0.5}, {1.0, -0.5}};
    QVERIFY(pointOn(path, 0.0) == Complex(-1.0, 0.5));
    QVERIFY(pointOn(path, 0.5) == Complex(1.0, -0.5));
    QVERIFY(near(pointOn(path, 0.25), 0.0));
    QVERIFY(near(pointOn(path, 0.75), 0.0));
    QVERIFY(pointOn(path, 1.0) == Complex(-1.0, 0.5));
  }

  void aLineWithoutLengthStaysWhereItIs() {
    const MorphPath path = StraightLine{{0.1, 0.2}, {0.1, 0.2}};
    QVERIFY(near(pointOn(path, 0.4), {0.1, 0.2}));
    QCOMPARE(nearestPhase(path, {5.0, 5.0}), 0.0);
  }

  void goesOnFromTheNearestPlaceOfThePath() {
    QVERIFY(std::abs(nearestPhase(CardioidCircle{1.0}, {0.25, 0.5}) - 0.25) < 1e-9);
    QVERIFY(std::abs(nearestPhase(CardioidCircle{1.0}, {0.25, -0.5}) - 0.75) < 1e-9);
    const MorphPath line = StraightLine{0.0, 1.0};
    QCOMPARE(nearestPhase(line, {0.5, 3.0}), 0.25);
    QCOMPARE(nearestPhase(line, {-9.0, 0.0}), 0.0);
    QCOMPARE(nearestPhase(line, {9.0, 0.0}), 0.5);
  }

  void followsTheCriticalOrbit() {
    const CriticalOrbit dust = fateOf0("-0.7269,0.1889");
    QVERIFY(dust.escape && !dust.cycle);
    QVERIFY(*dust.escape > 10 && *dust.escape < 1000);
    QCOMPARE(fateOf0("3").escape, std::optional(1));
    const CriticalOrbit rabbit = fateOf0("-0.123,0.745");
    QVERIFY(!rabbit.escape && rabbit.cycle);
    QCOMPARE(rabbit.cycle->period, 3);
    const CriticalOrbit dendrite = fateOf0("i");
    QVERIFY(!dendrite.escape && !dendrite.cycle);
  }

  void tellsParabolicCyclesFromAttractingOnes_data() {
    QTest::addColumn<QByteArray>("c");
    QTest::addColumn<int>("period");
    QTest::addColumn<int>("petals");
    QTest::addColumn<bool>("isExact");
    const auto row = [](const char* c, int period, int petals, bool isExact) {
      QTest::newRow(c) << QByteArray(c) << period << petals << isExact;
    };
    row("0.25", 1, 1, true);
    row("-0.75", 1, 2, true);
    row("-1.25", 2, 2, true);
    row("-1.75", 3, 1, true);
    row("0.25+0.5i", 1, 4, true);
    row("0.25-0.5i", 1, 4, true);
    row("-1.75e0", 3, 1, true);
    // Within rounding: a third of a turn around the cardioid, and the cusp of the largest real
    // Mandelbrot set of period 4; exact cusps and bulbs but for the last of many digits.
    row("-0.125+0.649519052838329i", 1, 3, false);
    row("-0.125+0.64951905283832898507279237806470213i", 1, 3, false);
    row("-1.94055078897614961", 4, 1, false);
    row("-0.75000000000000000000001", 1, 2, false);
    row("0.249999999999999999999999999999999999999", 1, 1, false);
    row("0.25+1e-100i", 1, 1, false);
    row("0.25+1e-300i", 1, 1, false);
    row(("-0.75" + std::string(150, '0') + "1").c_str(), 1, 2, false);
    row(("-0.75" + std::string(400, '0') + "1").c_str(), 1, 2, false);
  }
  void tellsParabolicCyclesFromAttractingOnes() {
    QFETCH(QByteArray, c);
    QFETCH(int, period);
    QFETCH(int, petals);
    QFETCH(bool, isExact);
    const CriticalOrbit fate = fateOf0(c.toStdString());
    QVERIFY(!fate.cycle && !fate.escape);
    QVERIFY(fate.parabolic);
    QCOMPARE(fate.parabolic->period, period);
    QCOMPARE(fate.parabolic->petals, petals);
    QCOMPARE(fate.parabolic->isExact, isExact);
  }

  void callsNothingParabolicThatIsNearIt_data() {
    QTest::addColumn<QByteArray>("c");
    for (const char* c : {"-0.7500001", "0.2499999", "-1.7500001", "-0.390541-0.586788i", "i", "-2",
                          "-1.401155189", "-1.25000000000001", "0.1"})
      QTest::newRow(c) << QByteArray(c);
  }
  void callsNothingParabolicThatIsNearIt() {
    QFETCH(QByteArray, c);
    QVERIFY(!fateOf0(c.toStdString()).parabolic);
  }

  void writesTheDigitsThatAPixelTellsApart() {
    QCOMPARE(resolved(-0.72691234567, 0.0132), std::string("-0.727"));
    QCOMPARE(resolved(-0.72691234567, 1e-4), std::string("-0.72691"));
    QCOMPARE(resolved(0.75, 1e-9), std::string("0.75"));
    QCOMPARE(resolved(-0.0001, 0.0132), std::string("0"));
    QCOMPARE(resolved(1.0, 1.0), std::string("1"));
    QCOMPARE(resolved(1234.5, 100.0), std::string("1234"));
    QCOMPARE(resolved(0.1, 1e-30), std::string("0.1"));  // not 0.1000000000000000055...
  }
};

QTEST_GUILESS_MAIN(MorphPathTest)
#include "morph_path_test.moc"
