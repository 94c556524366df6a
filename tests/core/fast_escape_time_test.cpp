// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/fast_escape_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"
#include "tests/processor_time.h"

using fatou::julia::findAttractingCycle;
using fatou::julia::interiorTrap;
using fatou::kernels::EscapeTimeJob;
using fatou::kernels::escapeTimes;
using fatou::kernels::escapeTimesScalar;
using fatou::kernels::fastEscapeTimes;
using fatou::kernels::FastStatistics;
using fatou::kernels::InteriorTrap;
using fatou::kernels::simdTargetNames;
using fatou::kernels::useSimdTarget;
using fatou::tests::addSimdTargets;
using fatou::tests::jobTable;
using fatou::tests::linspace;
using fatou::tests::NamedJob;
using fatou::tests::useSimdTargetOfRow;

namespace {

using Complex = std::complex<double>;
using Counts = std::vector<std::int32_t>;
using Trap = std::optional<InteriorTrap>;

constexpr std::int32_t kLastTime = std::numeric_limits<std::int32_t>::max();

Counts fastCounts(const EscapeTimeJob& job, const Trap& trap) {
  Counts counts(job.xs.size() * job.ys.size(), -1);
  return fastEscapeTimes(job, trap, counts) ? counts : Counts{};
}

Counts scalarCounts(const EscapeTimeJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -2);
  return escapeTimesScalar(job, counts) ? counts : Counts{};
}

Trap trapOf(Complex c) {
  return interiorTrap(findAttractingCycle(c));
}

struct RandomJob {
  Complex c;
  Complex corner;
  double width;
  std::size_t columns;
  std::size_t rows;
  std::int32_t tmax;
};

// c near the boundary of the Mandelbrot set's main body, where everything happens, or anywhere;
// views from the whole set to a millionth.
RandomJob randomJob(std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  const auto upTo = [&](double n) { return static_cast<std::size_t>(unit(random) * n); };
  const Complex multiplier = std::polar(1.06 - 0.12 * unit(random), 6.2831853 * unit(random));
  const Complex byCardioid = multiplier / 2.0 - multiplier * multiplier / 4.0;
  const Complex byDisc = -1.0 + multiplier / 4.0;
  const Complex anywhere = std::polar(2.2 * unit(random), 6.2831853 * unit(random));
  const Complex all[] = {byCardioid, byCardioid, byDisc, anywhere};
  RandomJob job;
  job.c = all[upTo(4.0)];
  job.width = 3.0 * std::pow(10.0, -6.0 * unit(random) * unit(random));
  const Complex inside{2.6 * unit(random) - 1.3, 2.6 * unit(random) - 1.3};
  job.corner = inside - Complex{job.width, job.width} * 0.5;
  job.columns = 1 + upTo(120.0);
  job.rows = 1 + upTo(30.0);
  job.tmax = static_cast<std::int32_t>(std::pow(4000.0, unit(random)));
  return job;
}

}  // namespace

class FastEscapeTimeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void givesThePlainCountsOfTheTable_data();
  void givesThePlainCountsOfTheTable();
  void givesThePlainCountsOfRandomJobs_data();
  void givesThePlainCountsOfRandomJobs();
  void givesThePlainCountsForEveryWidthAndHeight_data() { addSimdTargets(); }
  void givesThePlainCountsForEveryWidthAndHeight();
  void givesThePlainCountsForEveryTmax_data() { addSimdTargets(); }
  void givesThePlainCountsForEveryTmax();
  void givesThePlainCountsWhenTheListIsRefilledManyTimes_data() { addSimdTargets(); }
  void givesThePlainCountsWhenTheListIsRefilledManyTimes();
  void bearsInfinityNanAndHugeCoordinates_data() { addSimdTargets(); }
  void bearsInfinityNanAndHugeCoordinates();
  void countsNothingOfAnEmptyGrid();

  void endsAtTheTrapWhateverTmaxIs_data() { addSimdTargets(); }
  void endsAtTheTrapWhateverTmaxIs();
  void meetsASingleDiscOfACycleOfTwoInEveryPhase_data() { addSimdTargets(); }
  void meetsASingleDiscOfACycleOfTwoInEveryPhase();
  void tellsHowItsLanesWereUsed();
  void keepsItsLanesBusyOnDust();
  void stopsWithinMillisecondsOfTheRequest_data() { addSimdTargets(); }
  void stopsWithinMillisecondsOfTheRequest();
  void stopsWhileItStartsPixelsToo();

 private:
  static void compareOnEveryTarget(const EscapeTimeJob& job, const Trap& trap) {
    const Counts expected = scalarCounts(job);
    for (const std::string& target : simdTargetNames()) {
      QVERIFY(useSimdTarget(target));
      QVERIFY2(fastCounts(job, trap) == expected, target.c_str());
    }
  }
};

void FastEscapeTimeTest::givesThePlainCountsOfTheTable_data() {
  QTest::addColumn<int>("index");
  int index = 0;
  for (const NamedJob& job : jobTable()) QTest::newRow(job.name) << index++;
}

void FastEscapeTimeTest::givesThePlainCountsOfTheTable() {
  QFETCH(int, index);
  const NamedJob named = jobTable()[static_cast<std::size_t>(index)];
  // The scalar twin pays for every iteration: a grid of 200 for the quick ones, 41 for the others.
  const std::size_t size = named.tmax < 10000 ? 200 : 41;
  const std::int32_t tmax = std::min(named.tmax, 20000);
  const auto xs =
      linspace(named.centre.real() - named.radius, named.centre.real() + named.radius, size);
  const auto ys =
      linspace(named.centre.imag() - named.radius, named.centre.imag() + named.radius, size);
  compareOnEveryTarget(
      {.cRe = named.c.real(), .cIm = named.c.imag(), .tmax = tmax, .xs = xs, .ys = ys},
      trapOf(named.c));
}

void FastEscapeTimeTest::givesThePlainCountsOfRandomJobs_data() {
  QTest::addColumn<int>("number");
  std::mt19937_64 random(2026);
  for (int number = 0; number < 200; ++number) {
    const RandomJob job = randomJob(random);
    QTest::addRow("%d: c %.17g %+.17gi at %.3g %+.3gi, width %.2g, %zu x %zu, tmax %d", number,
                  job.c.real(), job.c.imag(), job.corner.real(), job.corner.imag(), job.width,
                  job.columns, job.rows, job.tmax)
        << number;
  }
}

void FastEscapeTimeTest::givesThePlainCountsOfRandomJobs() {
  QFETCH(int, number);
  std::mt19937_64 random(2026);
  RandomJob job{};
  for (int k = 0; k <= number; ++k) job = randomJob(random);
  const auto xs = linspace(job.corner.real(), job.corner.real() + job.width, job.columns);
  const auto ys = linspace(job.corner.imag(), job.corner.imag() + job.width, job.rows);
  compareOnEveryTarget(
      {.cRe = job.c.real(), .cIm = job.c.imag(), .tmax = job.tmax, .xs = xs, .ys = ys},
      trapOf(job.c));
}

void FastEscapeTimeTest::givesThePlainCountsForEveryWidthAndHeight() {
  QVERIFY(useSimdTargetOfRow());
  const Complex c{-0.123, 0.745};
  const Trap trap = trapOf(c);
  for (std::size_t width = 1; width <= 60; ++width)
    for (std::size_t height = 1; height <= 8; ++height) {
      const auto xs = linspace(-1.2, 1.1, width);
      const auto ys = linspace(-1.1, 1.3, height);
      const EscapeTimeJob job{.cRe = c.real(), .cIm = c.imag(), .tmax = 99, .xs = xs, .ys = ys};
      const Counts expected = scalarCounts(job);
      QVERIFY(fastCounts(job, trap) == expected);
      QVERIFY(fastCounts(job, {}) == expected);
    }
}

// The first steps, the strides and tmax end at different times.
void FastEscapeTimeTest::givesThePlainCountsForEveryTmax() {
  QVERIFY(useSimdTargetOfRow());
  const auto xs = linspace(-1.0, 1.2, 23);
  const auto ys = linspace(-0.9, 1.1, 17);
  for (const Complex c : {Complex{-0.065, 0.66}, Complex{-1.0, 0.01}, Complex{0.26, 0.0}})
    for (std::int32_t tmax = 1; tmax <= 300; tmax < 40 ? ++tmax : tmax += 7) {
      const EscapeTimeJob job{.cRe = c.real(), .cIm = c.imag(), .tmax = tmax, .xs = xs, .ys = ys};
      const Counts expected = scalarCounts(job);
      QVERIFY(fastCounts(job, {}) == expected);
      QVERIFY(fastCounts(job, trapOf(c)) == expected);
    }
}

// 40,000 pixels inside: pixels of every age are in the list together.
void FastEscapeTimeTest::givesThePlainCountsWhenTheListIsRefilledManyTimes() {
  QVERIFY(useSimdTargetOfRow());
  const auto xs = linspace(-0.7, 0.9, 200);
  const auto ys = linspace(-0.6, 0.7, 200);
  const EscapeTimeJob job{.cRe = -0.7269, .cIm = 0.1889, .tmax = 150, .xs = xs, .ys = ys};
  QVERIFY(fastCounts(job, {}) == scalarCounts(job));
}

void FastEscapeTimeTest::bearsInfinityNanAndHugeCoordinates() {
  QVERIFY(useSimdTargetOfRow());
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<double> hard = {0.0,   -0.0,   5e-324,    1e-160,     1e154,        -1e155,
                                    1e308, -1e308, kInfinity, -kInfinity, std::nan(""), 2.0};
  const EscapeTimeJob job{.cRe = -0.1, .cIm = 0.7, .tmax = 100, .xs = hard, .ys = hard};
  QVERIFY(fastCounts(job, trapOf({-0.1, 0.7})) == scalarCounts(job));
  const EscapeTimeJob farC{.cRe = 1e200, .cIm = -1e300, .tmax = 100, .xs = hard, .ys = hard};
  QVERIFY(fastCounts(farC, {}) == scalarCounts(farC));
}

void FastEscapeTimeTest::countsNothingOfAnEmptyGrid() {
  const std::vector<double> some = {0.0, 1.0};
  QVERIFY(fastEscapeTimes({.xs = {}, .ys = some}, {}, {}));
  QVERIFY(fastEscapeTimes({.xs = some, .ys = {}}, {}, {}));
}

// Without a trap this is 2^31 iterations for each pixel inside: hours.
void FastEscapeTimeTest::endsAtTheTrapWhateverTmaxIs() {
  QVERIFY(useSimdTargetOfRow());
  const Complex c{-0.123, 0.745};
  const auto axis = linspace(-0.3, 0.3, 100);
  Counts counts(axis.size() * axis.size());
  FastStatistics statistics;
  const EscapeTimeJob job{c.real(), c.imag(), kLastTime, axis, axis};
  QVERIFY(fastEscapeTimes(job, trapOf(c), counts, &statistics));
  Counts expected = scalarCounts({c.real(), c.imag(), 2000, axis, axis});
  std::replace(expected.begin(), expected.end(), 2000, kLastTime);
  QVERIFY(counts == expected);
  QVERIFY(statistics.usefulLaneIterations < 100 * static_cast<std::int64_t>(counts.size()));
}

// After an even number of steps an orbit is at the same point of the cycle as before: whoever only
// looked then would never see half of the pixels in the disc.
void FastEscapeTimeTest::meetsASingleDiscOfACycleOfTwoInEveryPhase() {
  QVERIFY(useSimdTargetOfRow());
  Trap trap = trapOf(-1.0);
  QVERIFY(trap);
  trap->discs.resize(1);
  const auto axis = linspace(-0.9, 0.4, 99);
  const std::vector<double> real = {0.0};
  Counts counts(axis.size());
  FastStatistics statistics;
  QVERIFY(fastEscapeTimes({-1.0, 0.0, 1000000, axis, real}, trap, counts, &statistics));
  QCOMPARE(counts, Counts(counts.size(), 1000000));
  QVERIFY(statistics.usefulLaneIterations < 1000 * static_cast<std::int64_t>(counts.size()));
}

void FastEscapeTimeTest::tellsHowItsLanesWereUsed() {
  const auto axis = linspace(-1.3, 1.3, 100);
  // The same columns, neighbours far from each other, so that no block is settled as one.
  std::vector<double> shuffled = axis;
  for (std::size_t i = 0; i < shuffled.size(); i += 2) shuffled[i] = axis[axis.size() - 1 - i];
  Counts counts(axis.size() * axis.size());
  FastStatistics statistics;
  const EscapeTimeJob job{-0.123, 0.745, 500, shuffled, axis};
  QVERIFY(fastEscapeTimes(job, {}, counts, &statistics));
  const auto sum = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  QCOMPARE(statistics.usefulLaneIterations, sum);
  QVERIFY(statistics.allLaneIterations >= sum);

  QVERIFY(fastEscapeTimes(job, trapOf({-0.123, 0.745}), counts, &statistics));
  QVERIFY(statistics.usefulLaneIterations < sum / 4);
  QVERIFY(statistics.allLaneIterations >= statistics.usefulLaneIterations);
  const auto oneByOne = statistics;

  QVERIFY(fastEscapeTimes({-0.123, 0.745, 500, axis, axis}, trapOf({-0.123, 0.745}), counts,
                          &statistics));
  QVERIFY(statistics.usefulLaneIterations < oneByOne.usefulLaneIterations);
  QVERIFY(statistics.allLaneIterations < oneByOne.allLaneIterations);
}

void FastEscapeTimeTest::keepsItsLanesBusyOnDust() {
  const auto axis = linspace(-1.3, 1.3, 512);
  Counts counts(axis.size() * axis.size());
  FastStatistics statistics;
  QVERIFY(fastEscapeTimes({-0.7269, 0.1889, 5000, axis, axis}, {}, counts, &statistics));
  QVERIFY(static_cast<double>(statistics.usefulLaneIterations) >=
          0.8 * static_cast<double>(statistics.allLaneIterations));
}

// Without the check it would be days.
void FastEscapeTimeTest::stopsWithinMillisecondsOfTheRequest() {
  QVERIFY(useSimdTargetOfRow());
  const auto axis = linspace(-0.5, 0.5, 100);
  Counts counts(axis.size() * axis.size());
  fatou::tests::LateStop stop(std::chrono::milliseconds(20));
  const bool done = fastEscapeTimes({.tmax = kLastTime, .xs = axis, .ys = axis}, {}, counts,
                                    nullptr, stop.token());
  QVERIFY(!done);
  QVERIFY(stop.processorSecondsSince() < 1.0);
}

void FastEscapeTimeTest::stopsWhileItStartsPixelsToo() {
  const auto axis = linspace(1.5, 2.5, 200);
  Counts counts(axis.size() * axis.size(), -1);
  std::stop_source source;
  source.request_stop();
  QVERIFY(!fastEscapeTimes({.tmax = 10, .xs = axis, .ys = axis}, {}, counts, nullptr,
                           source.get_token()));
  QCOMPARE(counts, Counts(counts.size(), -1));
}

QTEST_GUILESS_MAIN(FastEscapeTimeTest)
#include "fast_escape_time_test.moc"
