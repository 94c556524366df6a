// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to a frame: grids, plans, frames and runs.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "core/base/large_pages.h"
#include "core/engines/prepared.h"
#include "core/engines/remote/loopback.h"
#include "core/engines/remote/wire.h"
#include "core/julia/grid.h"
#include "core/kernels/escape_time.h"
#include "core/render/frame.h"
#include "core/render/packed_counts.h"
#include "core/render/renderer.h"
#include "core/render/row_savings.h"
#include "tests/core/repeating_engine.h"
#include "tests/patience.h"

using namespace fatou;
using engines::EngineKind;
using render::RowRange;
using render::ViewKind;

namespace {

julia::Decimal decimal(const char* text) {
  return julia::Decimal::parse(text).value();
}

render::RenderRequest request(std::int32_t width, std::int32_t height, int engines, ViewKind kind) {
  render::RenderRequest r{.picture = {.width = width, .height = height},
                          .engines = {.count = engines, .viewKind = kind}};
  r.picture.place.c = julia::parseComplex("-0.065+0.66i").value();
  // The centre is not 0, where half of the bands would do.
  r.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0.01,0.02").value(),
                                           .radius = decimal("1.3")};
  return r;
}

// A picture that never ends: all of it is in the filled Julia set of c = 0.
render::RenderRequest endless(int engines, ViewKind kind) {
  auto r = request(512, 512, engines, kind);
  r.picture.place.c = {};
  r.picture.place.view = julia::CentreView{.radius = decimal("0.5")};
  r.picture.place.tmax = std::numeric_limits<std::int32_t>::max();
  r.engines.kernel = render::Kernel::Plain;
  return r;
}

void addParallelKinds() {
  QTest::addColumn<ViewKind>("kind");
  QTest::newRow("direct") << ViewKind::Direct;
  QTest::newRow("balanced") << ViewKind::Balanced;
}
void addKinds() {
  addParallelKinds();
  QTest::newRow("serial") << ViewKind::Serial;
}

render::Renderer rendererFor(const render::RenderRequest& r) {
  return render::Renderer{
      engines::Client(r.engines.viewKind == ViewKind::Serial ? 0 : r.engines.count)};
}

}  // namespace

class RenderTest : public QObject {
  Q_OBJECT

 private:
  std::map<int, render::Tile> m_found;  // by first row

 private Q_SLOTS:
  void linspaceIncludesBothEndsExactly() {
    QCOMPARE(julia::linspace(0.1, 0.7, 0).size(), std::size_t{0});
    QVERIFY(julia::linspace(0.1, 0.7, 1) == std::vector{0.1});
    QVERIFY((julia::linspace(0.1, 0.7, 2) == std::vector{0.1, 0.7}));
    const auto points = julia::linspace(-1.3, 1.3, 1024);
    const double step = (1.3 - -1.3) / 1023;
    QVERIFY(points[1] == step + -1.3);
    QVERIFY(points[1022] == 1022 * step + -1.3);
    QVERIFY(points[1023] == 1.3);
  }
  void linspaceGoesOnWhereItsStepUnderflows() {
    const auto points = julia::linspace(0.0, 5e-324, 5);
    QVERIFY(points.front() == 0.0);
    QVERIFY(points.back() == 5e-324);
  }
  void aViewAroundACentreHasSquarePixels() {
    const auto grid = julia::makeGrid(julia::CentreView{.radius = decimal("1")}, 201, 101).value();
    QVERIFY(grid.ys.front() == -1.0 && grid.ys.back() == 1.0);
    QVERIFY(grid.xs.front() == -2.0 && grid.xs.back() == 2.0);
  }

  void bandsCoverEveryRowOnceInOrder_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("engines");
    QTest::addColumn<int>("bandRows");
    for (const int height : {1, 2, 3, 7, 64, 1023, 65536})
      for (const int engines : {1, 2, 3, 7, 1024})
        for (const int bandRows : {0, 1, 5, 64, 1024, 65536})
          QTest::addRow("%d rows, %d engines, %d a band", height, engines, bandRows)
              << height << engines << bandRows;
  }
  void bandsCoverEveryRowOnceInOrder() {
    QFETCH(int, height);
    QFETCH(int, engines);
    QFETCH(int, bandRows);
    for (const auto kind : {ViewKind::Serial, ViewKind::Direct, ViewKind::Balanced}) {
      auto r = request(1, height, engines, kind);
      r.engines.bandRows = bandRows;
      const auto plan = render::planTiles(r.engines, height, {0, height});
      std::int32_t next = 0;
      for (const RowRange& band : plan.bands) {
        QCOMPARE(band.begin, next);
        QVERIFY(band.size() > 0);
        if (bandRows > 0) QVERIFY(band.size() <= bandRows);
        next = band.end;
      }
      QCOMPARE(next, height);
      QCOMPARE(plan.bandsOfEngine.size(),
               kind == ViewKind::Direct ? static_cast<std::size_t>(engines) : 0);
    }
  }
  void theDirectViewCutsRowsByTheBlockFormula() {
    auto r = request(1, 10, 4, ViewKind::Direct);
    r.engines.bandRows = 2;
    const auto plan = render::planTiles(r.engines, r.picture.height, {100, 110});
    const std::vector<RowRange> bands{{100, 102}, {102, 103}, {103, 105},
                                      {105, 106}, {106, 108}, {108, 110}};
    QVERIFY(plan.bands == bands);
    QVERIFY((plan.bandsOfEngine == std::vector<std::size_t>{2, 2, 1, 1}));
  }
  void slabsCoverThePictureFromTheTopInBoundedMemory() {
    struct Case {
      std::int32_t width;
      std::int32_t height;
      int samples;
      std::size_t slabs;
    };
    for (const Case& c : {Case{1, 1, 1, 1}, Case{65536, 65536, 1, 256}, Case{4096, 4096, 1, 1},
                          Case{4096, 4097, 1, 2}, Case{1, 65536, 1, 1}, Case{4097, 4095, 1, 1},
                          Case{4097, 4096, 1, 2}, Case{65536, 100, 8, 25}, Case{20'000, 9, 8, 1},
                          Case{65536, 100, 3, 7}}) {
      const auto slabs = render::slabs(c.width, c.height, c.samples);
      QCOMPARE(slabs.size(), c.slabs);
      std::int32_t top = c.height;
      for (const RowRange& slab : slabs) {
        QCOMPARE(slab.end, top);
        QVERIFY(slab.size() > 0);
        QVERIFY(std::int64_t{c.width} * slab.size() * c.samples * c.samples <=
                render::kSlabSamples);
        if (slab.begin > 0)
          QVERIFY(slab.size() % render::kSlabRows == 0 || render::kSlabRows % slab.size() == 0);
        top = slab.begin;
      }
      QCOMPARE(top, 0);
    }
  }
  void aFrameKnowsWhatIsMissing() {
    render::Frame frame(3, {10, 14});
    QCOMPARE(frame.missingRows(), 4);
    render::Tile tile{.rect = {0, 11, 3, 2}, .counts = render::CountArray::Constant(2, 3, 7)};
    frame.add(tile);
    QVERIFY(!frame.hasRow(10) && frame.hasRow(11) && frame.hasRow(12) && !frame.hasRow(13));
    QVERIFY(!frame.complete());
    for (const int row : {10, 13}) {
      tile = {.rect = {0, row, 3, 1}, .counts = render::CountArray::Constant(1, 3, row)};
      frame.add(tile);
    }
    QVERIFY(frame.complete());
    const std::vector<std::int32_t> expected{10, 10, 10, 7, 7, 7, 7, 7, 7, 13, 13, 13};
    QVERIFY(std::ranges::equal(frame.counts(), expected));
  }

  void aFrameWithoutNumbersCountsItsRowsOff() {
    render::Frame frame(3, {10, 14});
    frame.resetWithoutNumbers(3, {0, 2});
    for (const int row : {1, 0}) {
      QVERIFY(!frame.complete() && !frame.hasRow(row));
      frame.add({.rect = {0, row, 3, 1}, .counts = render::CountArray::Constant(1, 3, 7)}, 5);
    }
    QVERIFY(frame.complete() && frame.counts().empty());
    QCOMPARE(frame.engines()[1], std::int16_t{5});
    frame.reset(3, {0, 1});
    frame.add({.rect = {0, 0, 3, 1}, .counts = render::CountArray::Constant(1, 3, 7)});
    QVERIFY(std::ranges::equal(frame.counts(), std::vector<std::int32_t>{7, 7, 7}));
  }

  void largeRoomsAreWrittenFromEndToEnd() {
    constexpr std::size_t kPage = std::size_t{1} << 21;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kPage - 1, kPage, kPage + 1}) {
      fatou::NumberStore<std::uint8_t> store;
      store.resize(size);
      std::fill_n(store.at(0), size, std::uint8_t{9});
      QCOMPARE(store.all().size(), size);
      QVERIFY(std::ranges::all_of(store.all(), [](std::uint8_t each) { return each == 9; }));
    }
  }

  void aRunDeliversEveryBandOnceWithItsRecord_data() { addKinds(); }
  void aRunDeliversEveryBandOnceWithItsRecord() {
    QFETCH(ViewKind, kind);
    auto r = request(83, 61, 3, kind);
    r.engines.bandRows = 5;
    const auto job = render::RenderJob::create(r).value();
    render::Frame frame(r.picture.width, {0, r.picture.height});
    std::size_t tiles = 0;
    const auto run = rendererFor(r).render(job, frame.rows(), [&](const auto& tile, const auto&) {
      frame.add(tile);
      ++tiles;
    });
    QVERIFY(run.ok() && run.value().complete);
    QVERIFY(frame.complete());
    QCOMPARE(run.value().bands.size(), tiles);
    QCOMPARE(run.value().engines, kind == ViewKind::Serial ? 1 : 3);

    std::vector<std::int32_t> expected(frame.counts().size());
    kernels::escapeTimesScalar({.cRe = -0.065,
                                .cIm = 0.66,
                                .tmax = r.picture.place.tmax,
                                .xs = job->grid().xs,
                                .ys = job->grid().ys},
                               expected);
    QVERIFY(std::ranges::equal(frame.counts(), expected));

    std::int64_t iterations = 0;
    for (const auto& band : run.value().bands) {
      iterations += band.iterations;
      QVERIFY(band.task.engine >= 0 && band.task.engine < 3);
      QVERIFY(run.value().started <= band.task.submitted);
      QVERIFY(band.task.submitted <= band.task.started);
      QVERIFY(band.task.started <= band.task.completed);
      QVERIFY(band.task.completed <= band.task.received);
      QVERIFY(band.task.received <= run.value().finished);
    }
    QCOMPARE(iterations, std::accumulate(expected.begin(), expected.end(), std::int64_t{0}));
  }
  void theDirectViewKeepsToItsBlocks() {
    const auto r = request(40, 100, 4, ViewKind::Direct);
    const auto job = render::RenderJob::create(r).value();
    const auto run = rendererFor(r).render(job, {0, 100}, [](const auto&, const auto&) {});
    for (const auto& band : run.value().bands) QCOMPARE(band.task.engine, band.rows.begin / 25);
  }
  void aSymmetricPictureIsComputedByHalf_data() {
    QTest::addColumn<QByteArray>("c");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<ViewKind>("kind");
    QTest::addColumn<int>("bands");  // rows computed, in bands of one row; 2^-n steps are exact
    for (const auto kind : {ViewKind::Serial, ViewKind::Direct, ViewKind::Balanced}) {
      const auto row = [kind](const char* c, int width, int height, int bands) {
        QTest::addRow("%s %dx%d %s", c, width, height, render::toString(kind).c_str())
            << QByteArray(c) << width << height << kind << bands;
      };
      row("-0.065+0.66i", 65, 65, 33);  // half turn, with a middle row
      row("-0.065+0.66i", 65, 1, 1);    // one row, at -1.25i: nothing to repeat
      row("-0.75", 65, 65, 33);         // conjugation
      row("-0.75", 64, 65, 33);         // conjugation asks nothing of the columns
      row("-0.065+0.66i", 64, 65, 33);  // columns not exact: half by proof
      row("-0.065+0.66i", 65, 64, 32);  // rows not exact
      row("-0.75", 65, 64, 32);
      row("-1.995", 65, 65, 33);  // orbits may come back: only exact symmetry will do
      row("-1.995", 65, 64, 64);
    }
  }
  void aSymmetricPictureIsComputedByHalf() {
    QFETCH(QByteArray, c);
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(ViewKind, kind);
    QFETCH(int, bands);
    auto r = request(width, height, 2, kind);
    r.picture.place.c = julia::parseComplex(c.toStdString()).value();
    r.picture.place.view =
        julia::CornerView{decimal("-1.25"), decimal("-1.25"), decimal("1.25"), decimal("1.25")};
    r.engines.bandRows = 1;
    std::vector<std::int32_t> plainOrFast;
    const auto countsOf = [&](render::Kernel kernel, std::size_t& computed) {
      r.engines.kernel = kernel;
      const auto job = render::RenderJob::create(r).value();
      render::Frame frame(width, {0, height});
      const auto run = rendererFor(r).render(
          job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
      computed = run.value().bands.size();
      QVERIFY2(frame.complete(), "rows are missing");
      std::int64_t iterations = 0;
      for (const auto& band : run.value().bands) iterations += band.iterations;
      QCOMPARE(iterations,
               std::accumulate(frame.counts().begin(), frame.counts().end(), std::int64_t{0}));
      plainOrFast.assign(frame.counts().begin(), frame.counts().end());
    };
    std::size_t computed = 0;
    countsOf(render::Kernel::Plain, computed);
    const auto plain = plainOrFast;
    QCOMPARE(computed, static_cast<std::size_t>(height));
    QCOMPARE(render::rowSavings(r).computed, (stats::Rows{0, height}));
    countsOf(render::Kernel::Fast, computed);
    QVERIFY(plainOrFast == plain);
    QCOMPARE(computed, static_cast<std::size_t>(bands));
    QCOMPARE(render::rowSavings(r).computed, (stats::Rows{height - bands, height}));
  }
  void theFastKernelIsSparedWhatATrapProvesInside() {
    auto r = request(65, 65, 2, ViewKind::Direct);
    r.picture.place.c = julia::parseComplex("-0.123+0.745i").value();  // Douady's rabbit
    QVERIFY(render::rowSavings(r).insideIsFree);
    r.picture.place.c = julia::parseComplex("i").value();  // a dendrite has no inside
    QVERIFY(!render::rowSavings(r).insideIsFree);
    r.engines.kernel = render::Kernel::Plain;
    r.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
    QVERIFY(!render::rowSavings(r).insideIsFree);
  }
  void quantitiesComeOnlyWhenAskedForAndMirrorWithTheCounts_data() {
    QTest::addColumn<int>("side");
    QTest::newRow("exact symmetry") << 65;
    QTest::newRow("symmetry but for roundings") << 60;
  }
  void quantitiesComeOnlyWhenAskedForAndMirrorWithTheCounts() {
    QFETCH(int, side);
    auto r = request(side, side, 2, ViewKind::Balanced);
    r.picture.place.view =
        julia::CornerView{decimal("-1.25"), decimal("-1.25"), decimal("1.25"), decimal("1.25")};
    QVERIFY(render::RenderJob::create(r).value()->symmetry() == julia::Symmetry::HalfTurn);
    const auto tilesOf = [&](render::Kernel kernel, render::Quantities quantities) {
      r.engines.kernel = kernel;
      r.picture.quantities = quantities;
      std::map<int, render::Tile> tiles;
      const auto job = render::RenderJob::create(r).value();
      const auto run =
          rendererFor(r).render(job, {0, r.picture.height},
                                [&](const auto& tile, const auto&) { tiles[tile.rect.y] = tile; });
      QVERIFY2(run.ok() && run.value().complete, "not rendered");
      m_found = std::move(tiles);
    };
    r.engines.bandRows = 1;
    tilesOf(render::Kernel::Plain, {});
    const auto bare = m_found;
    QCOMPARE(bare.at(0).smooth.size() + bare.at(0).distance.size(), 0);
    tilesOf(render::Kernel::Plain, {.smooth = true, .distance = true});
    const auto plain = m_found;
    tilesOf(render::Kernel::Fast, {.smooth = true, .distance = true});
    for (int row = 0; row < side; ++row) {
      const auto& tile = m_found.at(row);
      QVERIFY((tile.counts == bare.at(row).counts).all());
      QVERIFY((tile.smooth == plain.at(row).smooth).all());
      QVERIFY((tile.distance == plain.at(row).distance).all());
    }
    QVERIFY(m_found.at(0).smooth(0, 0) > 0 && m_found.at(0).distance(0, 0) > 1);
  }
  void aMirroredBandLeavesOutTheMiddleRow() {
    QVERIFY((render::mirroredRows({5, 7}, 10) == RowRange{3, 5}));
    QVERIFY((render::mirroredRows({9, 10}, 10) == RowRange{0, 1}));
    QVERIFY((render::mirroredRows({5, 7}, 11) == RowRange{4, 5}));
    QCOMPARE(render::mirroredRows({5, 6}, 11).size(), 0);
  }

  // Makes the job anew as an engine in another process does, which has only its recipe.
  void aJobMadeAnewFromItsRecipeIsTheSameJob_data() {
    QTest::addColumn<QString>("radius");
    QTest::addColumn<bool>("plain");
    for (const char* radius : {"1.3", "1e-30"})
      for (const bool plain : {false, true})
        QTest::addRow("%s, %d", radius, plain) << QString::fromLatin1(radius) << plain;
  }
  void aJobMadeAnewFromItsRecipeIsTheSameJob() {
    QFETCH(QString, radius);
    QFETCH(bool, plain);
    auto r = request(40, 30, 3, ViewKind::Direct);
    r.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0.31,0.2").value(),
                                             .radius = decimal(radius.toLatin1().constData())};
    r.picture.quantities = {.smooth = true, .distance = true};
    r.engines.kernel = plain ? render::Kernel::Plain : render::Kernel::Fast;
    const auto single = render::RenderJob::create(r).value();
    for (const auto& job : {single, single->supersampled(2)}) {
      const engines::Prepared<render::RenderJob, render::JobRecipe> sent{.recipe = job->recipe()};
      engines::Engine engine(0);
      const auto made = sent.on(engine);
      QVERIFY(made != job);
      QVERIFY(sent.on(engine) == made);
      const RowRange rows{0, job->request().picture.height};
      const auto tile = job->computeBand(rows, false, {}).front();
      const auto again = made->computeBand(rows, false, {}).front();
      QVERIFY((tile.counts == again.counts).all());
      QVERIFY((tile.smooth == again.smooth).all());
      QVERIFY((tile.distance == again.distance).all());
    }
  }
  void anEngineKeepsTheFewJobsItUsedLast() {
    engines::Engine engine(0);
    const auto at = [&engine](std::int32_t width) {
      const render::JobRecipe recipe{.picture = request(width, 8, 1, ViewKind::Balanced).picture};
      return engines::Prepared<render::RenderJob, render::JobRecipe>{.recipe = recipe}.on(engine);
    };
    constexpr auto kMost = static_cast<std::int32_t>(engines::EngineCache::kMost);
    const auto first = at(8);
    for (std::int32_t i = 1; i < kMost; ++i) at(8 + i);
    QVERIFY(at(8) == first);
    at(8 + kMost);
    QVERIFY(at(8) == first);  // not the one used longest ago
    for (std::int32_t i = 1; i <= kMost; ++i) at(8 + i);
    QVERIFY(at(8) != first);
  }
  void aJobThatIsNoneKeepsNothingAndSaysWhy() {
    engines::Engine engine(0);
    render::JobRecipe recipe{.picture = request(8, 8, 1, ViewKind::Balanced).picture};
    recipe.picture.place.tmax = 0;
    const engines::Prepared<render::RenderJob, render::JobRecipe> sent{.recipe = recipe};
    for (int i = 0; i < 2; ++i)
      QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(sent.on(engine)));
  }
  void fewerEnginesThanAskedForRenderAll_data() { addParallelKinds(); }
  void fewerEnginesThanAskedForRenderAll() {
    QFETCH(ViewKind, kind);
    const auto r = request(64, 65, 5, kind);
    const auto job = render::RenderJob::create(r).value();
    render::Frame frame(64, {0, 65});
    const auto collect = [&](const auto& tile, const auto&) { frame.add(tile); };
    const auto run = render::Renderer{engines::Client(2)}.render(job, frame.rows(), collect);
    QVERIFY(run.ok() && run.value().complete && frame.complete());
    QCOMPARE(run.value().engines, 2);
    QVERIFY(!render::Renderer{engines::Client(0)}.render(job, frame.rows(), collect).ok());
  }

  void enginesThatGetNothingButBytesRenderTheSame_data() {
    QTest::addColumn<ViewKind>("kind");
    QTest::addColumn<QString>("radius");
    for (const char* radius : {"1.3", "1e-30"})
      for (const ViewKind kind : {ViewKind::Direct, ViewKind::Balanced})
        QTest::addRow("%s, %s", radius, render::toString(kind).c_str())
            << kind << QString::fromLatin1(radius);
  }
  void enginesThatGetNothingButBytesRenderTheSame() {
    QFETCH(ViewKind, kind);
    QFETCH(QString, radius);
    auto r = request(67, 90, 3, kind);
    std::get<julia::CentreView>(r.picture.place.view).radius =
        decimal(radius.toLatin1().constData());
    r.picture.quantities = {.smooth = true, .distance = true};
    const auto job = render::RenderJob::create(r).value();
    const auto rendered = [&](EngineKind engineKind) {
      render::Frame frame;
      frame.reset(67, {0, 90}, r.picture.quantities);
      const auto run = render::Renderer{engines::Client(3, engineKind)}.render(
          job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
      if (!run) qFatal("%s", run.error().message.c_str());
      if (!run.value().complete || !frame.complete()) qFatal("not complete");
      return frame;
    };
    const render::Frame here = rendered(EngineKind::StdThread);
    const render::Frame there = rendered(EngineKind::Loopback);
    QVERIFY(std::ranges::equal(here.counts(), there.counts()));
    QVERIFY(std::ranges::equal(here.smooth(), there.smooth()));
    QVERIFY(std::ranges::equal(here.distance(), there.distance()));
  }
  void enginesInOtherProcessesSendJPackedAndItIsTheSame() {
    const auto r = request(256, 200, 2, ViewKind::Balanced);
    const auto job = render::RenderJob::create(r).value();
    const engines::EngineInfo same = engines::loopbackEngine().info;
    engines::EngineInfo otherProcess = same;
    ++otherProcess.process;
    engines::EngineInfo otherHost = same;
    otherHost.host = "another host";
    const auto rendered = [&](const engines::EngineInfo& info, std::uint64_t& bytes) {
      engines::RemoteEngine engine = engines::loopbackEngine();
      engine.info = info;
      engines::Client client;
      client.addEngine(std::move(engine));
      render::Frame frame(256, {0, 200});
      const auto run = render::Renderer{client}.render(job, frame.rows(),
                                                       [&](const auto& tile, const auto& band) {
                                                         frame.add(tile);
                                                         bytes += band.task.travel.bytesReceived;
                                                       });
      if (!run || !frame.complete()) qFatal("not complete");
      return frame;
    };
    std::uint64_t plain = 0;
    const render::Frame frame = rendered(same, plain);
    QVERIFY(plain > 4 * 256 * 200);
    for (const auto& info : {otherProcess, otherHost}) {
      std::uint64_t packed = 0;
      QVERIFY(std::ranges::equal(rendered(info, packed).counts(), frame.counts()));
      QVERIFY2(2 * packed < plain, qPrintable(QString::number(packed)));
    }
  }
  void countsComeBackToTheBit() {
    std::mt19937 random(29);
    const auto number = [&random](std::int64_t below) {
      return static_cast<std::int64_t>(random()) % below;
    };
    constexpr std::int64_t kSteps[] = {1, 3, 8, 9, 100, std::int64_t{1} << 32};
    for (int trial = 0; trial < 2'000; ++trial) {
      const std::int64_t step = kSteps[number(6)];
      const std::int64_t longest = trial % 3 == 0 ? 1 : trial % 3 == 1 ? 20 : 5'000;
      std::vector<std::int32_t> counts;
      std::int64_t count = number(1'000);
      for (std::int64_t stretches = number(40); stretches > 0; --stretches) {
        count += number(step) - step / 2;
        counts.insert(counts.end(), static_cast<std::size_t>(1 + number(longest)),
                      static_cast<std::int32_t>(count));
      }
      const std::string packed = render::packedCounts(counts);
      if (packed.empty()) continue;  // no shorter
      QVERIFY(packed.size() < 4 * counts.size());
      std::vector<std::int32_t> again(counts.size(), 7);
      QVERIFY(render::unpackCounts(packed, again) && again == counts);
      again.push_back(7);
      QVERIFY(!render::unpackCounts(packed, again));
      QVERIFY(!render::unpackCounts(packed, std::span(again).first(counts.size() - 1)));
    }
  }
  void packedCountsHaveTheBytesTheirHeaderSays() {
    // 5; a step down to 3 and fourteen more; a step of 8, whose fold is 16, and 20 more.
    std::vector<std::int32_t> counts{5};
    counts.insert(counts.end(), 15, 3);
    counts.insert(counts.end(), 21, 11);
    const std::string bytes{'\x0A', '\xE3', '\xFF', '\x01', '\x05'};
    QCOMPARE(render::packedCounts(counts), bytes);
    for (const std::size_t length : {std::size_t{14}, std::size_t{15}, std::size_t{16},
                                     std::size_t{142}, std::size_t{143}, std::size_t{144}}) {
      const std::vector<std::int32_t> same(length + 1, -1);
      std::vector<std::int32_t> again(length + 1);
      const std::string packed = render::packedCounts(same);
      QCOMPARE(packed.size(),
               std::size_t{1} + (length >= 15 ? 1U : 0U) + (length >= 143 ? 1U : 0U));
      QVERIFY(render::unpackCounts(packed, again) && again == same);
    }
    QCOMPARE(render::packedCounts({}), std::string());
    QVERIFY(render::unpackCounts({}, {}));
    constexpr std::int32_t kNoise[] = {0, std::numeric_limits<std::int32_t>::max(), -1, 12'345'678};
    QCOMPARE(render::packedCounts(kNoise), std::string());
  }
  void damagedCountsAreRefusedOrOthers() {
    std::mt19937 random(31);
    std::vector<std::int32_t> counts;
    for (int i = 0; i < 400; ++i) counts.insert(counts.end(), 1 + random() % 30, i * i % 50);
    const std::string packed = render::packedCounts(counts);
    QVERIFY(!packed.empty());
    std::vector<std::int32_t> room(counts.size() + 1, 7);
    const std::span<std::int32_t> all = std::span(room).first(counts.size());
    for (std::size_t size = 0; size < packed.size(); ++size)
      QVERIFY(!render::unpackCounts(std::string_view(packed).substr(0, size), all));
    QVERIFY(!render::unpackCounts(packed + '\0', all));
    for (int round = 0; round < 5'000; ++round) {
      std::string damaged = packed;
      for (int k = 0; k < 3; ++k)
        damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
      static_cast<void>(render::unpackCounts(damaged, all));
      QCOMPARE(room.back(), 7);
    }
    QVERIFY(!render::unpackCounts("\xF0\xFF\xFF\xFF\xFF\xFF\xFF", all));  // a number without end
  }
  void aFewBytesClaimNoMemory() {
    const auto bytesOf = [](const auto& put) {
      engines::Writer writer;
      writer.pack();
      put(writer);
      return std::move(writer).take();
    };
    const auto claim = [](engines::Writer& writer, std::int32_t rows, std::int32_t columns) {
      engines::writeTo(writer, PixelRect{});
      engines::writeTo(writer, render::Sampling{});
      engines::writeTo(writer, true);
      engines::writeTo(writer, rows);
      engines::writeTo(writer, columns);
      engines::writeTo(writer, std::string("\xF0"));
    };
    constexpr auto kMost = std::numeric_limits<std::int32_t>::max();
    for (const auto& size :
         {std::pair(kMost, kMost), std::pair(1, kMost), std::pair(0, 5), std::pair(-1, -1)}) {
      const auto bytes = bytesOf([&](auto& writer) { claim(writer, size.first, size.second); });
      engines::Reader reader{std::string_view(bytes)};
      QVERIFY_THROWS_EXCEPTION(engines::WireError, engines::readFrom<render::Tile>(reader));
    }
    // Each of two that come to 40 MB could be sent packed; together they are more than a message
    // may hold, so that the second one is sent as it lies.
    render::Tile tile;
    tile.counts = render::CountArray::Zero(4'096, 2'560);
    const std::vector<render::Tile> tiles(2, tile);
    const auto bytes = bytesOf([&](auto& writer) { engines::writeTo(writer, tiles); });
    QVERIFY(bytes.size() > 4U * 4'096 * 2'560 && bytes.size() < 5U * 4'096 * 2'560);
    engines::Reader reader{std::string_view(bytes)};
    const auto again = engines::readFrom<std::vector<render::Tile>>(reader);
    QVERIFY(again.size() == 2 && (again[1].counts == tile.counts).all());
    // A tile that packs both all the same is refused.
    const auto one = bytesOf([&](auto& writer) { engines::writeTo(writer, tile); });
    const auto both = bytesOf([&](auto& writer) {
      engines::writeCount(writer, 2);
      for (int i = 0; i < 2; ++i) writer.raw(one.data(), one.size());
    });
    QVERIFY(both.size() < 1'000);
    engines::Reader hostile{std::string_view(both)};
    QVERIFY_THROWS_EXCEPTION(engines::WireError,
                             engines::readFrom<std::vector<render::Tile>>(hostile));
  }
  void aRenderOutlivesAllEnginesButOne_data() { addParallelKinds(); }
  void aRenderOutlivesAllEnginesButOne() {
    QFETCH(ViewKind, kind);
    auto r = request(64, 200, 4, kind);
    r.engines.bandRows = 1;
    const auto job = render::RenderJob::create(r).value();
    std::vector<std::shared_ptr<engines::LoopbackFaults>> faults;
    engines::Client client;
    for (int i = 0; i < 4; ++i) {
      faults.push_back(std::make_shared<engines::LoopbackFaults>());
      client.addEngine(engines::loopbackEngine(faults.back()));
    }
    render::Frame frame(64, {0, 200});
    int tiles = 0;
    const auto run =
        render::Renderer{client}.render(job, frame.rows(), [&](const auto& tile, const auto&) {
          frame.add(tile);
          if (++tiles % 10 == 0 && faults.size() > 1) {
            faults.back()->die();
            faults.pop_back();
          }
        });
    QVERIFY2(run.ok(), run ? "" : run.error().message.c_str());
    QVERIFY(run.value().complete && frame.complete());
    QCOMPARE(faults.size(), std::size_t{1});
    QTRY_COMPARE(client.size(), std::size_t{1});
    const render::Tile whole = job->computeBand({0, 200}, false, {}).front();
    QVERIFY(std::equal(frame.counts().begin(), frame.counts().end(), whole.counts.data()));
  }
  void anAnswerToWhatWasNotAskedIsNotTaken_data() { addParallelKinds(); }
  void anAnswerToWhatWasNotAskedIsNotTaken() {
    QFETCH(ViewKind, kind);
    auto r = request(64, 100, 1, kind);
    r.engines.bandRows = 10;
    const auto job = render::RenderJob::create(r).value();
    render::Frame frame(64, {0, 100});
    const auto run = render::Renderer{tests::repeatingClient()}.render(
        job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
    QVERIFY(!run && run.error().message.find("what it was not asked") != std::string::npos);
    QCOMPARE(frame.missingRows(), 90);
  }
  void anAnswerThatIsNoneCostsAnEngineAndNoPicture() {
    auto r = request(64, 100, 2, ViewKind::Balanced);
    const auto job = render::RenderJob::create(r).value();
    const auto faults = std::make_shared<engines::LoopbackFaults>();
    engines::Client client(1, EngineKind::Loopback);
    client.addEngine(engines::loopbackEngine(faults));
    faults->answerGarbage();
    render::Frame frame(64, {0, 100});
    const auto run = render::Renderer{client}.render(
        job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
    QVERIFY2(run.ok(), run ? "" : run.error().message.c_str());
    QVERIFY(run.value().complete && frame.complete());
  }

  void aStopEndsTheRunWhateverTmaxIs_data() { addKinds(); }
  void aStopEndsTheRunWhateverTmaxIs() {
    QFETCH(ViewKind, kind);
    const auto r = endless(2, kind);
    const auto job = render::RenderJob::create(r).value();
    std::stop_source stop;
    const std::jthread stopper([&stop] {
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
      stop.request_stop();
    });
    const auto run = rendererFor(r).render(
        job, {0, r.picture.height}, [](const auto&, const auto&) {}, stop.get_token());
    QVERIFY(run.ok());  // that it returns at all is the point: the picture would take weeks
    QVERIFY(!run.value().complete);
  }
  void aRequestThatCannotBeRenderedNamesWhy() {
    auto r = request(0, 10, 1, ViewKind::Balanced);
    QCOMPARE(render::RenderJob::create(r).error().message,
             std::string("width 0 is out of range: use 1 to 65536"));
    r = request(10, 10, 1, ViewKind::Balanced);
    r.picture.place.tmax = 0;
    QVERIFY(render::RenderJob::create(r).error().message.find("tmax 0") != std::string::npos);
    r = request(10, 10, 1, ViewKind::Balanced);
    r.picture.place.view =
        julia::CentreView{.centre = {decimal("0.5"), {}}, .radius = decimal("-1e-40")};
    QVERIFY(render::RenderJob::create(r).error().message.find("1e-40") != std::string::npos);
  }
  void onePixelIsAPicture_data() { addKinds(); }
  void onePixelIsAPicture() {
    QFETCH(ViewKind, kind);
    const auto r = request(1, 1, 2, kind);
    const auto job = render::RenderJob::create(r).value();
    render::Frame frame(1, {0, 1});
    const auto run =
        rendererFor(r).render(job, {0, 1}, [&](const auto& tile, const auto&) { frame.add(tile); });
    QVERIFY(run.value().complete && frame.complete());
    // numpy's linspace of one point is the lower edge: z = -1.3 - 1.3i.
    QCOMPARE(frame.counts()[0], 1);
  }

  // The last test, as it changes the memory of the whole program.
  void theNextTilesAreGivenTheMemoryOfTheLast() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
    QSKIP("another allocator than the C library's");
#else
    fatou::keepMemoryForTiles();
    const auto faultsOfTiles = [] {
      rusage before{};
      rusage after{};
      getrusage(RUSAGE_THREAD, &before);
      std::vector<render::CountArray> tiles;  // 16 MB
      for (int i = 0; i < 80; ++i) tiles.emplace_back(render::CountArray::Constant(25, 2048, i));
      getrusage(RUSAGE_THREAD, &after);
      return after.ru_minflt - before.ru_minflt;
    };
    long again = 0;
    std::jthread([&] {
      faultsOfTiles();
      again = faultsOfTiles();
    }).join();
    QVERIFY2(again < 400, qPrintable(QString::number(again)));  // of 4,000 pages of 4 KiB
#endif
  }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
