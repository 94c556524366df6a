// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to a frame: grids, plans, and frames that tiles fill.
#include <algorithm>
#include <cstdint>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <QTest>

#include "core/base/large_pages.h"
#include "core/julia/plane/grid.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "tests/core/render_samples.h"

using namespace fatou;
using render::RowRange;
using render::ViewKind;
using namespace fatou::tests;

class TilePlanTest : public QObject {
  Q_OBJECT

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
  void touchedPagesAreThere() {
#ifdef __linux__
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t size = 64 * page;
    void* const room =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    QVERIFY(room != nullptr);
    std::vector<unsigned char> state(64);  // the lowest bit says whether a page is in memory
    const auto isThere = [](unsigned char each) { return (each & 1U) != 0; };
    QCOMPARE(::mincore(room, size, state.data()), 0);
    QVERIFY(std::ranges::none_of(state, isThere));
    touchPages(room, size);
    QCOMPARE(::mincore(room, size, state.data()), 0);
    QVERIFY(std::ranges::all_of(state, isThere));
    ::munmap(room, size);
#endif
    touchPages(nullptr, 0);
  }
  void aFrameWhoseMemoryWasTakenIsEmpty() {
    render::Frame frame;
    frame.reset(3, {0, 2}, {.smooth = true});
    frame.touch();
    QCOMPARE(frame.missingRows(), 2);
    frame.reset(3, {0, 1});
    frame.touch();
    frame.add({.rect = {0, 0, 3, 1}, .counts = render::CountArray::Constant(1, 3, 7)});
    QVERIFY(std::ranges::equal(frame.counts(), std::vector<std::int32_t>{7, 7, 7}));
  }
  void aMirroredBandLeavesOutTheMiddleRow() {
    QVERIFY((render::mirroredRows({5, 7}, 10) == RowRange{3, 5}));
    QVERIFY((render::mirroredRows({9, 10}, 10) == RowRange{0, 1}));
    QVERIFY((render::mirroredRows({5, 7}, 11) == RowRange{4, 5}));
    QCOMPARE(render::mirroredRows({5, 6}, 11).size(), 0);
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
  void aTileGivesItsNumbersRowByRowAndAFieldTakesThem() {
    render::Tile tile{.rect = {0, 0, 2, 2}};
    tile.counts.resize(2, 2);
    tile.counts << 1, 2, 3, 4;
    QVERIFY(std::ranges::equal(tile.numbers().counts, std::vector{1, 2, 3, 4}));
    QVERIFY(std::ranges::equal(tile.row(1).counts, std::vector{3, 4}));
    QVERIFY(tile.row(1).smooth.empty());
    IterationField field{.width = 2, .counts = std::vector<std::int32_t>(6)};
    field.setRows(1, tile.numbers());
    QVERIFY(std::ranges::equal(field.counts, std::vector{0, 0, 1, 2, 3, 4}));
    QVERIFY(std::ranges::equal(field.part(2, 1, 1).counts, std::vector{4}));
    QVERIFY(field.smooth.empty());
  }
  void aViewThatIsOnlyPredictedComputesNoPicture() {
    QVERIFY(render::parseViewKind("balanced") == ViewKind::Balanced);
    QVERIFY(!render::parseViewKind("guided"));
    const auto status = render::check(request(10, 10, 1, ViewKind::Guided));
    QVERIFY(!status.ok());
    QVERIFY(status.error().message.find("guided") != std::string::npos);
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

QTEST_GUILESS_MAIN(TilePlanTest)
#include "tile_plan_test.moc"
