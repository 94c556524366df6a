// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: every band once, by half where that does, with what was asked for, and stopped.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "core/julia/plane/grid.h"
#include "core/kernels/escape_time.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "core/render/row_savings.h"
#include "tests/core/render_samples.h"

using namespace fatou;
using render::ViewKind;
using namespace fatou::tests;

namespace {

// A picture that never ends: all of it is in the filled Julia set of c = 0.
render::RenderRequest endless(int engines, ViewKind kind) {
  auto r = request(512, 512, engines, kind);
  r.picture.place.c = {};
  r.picture.place.view = julia::CentreView{.radius = decimal("0.5")};
  r.picture.place.tmax = std::numeric_limits<std::int32_t>::max();
  r.engines.kernel = render::Kernel::Plain;
  return r;
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
};

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
