// SPDX-License-Identifier: GPL-3.0-or-later
// Deep maps of c against brute force, and against what must not change them.
#include "core/render/deep_map.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "core/julia/grid.h"
#include "core/kernels/deep_mandelbrot_escape_time.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/render/frame.h"
#include "tests/core/deep_places.h"
#include "tests/processor_time.h"

using namespace fatou;  // NOLINT: a test
using render::DeepMap;
using render::MapRequest;
using tests::complex;

namespace {

using Counts = std::vector<std::int32_t>;
using Smooth = std::vector<float>;

// Near the tip of a branch, preperiodic but for its digits' end.
constexpr const char* kBranch = "-0.10109636384562216103,0.95628651080914150077";
constexpr const char* kSeahorse =
    "-0.743643887037158704752191506114774,0.131825904205311970493132056385139";

MapRequest requestAt(const julia::ComplexDecimal& centre, const std::string& radius,
                     std::int32_t width, std::int32_t height, std::int32_t tmax) {
  return {.view = {centre, julia::Decimal::parse(radius).value()},
          .width = width,
          .height = height,
          .tmax = tmax};
}

std::shared_ptr<const DeepMap> mapOf(const MapRequest& request) {
  julia::ParameterOrbitCache orbits;
  return DeepMap::create(request, orbits);
}

Counts countsOf(const DeepMap& map) {
  const auto& offsets = map.grid().offsets;
  Counts counts(offsets.xs.size() * offsets.ys.size());
  const bool done =
      kernels::deepMandelbrotEscapeTimes({map.reference(), offsets.xs, offsets.ys}, counts);
  return done ? counts : Counts{};
}

std::int64_t bitsFor(const julia::DeepGrid& grid) {
  return std::max<std::int64_t>(0, -grid.exponent) + 256;
}

// The largest Mandelbrot set in a view around a point, to so many digits.
tests::Minibrot minibrotIn(const char* point, const std::string& radius) {
  const auto map = mapOf(requestAt(complex(point), radius, 101, 101, 1'000'000));
  return tests::minibrotNear(complex(point), static_cast<int>(map->orbit().end));
}

struct Comparison {
  std::size_t pixels = 0;
  std::size_t interior = 0;
  std::size_t differ = 0;
  std::size_t undecided = 0;  // of those: a shift by 2^-48 of the view changes the exact count, too
};

// Every count against that of the exact orbit.
Comparison compare(const DeepMap& map, std::int32_t tmax) {
  const julia::DeepGrid& grid = map.grid();
  const Counts counts = countsOf(map);
  const Counts exact = tests::bruteForceMapCounts(grid, tmax, bitsFor(grid));
  Comparison result{.pixels = counts.size()};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    result.interior += exact[i] == tmax;
    if (counts[i] == exact[i]) continue;
    ++result.differ;
    julia::DeepGrid moved = grid;
    const double x = grid.offsets.xs[i % grid.offsets.xs.size()];
    const double y = grid.offsets.ys[i / grid.offsets.xs.size()];
    const double shift = std::ldexp(grid.reach, -48);
    moved.offsets = {{x - shift, x, x + shift}, {y - shift, y, y + shift}};
    const Counts around = tests::bruteForceMapCounts(moved, tmax, bitsFor(grid));
    result.undecided += std::ranges::any_of(around, [&](auto j) { return j != exact[i]; });
  }
  return result;
}

}  // namespace

class DeepMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void countsAreThoseOfTheExactOrbit_data();
  void countsAreThoseOfTheExactOrbit();
  void countsInMinibrotsAreThoseOfTheExactOrbit_data();
  void countsInMinibrotsAreThoseOfTheExactOrbit();
  void aViewMayHaveZeroForOneOfItsPixels();
  void theDoubleKernelSeesTheSameAboveTheSwitch();
  void skippingChangesNothing();
  void smoothCountsAreThoseOfTheDoubleKernel();
  void atTheTipSmoothCountsFollowTheOffset_data();
  void atTheTipSmoothCountsFollowTheOffset();
  void isTheSameForEveryNumberOfEngines();
  void orbitsAreKeptWhileTheirPointIsInView();
  void insideIsCheapWhateverTmaxIs();
  void stopsWithinMillisecondsOfTheRequest();
};

void DeepMapTest::countsAreThoseOfTheExactOrbit_data() {
  QTest::addColumn<QString>("centre");
  QTest::addColumn<QString>("radius");
  for (const char* radius : {"1e-13", "1e-30", "1e-121", "1e-160", "1e-310", "1e-1000"})
    QTest::addRow("i %s", radius) << QStringLiteral("0,1") << QString::fromLatin1(radius);
  for (const char* radius : {"1e-13", "1e-16", "1e-18"})
    QTest::addRow("branch %s", radius)
        << QString::fromLatin1(kBranch) << QString::fromLatin1(radius);
  for (const char* radius : {"1e-14", "1e-18", "1e-24", "1e-30"})
    QTest::addRow("seahorse %s", radius)
        << QString::fromLatin1(kSeahorse) << QString::fromLatin1(radius);
  for (const char* radius : {"1e-14", "1e-40", "1e-400"}) {
    QTest::addRow("tip %s", radius) << QStringLiteral("-2,0") << QString::fromLatin1(radius);
    QTest::addRow("cusp %s", radius) << QStringLiteral("0.25,0") << QString::fromLatin1(radius);
    QTest::addRow("inside %s", radius)
        << QStringLiteral("-0.12,0.74") << QString::fromLatin1(radius);
    QTest::addRow("outside %s", radius) << QStringLiteral("0.4,0.6") << QString::fromLatin1(radius);
    QTest::addRow("far away %s", radius) << QStringLiteral("3,1") << QString::fromLatin1(radius);
  }
}

void DeepMapTest::countsAreThoseOfTheExactOrbit() {
  QFETCH(QString, centre);
  QFETCH(QString, radius);
  constexpr std::int32_t kTmax = 20'000;
  const bool isBounded = centre.startsWith(QLatin1String("0.25")) || centre.startsWith(u"-0.12");
  const int side = isBounded ? 3 : 16;
  const auto map =
      mapOf(requestAt(complex(centre.toStdString()), radius.toStdString(), side, side, kTmax));
  const Comparison result = compare(*map, kTmax);
  qInfo("%s: %zu pixels, %zu inside, %zu differ, %zu of them undecided; orbit of %zu",
        QTest::currentDataTag(), result.pixels, result.interior, result.differ, result.undecided,
        map->reference().end());
  QCOMPARE(result.differ, result.undecided);
  QVERIFY(result.differ <= 4);
}

void DeepMapTest::countsInMinibrotsAreThoseOfTheExactOrbit_data() {
  QTest::addColumn<QString>("near");
  QTest::addColumn<QString>("within");  // the distance to look for it
  QTest::addColumn<double>("share");    // the view's radius in sizes of the minibrot
  QTest::addColumn<int>("tmax");
  const auto rows = [](const char* name, const char* near, const char* within, int tmax) {
    for (const double share : {1.0, 4.0, 1e-5})
      QTest::addRow("%s x %g", name, share)
          << QString::fromLatin1(near) << QString::fromLatin1(within) << share << tmax;
  };
  rows("period 3", "-1.7548776662466927,0", "1e-2", 6'000);
  rows("1e-20", "0,1", "1e-10", 6'000);
  rows("1e-50", "0,1", "1e-25", 12'000);
  rows("1e-200", "0,1", "1e-100", 12'000);
  rows("1e-320", "0,1", "1e-160", 20'000);
  rows("seahorse", kSeahorse, "1e-12", 40'000);
}

void DeepMapTest::countsInMinibrotsAreThoseOfTheExactOrbit() {
  QFETCH(QString, near);
  QFETCH(QString, within);
  QFETCH(double, share);
  QFETCH(int, tmax);
  const tests::PrecisionScope precision(400);
  const auto minibrot = minibrotIn(near.toLatin1().constData(), within.toStdString());
  // Beside the nucleus, where at a small scale there is an edge: near the tip at its own i.
  const auto offset = share < 1.0 ? tests::bigComplex(0.0, 1.0) : tests::bigComplex(-0.5, 0.0);
  const auto centre = tests::decimalOf(minibrot.nucleus + minibrot.size * offset, 390);
  const tests::BigFloat radius = tests::modulus(minibrot.size) * share;
  MapRequest request = requestAt(centre, radius.str(5, std::ios_base::scientific), 16, 12, tmax);
  const auto map = mapOf(request);
  const Comparison result = compare(*map, tmax);
  qInfo("%s (radius %s): %zu pixels, %zu inside, %zu differ, %zu of them undecided; orbit of %zu",
        QTest::currentDataTag(), request.view.radius.text().c_str(), result.pixels, result.interior,
        result.differ, result.undecided, map->reference().end());
  QCOMPARE(result.differ, result.undecided);
  QVERIFY(result.differ <= 4);
}

void DeepMapTest::aViewMayHaveZeroForOneOfItsPixels() {
  for (const char* radius : {"1e-14", "1e-40", "1e-400"}) {
    for (const char* centre : {"0,0", "1e-15,0", "1e-41,1e-41"}) {
      const auto map = mapOf(requestAt(complex(centre), radius, 5, 5, 700));
      QCOMPARE(countsOf(*map), Counts(25, 700));
    }
  }
  // i's own orbit never ends, and its neighbours' do.
  const auto map = mapOf(requestAt(complex("0,1"), "1e-200", 3, 3, 100'000));
  const Counts counts = countsOf(*map);
  QCOMPARE(counts[4], 100'000);
  QCOMPARE(std::ranges::count(counts, 100'000), 1);
}

// In the deepest views that doubles draw, both kernels give the same counts but for what doubles
// round.
void DeepMapTest::theDoubleKernelSeesTheSameAboveTheSwitch() {
  const MapRequest request = requestAt(complex("-1.754877666246692760,0"), "1e-9", 96, 72, 7'000);
  QVERIFY(julia::numberTypeFor(request.view, request.width, request.height) ==
          julia::NumberType::Double);
  const auto grid = julia::makeGrid(request.view, request.width, request.height).value();
  Counts doubles(grid.xs.size() * grid.ys.size());
  QVERIFY(kernels::mandelbrotEscapeTimes({request.tmax, grid.xs, grid.ys}, doubles));
  QCOMPARE(countsOf(*mapOf(request)), doubles);
}

void DeepMapTest::skippingChangesNothing() {
  const tests::PrecisionScope precision(200);
  const auto minibrot = minibrotIn("0,1", "1e-25");
  const auto centre = tests::decimalOf(minibrot.nucleus, 120);
  const auto map = mapOf(requestAt(centre, "1e-50", 24, 18, 9'000));
  const julia::DeepGrid& grid = map->grid();
  const kernels::MandelbrotReference stepByStep({.cRe = grid.origin.re.toDouble(),
                                                 .cIm = grid.origin.im.toDouble(),
                                                 .orbit = map->orbit().orbit->orbit(),
                                                 .end = map->orbit().end,
                                                 .exponent = grid.exponent,
                                                 .reach = grid.reach,
                                                 .tmax = 9'000,
                                                 .log2Epsilon = -1e9});
  Counts counts(grid.offsets.xs.size() * grid.offsets.ys.size());
  QVERIFY(
      kernels::deepMandelbrotEscapeTimes({stepByStep, grid.offsets.xs, grid.offsets.ys}, counts));
  QCOMPARE(countsOf(*map), counts);
}

void DeepMapTest::smoothCountsAreThoseOfTheDoubleKernel() {
  const MapRequest request = requestAt(complex(kBranch), "1e-5", 32, 24, 2'000);
  const auto map = mapOf(request);
  const auto grid = julia::makeGrid(request.view, request.width, request.height).value();
  const kernels::MandelbrotJob job{request.tmax, grid.xs, grid.ys};
  Counts doubles(grid.xs.size() * grid.ys.size());
  Smooth expected(doubles.size());
  QVERIFY(kernels::mandelbrotEscapeTimes(job, doubles));
  QVERIFY(kernels::mandelbrotSmoothCounts(job, doubles, expected));
  Counts counts(doubles.size());
  Smooth smooth(doubles.size());
  const auto& offsets = map->grid().offsets;
  QVERIFY(kernels::deepMandelbrotEscapeTimes({map->reference(), offsets.xs, offsets.ys}, counts,
                                             smooth));
  QCOMPARE(counts, doubles);
  for (std::size_t i = 0; i < smooth.size(); ++i)
    QVERIFY2(std::abs(smooth[i] - expected[i]) < 1e-3F,
             qPrintable(QStringLiteral("%1 instead of %2").arg(smooth[i]).arg(expected[i])));
}

void DeepMapTest::atTheTipSmoothCountsFollowTheOffset_data() {
  QTest::addColumn<QString>("centre");
  QTest::addColumn<QString>("radius");
  for (const char* radius : {"1e-13", "1e-20", "1e-100", "1e-420"})
    QTest::addRow("-2, %s", radius) << QStringLiteral("-2,0") << QString::fromLatin1(radius);
  for (const char* radius : {"1e-19", "1e-21", "1e-60"})
    QTest::addRow("-2 - 1e-20, %s", radius)
        << QStringLiteral("-2.00000000000000000001,0") << QString::fromLatin1(radius);
  QTest::newRow("far outside") << QStringLiteral("-2.3,0.1") << QStringLiteral("1e-30");
}

// Critical orbits of c = -2 - d are at 2 + 3d after two steps, and four times as far from 2 with
// each one more.
void DeepMapTest::atTheTipSmoothCountsFollowTheOffset() {
  QFETCH(QString, centre);
  QFETCH(QString, radius);
  constexpr std::int32_t kTmax = 1'500;
  const auto map =
      mapOf(requestAt(complex(centre.toStdString()), radius.toStdString(), 8, 6, kTmax));
  const julia::DeepGrid& grid = map->grid();
  Counts counts(48);
  Smooth smooth(48);
  QVERIFY(kernels::deepMandelbrotEscapeTimes({map->reference(), grid.offsets.xs, grid.offsets.ys},
                                             counts, smooth));
  const Counts exact = tests::bruteForceMapCounts(grid, kTmax, bitsFor(grid) + 3'000);
  const tests::PrecisionScope precision(1'500);
  const tests::BigComplex origin = tests::toBig(grid.origin);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    QCOMPARE(counts[i], exact[i]);
    if (counts[i] == kTmax) continue;
    const auto exponent = static_cast<int>(grid.exponent);
    const tests::BigComplex c{origin.re + ldexp(tests::BigFloat(grid.offsets.xs[i % 8]), exponent),
                              origin.im + ldexp(tests::BigFloat(grid.offsets.ys[i / 8]), exponent)};
    tests::BigComplex z = tests::bigComplex(0.0, 0.0);
    int t = 0;
    for (; t < 4'000 && modulus(z) < 1e40; ++t) z = z * z + c;
    const double log2 = std::log2(static_cast<double>(modulus(z)));
    QVERIFY(std::abs(double{smooth[i]} - (t + 1.0 - std::log2(log2))) < 1e-3);
  }
}

void DeepMapTest::isTheSameForEveryNumberOfEngines() {
  const MapRequest request = requestAt(complex(kSeahorse), "1e-17", 61, 43, 12'000);
  const Counts expected = countsOf(*mapOf(request));
  Smooth first;
  for (const int engines : {1, 2, 5}) {
    render::Frame frame(request.width, {0, request.height});
    Smooth smooth(expected.size());
    const auto ended = render::MapRenderer(engines::Client(engines))
                           .render(request, [&](const render::Tile& tile) {
                             std::copy_n(tile.smooth.data(), tile.smooth.size(),
                                         smooth.begin() + tile.rect.y * request.width);
                             frame.add(tile);
                           });
    QVERIFY(ended && ended.value() == engines::Ended::Complete);
    QVERIFY(frame.complete());
    QVERIFY(std::ranges::equal(frame.counts(), expected));
    if (first.empty()) first = smooth;
    QVERIFY(smooth == first);
  }
}

void DeepMapTest::orbitsAreKeptWhileTheirPointIsInView() {
  julia::ParameterOrbitCache orbits;
  const auto at = [&](const char* centre, const char* radius) {
    return orbits.orbit({.view = {complex(centre), julia::Decimal::parse(radius).value()},
                         .width = 40,
                         .height = 30,
                         .tmax = 5'000});
  };
  const auto first = at("0,1", "1e-30");
  QVERIFY(at("0,1.0000000000000000000000000000005", "1e-30")->orbit == first->orbit);
  julia::ParameterOrbitCache others;  // as where a map is made anew, in another process
  const auto anew = others.orbit({.view = {complex("0,1.0000000000000000000000000000005"),
                                           julia::Decimal::parse("1e-30").value()},
                                  .width = 40,
                                  .height = 30,
                                  .tmax = 5'000,
                                  .choice = first->choice()});
  QVERIFY(anew->choice() == first->choice());
  QVERIFY(anew->orbit->orbit().re == first->orbit->orbit().re);
  QVERIFY(at("0,1", "1e-32")->orbit == first->orbit);
  QVERIFY(at("0,1", "1e-32")->end > first->end);
  QVERIFY(at("1e-29,1", "1e-30")->orbit != first->orbit);
  const auto other = at("1e-29,1", "1e-200");
  QVERIFY(other->orbit->bits() > 660);
  std::stop_source stopped;
  stopped.request_stop();
  QVERIFY(!orbits.orbit({.view = {complex("0.1,1"), julia::Decimal::parse("1e-30").value()},
                         .width = 40,
                         .height = 30,
                         .tmax = 5'000},
                        stopped.get_token()));
}

// Without blocks of steps this would take minutes.
void DeepMapTest::insideIsCheapWhateverTmaxIs() {
  const tests::PrecisionScope precision(200);
  const auto minibrot = minibrotIn("0,1", "1e-25");
  const auto centre = tests::decimalOf(minibrot.nucleus, 120);
  const double start = tests::processorSeconds();
  const auto counts = countsOf(*mapOf(requestAt(centre, "1e-51", 100, 100, 4'000'000)));
  const double took = tests::processorSeconds() - start;
  QCOMPARE(std::ranges::count(counts, 4'000'000), 10'000);
  qInfo("10,000 pixels inside, tmax 4,000,000: %.1f ms", 1e3 * took);
  QVERIFY(took < 5.0);
}

// Creeps past the cusp; first while the orbit is computed, then while the pixels are.
void DeepMapTest::stopsWithinMillisecondsOfTheRequest() {
  const auto orbits = std::make_shared<julia::ParameterOrbitCache>();
  for (const int wait : {2, 50, 3'000}) {
    tests::LateStop stop{std::chrono::milliseconds(wait)};
    const MapRequest request = requestAt(complex("0.25,1e-17"), "1e-18", 200, 200,
                                         std::numeric_limits<std::int32_t>::max());
    const auto ended = render::MapRenderer(engines::Client(2), orbits)
                           .render(
                               request, [](const render::Tile&) {}, stop.token());
    const double computed = stop.processorSecondsSince();
    QVERIFY(ended && ended.value() == engines::Ended::Stopped);
    qInfo("asked after %d ms: computed for %.2f ms more", wait, 1e3 * computed);
    QVERIFY(computed < 0.5);
  }
}

QTEST_GUILESS_MAIN(DeepMapTest)
#include "deep_map_test.moc"
