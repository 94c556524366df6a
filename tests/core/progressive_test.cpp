// SPDX-License-Identifier: GPL-3.0-or-later
// From a moved view to the pixels that are computed for it.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <set>

#include <QTest>

#include "core/julia/plane/grid.h"
#include "core/julia/plane/snapped_view.h"
#include "core/julia/plane/symmetry.h"
#include "core/render/pass_plan.h"
#include "core/render/progressive_renderer.h"

using namespace fatou;
using julia::SnappedView;
using render::KnownPixels;
using render::PixelBlock;

namespace {

julia::View around(double re, double im, double radius) {
  using julia::Decimal;
  return julia::CentreView{.centre = {Decimal::fromDouble(re), Decimal::fromDouble(im)},
                           .radius = Decimal::fromDouble(radius)};
}

render::RenderRequest request(const SnappedView& view, render::ViewKind kind) {
  render::RenderRequest r{.picture = {.width = view.width, .height = view.height},
                          .engines = {.count = 2, .viewKind = kind}};
  r.picture.place.c = julia::parseComplex("-0.7269+0.1889i").value();
  r.picture.place.view = view.corners();
  r.picture.place.tmax = 500;
  r.picture.quantities.smooth = true;
  return r;
}

// J and smooth counts put together sample by sample, each allowed once.
struct Picture {
  explicit Picture(const SnappedView& view)
      : counts(view.height, view.width), smooth(view.height, view.width) {
    counts.setConstant(-1);
  }
  void add(const render::Tile& tile) {
    const PixelBlock block{tile.rect, tile.sampling};
    for (int row = 0; row < block.rows(); ++row) {
      for (int column = 0; column < block.columns(); ++column) {
        const int y = block.firstRow() + row * tile.sampling.strideY;
        const int x = block.firstColumn() + column * tile.sampling.strideX;
        QVERIFY2(counts(y, x) == -1, "a pixel came twice");
        counts(y, x) = tile.counts(row, column);
        smooth(y, x) = tile.smooth(row, column);
      }
    }
  }
  render::CountArray counts;
  render::QuantityArray smooth;
};

Picture rendered(const SnappedView& view, render::ViewKind kind,
                 const render::ProgressiveWork& work) {
  const render::Renderer renderer{engines::Client(2)};
  const auto job = render::RenderJob::create(request(view, kind)).value();
  Picture picture(view);
  const auto run = render::renderProgressively(
      renderer, job, work,
      {.tile = [&](const render::Tile& tile, const render::BandRecord&) { picture.add(tile); },
       .passBegun = [](std::size_t) {},
       .passDone = [](std::int32_t) {}});
  if (!run || !run.value().complete) qFatal("the run did not complete");
  return picture;
}

}  // namespace

class ProgressiveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void snappedCoordinatesAreExactAtEveryDepth_data() {
    QTest::addColumn<double>("radius");
    for (const double radius : {10.0, 1.3, 1e-3, 1e-6, 1e-9, 1e-11})
      QTest::addRow("radius %g", radius) << radius;
  }
  void snappedCoordinatesAreExactAtEveryDepth() {
    QFETCH(double, radius);
    const auto view = julia::snapped(around(-0.7123456789, 0.3987654321, radius), 1001, 640);
    QVERIFY(view.ok());
    const SnappedView v = view.value();
    const auto grid = julia::makeGrid(v.corners(), v.width, v.height).value();
    for (int i = 0; i < v.width; ++i) {
      // The products are exact: dividing gives the whole number back.
      QCOMPARE(grid.xs[static_cast<std::size_t>(i)] / (v.stepX / 2),
               static_cast<double>(v.left + 2 * i));
      QCOMPARE(grid.xs[static_cast<std::size_t>(i)], v.x(i));
    }
    for (int j = 0; j < v.height; ++j) QCOMPARE(grid.ys[static_cast<std::size_t>(j)], v.y(j));
    QVERIFY(std::abs(v.x(500) + 0.7123456789) < 2 * v.stepX);
  }

  void snappingAgainChangesNothing() {
    std::mt19937_64 random(20'261'125);
    std::uniform_real_distribution<double> coordinate(-2.0, 2.0);
    std::uniform_real_distribution<double> depth(-11.0, 0.5);
    std::uniform_int_distribution<int> side(2, 4000);
    for (int k = 0; k < 2'000; ++k) {
      const int width = side(random);
      const int height = side(random);
      const auto view = around(coordinate(random), coordinate(random),
                               std::pow(10.0, depth(random)) * height / 1000.0);
      const auto once = julia::snapped(view, width, height);
      if (!once) continue;
      const auto again = julia::snapped(once.value().centred(), width, height);
      QVERIFY(again.ok());
      QVERIFY(again.value() == once.value());
      const auto corners = julia::snapped(once.value().corners(), width, height);
      QVERIFY(corners.ok() && corners.value() == once.value());
    }
  }

  void aViewAroundZeroIsSymmetric_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("odd") << 641 << 481;
    QTest::newRow("even") << 640 << 480;
  }
  void aViewAroundZeroIsSymmetric() {
    QFETCH(int, width);
    QFETCH(int, height);
    const auto view = julia::snapped(around(0, 0, 1.2), width, height).value();
    const auto grid = julia::makeGrid(view.corners(), width, height).value();
    const auto c = julia::parseComplex("-0.1+0.7i").value();
    const auto mirror = julia::mirrorOf({}, c, grid);
    QVERIFY(mirror.symmetry == julia::Symmetry::HalfTurn);
    QCOMPARE(mirror.distance, 0.0);  // bit for bit
  }

  void panningKeepsTheBitsOfSharedPoints() {
    const auto view = julia::snapped(around(0.1, 0.2, 1e-7), 400, 300).value();
    const auto moved = view.panned(37, -21);
    const auto from = julia::makeGrid(view.corners(), 400, 300).value();
    const auto to = julia::makeGrid(moved.corners(), 400, 300).value();
    for (std::size_t i = 0; i + 37 < 400; ++i) QCOMPARE(to.xs[i], from.xs[i + 37]);
    for (std::size_t j = 21; j < 300; ++j) QCOMPARE(to.ys[j], from.ys[j - 21]);
  }

  void zoomingKeepsThePointUnderTheCursor() {
    SnappedView view = julia::snapped(around(0, 0, 1.3), 800, 600).value();
    for (int k = 0; k < 60; ++k) {
      const double x = view.x(123);
      const double y = view.y(456);
      const auto closer = view.zoomed(123, 456, 1.26);
      QVERIFY(closer.ok());
      view = closer.value();
      QVERIFY(std::abs(view.columnOf(x) - 123) <= 0.5 + 1e-6);
      QVERIFY(std::abs(view.rowOf(y) - 456) <= 0.5 + 1e-6);
    }
  }

  void theEndsOfTheZoomAreSentences() {
    SnappedView view = julia::snapped(around(0.3, 0.2, 1.3), 800, 600).value();
    for (;;) {
      const auto closer = view.zoomed(400, 300, 2.0);
      if (!closer) {
        QVERIFY(closer.error().message.find("double precision ends") != std::string::npos);
        break;
      }
      view = closer.value();
    }
    QVERIFY(view.stepX < 1e-14);
    const auto grid = julia::makeGrid(view.corners(), 800, 600).value();
    for (std::size_t i = 1; i < 800; ++i) QVERIFY(grid.xs[i] > grid.xs[i - 1]);
    while (view.stepX < 1e6) {
      const auto wider = view.zoomed(400, 300, 0.5);
      if (!wider) return;
      view = wider.value();
    }
    QFAIL("zooming out does not end");
  }

  void knownColumnsGrowShrinkAndMove() {
    KnownPixels known(10, 4);
    QCOMPARE(known.missing(), (std::vector<PixelRect>{{0, 0, 10, 4}}));
    for (int row = 0; row < 4; ++row) known.add(row, {0, 10});
    QVERIFY(known.missing().empty());
    const auto moved = known.moved({3, -1, 10, 4});  // to the right and down
    QCOMPARE(moved.missing(), (std::vector<PixelRect>{{7, 1, 3, 3}, {0, 0, 10, 1}}));
    QVERIFY(known.moved({10, 0, 10, 4}).missing() == KnownPixels(10, 4).missing());
    QVERIFY(known.moved({0, 4, 10, 4}).missing() == KnownPixels(10, 4).missing());
    QVERIFY(known.moved({1LL << 40, -(1LL << 40), 10, 4}).missing() ==
            KnownPixels(10, 4).missing());
    QCOMPARE(known.moved({0, 0, 12, 5}).missing(),
             (std::vector<PixelRect>{{0, 4, 12, 1}, {10, 0, 2, 4}}));
    KnownPixels parts(10, 1);
    parts.add(0, {2, 4});
    parts.add(0, {4, 5});
    QCOMPARE(parts.missing(), (std::vector<PixelRect>{{0, 0, 2, 1}, {5, 0, 5, 1}}));
    parts.add(0, {6, 10});  // a gap: the longer run stays
    QCOMPARE(parts.missing(), (std::vector<PixelRect>{{0, 0, 6, 1}}));
  }

  void passesComputeEveryMissingPixelOnce_data() {
    QTest::addColumn<int>("coarsest");
    QTest::addColumn<int>("bandRows");
    for (const int coarsest : {1, 2, 4, 8})
      for (const int bandRows : {1, 3, 100})
        QTest::addRow("stride %d, bands of %d", coarsest, bandRows) << coarsest << bandRows;
  }
  void passesComputeEveryMissingPixelOnce() {
    QFETCH(int, coarsest);
    QFETCH(int, bandRows);
    const std::vector<PixelRect> missing{
        {0, 13, 37, 10}, {0, 5, 3, 8}, {30, 5, 7, 8}, {0, 0, 1, 1}};
    std::set<std::pair<int, int>> seen;
    std::int64_t pixels = 0;
    for (const PixelRect& rect : missing) pixels += rect.area();
    for (const auto& pass : render::planPasses(missing, coarsest)) {
      for (const PixelBlock& band : render::cutIntoBands(pass.blocks, bandRows)) {
        QVERIFY(band.samples() > 0 && band.rows() <= bandRows);
        const auto& s = band.sampling;
        for (int j = 0; j < band.rows(); ++j) {
          for (int i = 0; i < band.columns(); ++i) {
            const int x = band.firstColumn() + i * s.strideX;
            const int y = band.firstRow() + j * s.strideY;
            QVERIFY(x % pass.stride == 0 && y % pass.stride == 0);
            QVERIFY(x < band.rect.x + band.rect.width && y < band.rect.y + band.rect.height);
            QVERIFY(seen.emplace(x, y).second);
          }
        }
      }
    }
    QCOMPARE(static_cast<std::int64_t>(seen.size()), pixels);
  }

  void everyWayToAPictureGivesTheSameBits_data() {
    QTest::addColumn<render::ViewKind>("kind");
    QTest::addColumn<int>("coarsest");
    QTest::newRow("balanced 64") << render::ViewKind::Balanced << 64;
    QTest::newRow("balanced 8") << render::ViewKind::Balanced << 8;
    QTest::newRow("direct 4") << render::ViewKind::Direct << 4;
    QTest::newRow("serial 2") << render::ViewKind::Serial << 2;
    QTest::newRow("balanced 1") << render::ViewKind::Balanced << 1;
  }
  void everyWayToAPictureGivesTheSameBits() {
    QFETCH(render::ViewKind, kind);
    QFETCH(int, coarsest);
    const auto view = julia::snapped(around(0.1, -0.2, 0.4), 203, 151).value();
    const Picture whole = rendered(view, render::ViewKind::Serial, {});
    const Picture passes =
        rendered(view, kind, {.known = KnownPixels(203, 151), .coarsest = coarsest});
    QVERIFY((passes.counts == whole.counts).all());
    QVERIFY((passes.smooth == whole.smooth).all());
  }

  void whatIsKnownIsNotComputedAgain() {
    const auto view = julia::snapped(around(0.1, -0.2, 0.4), 203, 151).value();
    KnownPixels known(203, 151);
    for (int row = 0; row < 100; ++row) known.add(row, {5, 190});
    const Picture rest =
        rendered(view, render::ViewKind::Balanced, {.known = known, .coarsest = 4});
    const Picture whole = rendered(view, render::ViewKind::Serial, {});
    for (int y = 0; y < 151; ++y) {
      for (int x = 0; x < 203; ++x) {
        const bool wasKnown = y < 100 && x >= 5 && x < 190;
        QCOMPARE(rest.counts(y, x), wasKnown ? -1 : whole.counts(y, x));
      }
    }
  }

  void supersamplesSurroundTheirPixel() {
    const auto view = julia::snapped(around(0.1, -0.2, 0.4), 20, 10).value();
    const auto job = render::RenderJob::create(request(view, render::ViewKind::Serial)).value();
    const auto fine = job->supersampled(4);
    QCOMPARE(fine->request().picture.width, 80);
    QCOMPARE(fine->grid().ys.size(), std::size_t{40});
    for (std::size_t k = 0; k < 4; ++k)
      QCOMPARE(fine->grid().xs[4 * 7 + k], view.x(7) + view.stepX * (2.0 * double(k) - 3.0) / 8.0);
  }

  void theWorkIsAnnouncedWholeAndBandsSayWhatTheyAre() {
    const auto view = julia::snapped(around(0.1, -0.2, 0.4), 203, 151).value();
    const auto watch = std::make_shared<render::BandWatch>();
    const render::Renderer renderer(engines::Client(2), watch);
    const auto job = render::RenderJob::create(request(view, render::ViewKind::Balanced)).value();
    for (const std::int32_t coarsest : {1, 8, 64}) {
      std::vector<render::PlannedWork> planned;
      const auto run = render::renderProgressively(
          renderer, job, {.known = {}, .coarsest = coarsest},
          {.tile = [](const render::Tile&, const render::BandRecord&) {},
           .passBegun = [](std::size_t) {},
           .passDone = [](std::int32_t) {},
           .planned = [&](const render::PlannedWork& work) { planned.push_back(work); }});
      QCOMPARE(planned.size(), std::size_t{1});
      QCOMPARE(planned.front().bands, run.value().bands.size());
      QCOMPARE(planned.front().samples, std::int64_t{203} * 151);
      std::int64_t samples = 0;
      std::int32_t coarse = 1;
      for (const render::BandRecord& band : run.value().bands) {
        samples += band.samples;
        coarse = std::max(coarse, band.cell);
      }
      QCOMPARE(samples, planned.front().samples);
      QCOMPARE(coarse, coarsest);
      QCOMPARE(run.value().bands.back().cell, 1);
      QVERIFY(watch->underWay().empty());
    }
  }
  void aVeryCoarsePassIsSharedOutRowByRow() {
    const auto view = julia::snapped(around(0.1, -0.2, 0.4), 203, 151).value();
    const auto job = render::RenderJob::create(request(view, render::ViewKind::Balanced)).value();
    const auto run = render::renderProgressively(
        render::Renderer{engines::Client(2)}, job, {.known = {}, .coarsest = 64},
        {.tile = [](const render::Tile&, const render::BandRecord&) {},
         .passBegun = [](std::size_t) {},
         .passDone = [](std::int32_t) {},
         .planned = {}});
    const auto ofCell = [&run](std::int32_t cell) {
      return std::ranges::count(run.value().bands, cell, &render::BandRecord::cell);
    };
    QCOMPARE(ofCell(64), std::ptrdiff_t{3});
    QVERIFY(ofCell(8) > 0);
  }

  void aBandIsWatchedWhileItIsComputed() {
    render::BandWatch watch;
    {
      const render::BandWatch::Scope first(&watch, 0, {0, 4});
      const render::BandWatch::Scope second(&watch, 1, {4, 8});
      const render::BandWatch::Scope unwatched(nullptr, 2, {8, 12});
      QCOMPARE(watch.underWay().size(), std::size_t{2});
      QVERIFY((watch.underWay().back().rows == render::RowRange{4, 8}));
      QVERIFY(watch.underWay().back().started <= engines::Clock::now());
    }
    QVERIFY(watch.underWay().empty());
  }
  void aStoppedRunSaysSo() {
    const auto view = julia::snapped(around(0.1, -0.2, 0.4), 203, 151).value();
    const render::Renderer renderer{engines::Client(2)};
    const auto job = render::RenderJob::create(request(view, render::ViewKind::Balanced)).value();
    std::stop_source stop;
    int passes = 0;
    const auto run =
        render::renderProgressively(renderer, job, {.known = {}, .coarsest = 8},
                                    {.tile = [](const render::Tile&, const render::BandRecord&) {},
                                     .passBegun = [](std::size_t) {},
                                     .passDone =
                                         [&](std::int32_t) {
                                           ++passes;
                                           stop.request_stop();
                                         }},
                                    stop.get_token());
    QVERIFY(run.ok() && !run.value().complete);
    QCOMPARE(passes, 1);
  }
};

QTEST_GUILESS_MAIN(ProgressiveTest)
#include "progressive_test.moc"
