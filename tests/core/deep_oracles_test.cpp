// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/prepared.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/errors.h"
#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/dynamics/orbit_cache.h"
#include "core/kernels/interior_trap.h"
#include "core/kernels/simd_targets.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "core/render/sendable.h"  // IWYU pragma: keep: what is prepared may have been sent
#include "tests/core/deep_places.h"
#include "tests/processor_time.h"

using namespace fatou;  // NOLINT: a test
using tests::complex;
using tests::toBig;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr std::int32_t kTmax = 60'000;
constexpr const char* kDust = "-0.7269,0.1889";

render::RenderRequest deepRequest(const julia::ComplexDecimal& c,
                                  const julia::ComplexDecimal& centre, const std::string& radius,
                                  std::int32_t width, std::int32_t height) {
  return tests::deepRequest(c, centre, radius, kTmax, width, height);
}

std::shared_ptr<const render::RenderJob> jobOf(const render::RenderRequest& request) {
  return render::RenderJob::create(request).value();
}

Counts countsOf(const render::RenderJob& job) {
  const auto tiles = job.computeBand({0, job.request().picture.height}, false, {});
  return {tiles[0].counts.data(), tiles[0].counts.data() + tiles[0].counts.size()};
}

// J of one point, as the middle of a picture around it.
std::int32_t countAt(const julia::ComplexDecimal& c, const julia::ComplexDecimal& point,
                     const std::string& radius) {
  return countsOf(*jobOf(deepRequest(c, point, radius, 3, 3)))[4];
}

class DeepOraclesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // What holds for every w of every Julia set, without a second way of computing it.
  void aPointItsMirrorAndItsImageAgree_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("radius");
    for (const char* c : {kDust, "0,1", "-0.123,0.745", "-0.8,0.156"})
      for (const char* radius : {"1e-16", "1e-30", "1e-160", "1e-320"})
        QTest::newRow((std::string(c) + " " + radius).c_str())
            << QString::fromLatin1(c) << QString::fromLatin1(radius);
  }
  void aPointItsMirrorAndItsImageAgree() {
    QFETCH(QString, c);
    QFETCH(QString, radius);
    const auto parameter = complex(c.toStdString());
    const auto digits = static_cast<unsigned>(-radius.mid(2).toInt() + 20);
    const auto centre = tests::juliaPoint(parameter, digits);
    const auto size = radius.toStdString();
    const auto job = jobOf(deepRequest(parameter, centre, size, 4, 3));
    const Counts counts = countsOf(*job);
    const tests::PrecisionScope precision(3 * digits + 60);
    const auto& grid = job->deep()->grid();
    int wrong = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      tests::BigComplex w = toBig(grid.origin);
      w.re += ldexp(tests::BigFloat(grid.offsets.xs[i % 4]), static_cast<int>(grid.exponent));
      w.im += ldexp(tests::BigFloat(grid.offsets.ys[i / 4]), static_cast<int>(grid.exponent));
      const unsigned all = 2 * digits + 50;
      wrong += countAt(parameter, tests::decimalOf(w, all), size) != counts[i];
      wrong += countAt(parameter, tests::decimalOf({-w.re, -w.im}, all), size) != counts[i];
      const std::int32_t image = counts[i] == kTmax ? kTmax : counts[i] - 1;
      wrong += countAt(parameter, tests::decimalOf(w * w + toBig(parameter), all), size) != image;
    }
    qInfo("%s: %zu comparisons, %d wrong", QTest::currentDataTag(), 3 * counts.size(), wrong);
    // Chaotic pixels, of which deep_escape_time_test.cpp has the proof.
    QVERIFY(wrong <= 3);
  }

  void atTenToTheMinusTenThousand() {
    const auto c = complex(kDust);
    const tests::PrecisionScope precision(10'040);
    const auto one = tests::bigComplex(1.0, 0.0);
    const auto root = tests::squareRoot(one - tests::bigComplex(4.0, 0.0) * toBig(c));
    const auto fixed = (one + root) * tests::bigComplex(0.5, 0.0);
    const auto centre = tests::decimalOf(fixed, 10'020);
    const auto minus = tests::decimalOf({-fixed.re, -fixed.im}, 10'020);
    const auto job = jobOf(deepRequest(c, centre, "1e-10000", 32, 32));
    const Counts counts = countsOf(*job);
    Counts turned = countsOf(*jobOf(deepRequest(c, minus, "1e-10000", 32, 32)));
    std::ranges::reverse(turned);
    QCOMPARE(counts, turned);
    julia::DeepGrid few = job->deep()->grid();
    few.offsets = {{few.offsets.xs[3]}, {few.offsets.ys[9]}};
    const Counts exact = tests::bruteForceCounts(c, few, kTmax, 34'000);
    QCOMPARE(counts[9 * 32 + 3], exact[0]);
  }

  void everyTargetEngineCountAndBandGivesTheSamePicture() {
    const auto c = complex(kDust);
    auto request = deepRequest(c, tests::juliaPoint(c, 60), "1e-40", 67, 45);
    request.picture.quantities.smooth = true;
    const auto expected = countsOf(*jobOf(request));
    const auto smooth = jobOf(request)->computeBand({0, 45}, false, {})[0].smooth;
    for (const auto& target : kernels::simdTargetNames()) {
      QVERIFY(kernels::useSimdTarget(target));
      QCOMPARE(countsOf(*jobOf(request)), expected);
      QVERIFY((jobOf(request)->computeBand({0, 45}, false, {})[0].smooth == smooth).all());
    }
    QVERIFY(kernels::useSimdTarget(""));
    for (const auto kind :
         {render::ViewKind::Direct, render::ViewKind::Balanced, render::ViewKind::Serial})
      for (const std::int32_t band : {1, 7, 45}) {
        request.engines.viewKind = kind;
        request.engines.bandRows = band;
        request.engines.count = 2;
        render::Frame frame(67, {0, 45});
        const render::Renderer renderer{engines::Client(2)};
        const auto run = renderer.render(jobOf(request), {0, 45},
                                         [&](const auto& tile, const auto&) { frame.add(tile); });
        QVERIFY(run.ok() && frame.complete());
        QVERIFY(std::ranges::equal(frame.counts(), expected));
      }
  }

  void bothNumberTypesGiveTheSamePictureWhereTheyMeet() {
    const auto c = complex("-0.123,0.745");
    const auto request = deepRequest(c, tests::juliaPoint(c, 40), "1e-12", 200, 150);
    const auto deep = jobOf(request);
    QVERIFY(deep->numberType() == julia::NumberType::Perturbation);
    QCOMPARE(render::parameters(request).back().second, std::string("perturbation"));
    const auto grid = julia::makeGrid(request.picture.place.view, 200, 150).value();
    Counts inDouble(30'000);
    kernels::escapeTimes({.cRe = -0.123, .cIm = 0.745, .tmax = kTmax, .xs = grid.xs, .ys = grid.ys},
                         inDouble);
    const Counts counts = countsOf(*deep);
    int different = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) different += counts[i] != inDouble[i];
    qInfo("%d of 30000 pixels differ between the number types at 1e-12", different);
    QVERIFY(different <= 600);
    const auto shallow = deepRequest(c, tests::juliaPoint(c, 40), "2e-9", 200, 150);
    QVERIFY(render::numberTypeOf(shallow.picture) == julia::NumberType::Double);
  }

  void smoothCountsAreNearTheCountsAndContinuous() {
    const auto c = complex(kDust);
    auto request = deepRequest(c, tests::juliaPoint(c, 60), "1e-40", 40, 30);
    request.picture.quantities = {.smooth = true, .distance = true};
    const auto tile = jobOf(request)->computeBand({0, 30}, false, {})[0];
    request.picture.quantities.distance = false;
    const auto inVectors = jobOf(request)->computeBand({0, 30}, false, {})[0];
    QVERIFY((tile.smooth == inVectors.smooth).all());
    for (Eigen::Index i = 0; i < tile.counts.size(); ++i) {
      const float above = tile.smooth.data()[i] - static_cast<float>(tile.counts.data()[i]);
      QVERIFY2(above > -1.0F && above < 2.0F, qPrintable(QString::number(above)));
      QVERIFY(tile.distance.data()[i] > 0.0F);
    }
    // Koebe: the estimate is between half the distance to the Julia set and twice it; no pixel is
    // further from it than the middle, a point of it.
    QVERIFY(tile.distance.maxCoeff() < 100.0F);
  }

  void orbitsAreKeptWhileTheViewHoldsThem() {
    const auto c = complex(kDust);
    const auto centre = tests::juliaPoint(c, 60);
    julia::OrbitCache cache;
    const auto orbits = [&](const julia::ComplexDecimal& at, const char* radius) {
      const auto request = deepRequest(c, at, radius, 100, 80);
      return cache.orbits({.place = request.picture.place, .width = 100, .height = 80}).value();
    };
    const auto first = orbits(centre, "1e-30");
    QVERIFY(orbits(centre, "1e-31").centre == first.centre);
    const tests::PrecisionScope precision(80);
    auto beside = toBig(centre);
    beside.re += tests::BigFloat("0.9e-30");
    const auto panned = orbits(tests::decimalOf(beside, 60), "1e-30");
    QVERIFY(panned.centre == first.centre && panned.critical == first.critical);
    beside.re += tests::BigFloat("1e-30");
    const auto gone = orbits(tests::decimalOf(beside, 60), "1e-30");
    QVERIFY(gone.centre != first.centre && gone.critical == first.critical);
    QVERIFY(orbits(centre, "1e-300").centre->bits() > 1200);
  }

  void aPannedPictureHasThePixelsOfOneAskedForAfresh() {
    const auto c = complex(kDust);
    const auto centre = tests::juliaPoint(c, 60);
    julia::OrbitCache cache;
    const auto first = deepRequest(c, centre, "1e-30", 41, 41);
    QVERIFY(render::RenderJob::create(first, {.cache = &cache}).ok());
    const tests::PrecisionScope precision(80);
    auto beside = toBig(centre);
    beside.re += tests::BigFloat("0.5e-30");
    const auto request = deepRequest(c, tests::decimalOf(beside, 70), "1e-30", 41, 41);
    const Counts kept = countsOf(*render::RenderJob::create(request, {.cache = &cache}).value());
    const Counts fresh = countsOf(*jobOf(request));
    int different = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) different += kept[i] != fresh[i];
    qInfo("%d of %zu pixels differ by the choice of the reference", different, kept.size());
    QVERIFY(different <= 40);
  }

  // An engine in another process has not the orbits that were at hand here: they start elsewhere
  // in the view, and have more digits, than those that it would choose.
  void aJobOfOrbitsAtHandIsTheSameWhenMadeAnew() {
    const auto c = complex(kDust);
    const auto centre = tests::juliaPoint(c, 60);
    julia::OrbitCache cache;
    QVERIFY(
        render::RenderJob::create(deepRequest(c, centre, "1e-300", 8, 8), {.cache = &cache}).ok());
    const tests::PrecisionScope precision(80);
    auto beside = toBig(centre);
    beside.re += tests::BigFloat("0.5e-30");
    auto request = deepRequest(c, tests::decimalOf(beside, 70), "1e-30", 41, 41);
    request.picture.quantities = {.smooth = true, .distance = true};
    const auto job = render::RenderJob::create(request, {.cache = &cache}).value();
    const auto anew = job->recipe().product({});
    QVERIFY(anew->recipe() == job->recipe());
    QVERIFY(jobOf(request)->recipe() != job->recipe());
    const auto tile = job->computeBand({0, 41}, false, {})[0];
    const auto again = anew->computeBand({0, 41}, false, {})[0];
    QVERIFY((tile.counts == again.counts).all());
    QVERIFY((tile.smooth == again.smooth).all());
    QVERIFY((tile.distance == again.distance).all());
  }

  void anEngineElsewhereKeepsTheOrbitsOfThePicturesAroundAPoint() {
    const auto c = complex(kDust);
    const auto centre = tests::juliaPoint(c, 60);
    julia::OrbitCache cache;
    const auto request = deepRequest(c, centre, "1e-30", 8, 8);
    const auto wider = deepRequest(c, centre, "2e-30", 8, 8);
    auto longer = request;
    ++longer.picture.place.tmax;
    engines::Engine engine(0);
    const auto orbitsOf = [&](const render::RenderRequest& each) {
      const auto job = render::RenderJob::create(each, {.cache = &cache}).value();
      const engines::Prepared<render::RenderJob, render::JobRecipe> sent{.recipe = job->recipe()};
      const auto made = sent.on(engine);
      const bool isSame = (made->computeBand({0, 8}, false, {})[0].counts ==
                           job->computeBand({0, 8}, false, {})[0].counts)
                              .all();
      return std::pair(made->deep()->orbits(), isSame);
    };
    const auto [first, firstIsSame] = orbitsOf(request);
    const auto [second, secondIsSame] = orbitsOf(wider);
    const auto [third, thirdIsSame] = orbitsOf(longer);
    QVERIFY(firstIsSame && secondIsSame && thirdIsSame);
    QVERIFY(second.centre == first.centre && second.critical == first.critical);
    QVERIFY(third.centre != first.centre && third.critical != first.critical);
  }

  // An orbit ends where a trap says that there is no more to tell, which the plain kernel is not
  // told.
  void anOrbitThatEndsInATrapIsNotKeptForAPictureWithoutOne() {
    auto request = deepRequest(complex("-0.123,0.745"), complex("0.01,0.02"), "1e-30", 8, 8);
    request.picture.place.tmax = 4'000;
    julia::OrbitCache cache;
    const auto pair = [&](const std::optional<kernels::InteriorTrap>& trap) {
      return cache.orbits({.place = request.picture.place, .width = 8, .height = 8, .trap = trap})
          .value();
    };
    const auto trap = julia::interiorTrap(julia::findAttractingCycle({-0.123, 0.745}));
    QVERIFY(trap);
    const auto trapped = pair(trap);
    QVERIFY(pair(trap).centre == trapped.centre);
    const auto free = pair(std::nullopt);
    QVERIFY(!free.centre->trap() && !free.critical->trap());
    QVERIFY(free.centre->orbit().size() > trapped.centre->orbit().size());
  }

  void stoppedOrbitsAreNoPicture() {
    std::stop_source stop;
    stop.request_stop();
    const auto c = complex(kDust);
    const auto job =
        render::RenderJob::create(deepRequest(c, c, "1e-400", 10, 10), {.stop = stop.get_token()});
    QVERIFY(!job.ok());
  }

  // All pixels fall into the cycle 0, whose distances get too small for doubles: each step of each
  // is one by one, and without the trap there is no end before tmax.
  void pixelsThatStayCloseToTheirReferenceCanBeStopped() {
    auto request = deepRequest(complex("0"), complex("0.1,0.05"), "1e-30", 64, 64);
    request.engines.kernel = render::Kernel::Plain;
    request.picture.place.tmax = 1'000'000;
    const auto job = jobOf(request);
    tests::LateStop stop(std::chrono::milliseconds(30));
    QVERIFY_THROWS_EXCEPTION(engines::TaskAborted, job->computeBand({0, 64}, false, stop.token()));
    QVERIFY(stop.processorSecondsSince() < 0.5);
  }

  // Around the critical point of the dendrite, whose orbit never escapes.
  void anOrbitWithoutEndIsRefusedBeforeMemoryEnds() {
    auto request = deepRequest(complex("i"), complex("0"), "1e-20", 8, 8);
    request.picture.place.tmax = std::numeric_limits<std::int32_t>::max();
    const auto job = render::RenderJob::create(request, {.mostSteps = 2'000});
    QVERIFY(!job.ok());
    QVERIFY(job.error().message.find("2000 steps: use a tmax of at most") != std::string::npos);
  }

  void cornersGiveTheSamePictureAsTheirCentre() {
    const auto c = complex(kDust);
    const auto number = [](const char* text) { return julia::Decimal::parse(text).value(); };
    auto request = deepRequest(c, complex("0.25,0.5"), "1e-20", 33, 33);
    const Counts around = countsOf(*jobOf(request));
    request.picture.place.view =
        julia::CornerView{number("0.24999999999999999999"), number("0.49999999999999999999"),
                          number("0.25000000000000000001"), number("0.50000000000000000001")};
    QCOMPARE(countsOf(*jobOf(request)), around);
  }
};

}  // namespace

QTEST_GUILESS_MAIN(DeepOraclesTest)
#include "deep_oracles_test.moc"
