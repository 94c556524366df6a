// SPDX-License-Identifier: GPL-3.0-or-later
// A job and its mirror at once: the mirror's counts and smooth counts must be those of its own
// coordinates, however these differ from the negatives of the job's.
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/fast_escape_time.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"

using namespace fatou::kernels;
using fatou::julia::findAttractingCycle;
using fatou::julia::interiorTrap;
using fatou::tests::addSimdTargets;
using fatou::tests::linspace;

namespace {

using Complex = std::complex<double>;
using Counts = std::vector<std::int32_t>;
using Axis = std::vector<double>;
using Floats = std::vector<float>;

Counts scalarCounts(const EscapeTimeJob& job) {
  Counts counts(job.xs.size() * job.ys.size());
  escapeTimesScalar(job, counts);
  return counts;
}

struct Numbers {
  explicit Numbers(const EscapeTimeJob& job) : counts(scalarCounts(job)), smooth(counts.size()) {
    escapeQuantitiesScalar(job, counts, {.smooth = smooth, .distance = {}});
  }

  Counts counts;
  Floats smooth;
};

// Each coordinate's negative, moved by at most `distance`.
Axis nearlyNegated(const Axis& axis, double distance, std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(-1.0, 1.0);
  Axis mirror = axis;
  for (double& x : mirror) x = -x + distance * unit(random);
  return mirror;
}

// A last point of an orbit that lands on |z| = 2 but for `beyond`: 2 + beyond is real and is pulled
// back `steps` times through z^2 + c.
Complex pulledBack(Complex c, int steps, double beyond) {
  Complex z = 2.0 + beyond;
  for (int t = 0; t < steps; ++t) z = std::sqrt(z - c);
  return z;
}

}  // namespace

class MirroredEscapeTimeTest : public QObject {
  Q_OBJECT

 private:
  std::size_t m_deviations = 0;
  std::size_t m_smoothDeviations = 0;

  // Compares both counts with the scalar twin's.
  void compare(const EscapeTimeJob& job, const NearMirror& mirror, bool withTrap = true) {
    const auto trap = withTrap ? interiorTrap(findAttractingCycle({job.cRe, job.cIm}))
                               : std::optional<InteriorTrap>{};
    EscapeTimeJob alone = job;
    alone.xs = mirror.xs;
    alone.ys = mirror.ys;
    const Numbers pixels(job);
    const Numbers mirrors(alone);
    Counts counts(job.xs.size() * job.ys.size(), -1);
    MirrorReport report;
    QVERIFY(fastMirroredEscapeTimes(job, mirror, trap, counts, report));
    QVERIFY2(counts == pixels.counts, simdTargetName().c_str());
    for (const auto& [index, count] : report.deviations) counts.at(index) = count;
    QVERIFY2(counts == mirrors.counts, simdTargetName().c_str());
    m_deviations = report.deviations.size();
    checkNoneIsTwice(report);

    Floats smooth(counts.size(), -1.0F);
    std::ranges::fill(counts, -1);
    QVERIFY(fastMirroredSmoothCounts(job, mirror, trap, {counts, smooth}, report));
    QVERIFY2(counts == pixels.counts, simdTargetName().c_str());
    QVERIFY2(smooth == pixels.smooth, simdTargetName().c_str());
    for (std::size_t k = 0; k < report.deviations.size(); ++k) {
      counts.at(report.deviations[k].index) = report.deviations[k].count;
      smooth.at(report.deviations[k].index) = report.smooth.at(k);
    }
    QVERIFY2(counts == mirrors.counts, simdTargetName().c_str());
    QVERIFY2(smooth == mirrors.smooth, simdTargetName().c_str());
    m_smoothDeviations = report.deviations.size();
    checkNoneIsTwice(report);
  }

  static void checkNoneIsTwice(const MirrorReport& report) {
    auto deviations = report.deviations;
    std::ranges::sort(deviations, {}, &MirrorDeviation::index);
    QVERIFY2(
        std::ranges::adjacent_find(deviations, {}, &MirrorDeviation::index) == deviations.end(),
        "a mirror was computed twice");
  }

  // Both coordinates of a mirror are off.
  void compare(Complex c, const Axis& xs, const Axis& ys, std::int32_t tmax, double distance,
               std::mt19937_64& random, bool withTrap = true) {
    const Axis mirrorXs = nearlyNegated(xs, distance, random);
    const Axis mirrorYs = nearlyNegated(ys, distance, random);
    // A sum with a coordinate was rounded.
    const double rounding = 4.0 * std::numeric_limits<double>::epsilon();
    compare({c.real(), c.imag(), tmax, xs, ys}, {mirrorXs, mirrorYs, 2.0 * distance + rounding},
            withTrap);
  }

 private Q_SLOTS:
  void initTestCase_data() { addSimdTargets(); }
  void initTestCase() {}
  void init() {
    QFETCH_GLOBAL(QByteArray, target);
    QVERIFY(useSimdTarget(target.toStdString()));
  }
  void cleanup() { useSimdTarget({}); }

  void findsTheMirrorsOfTheTable_data() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto& job : fatou::tests::jobTable()) QTest::newRow(job.name) << index++;
  }
  void findsTheMirrorsOfTheTable() {
    QFETCH(int, index);
    const auto named = fatou::tests::jobTable()[static_cast<std::size_t>(index)];
    std::mt19937_64 random(7);
    const Axis axis = linspace(-1.3, 1.3, named.tmax < 10'000 ? 70 : 30);
    compare(named.c, axis, axis, std::min(named.tmax, 5'000), 1e-16, random);
  }

  void provesNearlyAllOfTheSeed() {
    std::mt19937_64 random(7);
    const Axis axis = linspace(-1.3, 1.3, 150);
    compare({-0.065, 0.66}, axis, axis, 256, 1e-16, random);
    QVERIFY(m_deviations < 150 * 150 / 500);
    QVERIFY(m_smoothDeviations < 150 * 150 / 10);
  }

  // The farther the mirror, the less is proven; all of it stays true.
  void bearsMirrorsThatAreFarOff() {
    std::mt19937_64 random(7);
    const Axis axis = linspace(-1.3, 1.3, 60);
    for (const Complex c :
         {Complex{-0.065, 0.66}, Complex{-0.123, 0.745}, Complex{-0.7269, 0.1889}})
      for (int exponent = -16; exponent <= 0; ++exponent)
        compare(c, axis, axis, 300, std::pow(10.0, exponent), random);
    QVERIFY(m_deviations > 0);
  }

  // Orbits that land on the circle, or within a few roundings of it, after any number of steps.
  void tellsOrbitsApartThatEndOnTheCircle() {
    std::mt19937_64 random(7);
    std::size_t deviations = 0;
    for (const Complex c : {Complex{-0.065, 0.66}, Complex{0.3, 0.5}, Complex{-1.2, 0.1}}) {
      for (int steps = 0; steps <= 40; ++steps) {
        Axis xs;
        Axis ys;
        for (const double beyond : {0.0, 1e-16, -1e-16, 1e-15, -1e-15, 1e-14, -1e-14, 1e-12, -1e-12,
                                    1e-9, -1e-9, 1e-6, -1e-6}) {
          xs.push_back(pulledBack(c, steps, beyond).real());
          ys.push_back(pulledBack(c, steps, beyond).imag());
        }
        for (const double distance : {0.0, 1e-16, 1e-15, 1e-12}) {
          compare(c, xs, ys, 100, distance, random);
          deviations += m_deviations;
        }
      }
    }
    QVERIFY(deviations > 0);
  }

  // Such orbits next to one that makes their block's disc cross the circle some steps before, so
  // that they end at any of the steps that are counted one by one, or just after.
  void tellsThemApartBesideNeighboursThatLeaveSooner() {
    std::mt19937_64 random(7);
    const Complex c{-0.065, 0.66};
    for (int steps = 3; steps <= 20; ++steps) {
      for (const double neighbour : {1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.2, 0.4, 0.8}) {
        for (const double beyond : {0.0, 1e-15, -1e-15, 1e-13, -1e-13}) {
          const Complex z = pulledBack(c, steps, beyond);
          const Axis xs = {z.real(), z.real() + neighbour};
          const Axis ys = {z.imag()};
          compare(c, xs, ys, 100, 1e-12, random);
        }
      }
    }
  }

  void bearsEveryTmax() {
    std::mt19937_64 random(7);
    const Axis xs = linspace(-1.2, 1.2, 21);
    const Axis ys = linspace(0.0, 1.1, 13);
    for (const Complex c : {Complex{-0.065, 0.66}, Complex{-1.0, 0.01}, Complex{0.26, 0.0}})
      for (std::int32_t tmax = 1; tmax <= 300; tmax < 80 ? ++tmax : tmax += 7)
        for (const bool withTrap : {false, true}) compare(c, xs, ys, tmax, 1e-15, random, withTrap);
  }

  void bearsEveryWidthAndHeight() {
    std::mt19937_64 random(7);
    for (std::size_t width = 1; width <= 40; ++width)
      for (std::size_t height = 1; height <= 14; ++height)
        compare({-0.123, 0.745}, linspace(-1.2, 1.1, width), linspace(-0.2, 1.3, height), 60, 1e-16,
                random);
  }

  // Conjugates, as the mirrors of real c are.
  void knowsOtherMirrorsThanNegatives() {
    const Axis xs = linspace(-1.7, 1.7, 50);
    const Axis ys = linspace(0.001, 1.3, 31);
    Axis mirrorYs = ys;
    for (double& y : mirrorYs) y = std::nextafter(-y, -4.0);
    for (const double c : {-1.0, -1.3, -0.75, 0.25, 0.3})
      compare({c, 0.0, 400, xs, ys}, {xs, mirrorYs, 1e-15});
  }

  // Blocks that are cut off: beyond the edge, orbits have overflown long before.
  void areTheSameBesideAnEdge() {
    for (const double x : linspace(-1.0, 1.0, 25))
      for (const double y : linspace(0.05, 1.1, 25)) {
        const Axis xs = linspace(x, x + 1e-12, 67);
        const Axis ys = {y};
        const Axis mirrorYs = {std::nextafter(-y, -4.0)};
        Axis mirrorXs;
        for (const double each : xs) mirrorXs.push_back(-each);
        compare({0.4, 0.4, 200, xs, ys}, {mirrorXs, mirrorYs, 1e-15});
      }
  }

  void computesThemAllWhereNothingIsProven() {
    constexpr double kFar = std::numeric_limits<double>::infinity();
    const Axis xs = linspace(-1.2, 1.3, 40);
    const Axis ys = linspace(-1.1, 1.2, 40);
    compare({-0.123, 0.745, 200, xs, ys}, {ys, xs, kFar});
    QCOMPARE(m_deviations, std::size_t{1600});
  }

  void bearsCoordinatesThatAreNotFinite() {
    const double odd[] = {std::nan(""), std::numeric_limits<double>::infinity(), 1e308, 1e155,
                          5e-324};
    const Axis some = linspace(-1.2, 1.3, 9);
    Axis xs = some;
    xs.insert(xs.end(), std::begin(odd), std::end(odd));
    Axis mirrorXs;
    for (const double x : xs) mirrorXs.push_back(-x);
    Axis mirrorYs;
    for (const double y : some) mirrorYs.push_back(-y);
    compare({-0.1, 0.7, 100, xs, some}, {mirrorXs, mirrorYs, 0.0});
  }
};

QTEST_GUILESS_MAIN(MirroredEscapeTimeTest)
#include "mirrored_escape_time_test.moc"
