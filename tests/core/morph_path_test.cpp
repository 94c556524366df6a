// SPDX-License-Identifier: GPL-3.0-or-later
// The parameter plane's pure parts: paths through it, the fate of 0, and numbers read off a map.
#include "core/julia/morph_path.h"

#include <cmath>
#include <numbers>

#include <QTest>

#include "core/julia/critical_orbit.h"
#include "core/julia/resolved_decimal.h"

using namespace fatou::julia;

namespace {

using Complex = std::complex<double>;

bool near(Complex a, Complex b) {
  return std::abs(a - b) < 1e-12;
}

std::string resolved(double value, double resolution) {
  return resolvedDecimal(value, resolution).text();
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
    const CriticalOrbit dust = followCriticalOrbit({-0.7269, 0.1889});
    QVERIFY(dust.escape && !dust.cycle);
    QVERIFY(*dust.escape > 10 && *dust.escape < 1000);
    QCOMPARE(followCriticalOrbit({3.0, 0.0}).escape, std::optional(1));
    const CriticalOrbit rabbit = followCriticalOrbit({-0.123, 0.745});
    QVERIFY(!rabbit.escape && rabbit.cycle);
    QCOMPARE(rabbit.cycle->period, 3);
    const CriticalOrbit dendrite = followCriticalOrbit({0.0, 1.0});
    QVERIFY(!dendrite.escape && !dendrite.cycle);
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
