// SPDX-License-Identifier: GPL-3.0-or-later
// Where the deep kernel could go wrong: at 0, at the rim, in one step, in one row, in the interior.
#include <cmath>
#include <limits>
#include <numbers>
#include <thread>
#include <vector>

#include <QTest>

#include "core/engines/tasks/errors.h"
#include "core/kernels/far_away.h"
#include "core/render/render_job.h"
#include "tests/core/deep_places.h"
#include "tests/processor_time.h"

using namespace fatou;  // NOLINT: a test
using tests::complex;

namespace {

using Counts = std::vector<std::int32_t>;

struct Case {
  const char* c = "0,0";
  const char* centre = "0,0";
  const char* radius = "1e-30";
  std::int32_t tmax = 2'000;
  std::int32_t width = 7;
  std::int32_t height = 6;
};

render::RenderRequest requestOf(const Case& what) {
  render::RenderRequest request;
  request.picture.place = {
      .c = complex(what.c),
      .view = julia::CentreView{complex(what.centre), julia::Decimal::parse(what.radius).value()},
      .tmax = what.tmax};
  request.picture.width = what.width;
  request.picture.height = what.height;
  return request;
}

Counts countsOf(const render::RenderJob& job) {
  const auto tiles = job.computeBand({0, job.request().picture.height}, false, {});
  return {tiles[0].counts.data(), tiles[0].counts.data() + tiles[0].counts.size()};
}

// The quantities of a pixel, from every point of its orbit with all digits; distances in pixels.
struct Exact {
  double smooth = 0.0;
  double log2Distance = 0.0;
};

Exact exactAt(const tests::BigComplex& c, const julia::DeepGrid& grid, std::size_t index,
              std::int32_t tmax) {
  using tests::BigFloat;
  const auto exponent = static_cast<int>(grid.exponent);
  const tests::BigComplex origin = tests::toBig(grid.origin);
  const BigFloat x(grid.offsets.xs[index % grid.offsets.xs.size()]);
  const BigFloat y(grid.offsets.ys[index / grid.offsets.xs.size()]);
  tests::BigComplex z{origin.re + ldexp(x, exponent), origin.im + ldexp(y, exponent)};
  tests::BigComplex slope = tests::bigComplex(1.0, 0.0);
  int t = 0;
  for (; modulus(z) < 1e40; ++t) {
    if (t > tmax + kernels::mostStepsAway(tmax)) return {.smooth = double(tmax)};
    slope = tests::bigComplex(2.0, 0.0) * z * slope;
    z = z * z + c;
  }
  const double log2 = std::log2(static_cast<double>(modulus(z)));
  const double log2Slope =
      static_cast<double>(BigFloat(boost::multiprecision::log2(modulus(slope))));
  return {.smooth = t + 1.0 - std::log2(log2),
          .log2Distance = log2 + std::log2(log2 * std::numbers::ln2) - log2Slope -
                          std::log2(grid.pixelSize) - exponent};
}

// (1 + sqrt(1 - 4c)) / 2, the repelling fixed point; for real c below 1/4.
julia::ComplexDecimal fixedPoint(double c, unsigned digits) {
  const tests::PrecisionScope precision(digits + 10);
  const tests::BigFloat root = sqrt(tests::BigFloat(1.0 - 4.0 * c));
  return tests::decimalOf({(root + 1) / 2, tests::BigFloat(0)}, digits);
}

class DeepEdgeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Where the Julia set reaches to |z| = 2 and beyond, an orbit that has escaped stays near it for
  // as long as its offset from the nearest one takes.
  void smoothCountsAndDistancesFollowTheOffset_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < slowCases().size(); ++i) {
      const SlowCase& what = slowCases()[i];
      QTest::addRow("c %s at %.20s, %s, %d x %d", what.c, what.centre.text().c_str(), what.radius,
                    what.width, what.height)
          << static_cast<int>(i);
    }
  }
  void smoothCountsAndDistancesFollowTheOffset() {
    QFETCH(int, index);
    const SlowCase what = slowCases()[static_cast<std::size_t>(index)];
    const auto request = tests::deepRequest(complex(what.c), what.centre, what.radius, what.tmax,
                                            what.width, what.height);
    const auto job = render::RenderJob::create(request).value();
    QVERIFY(job->deep() != nullptr);
    const auto& grid = job->deep()->grid();
    const kernels::DeepJob deep{job->deep()->reference(), grid.offsets.xs, grid.offsets.ys};
    const std::size_t size = grid.offsets.xs.size() * grid.offsets.ys.size();
    Counts counts(size);
    Counts alone(size);
    std::vector<float> smooth(size);
    std::vector<float> smoothAlone(size);
    std::vector<float> distance(size);
    QVERIFY(kernels::deepEscapeTimes(deep, alone));
    QVERIFY(kernels::deepEscapeTimes(deep, counts, {.smooth = smoothAlone}));
    QCOMPARE(counts, alone);
    QVERIFY(kernels::deepEscapeTimesScalar(
        deep, counts, {.smooth = smooth, .distance = distance, .step = grid.pixelSize}));
    QCOMPARE(counts, alone);
    QVERIFY(smooth == smoothAlone);
    const tests::PrecisionScope precision(1'300);
    const tests::BigComplex c = tests::toBig(complex(what.c));
    for (std::size_t i = 0; i < size; ++i) {
      Exact exact = exactAt(c, grid, i, what.tmax);
      if (counts[i] == what.tmax) exact.smooth = what.tmax;
      QVERIFY2(std::abs(double{smooth[i]} - exact.smooth) < 1e-3,
               qPrintable(
                   QStringLiteral("pixel %1: %2, not %3").arg(i).arg(smooth[i]).arg(exact.smooth)));
      if (smooth[i] == static_cast<float>(what.tmax)) QCOMPARE(distance[i], 0.0F);
      if (distance[i] == 0.0F) continue;
      QVERIFY(std::abs(std::log2(double(distance[i])) - exact.log2Distance) < 2e-3);
    }
  }

  void theSegmentsSmoothCountIsThatOfTheCircleItIsTheShadowOf() {
    const auto request = tests::deepRequest(complex("-2"), complex("2"), "1e-16", 200, 8, 8);
    const auto job = render::RenderJob::create(request).value();
    const auto& grid = job->deep()->grid();
    std::vector<float> smooth(64);
    Counts counts(64);
    QVERIFY(kernels::deepEscapeTimes({job->deep()->reference(), grid.offsets.xs, grid.offsets.ys},
                                     counts, {.smooth = smooth}));
    const tests::PrecisionScope precision(200);
    for (std::size_t i = 0; i < 64; ++i) {
      // z = w + 1 / w, and w goes to w^2.
      const auto exponent = static_cast<int>(grid.exponent);
      const tests::BigComplex half{1 + ldexp(tests::BigFloat(grid.offsets.xs[i % 8]), exponent - 1),
                                   ldexp(tests::BigFloat(grid.offsets.ys[i / 8]), exponent - 1)};
      const auto root = tests::squareRoot(half * half - tests::bigComplex(1.0, 0.0));
      const double log = std::abs(
          static_cast<double>(tests::BigFloat(boost::multiprecision::log(modulus(half + root)))));
      QVERIFY(std::abs(double{smooth[i]} - (1.0 - std::log2(log / std::numbers::ln2))) < 1e-3);
    }
  }

  void anOrbitThatNeverGetsFarIsGivenUpAtAnyDepth() {
    for (const std::int32_t tmax : {1, 10, 3'000}) {
      const auto request = tests::deepRequest(complex("-6"), complex("3"), "1e-30", tmax, 3, 3);
      const auto job = render::RenderJob::create(request).value();
      const auto tile = job->computeBlock({.rect = {0, 0, 3, 3}, .sampling = {}}, {});
      QCOMPARE(tile.counts(1, 1), 0);
    }
  }

  void preparingAndComputingStopWhenAsked() {
    std::stop_source stop;
    stop.request_stop();
    auto request = tests::deepRequest(complex("-6"), complex("3"), "1e-30",
                                      std::numeric_limits<std::int32_t>::max(), 3, 3);
    request.picture.quantities = {.smooth = true, .distance = true};
    QVERIFY(!render::RenderJob::create(request, {.stop = stop.get_token()}));
    const auto job = render::RenderJob::create(request).value();
    stop = std::stop_source();
    const std::jthread asks([&stop] { stop.request_stop(); });
    QVERIFY_THROWS_EXCEPTION(
        engines::TaskAborted,
        job->computeBlock({.rect = {0, 0, 3, 3}, .sampling = {}}, stop.get_token()));
  }

  void edgesAreAsByBruteForce_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kCases.size(); ++i)
      QTest::addRow("c %s at %.20s, %s, tmax %d, %d x %d", kCases[i].c, kCases[i].centre,
                    kCases[i].radius, kCases[i].tmax, kCases[i].width, kCases[i].height)
          << static_cast<int>(i);
  }
  void edgesAreAsByBruteForce() {
    QFETCH(int, index);
    const Case& what = kCases[static_cast<std::size_t>(index)];
    const auto job = render::RenderJob::create(requestOf(what)).value();
    QVERIFY(job->deep() != nullptr);
    const auto& grid = job->deep()->grid();
    const Counts counts = countsOf(*job);
    QCOMPARE(counts, tests::bruteForceCounts(complex(what.c), grid, what.tmax, 2'400));
    Counts scalar(counts.size());
    kernels::deepEscapeTimesScalar({job->deep()->reference(), grid.offsets.xs, grid.offsets.ys},
                                   scalar);
    QCOMPARE(counts, scalar);
  }

  // However many iterations there may be, and however near 0 the cycle passes.
  void theInteriorIsFreeAtAnyDepth_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("centre");
    const auto row = [](const char* c, const char* centre) {
      QTest::addRow("%s at %s", c, centre) << QString::fromLatin1(c) << QString::fromLatin1(centre);
    };
    row("0,0", "0,0");
    row("0,0", "0.5,0.05");
    row("-1,0", "0,0");
    row("-1,0", "0.1,0.05");
    row("-1,0", "-1,0");
    row("-1.0001,0.0001", "0.1,0.05");
    row("-0.123,0.745", "0.05,0.05");
    row("-0.12256116687665361997555,0.74486176661974423659317", "0.05,0.05");
    row("-0.12256116687665361997555,0.74486176661974423659317", "0,0");
    row("-1.75487766624669276005,0", "0.01,0");
  }
  void theInteriorIsFreeAtAnyDepth() {
    QFETCH(QString, c);
    QFETCH(QString, centre);
    const QByteArray parameter = c.toLatin1();
    const QByteArray middle = centre.toLatin1();
    constexpr std::int32_t kTmax = 2'000'000'000;
    for (const char* radius : {"1e-14", "1e-30", "1e-300"}) {
      const double start = tests::processorSeconds();
      const auto job = render::RenderJob::create(
          requestOf({parameter.constData(), middle.constData(), radius, kTmax, 30, 20}));
      QVERIFY(job.ok());
      QCOMPARE(countsOf(*job.value()), Counts(600, kTmax));
      const double took = tests::processorSeconds() - start;
      QVERIFY2(took < 20.0, qPrintable(QString::number(took)));  // step by step: half an hour
    }
  }

 private:
  struct SlowCase {
    const char* c;
    julia::ComplexDecimal centre;
    const char* radius;
    std::int32_t tmax = 300;
    int width = 8;
    int height = 8;
  };
  static const std::vector<SlowCase>& slowCases() {
    static const std::vector<SlowCase> cases{
        {"-3", fixedPoint(-3.0, 50), "1e-20"},
        // Its middle has but fifty digits, after which it leaves, too.
        {"-3", fixedPoint(-3.0, 50), "1e-20", 300, 9, 9},
        {"-3", fixedPoint(-3.0, 1'020), "1e-1000", 2'000, 4, 4},
        {"-3", tests::juliaPoint(complex("-3"), 60), "1e-40"},
        {"-2", complex("2"), "1e-16"},
        {"-2", complex("2"), "1e-16", 1, 5, 5},
        {"-2", complex("2"), "1e-200", 2'000},
        {"-2", complex("-2"), "1e-30"},
        {"-2", complex("0"), "1e-30"},
        {"-2", complex("0"), "1e-170", 3'000, 5, 5},
        {"-6", complex("3"), "1e-30"},
        {"-6", complex("-3"), "1e-420", 2'000, 4, 4},
        {"-2.0000000000000000000000000001", complex("2"), "1e-25"},
        {"-2.0000000000000000000000000001", complex("0"), "1e-25"},
        {"-1.9999999999999999999999999999", complex("2"), "1e-25"},
        {"1.5,1.5", tests::juliaPoint(complex("1.5,1.5"), 60), "1e-40"},
        {"0,2", tests::juliaPoint(complex("0,2"), 60), "1e-40"},
        // Cases in which no orbit escapes slowly.
        {"-0.123,0.745", tests::juliaPoint(complex("-0.123,0.745"), 60), "1e-40", 3'000},
        {"0,1", complex("2"), "1e-30"}};
    return cases;
  }
  static inline const std::vector<Case> kCases{
      // Pictures of one iteration, and of few.
      {.c = "0.3,0.5", .centre = "0.2,0.1", .tmax = 1},
      {.c = "0.3,0.5", .centre = "3,0", .tmax = 1},
      {.c = "0.3,0.5", .centre = "2,0", .tmax = 1},
      {.c = "0.3,0.5", .centre = "2,0", .tmax = 2},
      {.c = "-0.7269,0.1889", .centre = "0,0", .tmax = 2},
      {.c = "-0.7269,0.1889", .centre = "0,0", .tmax = 3},
      // On the rim |z| = 2, and on a preimage of it.
      {.c = "0.3,0.5", .centre = "2,0"},
      {.c = "0.3,0.5", .centre = "0,-2"},
      {.c = "0.25,0", .centre = "1.2,1.6", .width = 8},
      {.c = "-2,0", .centre = "2,0"},
      {.c = "-2,0", .centre = "-2,0", .radius = "1e-300"},
      {.c = "-2,0", .centre = "0,0"},
      {.c = "-2,0", .centre = "0,0", .radius = "1e-160"},
      {.c = "2,0", .centre = "0,0"},
      {.c = "-6,0", .centre = "2,0"},
      // 0 and -0, in the middle, at the border and beside the view.
      {.c = "0,1", .centre = "0,0", .radius = "1e-200"},
      {.c = "0,1", .centre = "-0,-0", .radius = "1e-200"},
      {.c = "0,1", .centre = "1e-30,0", .radius = "1e-30"},
      {.c = "0,1", .centre = "1e-30,1e-30", .radius = "0.9e-30"},
      {.c = "-0.123,0.745", .centre = "1e-14,-1e-14", .radius = "1e-14"},
      {.c = "-1.5,0", .centre = "0,0", .radius = "1e-20", .width = 9, .height = 9},
      {.c = "-1.543689012692076361570855971801747986525203297650983935240804037831",
       .centre = "0,0",
       .radius = "1e-20"},
      // c on the edge of the Mandelbrot set, and the views there.
      {.c = "0.25,0", .centre = "0.5,0"},
      {.c = "0.25,0", .centre = "0.5,0", .radius = "1e-160"},
      {.c = "-0.75,0", .centre = "-0.5,0"},
      {.c = "0,1", .centre = "0,1"},
      // Pictures of one row, one column, one pixel.
      {.c = "0,1", .centre = "0,1", .width = 40, .height = 1},
      {.c = "0,1", .centre = "0,1", .width = 1, .height = 40},
      {.c = "0,1", .centre = "0,1", .width = 1, .height = 1},
      {.c = "0,1", .centre = "1e-40,1", .width = 65, .height = 2},
      // Pictures that are outside from the beginning, or after the same few steps as the centre.
      {.c = "0,1", .centre = "5,5"},
      {.c = "0,1", .centre = "1e9,0"},
      {.c = "0,1", .centre = "1.9,0.1"},
  };
};

}  // namespace

QTEST_GUILESS_MAIN(DeepEdgeTest)
#include "deep_edge_test.moc"
