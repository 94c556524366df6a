// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_quantities.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <limits>
#include <thread>
#include <vector>

#include <QTest>

#include "core/kernels/escaping_pixel.h"
#include "core/kernels/far_away.h"
#include "core/kernels/float_log2.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"

using fatou::kernels::EscapeQuantities;
using fatou::kernels::escapeQuantities;
using fatou::kernels::escapeQuantitiesScalar;
using fatou::kernels::EscapeTimeJob;
using fatou::kernels::escapeTimes;
using fatou::kernels::EscapingPixel;
using fatou::kernels::EscapingPixels;
using fatou::kernels::floatLog2;
using fatou::kernels::mostStepsAway;
using fatou::kernels::simdTargetNames;
using fatou::kernels::useSimdTarget;
using fatou::tests::addSimdTargets;
using fatou::tests::linspace;
using fatou::tests::useSimdTargetOfRow;

namespace {

using Complex = std::complex<double>;
using Counts = std::vector<std::int32_t>;
using Floats = std::vector<float>;

constexpr double kPixelSize = 0.01;

struct Pictures {
  Counts counts;
  Floats smooth;
  Floats distance;
};

Counts countsOf(const EscapeTimeJob& job) {
  Counts counts(job.xs.size() * job.ys.size());
  escapeTimes(job, counts);
  return counts;
}

Pictures picturesOf(const EscapeTimeJob& job, bool scalar = false) {
  Pictures pictures{.counts = countsOf(job), .smooth = {}, .distance = {}};
  pictures.smooth.assign(pictures.counts.size(), -1.0F);
  pictures.distance.assign(pictures.counts.size(), -1.0F);
  const EscapeQuantities wanted{pictures.smooth, pictures.distance, kPixelSize};
  if (scalar) {
    escapeQuantitiesScalar(job, pictures.counts, wanted);
  } else {
    escapeQuantities(job, pictures.counts, wanted);
  }
  return pictures;
}

bool sameBits(const Floats& a, const Floats& b) {
  return std::ranges::equal(a, b, [](float x, float y) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

// Both quantities in long double, from where |z| > 10^200.
struct Reference {
  long double smooth;
  long double distance;
};

Reference referenceAt(Complex start, Complex c) {
  std::complex<long double> z = start;
  std::complex<long double> derivative = 1.0L;
  int t = 0;
  for (; std::abs(z) < 1e200L; ++t) {
    derivative *= 2.0L * z;
    z = z * z + std::complex<long double>(c);
  }
  const long double log = std::log(std::abs(z));
  return {.smooth = static_cast<long double>(t) + 1.0L - std::log2(log / std::log(2.0L)),
          .distance = std::abs(z) * log / std::abs(derivative) / kPixelSize};
}

}  // namespace

class EscapeQuantitiesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void sortsPixelsByTimeALotAtATime();
  void takesLogarithmsGoodForAFloat();
  void givesTheScalarBitsForEveryWidthAndHeight_data() { addSimdTargets(); }
  void givesTheScalarBitsForEveryWidthAndHeight();
  void givesTheScalarBitsOfTheTable_data();
  void givesTheScalarBitsOfTheTable();
  void givesEachAloneAsItGivesBoth();
  void agreesWithLongDouble();
  void givesTheKnownValuesOfCZero();
  void givesTmaxAndZeroInside();
  void bearsInfinityAndHugeCoordinates();
  void takesLogarithmsOfWhatOverflowsWhenSquared();
  void givesTmaxAndZeroToOrbitsThatNeverGetFar();
  void followsAnEscapedOrbitForAsLongAsTmaxSays();
  void readsLargeParametersFartherAway();
  void stopsWhenAsked();
  void stopsBetweenBlocksOfFewSteps();
  void stopsOnAnOrbitThatNeverGetsFar();
};

void EscapeQuantitiesTest::sortsPixelsByTimeALotAtATime() {
  constexpr std::int32_t kTmax = std::numeric_limits<std::int32_t>::max();
  Counts counts(10000);
  for (std::size_t i = 0; i < counts.size(); ++i)
    counts[i] = i % 5 == 0 ? kTmax : static_cast<std::int32_t>((i * 2654435761U) % kTmax);
  constexpr std::uint32_t kWidth = 100;
  EscapingPixels pixels;
  std::vector<bool> seen(counts.size());
  int lots = 0;
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != kTmax) pixels.add({i % kWidth, i / kWidth, counts[i]});
    if (!pixels.isFull() && i + 1 < counts.size()) continue;
    QVERIFY(std::ranges::is_sorted(pixels.sort(), {}, &EscapingPixel::time));
    for (const EscapingPixel& pixel : pixels.sort()) {
      const std::size_t index = pixel.row * kWidth + pixel.col;
      QVERIFY(pixel.col < kWidth);
      QCOMPARE(pixel.time, counts[index]);
      QVERIFY(!seen[index]);
      seen[index] = true;
    }
    pixels.clear();
    ++lots;
  }
  QVERIFY(lots > 1);
  for (std::size_t i = 0; i < counts.size(); ++i) QCOMPARE(bool{seen[i]}, counts[i] != kTmax);
}

void EscapeQuantitiesTest::takesLogarithmsGoodForAFloat() {
  for (double x = 1e-300; x < 1e300; x *= 1.0371)
    QVERIFY(std::abs(floatLog2(x) - std::log2(x)) < 3e-11 + 1e-15 * std::abs(std::log2(x)));
}

void EscapeQuantitiesTest::givesTheScalarBitsForEveryWidthAndHeight() {
  QVERIFY(useSimdTargetOfRow());
  for (std::size_t width = 1; width <= 25; ++width)
    for (std::size_t height = 1; height <= 13; ++height) {
      const auto xs = linspace(-1.2, 2.1, width);
      const auto ys = linspace(-1.1, 1.3, height);
      const EscapeTimeJob job{.cRe = -0.123, .cIm = 0.745, .tmax = 99, .xs = xs, .ys = ys};
      const Pictures scalar = picturesOf(job, true);
      const Pictures vectors = picturesOf(job);
      QVERIFY(sameBits(vectors.smooth, scalar.smooth));
      QVERIFY(sameBits(vectors.distance, scalar.distance));
    }
}

void EscapeQuantitiesTest::givesTheScalarBitsOfTheTable_data() {
  QTest::addColumn<int>("index");
  int index = 0;
  for (const auto& job : fatou::tests::jobTable()) QTest::newRow(job.name) << index++;
}

void EscapeQuantitiesTest::givesTheScalarBitsOfTheTable() {
  QFETCH(int, index);
  const auto named = fatou::tests::jobTable()[static_cast<std::size_t>(index)];
  const Complex from = named.centre - named.radius * Complex{1.0, 1.0};
  const Complex to = named.centre + named.radius * Complex{1.0, 1.0};
  const auto xs = linspace(from.real(), to.real(), 71);
  const auto ys = linspace(from.imag(), to.imag(), 70);
  const EscapeTimeJob job{named.c.real(), named.c.imag(), std::min(named.tmax, 10000), xs, ys};
  const Pictures scalar = picturesOf(job, true);
  for (const std::string& target : simdTargetNames()) {
    QVERIFY(useSimdTarget(target));
    const Pictures vectors = picturesOf(job);
    QVERIFY2(sameBits(vectors.smooth, scalar.smooth), target.c_str());
    QVERIFY2(sameBits(vectors.distance, scalar.distance), target.c_str());
  }
}

void EscapeQuantitiesTest::givesEachAloneAsItGivesBoth() {
  const auto axis = linspace(-1.5, 1.5, 50);
  const EscapeTimeJob job{.cRe = -0.065, .cIm = 0.66, .tmax = 256, .xs = axis, .ys = axis};
  const Pictures both = picturesOf(job);
  Floats alone(both.counts.size());
  QVERIFY(escapeQuantities(job, both.counts, {.smooth = alone, .distance = {}}));
  QVERIFY(sameBits(alone, both.smooth));
  QVERIFY(escapeQuantities(job, both.counts,
                           {.smooth = {}, .distance = alone, .pixelSize = kPixelSize}));
  QVERIFY(sameBits(alone, both.distance));
  QVERIFY(escapeQuantities(job, both.counts, {}));
}

// Where the orbit itself is still the same in double and in long double: J up to 12.
void EscapeQuantitiesTest::agreesWithLongDouble() {
  const auto xs = linspace(-1.9, 1.8, 200);
  const auto ys = linspace(-1.7, 1.9, 200);
  for (const Complex c : {Complex{-0.065, 0.66}, Complex{0.0, 1.0}, Complex{-1.98, 0.01}}) {
    const EscapeTimeJob job{.cRe = c.real(), .cIm = c.imag(), .tmax = 256, .xs = xs, .ys = ys};
    const Pictures pictures = picturesOf(job);
    long double smoothError = 0.0L;
    long double distanceError = 0.0L;
    for (std::size_t i = 0; i < pictures.counts.size(); ++i) {
      if (pictures.counts[i] > 12) continue;
      const Reference exact = referenceAt({xs[i % xs.size()], ys[i / xs.size()]}, c);
      smoothError = std::max(smoothError, std::abs(pictures.smooth[i] - exact.smooth));
      distanceError =
          std::max(distanceError, std::abs(pictures.distance[i] / exact.distance - 1.0L));
    }
    qInfo("largest errors: smooth %.2Lg, distance %.2Lg of itself", smoothError, distanceError);
    QVERIFY(smoothError < 1e-6L);
    QVERIFY(distanceError < 1e-6L);
  }
}

// z_t = z_0 to the power of 2^t: the smooth count is 1 - log2(log2|z_0|) and the distance estimate
// |z_0| ln|z_0|.
void EscapeQuantitiesTest::givesTheKnownValuesOfCZero() {
  const auto xs = linspace(1.01, 9000.0, 100);
  const std::vector<double> real = {0.0};
  const Pictures pictures = picturesOf({.tmax = 100, .xs = xs, .ys = real});
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const double smooth = 1.0 - std::log2(std::log2(xs[i]));
    QVERIFY(std::abs(static_cast<double>(pictures.smooth[i]) - smooth) < 1e-6);
    const double distance = xs[i] * std::log(xs[i]) / kPixelSize;
    QVERIFY(std::abs(static_cast<double>(pictures.distance[i]) / distance - 1.0) < 1e-6);
  }
}

void EscapeQuantitiesTest::givesTmaxAndZeroInside() {
  const auto axis = linspace(-0.5, 0.5, 30);
  const Pictures pictures = picturesOf({.tmax = 77, .xs = axis, .ys = axis});
  QVERIFY(pictures.smooth == Floats(pictures.counts.size(), 77.0F));
  QVERIFY(pictures.distance == Floats(pictures.counts.size(), 0.0F));
}

void EscapeQuantitiesTest::bearsInfinityAndHugeCoordinates() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<double> hard = {0.0, 5e-324, 1e-160, 3.0, 1e100, -1e155, 1e308, -kInfinity};
  const EscapeTimeJob job{.cRe = -0.1, .cIm = 1.7, .tmax = 100, .xs = hard, .ys = hard};
  const Pictures scalar = picturesOf(job, true);
  for (const float value : scalar.distance) QVERIFY(std::isfinite(value) && value >= 0.0F);
  for (const std::string& target : simdTargetNames()) {
    QVERIFY(useSimdTarget(target));
    const Pictures vectors = picturesOf(job);
    QVERIFY(sameBits(vectors.smooth, scalar.smooth));
    QVERIFY(sameBits(vectors.distance, scalar.distance));
  }
}

// 0 goes to c, and a z_0 so large is far away at once.
void EscapeQuantitiesTest::takesLogarithmsOfWhatOverflowsWhenSquared() {
  const std::vector<double> xs = {0.0, 1e160, -1.7e308};
  const std::vector<double> ys = {0.0, 1.7e308};
  const double log = std::log2(1.7e308);
  const double logs[] = {std::log2(1e200), std::log2(1e160), log, log, log, log + 0.5};
  const EscapeTimeJob job{.cRe = -1e200, .cIm = 0.0, .tmax = 100, .xs = xs, .ys = ys};
  const auto check = [&](bool scalar) {
    const Pictures pictures = picturesOf(job, scalar);
    for (std::size_t i = 0; i < std::size(logs); ++i) {
      const double steps = i == 0 ? 1.0 : 0.0;
      QVERIFY(std::abs(double{pictures.smooth[i]} - (steps + 1.0 - std::log2(logs[i]))) < 1e-6);
    }
  };
  check(true);
  for (const std::string& target : simdTargetNames()) {
    QVERIFY(useSimdTarget(target));
    check(false);
  }
}

void EscapeQuantitiesTest::stopsWhenAsked() {
  const auto axis = linspace(-1.5, 1.5, 50);
  const EscapeTimeJob job{.cRe = -0.065, .cIm = 0.66, .tmax = 256, .xs = axis, .ys = axis};
  const Counts counts = countsOf(job);
  Floats smooth(counts.size());
  std::stop_source source;
  source.request_stop();
  QVERIFY(!escapeQuantities(job, counts, {.smooth = smooth, .distance = {}}, source.get_token()));
}

// z -> z^2 - 6 has the fixed point 3, which -3 is mapped to; 0 goes to 30 and 1,008 through -6.
void EscapeQuantitiesTest::givesTmaxAndZeroToOrbitsThatNeverGetFar() {
  const std::vector<double> axis = {-3.0, 0.0, 3.0};
  const EscapeTimeJob job{.cRe = -6.0, .cIm = 0.0, .tmax = 50, .xs = axis, .ys = axis};
  const Pictures scalar = picturesOf(job, true);
  for (const std::size_t fixed : {3U, 5U}) {
    QCOMPARE(scalar.counts[fixed], 0);
    QCOMPARE(scalar.smooth[fixed], 50.0F);
    QCOMPARE(scalar.distance[fixed], 0.0F);
  }
  const Reference middle = referenceAt(0.0, -6.0);
  QVERIFY(std::abs(scalar.smooth[4] - middle.smooth) < 1e-6L);
  for (const std::string& target : simdTargetNames()) {
    QVERIFY(useSimdTarget(target));
    const Pictures vectors = picturesOf(job);
    QVERIFY2(sameBits(vectors.smooth, scalar.smooth), target.c_str());
    QVERIFY2(sameBits(vectors.distance, scalar.distance), target.c_str());
  }
}

// The orbit of 2 + 2^-51 under z^2 - 2 is 1 / w + w, ln w = 2^-25.5, and 29 steps from far away;
// that of 3 + 2^-51 under z^2 - 6, five times as far from its fixed point with each step, is 24.
void EscapeQuantitiesTest::followsAnEscapedOrbitForAsLongAsTmaxSays() {
  QCOMPARE(mostStepsAway(1), 64);
  QCOMPARE(mostStepsAway(64), 64);
  QCOMPARE(mostStepsAway(65), 65);
  QCOMPARE(mostStepsAway(std::numeric_limits<std::int32_t>::max()),
           std::numeric_limits<std::int32_t>::max() - 1);
  const std::vector<double> xs = {2.0 + 0x1p-51, 3.0 + 0x1p-51, 2.5};
  const std::vector<double> ys = {0.0};
  for (const double c : {-2.0, -6.0}) {
    const EscapeTimeJob job{.cRe = c, .cIm = 0.0, .tmax = 1, .xs = xs, .ys = ys};
    const Pictures vectors = picturesOf(job);
    const Pictures scalar = picturesOf(job, true);
    QVERIFY(sameBits(vectors.smooth, scalar.smooth));
    QVERIFY(sameBits(vectors.distance, scalar.distance));
  }
  const Pictures rim = picturesOf({.cRe = -2.0, .cIm = 0.0, .tmax = 1, .xs = xs, .ys = ys});
  const double smooth = 1.0 + 25.5 + std::log2(std::log(2.0));
  QVERIFY(std::abs(static_cast<double>(rim.smooth[0]) - smooth) < 1e-3);
}

// For c = -10^8 the Julia set lies about 10^4 from 0: what is 5,000 from there is not far away.
void EscapeQuantitiesTest::readsLargeParametersFartherAway() {
  const std::vector<double> xs = {0.0, 1.0, 5'000.0, 1e4, 10'001.0};
  const std::vector<double> ys = {0.0, 3.0};
  for (const Complex c : {Complex{-1e8, 0.0}, Complex{300.0, 2e6}, Complex{1e12, -1.0}}) {
    const EscapeTimeJob job{.cRe = c.real(), .cIm = c.imag(), .tmax = 100, .xs = xs, .ys = ys};
    const Pictures scalar = picturesOf(job, true);
    const Pictures vectors = picturesOf(job);
    QVERIFY(sameBits(vectors.smooth, scalar.smooth));
    QVERIFY(sameBits(vectors.distance, scalar.distance));
    for (std::size_t i = 0; i < scalar.counts.size(); ++i) {
      const Reference exact = referenceAt({xs[i % xs.size()], ys[i / xs.size()]}, c);
      QVERIFY(std::abs(scalar.smooth[i] - exact.smooth) < 1e-5L);
      if (scalar.distance[i] < std::numeric_limits<float>::max())
        QVERIFY(std::abs(scalar.distance[i] / exact.distance - 1.0L) < 1e-5L);
    }
  }
}

void EscapeQuantitiesTest::stopsBetweenBlocksOfFewSteps() {
  const auto axis = linspace(3.0, 4.0, 300);
  const EscapeTimeJob job{.cRe = 0.1, .cIm = 0.0, .tmax = 10, .xs = axis, .ys = axis};
  const Counts counts = countsOf(job);
  Floats smooth(counts.size(), -1.0F);
  std::stop_source source;
  source.request_stop();
  QVERIFY(!escapeQuantities(job, counts, {.smooth = smooth, .distance = {}}, source.get_token()));
  QCOMPARE(smooth.back(), -1.0F);
}

void EscapeQuantitiesTest::stopsOnAnOrbitThatNeverGetsFar() {
  const std::vector<double> fixed = {3.0};
  const std::vector<double> real = {0.0};
  const EscapeTimeJob job{.cRe = -6.0,
                          .cIm = 0.0,
                          .tmax = std::numeric_limits<std::int32_t>::max(),
                          .xs = fixed,
                          .ys = real};
  const Counts counts = {0};
  Floats smooth(1);
  Floats distance(1);
  for (const bool scalar : {false, true}) {
    std::stop_source source;
    const std::jthread asks([&source] { source.request_stop(); });
    const EscapeQuantities wanted{smooth, distance, kPixelSize};
    QVERIFY(!(scalar ? escapeQuantitiesScalar(job, counts, wanted, source.get_token())
                     : escapeQuantities(job, counts, wanted, source.get_token())));
  }
}

QTEST_GUILESS_MAIN(EscapeQuantitiesTest)
#include "escape_quantities_test.moc"
