// SPDX-License-Identifier: GPL-3.0-or-later
// Smooth counts that the fast kernel makes on its way are those of escapeQuantities(), bit for bit,
// whatever blocks and bands the pixels are in; the mirrored ones are in mirrored_escape_time_test.
#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/fast_escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/kernels/smooth_count.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"

using namespace fatou::kernels;
using fatou::julia::findAttractingCycle;
using fatou::julia::interiorTrap;
using fatou::tests::addSimdTargets;
using fatou::tests::jobTable;
using fatou::tests::linspace;

namespace {

using Complex = std::complex<double>;
using Axis = std::vector<double>;
using Counts = std::vector<std::int32_t>;
using Floats = std::vector<float>;

struct Numbers {
  explicit Numbers(const EscapeTimeJob& job)
      : counts(job.xs.size() * job.ys.size(), -1), smooth(counts.size(), -1.0F) {}

  Counts counts;
  Floats smooth;

  bool sameBits(const Numbers& other) const {
    return counts == other.counts && std::ranges::equal(smooth, other.smooth, [](float a, float b) {
             return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
           });
  }
};

Numbers separately(const EscapeTimeJob& job) {
  Numbers numbers(job);
  escapeTimesScalar(job, numbers.counts);
  escapeQuantitiesScalar(job, numbers.counts, {.smooth = numbers.smooth, .distance = {}});
  return numbers;
}

Numbers together(const EscapeTimeJob& job) {
  Numbers numbers(job);
  const auto trap = interiorTrap(findAttractingCycle({job.cRe, job.cIm}));
  const bool done = fastSmoothCounts(job, trap, {numbers.counts, numbers.smooth});
  return done ? numbers : Numbers({});
}

}  // namespace

class FastSmoothCountsTest : public QObject {
  Q_OBJECT

 private:
  static void compare(const EscapeTimeJob& job) {
    QVERIFY2(together(job).sameBits(separately(job)), simdTargetName().c_str());
  }
  static void compare(Complex c, std::int32_t tmax, const Axis& xs, const Axis& ys) {
    compare({.cRe = c.real(), .cIm = c.imag(), .tmax = tmax, .xs = xs, .ys = ys});
  }

 private Q_SLOTS:
  void initTestCase_data() { addSimdTargets(); }
  void initTestCase() {}
  void init() {
    QFETCH_GLOBAL(QByteArray, target);
    QVERIFY(useSimdTarget(target.toStdString()));
  }
  void cleanup() { useSimdTarget({}); }

  void haveTheScalarBitsOfTheTable() {
    for (const auto& named : jobTable()) {
      const Complex from = named.centre - named.radius * Complex{1.0, 1.0};
      const Complex to = named.centre + named.radius * Complex{1.0, 1.0};
      compare(named.c, std::min(named.tmax, 2000), linspace(from.real(), to.real(), 75),
              linspace(from.imag(), to.imag(), 50));
    }
  }

  void haveTheScalarBitsForEveryWidthAndHeight() {
    for (std::size_t width = 1; width <= 70; ++width)
      for (const std::size_t height : {1U, 3U, 4U, 6U, 7U, 13U})
        compare({-0.123, 0.745}, 99, linspace(-1.2, 2.1, width), linspace(-1.1, 1.3, height));
    compare({-0.123, 0.745}, 99, {}, {0.0});
  }

  // Blocks that escape at once, at all depths of the fast kernel, and c up to where escape is not
  // monotone and beyond, where orbits may never get far.
  void haveTheScalarBitsOfRandomJobs() {
    std::mt19937_64 random(13);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    for (int k = 0; k < 150; ++k) {
      const double modulus = k % 3 == 0 ? 3.0 * unit(random) : 0.7 + 0.2 * unit(random);
      const Complex c = std::polar(modulus, 6.283 * unit(random));
      const double width = 3.0 * std::pow(10.0, 4.0 * unit(random) - 3.0);
      const Complex corner{unit(random) - 0.5 * width, unit(random) - 0.5 * width};
      compare(c, static_cast<std::int32_t>(std::pow(2000.0, unit(random))),
              linspace(corner.real(), corner.real() + width, 1 + k % 90),
              linspace(corner.imag(), corner.imag() + width, 1 + k % 17));
    }
    compare(-6.0, 50, linspace(-3.0, 3.0, 13), linspace(-3.0, 3.0, 13));
    compare(-2.0, 50, linspace(-2.1, 2.1, 43), {0.0});
  }

  // Blocks that escape as one, and are cut off: beyond the edge, orbits have overflown long before.
  void haveTheScalarBitsBesideAnEdge() {
    for (const double x : linspace(-1.0, 1.0, 40))
      for (const double y : linspace(0.05, 1.1, 40))
        compare({0.4, 0.4}, 200, linspace(x, x + 1e-12, 67), {y});
  }

  void haveTheScalarBitsForEveryTmax() {
    for (std::int32_t tmax = 1; tmax <= 80; ++tmax)
      compare({-0.7269, 0.1889}, tmax, linspace(-1.6, 1.6, 40), linspace(-1.0, 1.1, 13));
    compare({-0.065, 0.66}, std::numeric_limits<std::int32_t>::max(), linspace(0.9, 1.6, 30),
            linspace(0.7, 1.3, 9));
  }

  // Far away at once, so far that the logarithms are those in double, or not a number.
  void bearInfinityNanAndHugeCoordinates() {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const Axis hard = {0.0,   5e-324, 3.0,   4095.0,     4097.0, 0x1p23, 1e8,  1e19,
                       1e100, -1e155, 1e308, -kInfinity, -2.0,   2.0,    16.0, -16777216.0};
    compare({-0.1, 0.7}, 100, hard, hard);
    const Axis nan = {0.3, std::numeric_limits<double>::quiet_NaN(), 1.0};
    const EscapeTimeJob job{.cRe = -0.1, .cIm = 0.7, .tmax = 100, .xs = nan, .ys = hard};
    QVERIFY(together(job).counts == separately(job).counts);
  }

  void areTheSameInBandsOfAnyHeight() {
    const Axis xs = linspace(-1.5, 1.5, 83);
    const Axis ys = linspace(-1.3, 1.3, 60);
    const EscapeTimeJob job{.cRe = -0.065, .cIm = 0.66, .tmax = 256, .xs = xs, .ys = ys};
    const Numbers whole = together(job);
    for (const std::size_t rows : {1U, 2U, 5U, 7U, 12U, 30U}) {
      Numbers bands({});
      for (std::size_t row = 0; row < ys.size(); row += rows) {
        EscapeTimeJob band = job;
        band.ys = job.ys.subspan(row, std::min(rows, ys.size() - row));
        const Numbers numbers = together(band);
        bands.counts.insert(bands.counts.end(), numbers.counts.begin(), numbers.counts.end());
        bands.smooth.insert(bands.smooth.end(), numbers.smooth.begin(), numbers.smooth.end());
      }
      QVERIFY(bands.sameBits(whole));
    }
  }

  void stopWhenAsked() {
    const Axis axis = linspace(-1.5, 1.5, 50);
    for (const double re : {-0.065, -2.5}) {
      const EscapeTimeJob job{.cRe = re, .cIm = 0.66, .tmax = 256, .xs = axis, .ys = axis};
      Numbers numbers(job);
      std::stop_source source;
      source.request_stop();
      QVERIFY(!fastSmoothCounts(job, {}, {numbers.counts, numbers.smooth}, nullptr,
                                source.get_token()));
    }
  }

  // For |z| from where orbits are far away to where its square is infinite.
  void areOffByLessThanTheirBound() {
    for (const std::int64_t t : {0, 3, 4, 11, 40, 1000})
      for (long double z = 0x1p12L; z < 0x1p1024L; z *= z < 0x1p26L ? 1.000065L : 1.3L) {
        const auto x = static_cast<double>(z);
        const long double log = std::log2(static_cast<long double>(x));
        const long double exact = static_cast<long double>(t + 1) - std::log2(log);
        const float smooth = smoothCountOf(t, x, 0.0);
        const float next = std::nextafter(std::abs(smooth), HUGE_VALF) - std::abs(smooth);
        QVERIFY(std::abs(smooth - exact) < 1.6e-7L + 0.5L * next);
      }
  }
};

QTEST_GUILESS_MAIN(FastSmoothCountsTest)
#include "fast_smooth_counts_test.moc"
