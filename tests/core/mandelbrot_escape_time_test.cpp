// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/mandelbrot_escape_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "core/kernels/escape_time.h"
#include "core/kernels/mandelbrot_interior.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"
#include "tests/processor_time.h"

using namespace fatou::kernels;
using fatou::tests::addSimdTargets;
using fatou::tests::linspace;
using fatou::tests::useSimdTargetOfRow;

namespace {

using Complex = std::complex<double>;
using Counts = std::vector<std::int32_t>;
using Smooth = std::vector<float>;

constexpr std::size_t kMostLanes = 8;
constexpr double kTurn = 6.283185307179586;
constexpr std::int32_t kLastTime = std::numeric_limits<std::int32_t>::max();

Counts countsOf(const MandelbrotJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -1);
  return mandelbrotEscapeTimes(job, counts) ? counts : Counts{};
}

Counts scalarCounts(const MandelbrotJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -2);
  return mandelbrotEscapeTimesScalar(job, counts) ? counts : Counts{};
}

Smooth smoothOf(const MandelbrotJob& job, const Counts& counts) {
  Smooth smooth(counts.size(), -1.0F);
  return mandelbrotSmoothCounts(job, counts, smooth) ? smooth : Smooth{};
}

Smooth scalarSmooth(const MandelbrotJob& job, const Counts& counts) {
  Smooth smooth(counts.size(), -2.0F);
  mandelbrotSmoothCountsScalar(job, counts, smooth);
  return smooth;
}

Complex byMultiplierOfPeriod1(Complex multiplier) {
  return multiplier / 2.0 - multiplier * multiplier / 4.0;
}

Complex byMultiplierOfPeriod2(Complex multiplier) {
  return multiplier / 4.0 - 1.0;
}

}  // namespace

class MandelbrotEscapeTimeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void givesTheScalarNumbersForEveryWidthAndHeight_data() { addSimdTargets(); }
  void givesTheScalarNumbersForEveryWidthAndHeight();
  void givesTheScalarCountsForEveryTmax_data() { addSimdTargets(); }
  void givesTheScalarCountsForEveryTmax();
  void givesTheScalarCountsFarAndNear_data() { addSimdTargets(); }
  void givesTheScalarCountsFarAndNear();
  void countsAsTheJuliaKernelDoesFromZero();
  void keepsTheTipsOfTheRealAxisInside_data() { addSimdTargets(); }
  void keepsTheTipsOfTheRealAxisInside();
  void bearsInfinityNanAndHugeCoordinates_data() { addSimdTargets(); }
  void bearsInfinityNanAndHugeCoordinates();
  void countsNothingOfAnEmptyGrid();

  void takesForInteriorWhatHasTheMarginOnly();
  void seesNobodyEscapeFromTheProvenInterior();
  void isSoonDoneInsideWhateverTmaxIs_data() { addSimdTargets(); }
  void isSoonDoneInsideWhateverTmaxIs();
  void stopsWithinMillisecondsOfTheRequest_data() { addSimdTargets(); }
  void stopsWithinMillisecondsOfTheRequest();
  void scalarTwinStopsToo();
  void smoothCountsLieNearTheCounts();
};

void MandelbrotEscapeTimeTest::givesTheScalarNumbersForEveryWidthAndHeight() {
  QVERIFY(useSimdTargetOfRow());
  constexpr std::int32_t kTimes[] = {1,  2,  3,   4,   5,   7,   8,   9,   63,  64,   65,
                                     95, 96, 127, 128, 129, 131, 132, 133, 300, 1000, 3001};
  std::mt19937_64 random(20260104);
  std::uniform_real_distribution<double> part(0.0, 1.0);
  std::uniform_int_distribution<std::size_t> which(0, std::size(kTimes) - 1);
  for (std::size_t width = 1; width <= 3 * kMostLanes + 1; ++width)
    for (std::size_t height = 1; height <= 13; ++height) {
      const double size = std::pow(10.0, -6.0 * part(random));
      const double x = -2.1 + 2.5 * part(random);
      const double y = -1.2 + 2.4 * part(random);
      const auto xs = linspace(x, x + size, width);
      const auto ys = linspace(y, y + size, height);
      const MandelbrotJob job{.tmax = kTimes[which(random)], .xs = xs, .ys = ys};
      const Counts counts = scalarCounts(job);
      QVERIFY2(countsOf(job) == counts,
               qPrintable(QStringLiteral("%1 x %2 of %3 at %4 + %5i, tmax %6")
                              .arg(width)
                              .arg(height)
                              .arg(size)
                              .arg(x, 0, 'g', 17)
                              .arg(y, 0, 'g', 17)
                              .arg(job.tmax)));
      QVERIFY(smoothOf(job, counts) == scalarSmooth(job, counts));
    }
}

void MandelbrotEscapeTimeTest::givesTheScalarCountsForEveryTmax() {
  QVERIFY(useSimdTargetOfRow());
  const auto xs = linspace(-1.9, 0.5, 29);
  const auto ys = linspace(-1.1, 1.0, 17);
  for (std::int32_t tmax = 1; tmax <= 700; tmax < 140 ? ++tmax : tmax += 13) {
    const MandelbrotJob job{.tmax = tmax, .xs = xs, .ys = ys};
    QVERIFY(countsOf(job) == scalarCounts(job));
  }
}

// The whole set, a valley, a small copy with an inside of its own, the edge of the proofs.
void MandelbrotEscapeTimeTest::givesTheScalarCountsFarAndNear() {
  QVERIFY(useSimdTargetOfRow());
  struct Window {
    Complex centre;
    double radius;
    std::int32_t tmax;
  };
  for (const Window& w : {Window{{-0.5, 0.0}, 3.0, 500}, Window{{-0.75, 0.1}, 0.02, 2000},
                          Window{{-1.7549, 0.0}, 0.02, 5000}, Window{{0.25, 0.0}, 1e-3, 20000},
                          Window{{-0.75, 0.0}, 1e-3, 20000}}) {
    const auto xs = linspace(w.centre.real() - w.radius, w.centre.real() + w.radius, 51);
    const auto ys = linspace(w.centre.imag() - w.radius, w.centre.imag() + w.radius, 43);
    const MandelbrotJob job{.tmax = w.tmax, .xs = xs, .ys = ys};
    QVERIFY(countsOf(job) == scalarCounts(job));
  }
}

void MandelbrotEscapeTimeTest::countsAsTheJuliaKernelDoesFromZero() {
  const auto xs = linspace(-2.2, 0.6, 30);
  const auto ys = linspace(-1.2, 1.3, 20);
  const Counts counts = countsOf({.tmax = 400, .xs = xs, .ys = ys});
  const std::vector<double> zero = {0.0};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    Counts one(1);
    QVERIFY(escapeTimes({xs[i % xs.size()], ys[i / xs.size()], 400, zero, zero}, one));
    QCOMPARE(counts[i], one[0]);
  }
}

// The orbit of -2 is 0, -2, 2, 2, ...: it touches the circle and stays. 1/4 creeps for ever.
void MandelbrotEscapeTimeTest::keepsTheTipsOfTheRealAxisInside() {
  QVERIFY(useSimdTargetOfRow());
  const std::vector<double> zero = {0.0};
  const std::vector<double> c = {std::nextafter(-2.0, -3.0), -2.0, std::nextafter(-2.0, 0.0), 0.25,
                                 0.26};
  const MandelbrotJob job{.tmax = 3000, .xs = c, .ys = zero};
  const Counts counts = countsOf(job);
  QVERIFY(counts == scalarCounts(job));
  QCOMPARE(counts[0], 1);
  QCOMPARE(counts[1], 3000);
  QCOMPARE(counts[3], 3000);
  QVERIFY(counts[4] < 100);
}

void MandelbrotEscapeTimeTest::bearsInfinityNanAndHugeCoordinates() {
  QVERIFY(useSimdTargetOfRow());
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<double> hard = {0.0,   -0.0,   5e-324,    1e-160,     1e154,        -1e155,
                                    1e308, -1e308, kInfinity, -kInfinity, std::nan(""), 2.0};
  const MandelbrotJob job{.tmax = 100, .xs = hard, .ys = hard};
  QVERIFY(countsOf(job) == scalarCounts(job));
  // Its square overflows.
  const std::vector<double> far = {1e200};
  const std::vector<double> zero = {0.0};
  const MandelbrotJob one{.tmax = 100, .xs = far, .ys = zero};
  const double smooth = 2.0 - std::log2(std::log2(1e200));
  QVERIFY(std::abs(double{smoothOf(one, countsOf(one))[0]} - smooth) < 1e-6);
  QVERIFY(std::abs(double{scalarSmooth(one, scalarCounts(one))[0]} - smooth) < 1e-6);
}

void MandelbrotEscapeTimeTest::countsNothingOfAnEmptyGrid() {
  const std::vector<double> some = {0.0, 1.0};
  QVERIFY(mandelbrotEscapeTimes({.xs = {}, .ys = some}, {}));
  QVERIFY(mandelbrotEscapeTimes({.xs = some, .ys = {}}, {}));
  QVERIFY(mandelbrotSmoothCounts({.xs = some, .ys = {}}, {}, {}));
}

void MandelbrotEscapeTimeTest::takesForInteriorWhatHasTheMarginOnly() {
  for (int k = 0; k < 1000; ++k) {
    const double angle = kTurn * k / 1000.0;
    for (const auto& of : {byMultiplierOfPeriod1, byMultiplierOfPeriod2}) {
      const Complex within = of(std::polar(0.9989, angle));
      const Complex outside = of(std::polar(0.9991, angle));
      QVERIFY(isProvenInterior(within.real(), within.imag()));
      QVERIFY(!isProvenInterior(outside.real(), outside.imag()));
    }
  }
  QVERIFY(!isProvenInterior(std::nan(""), 0.0));
  QVERIFY(!isProvenInterior(0.0, HUGE_VAL));
  QVERIFY(!isProvenInterior(-HUGE_VAL, 0.0));
}

void MandelbrotEscapeTimeTest::seesNobodyEscapeFromTheProvenInterior() {
  constexpr std::int32_t kTmax = 20000;
  for (int k = 0; k < 500; ++k)
    for (const auto& of : {byMultiplierOfPeriod1, byMultiplierOfPeriod2}) {
      const Complex c = of(std::polar(0.99899, kTurn * k / 500.0));
      QVERIFY(isProvenInterior(c.real(), c.imag()));
      const std::vector<double> re = {c.real()};
      const std::vector<double> im = {c.imag()};
      QCOMPARE(scalarCounts({.tmax = kTmax, .xs = re, .ys = im}), Counts{kTmax});
    }
}

// Bulbs of period 1, 2, 3, 4 and 5 with some sky: without the proofs it would be hours.
void MandelbrotEscapeTimeTest::isSoonDoneInsideWhateverTmaxIs() {
  QVERIFY(useSimdTargetOfRow());
  for (const Complex c : {Complex{0.1, 0.1}, Complex{-1.0, 0.1}, Complex{-0.123, 0.745},
                          Complex{-1.31, 0.0}, Complex{-0.504, 0.563}}) {
    const auto xs = linspace(c.real() - 0.01, c.real() + 0.01, 25);
    const auto ys = linspace(c.imag() - 0.01, c.imag() + 0.01, 25);
    const Counts counts = countsOf({.tmax = kLastTime, .xs = xs, .ys = ys});
    QCOMPARE(counts, Counts(counts.size(), kLastTime));
  }
}

// What creeps past the cusp escapes after a billion steps.
void MandelbrotEscapeTimeTest::stopsWithinMillisecondsOfTheRequest() {
  QVERIFY(useSimdTargetOfRow());
  const auto xs = linspace(0.25 + 1e-17, 0.25 + 1e-16, 100);
  const auto ys = linspace(0.0, 1e-17, 10);
  Counts counts(xs.size() * ys.size());
  fatou::tests::LateStop stop(std::chrono::milliseconds(20));
  const bool done =
      mandelbrotEscapeTimes({.tmax = kLastTime, .xs = xs, .ys = ys}, counts, stop.token());
  QVERIFY(!done);
  QVERIFY(stop.processorSecondsSince() < 1.0);
}

void MandelbrotEscapeTimeTest::scalarTwinStopsToo() {
  const auto axis = linspace(-0.1, 0.1, 10);
  Counts counts(axis.size() * axis.size());
  std::stop_source source;
  source.request_stop();
  QVERIFY(!mandelbrotEscapeTimesScalar({.tmax = kLastTime, .xs = axis, .ys = axis}, counts,
                                       source.get_token()));
}

// One step takes 2 <= |z| to at most 6 and, for these c, at least 2.6. Near c = -2 an orbit
// lingers.
void MandelbrotEscapeTimeTest::smoothCountsLieNearTheCounts() {
  const auto xs = linspace(-1.4, 0.5, 100);
  const auto ys = linspace(-1.2, 1.2, 90);
  const MandelbrotJob job{.tmax = 300, .xs = xs, .ys = ys};
  const Counts counts = countsOf(job);
  const Smooth smooth = smoothOf(job, counts);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto count = static_cast<float>(counts[i]);
    if (counts[i] == 300) QCOMPARE(smooth[i], 300.0F);
    if (counts[i] < 300) QVERIFY(smooth[i] > count - 0.6F && smooth[i] < count + 2.0F);
  }
}

QTEST_GUILESS_MAIN(MandelbrotEscapeTimeTest)
#include "mandelbrot_escape_time_test.moc"
