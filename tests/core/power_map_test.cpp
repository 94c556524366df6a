// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/power_map.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <random>
#include <vector>

#include <QTest>

#include "core/kernels/escape_quantities.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/kernels/monotone_escape.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"

using namespace fatou::kernels;
using fatou::tests::addSimdTargets;
using fatou::tests::linspace;
using fatou::tests::useSimdTargetOfRow;

namespace {

using Complex = std::complex<double>;
using Counts = std::vector<std::int32_t>;
using Floats = std::vector<float>;

constexpr int kDegrees[] = {3, 4};
constexpr double kPixelSize = 0.01;

struct Numbers {
  Counts counts;
  Floats smooth;
  Floats distance;

  friend bool operator==(const Numbers&, const Numbers&) = default;
};

Numbers numbersOf(const EscapeTimeJob& job) {
  const std::size_t size = job.xs.size() * job.ys.size();
  Numbers numbers{Counts(size, -1), Floats(size, -1.0F), Floats(size, -1.0F)};
  escapeTimes(job, numbers.counts);
  escapeQuantities(job, numbers.counts, {numbers.smooth, numbers.distance, kPixelSize});
  return numbers;
}

Numbers scalarNumbersOf(const EscapeTimeJob& job) {
  const std::size_t size = job.xs.size() * job.ys.size();
  Numbers numbers{Counts(size, -2), Floats(size, -2.0F), Floats(size, -2.0F)};
  escapeTimesScalar(job, numbers.counts);
  escapeQuantitiesScalar(job, numbers.counts, {numbers.smooth, numbers.distance, kPixelSize});
  return numbers;
}

// J and smooth count of parameters.
Numbers mapOf(const MandelbrotJob& job) {
  const std::size_t size = job.xs.size() * job.ys.size();
  Numbers numbers{Counts(size, -1), Floats(size, -1.0F), {}};
  mandelbrotEscapeTimes(job, numbers.counts);
  mandelbrotSmoothCounts(job, numbers.counts, numbers.smooth);
  return numbers;
}

Numbers scalarMapOf(const MandelbrotJob& job) {
  const std::size_t size = job.xs.size() * job.ys.size();
  Numbers numbers{Counts(size, -2), Floats(size, -2.0F), {}};
  mandelbrotEscapeTimesScalar(job, numbers.counts);
  mandelbrotSmoothCountsScalar(job, numbers.counts, numbers.smooth);
  return numbers;
}

std::int32_t countAt(int degree, Complex c, Complex z, std::int32_t tmax) {
  const double x = z.real();
  const double y = z.imag();
  std::int32_t count = -1;
  escapeTimes({c.real(), c.imag(), tmax, {&x, 1}, {&y, 1}, degree}, {&count, 1});
  return count;
}

std::int32_t mapCountAt(int degree, Complex c, std::int32_t tmax) {
  const double x = c.real();
  const double y = c.imag();
  std::int32_t count = -1;
  mandelbrotEscapeTimes({tmax, {&x, 1}, {&y, 1}, degree}, {&count, 1});
  return count;
}

Complex power(Complex z, int degree) {
  Complex result = z;
  for (int k = 1; k < degree; ++k) result *= z;
  return result;
}

// Points spread over the Julia set: preimages of a point, by roots drawn at random.
std::vector<Complex> juliaPoints(int degree, Complex c, int size) {
  std::mt19937 random(7);
  std::vector<Complex> points;
  Complex z = 1.0;
  for (int k = -50; k < size; ++k) {
    const double turn = 2.0 * std::acos(-1.0) * static_cast<double>(random() % 64U);
    z = std::pow(z - c, 1.0 / degree) * std::polar(1.0, turn / degree);
    if (k >= 0) points.push_back(z);
  }
  return points;
}

}  // namespace

class PowerMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void everyTargetHasTheBitsOfTheScalarTwin_data() { addSimdTargets(); }
  void everyTargetHasTheBitsOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    // The last ones are beyond where escape is monotone, for the cube or for both.
    const Complex cs[] = {0.0,        {0.3, 0.2}, {-0.2, 1.05}, {0.54, -0.61},
                          {5.9, 0.5}, {-6.5, 1},  {14.5, -2}};
    for (const int degree : kDegrees)
      for (const Complex c : cs)
        for (const std::size_t width : {1U, 7U, 8U, 9U, 33U}) {
          const auto xs = linspace(-1.4, 1.5, width);
          const auto ys = linspace(-1.5, 1.3, 13);
          const EscapeTimeJob job{c.real(), c.imag(), 300, xs, ys, degree};
          QVERIFY(numbersOf(job) == scalarNumbersOf(job));
        }
  }

  void everyTargetHasTheBitsOfTheScalarTwinOfTheMap_data() {
    everyTargetHasTheBitsOfTheScalarTwin_data();
  }
  // The twin proves nothing and sees no returns: all that is spared is right.
  void everyTargetHasTheBitsOfTheScalarTwinOfTheMap() {
    QVERIFY(useSimdTargetOfRow());
    for (const int degree : kDegrees)
      for (const double reach : {1.5, 16.0}) {
        const auto xs = linspace(-reach, reach, 61);
        const auto ys = linspace(-reach, 0.9 * reach, 45);
        const MandelbrotJob job{2'000, xs, ys, degree};
        QVERIFY(mapOf(job) == scalarMapOf(job));
      }
  }

  void aStepIsThePowerAndItsDerivative() {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> part(-2.0, 2.0);
    for (int k = 0; k < 1000; ++k) {
      const Complex z{part(random), part(random)};
      const Complex dz{part(random), part(random)};
      for (const int degree : {2, 3, 4})
        withMap(degree, [&](auto map) {
          const PlanePoint p = map.power(z.real(), z.imag());
          QVERIFY(std::abs(Complex(p.x, p.y) - power(z, degree)) < 1e-12);
          const PlanePoint s = map.slope(z.real(), z.imag(), dz.real(), dz.imag());
          const Complex exact = double(degree) * power(z, degree) / z * dz;
          QVERIFY(std::abs(Complex(s.x, s.y) - exact) < 1e-12 * (1.0 + std::abs(exact)));
        });
    }
  }

  // Without c, z_t = z^(d^t): it escapes from outside the unit circle, when |z|^(d^t) > 2.
  void withoutCTheFilledSetIsTheUnitDisc() {
    for (const int degree : kDegrees)
      for (int k = 0; k < 400; ++k) {
        const double modulus = 0.01 * k + 0.005;
        const Complex z = std::polar(modulus, 0.1 * k);
        std::int32_t expected = 200;
        if (modulus > 1.0)
          for (expected = 0; std::pow(modulus, std::pow(degree, expected)) <= 2.0;) ++expected;
        QCOMPARE(countAt(degree, 0.0, z, 200), expected);
      }
  }

  void smoothCountsWithoutCAreTheLogarithmsOfTheStart() {
    for (const int degree : kDegrees) {
      const auto xs = linspace(1.001, 3.0, 700);
      const std::vector<double> ys{0.0};
      const Numbers numbers = numbersOf({0.0, 0.0, 500, xs, ys, degree});
      for (std::size_t k = 0; k < xs.size(); ++k) {
        const double exact = 1.0 - std::log(std::log2(xs[k])) / std::log(degree);
        QVERIFY(std::abs(double(numbers.smooth[k]) - exact) < 2e-6);
      }
    }
  }

  // Where J changes from one pixel to the next, the smooth count does not jump.
  void smoothCountsAreContinuous() {
    for (const int degree : kDegrees) {
      const auto xs = linspace(1.25, 3.0, 20'001);
      const std::vector<double> ys{0.3};
      const Numbers numbers = numbersOf({0.3, 0.2, 500, xs, ys, degree});
      std::int32_t changes = 0;
      for (std::size_t k = 1; k < xs.size(); ++k) {
        QVERIFY(std::abs(numbers.smooth[k] - numbers.smooth[k - 1]) < 5e-3F);
        QVERIFY(std::abs(double(numbers.smooth[k]) - numbers.counts[k]) < 1.5);
        changes += numbers.counts[k] != numbers.counts[k - 1];
      }
      QVERIFY(changes >= 1);
    }
  }

  void distancesWithoutCAreThoseOfTheFormula() {
    for (const int degree : kDegrees) {
      const auto xs = linspace(1.01, 3.0, 100);
      const std::vector<double> ys{0.0};
      const Numbers numbers = numbersOf({0.0, 0.0, 500, xs, ys, degree});
      for (std::size_t k = 0; k < xs.size(); ++k) {
        const double exact = xs[k] * std::log(xs[k]) / kPixelSize;
        QVERIFY(std::abs(double(numbers.distance[k]) / exact - 1.0) < 1e-5);
      }
    }
  }

  // The true distance is between half and twice the estimate near the set (Koebe).
  void distancesAreThoseToTheJuliaSet() {
    for (const int degree : kDegrees) {
      const Complex c{0.2, 0.1};
      const auto set = juliaPoints(degree, c, 20'000);
      const auto xs = linspace(-1.3, 1.3, 41);
      const auto ys = linspace(-1.25, 1.25, 39);
      const Numbers numbers = numbersOf({c.real(), c.imag(), 500, xs, ys, degree});
      int checked = 0;
      for (std::size_t k = 0; k < numbers.counts.size(); ++k) {
        const double estimate = double(numbers.distance[k]) * kPixelSize;
        if (numbers.counts[k] == 500 || estimate < 0.05 || estimate > 0.3) continue;
        const Complex z{xs[k % xs.size()], ys[k / xs.size()]};
        double nearest = 1e9;
        for (const Complex& point : set) nearest = std::min(nearest, std::abs(point - z));
        QVERIFY(nearest > 0.4 * estimate);
        QVERIFY(nearest < 2.2 * estimate);
        ++checked;
      }
      QVERIFY(checked > 100);
    }
  }

  void aQuarterTurnOfTheQuarticHasTheSameBits() {
    const auto axis = linspace(-1.3, 1.2, 57);
    std::vector<double> turned;
    for (const double x : axis) turned.push_back(-x);
    const Numbers numbers = numbersOf({-0.4, 0.62, 400, axis, axis, 4});
    // i (x + iy) = -y + ix.
    const Numbers quarter = numbersOf({-0.4, 0.62, 400, turned, axis, 4});
    const std::size_t n = axis.size();
    for (std::size_t row = 0; row < n; ++row)
      for (std::size_t col = 0; col < n; ++col) {
        QCOMPARE(quarter.counts[col * n + row], numbers.counts[row * n + col]);
        QVERIFY(quarter.smooth[col * n + row] == numbers.smooth[row * n + col]);
        QVERIFY(quarter.distance[col * n + row] == numbers.distance[row * n + col]);
      }
  }

  void knownParametersAreWhereTheyBelong() {
    constexpr std::int32_t kMost = 20'000;
    // The cusps of the main component are at (d - 1) d^(-d / (d - 1)), 0.3849 and 0.4725.
    QCOMPARE(mapCountAt(3, 0.384, kMost), kMost);
    QVERIFY(mapCountAt(3, 0.386, kMost) < kMost);
    QCOMPARE(mapCountAt(4, 0.472, kMost), kMost);
    QVERIFY(mapCountAt(4, 0.473, kMost) < kMost);
    // Centres of period 2: c^(d - 1) = -1.
    QCOMPARE(mapCountAt(3, {0.0, 1.0}, kMost), kMost);
    QCOMPARE(mapCountAt(4, -1.0, kMost), kMost);
    // 0, 1, 2, 9 and 0, 1, 2, 17.
    QCOMPARE(mapCountAt(3, 1.0, kMost), 3);
    QCOMPARE(mapCountAt(4, 1.0, kMost), 3);
  }

  // Turning c by half has the cube's orbits turned by half, which rounds nothing.
  void theMapOfTheCubeIsItsHalfTurn() {
    const auto up = linspace(-1.3, 1.2, 51);
    std::vector<double> down;
    for (const double x : up) down.push_back(-x);
    QVERIFY(mapOf({500, up, up, 3}) == mapOf({500, down, down, 3}));
  }

  // Beyond the bound an orbit may come back.
  void escapeIsMonotoneToTheBound() {
    QVERIFY(escapeIsMonotone<CubeMap>(5.9, 0.0) && !escapeIsMonotone<CubeMap>(6.0, 0.0));
    QVERIFY(escapeIsMonotone<QuarticMap>(0.0, 13.9) && !escapeIsMonotone<QuarticMap>(14.0, 0.0));
    QVERIFY(!escapeIsMonotone<CubeMap>(std::nan(""), 0.0));
    QCOMPARE(countAt(4, -20.0, 2.1, 10), 0);
    QVERIFY(std::abs(power(2.1, 4) - 20.0) < 2.0);
  }
};

QTEST_GUILESS_MAIN(PowerMapTest)
#include "power_map_test.moc"
