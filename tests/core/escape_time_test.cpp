// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <QCryptographicHash>
#include <QTest>
#include <hwy/detect_targets.h>

#include "core/kernels/monotone_escape.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"
#include "tests/processor_time.h"

using fatou::kernels::escapeIsMonotone;
using fatou::kernels::EscapeTimeJob;
using fatou::kernels::escapeTimes;
using fatou::kernels::escapeTimesScalar;
using fatou::kernels::simdTargetName;
using fatou::kernels::simdTargetNames;
using fatou::kernels::useSimdTarget;
using fatou::tests::addSimdTargets;
using fatou::tests::linspace;
using fatou::tests::useSimdTargetOfRow;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr std::size_t kMostLanes = 8;
constexpr std::int32_t kLastTime = std::numeric_limits<std::int32_t>::max();

Counts plainCounts(const EscapeTimeJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -1);
  return escapeTimes(job, counts) ? counts : Counts{};
}

Counts scalarCounts(const EscapeTimeJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -2);
  return escapeTimesScalar(job, counts) ? counts : Counts{};
}

}  // namespace

class EscapeTimeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void listsItsTargetsBestFirst();
  void findsTheTargetsThatHighwayFinds();
  void namesTargetsInTheWordsOfProcessors();
  void refusesATargetThatIsNotThere();
  void takesEscapeForMonotoneOnlyBelowTwo();

  void givesTheScalarCountsForEveryWidthAndHeight_data() { addSimdTargets(); }
  void givesTheScalarCountsForEveryWidthAndHeight();
  void keepsAnOrbitOutThatComesBack_data() { addSimdTargets(); }
  void keepsAnOrbitOutThatComesBack();
  void agreesAroundTheBoundWhereEscapeIsMonotone_data() { addSimdTargets(); }
  void agreesAroundTheBoundWhereEscapeIsMonotone();
  void bearsInfinityNanAndHugeCoordinates_data() { addSimdTargets(); }
  void bearsInfinityNanAndHugeCoordinates();
  void countsNothingOfAnEmptyGrid_data() { addSimdTargets(); }
  void countsNothingOfAnEmptyGrid();
  void givesTheKnownAnswer_data() { addSimdTargets(); }
  void givesTheKnownAnswer();
  void stopsWithinMillisecondsOfTheRequest_data() { addSimdTargets(); }
  void stopsWithinMillisecondsOfTheRequest();
  void scalarTwinStopsToo();

 private:
  static void useRowsTarget() {
    QVERIFY(useSimdTargetOfRow());
    QFETCH(QByteArray, target);
    QCOMPARE(simdTargetName(), target.toStdString());
  }
};

void EscapeTimeTest::listsItsTargetsBestFirst() {
  const auto names = simdTargetNames();
  QVERIFY(!names.empty());
  QCOMPARE(simdTargetName(), names.front());
  QVERIFY(useSimdTarget(names.back()));
  QCOMPARE(simdTargetName(), names.back());
  QCOMPARE(simdTargetNames(), names);
  QVERIFY(useSimdTarget({}));
  QCOMPARE(simdTargetName(), names.front());
}

// Fatou asks the processor itself where it does not link Highway's library.
void EscapeTimeTest::findsTheTargetsThatHighwayFinds() {
  void* const highway = dlopen("libhwy.so.1", RTLD_NOW | RTLD_LOCAL);
  if (highway == nullptr) QSKIP("Highway's library is not here");
  const auto supported =
      reinterpret_cast<std::int64_t (*)()>(dlsym(highway, "_ZN3hwy16SupportedTargetsEv"));
  QVERIFY(supported != nullptr);
  const std::int64_t found = supported();
  const auto names = simdTargetNames();
  const auto isThere = [&](const char* name) { return std::ranges::count(names, name) > 0; };
  QCOMPARE(isThere("AVX3"), (found & HWY_AVX3) != 0);
  QCOMPARE(isThere("AVX2"), (found & HWY_AVX2) != 0);
  if (isThere("SSE4")) QVERIFY((found & HWY_SSE4) != 0);  // sanitizers leave it out
}

void EscapeTimeTest::namesTargetsInTheWordsOfProcessors() {
  using fatou::kernels::vectorName;
  for (const char* target : {"AVX3", "AVX3_DL", "AVX3_ZEN4", "AVX3_SPR"})
    QVERIFY2(QString::fromStdString(vectorName(target)).startsWith(QStringLiteral("AVX-512")),
             target);
  QCOMPARE(vectorName("AVX10_2"), std::string("AVX10.2"));
  QCOMPARE(vectorName("AVX2"), std::string("AVX2"));
  for (const std::string& name : simdTargetNames()) {
    QVERIFY(useSimdTarget(vectorName(name)));
    QCOMPARE(simdTargetName(), name);
  }
  QVERIFY(useSimdTarget({}));
}

void EscapeTimeTest::refusesATargetThatIsNotThere() {
  const auto before = simdTargetName();
  QVERIFY(!useSimdTarget("ENIAC"));
  QCOMPARE(simdTargetName(), before);
}

void EscapeTimeTest::takesEscapeForMonotoneOnlyBelowTwo() {
  QVERIFY(escapeIsMonotone(0.0, 0.0));
  QVERIFY(escapeIsMonotone(-1.9, 0.5));
  QVERIFY(!escapeIsMonotone(-2.0, 0.0));
  QVERIFY(!escapeIsMonotone(0.0, -1.999));
  QVERIFY(!escapeIsMonotone(std::nan(""), 0.0));
}

// Every width and height up to a few vectors and blocks: the far edges are where SIMD loops go
// wrong; and times on both sides of the lengths the kernel works in.
void EscapeTimeTest::givesTheScalarCountsForEveryWidthAndHeight() {
  useRowsTarget();
  constexpr std::int32_t kTimes[] = {1,  2,  3,  4,  5,  7,  8,  9,  15, 16,  17,  19,  20,  21,
                                     27, 28, 29, 31, 32, 33, 63, 64, 65, 127, 128, 129, 300, 1000};
  std::mt19937_64 random(20260101);
  std::uniform_real_distribution<double> part(-1.5, 1.5);
  std::uniform_int_distribution<std::size_t> which(0, std::size(kTimes) - 1);
  for (std::size_t width = 1; width <= 3 * kMostLanes + 1; ++width) {
    for (std::size_t height = 1; height <= 13; ++height) {
      const double x = part(random);
      const double y = part(random);
      const auto xs = linspace(x, x + 1.0, width);
      const auto ys = linspace(y, y + 1.0, height);
      const EscapeTimeJob job{.cRe = part(random),
                              .cIm = part(random),
                              .tmax = kTimes[which(random)],
                              .xs = xs,
                              .ys = ys};
      QVERIFY2(plainCounts(job) == scalarCounts(job),
               qPrintable(QStringLiteral("%1 x %2, c = %3 + %4i, tmax %5")
                              .arg(width)
                              .arg(height)
                              .arg(job.cRe, 0, 'g', 17)
                              .arg(job.cIm, 0, 'g', 17)
                              .arg(job.tmax)));
    }
  }
}

// For |c| > 2 an orbit can leave the disc and return; J is the first time outside all the same.
void EscapeTimeTest::keepsAnOrbitOutThatComesBack() {
  useRowsTarget();
  const auto xs = linspace(-3.0, 3.0, 61);
  const auto ys = linspace(-0.3, 0.3, 7);
  const EscapeTimeJob job{.cRe = -2.5, .cIm = 0.001, .tmax = 50, .xs = xs, .ys = ys};
  QVERIFY(plainCounts(job) == scalarCounts(job));

  // Backwards from -2.1, which goes to 1.91 and stays for ten steps more: J is the way to -2.1.
  // One pixel a job, so that no neighbour makes the kernel look more closely.
  const std::vector<double> realAxis = {0.0};
  std::vector<double> z = {-2.1};
  for (std::int32_t delay = 0; delay < 32; ++delay) {
    QCOMPARE(plainCounts({.cRe = -2.5, .cIm = 0.0, .tmax = 99, .xs = z, .ys = realAxis}),
             Counts{delay});
    z[0] = -std::sqrt(z[0] + 2.5);
  }
}

void EscapeTimeTest::agreesAroundTheBoundWhereEscapeIsMonotone() {
  useRowsTarget();
  const auto xs = linspace(-2.1, 2.1, 40);
  const auto ys = linspace(-0.1, 0.1, 11);
  for (const double radius : {1.9, 1.9899, 1.99, 1.9901, 1.9999999, 2.0, 2.0000001, 2.1})
    for (const double angle : {3.141592653589793, 3.1415, 3.0, 1.0}) {
      const EscapeTimeJob job{.cRe = radius * std::cos(angle),
                              .cIm = radius * std::sin(angle),
                              .tmax = 400,
                              .xs = xs,
                              .ys = ys};
      QVERIFY(plainCounts(job) == scalarCounts(job));
    }
}

void EscapeTimeTest::bearsInfinityNanAndHugeCoordinates() {
  useRowsTarget();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<double> hard = {0.0,   -0.0,   5e-324,    1e-160,     1e154,        -1e155,
                                    1e308, -1e308, kInfinity, -kInfinity, std::nan(""), 2.0};
  const EscapeTimeJob job{.cRe = -0.1, .cIm = 0.7, .tmax = 100, .xs = hard, .ys = hard};
  QVERIFY(plainCounts(job) == scalarCounts(job));
  const EscapeTimeJob farC{.cRe = 1e200, .cIm = -1e300, .tmax = 100, .xs = hard, .ys = hard};
  QVERIFY(plainCounts(farC) == scalarCounts(farC));
}

void EscapeTimeTest::countsNothingOfAnEmptyGrid() {
  useRowsTarget();
  const std::vector<double> some = {0.0, 1.0};
  QVERIFY(escapeTimes({.xs = {}, .ys = some}, {}));
  QVERIFY(escapeTimes({.xs = some, .ys = {}}, {}));
}

// The reference computed by the numpy program at the origin of the project.
void EscapeTimeTest::givesTheKnownAnswer() {
  useRowsTarget();
  const auto axis = linspace(-1.3, 1.3, 1024);
  const Counts counts =
      plainCounts({.cRe = -0.065, .cIm = 0.66, .tmax = 256, .xs = axis, .ys = axis});
  QCOMPARE(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), 19133988);
  QCOMPARE(std::count(counts.begin(), counts.end(), 256), 676);
  const QByteArrayView bytes(reinterpret_cast<const char*>(counts.data()),
                             static_cast<qsizetype>(counts.size() * sizeof(counts[0])));
  QCOMPARE(QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256).toHex(),
           QByteArray("bf66df051f1ffc72acdbc307b4edd89a94ac63c9a0c97dfe1a4ec173a991cd1c"));
}

// Nothing ends this work but the stop: every pixel of c = 0 inside the unit circle goes on for
// 2^31 iterations. Without the check it would be days.
void EscapeTimeTest::stopsWithinMillisecondsOfTheRequest() {
  useRowsTarget();
  const auto axis = linspace(-0.5, 0.5, 100);
  Counts counts(axis.size() * axis.size());
  fatou::tests::LateStop stop(std::chrono::milliseconds(20));
  const bool done = escapeTimes({.tmax = kLastTime, .xs = axis, .ys = axis}, counts, stop.token());
  QVERIFY(!done);
  QVERIFY(stop.processorSecondsSince() < 1.0);
}

void EscapeTimeTest::scalarTwinStopsToo() {
  const auto axis = linspace(-0.5, 0.5, 10);
  Counts counts(axis.size() * axis.size());
  std::stop_source source;
  source.request_stop();
  QVERIFY(
      !escapeTimesScalar({.tmax = kLastTime, .xs = axis, .ys = axis}, counts, source.get_token()));
}

QTEST_GUILESS_MAIN(EscapeTimeTest)
#include "escape_time_test.moc"
