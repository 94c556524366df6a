// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks that are settled as one by the fast kernel: where the proof begins to hold and where it
// ends, and that it never says more than is true.
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/attracting_cycle.h"
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

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Counts scalarCounts(const EscapeTimeJob& job) {
  Counts counts(job.xs.size() * job.ys.size());
  escapeTimesScalar(job, counts);
  return counts;
}

// Thirteen pixels `step` apart, a block or more on any target, the middle one at the centre.
Axis around(double centre, double step) {
  return linspace(centre - 6.0 * step, centre + 6.0 * step, 13);
}

}  // namespace

class BlockSettlingTest : public QObject {
  Q_OBJECT

 private:
  FastStatistics m_statistics;

  // Compares with the scalar twin.
  void compare(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap = {}) {
    Counts counts(job.xs.size() * job.ys.size(), -1);
    QVERIFY(fastEscapeTimes(job, trap, counts, &m_statistics));
    QVERIFY2(counts == scalarCounts(job), simdTargetName().c_str());
  }

 private Q_SLOTS:
  void init() {
    QFETCH_GLOBAL(QByteArray, target);
    QVERIFY(useSimdTarget(target.toStdString()));
  }
  void cleanup() { useSimdTarget({}); }

  void initTestCase_data() { addSimdTargets(); }
  void initTestCase() {}

  void settlesBlocksThatEscapeAtOnceOrTogether() {
    for (const double x : {1.5, 2.5, 100.0, 1e155, 1e300}) {
      const Axis xs = around(x, 1e-3);
      const Axis ys = around(0.1, 1e-3);
      compare({-0.1, 0.7, 50, xs, ys});
      QCOMPARE(m_statistics.usefulLaneIterations, 0);
    }
  }
  void settlesBlocksThatFallIntoTheTrap() {
    const Axis axis = around(0.05, 1e-3);
    compare({-0.123, 0.745, 1'000, axis, axis}, interiorTrap(findAttractingCycle({-0.123, 0.745})));
    QCOMPARE(m_statistics.usefulLaneIterations, 0);
  }
  void settlesBlocksThatAreInsideUpToTmax() {
    const Axis axis = around(0.05, 1e-3);
    for (const std::int32_t tmax : {1, 2, 7, 63, 64}) {
      compare({-0.123, 0.745, tmax, axis, axis});
      QCOMPARE(m_statistics.usefulLaneIterations, 0);
    }
    compare({-0.123, 0.745, 65, axis, axis});  // longer than blocks are followed
    QVERIFY(m_statistics.usefulLaneIterations > 0);
  }

  // Pixels on both sides of the circle, at the first step and later, by less than the margin of the
  // proof and by more; and on the circle itself.
  void neverSettlesABlockThatLiesAcrossTheCircle() {
    for (const double step : {1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-6, 1e-3, 0.1}) {
      const Axis zero = {0.0};
      const Axis atTwo = around(2.0, step);
      compare({-0.1, 0.7, 20, atTwo, zero});
      QVERIFY(m_statistics.usefulLaneIterations > 0);
      // x^2 = 2 + 0.1 goes to 2 at the next step.
      const Axis toTwo = around(std::sqrt(2.1), step);
      compare({-0.1, 0.0, 20, toTwo, zero});
      QVERIFY(m_statistics.usefulLaneIterations > 0);
    }
    const Axis two = {2.0, 2.0, 2.0, 2.0};
    const Axis zero = {0.0, -0.0};
    compare({-0.1, 0.7, 20, two, zero});
  }

  // About the repelling fixed point, where discs grow as they may.
  void isRightAboutARepellingPointAtAnyZoom() {
    const Complex c{-0.7269, 0.1889};
    const Complex centre = fatou::tests::betaFixedPoint(c);
    for (int exponent = 0; exponent >= -16; --exponent) {
      const Axis xs = around(centre.real(), std::pow(10.0, exponent));
      const Axis ys = around(centre.imag(), std::pow(10.0, exponent));
      compare({c.real(), c.imag(), 300, xs, ys});
    }
  }

  // A block is what lies side by side in the list, in whatever order.
  void bearsCoordinatesInAnyOrder() {
    const Axis xs = {0.3, -1.9, 0.31, 1.99, 0.29, -0.3, 2.5, 0.0,
                     0.3, 0.3,  0.3,  0.3,  0.3,  0.3,  0.3};
    const Axis ys = {0.2, 0.2, 0.2, -1.2, 0.2, 0.2, 0.2, 0.2, 1.7, -0.2, -0.2};
    compare({-0.123, 0.745, 200, xs, ys}, interiorTrap(findAttractingCycle({-0.123, 0.745})));
  }
  void bearsWhatIsNotFinite() {
    for (const double odd : {std::nan(""), kInfinity, -kInfinity, 1.7e308, -1.7e308}) {
      for (std::size_t at = 0; at < 13; ++at) {
        Axis xs = around(0.3, 1e-3);
        const Axis ys = around(0.2, 1e-3);
        xs[at] = odd;
        compare({-0.1, 0.7, 50, xs, ys});
        compare({-0.1, 0.7, 50, ys, xs});
      }
    }
  }
};

QTEST_GUILESS_MAIN(BlockSettlingTest)
#include "block_settling_test.moc"
