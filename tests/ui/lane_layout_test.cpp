// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lane_layout.h"

#include <random>

#include <QTest>

#include "ui/lab/band_text.h"
#include "ui/lab/run_lanes.h"
#include "ui/lab/run_numbers.h"
#include "ui/lab/run_progress.h"
#include "ui/lab/slow_motion.h"
#include "ui/style/engine_colors.h"
#include "ui/style/number_text.h"

using namespace fatou;
using namespace fatou::ui;
using namespace std::chrono_literals;

namespace {

const engines::Clock::time_point kStart = engines::Clock::time_point{} + 1h;

render::BandRecord band(int engine, std::chrono::microseconds from, std::chrono::microseconds to,
                        render::RowRange rows = {0, 16}) {
  render::BandRecord record{.rows = rows, .iterations = 9'100'000};
  record.task.engine = engine;
  record.task.firstItem = 23;
  record.task.submitted = kStart;
  record.task.started = kStart + from;
  record.task.completed = kStart + to;
  record.task.received = kStart + to + 1us;
  return record;
}

std::vector<LaneBar> evenBars(std::size_t count, double seconds) {
  std::vector<LaneBar> bars;
  for (std::size_t i = 0; i < count; ++i)
    bars.push_back({seconds * static_cast<double>(i) / static_cast<double>(count),
                    seconds * static_cast<double>(i + 1) / static_cast<double>(count), i});
  return bars;
}

}  // namespace

class LaneLayoutTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nothingIsLaidOutAsNothing() {
    QVERIFY(layOutBars({}, {1.0, 100}).empty());
    QVERIFY(!barNear({}, 0.5, 10));
  }
  void barsThatTouchAreSetApartByAPixel() {
    const auto painted = layOutBars(evenBars(2, 1.0), {1.0, 100});
    QVERIFY((painted == std::vector<PaintedBar>{{0, 49, 0, 0}, {50, 100, 1, 1}}));
  }
  void barsOfTwoPixelsKeepBoth() {
    const auto painted = layOutBars(evenBars(50, 1.0), {1.0, 100});
    QCOMPARE(painted.size(), std::size_t{50});
    QCOMPARE(painted[7].right - painted[7].left, 2);
  }
  void aBarNarrowerThanAPixelStillHasOne() {
    const std::vector<LaneBar> bars{{0.503, 0.504, 0}};
    QVERIFY((layOutBars(bars, {1.0, 100}) == std::vector<PaintedBar>{{50, 51, 0, 0}}));
  }
  void barsNarrowerThanAPixelMergeWhereTheyTouch() {
    const auto painted = layOutBars(evenBars(100'000, 1.0), {1.0, 100});
    QVERIFY((painted == std::vector<PaintedBar>{{0, 100, 0, 99'999}}));
  }
  void idleTimeBetweenThinBarsStaysVisible() {
    const std::vector<LaneBar> bars{{0.1, 0.101, 0}, {0.102, 0.103, 1}, {0.5, 0.501, 2}};
    QVERIFY(
        (layOutBars(bars, {1.0, 100}) == std::vector<PaintedBar>{{10, 11, 0, 1}, {50, 51, 2, 2}}));
  }
  void aWideBarAfterThinOnesIsItsOwn() {
    const std::vector<LaneBar> bars{{0.0, 0.004, 0}, {0.004, 0.008, 1}, {0.008, 0.5, 2}};
    const auto painted = layOutBars(bars, {1.0, 100});
    QCOMPARE(painted.size(), std::size_t{2});
    QVERIFY((painted[1] == PaintedBar{1, 50, 2, 2}));
  }
  void whatLiesBeyondTheAxisIsCutOff() {
    const std::vector<LaneBar> bars{{0.9, 1.5, 0}, {1.5, 2.0, 1}};
    QVERIFY((layOutBars(bars, {1.0, 100}) == std::vector<PaintedBar>{{90, 100, 0, 0}}));
  }
  void paintedBarsNeverOverlapAndCoverEveryBarOnce() {
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
      std::vector<LaneBar> bars;
      double at = 0;
      std::exponential_distribution<double> length(std::pow(10.0, random() % 5));
      for (std::size_t i = 0; i < 1 + random() % 400 && at < 0.99; ++i) {
        const double begin = at + (random() % 3 == 0 ? length(random) : 0.0);
        at = begin + length(random);
        bars.push_back({begin, at, i});
      }
      const auto painted = layOutBars(bars, {std::max(at, 1e-9) * 1.001, 200});
      std::size_t next = 0;
      int right = 0;
      for (const auto& bar : painted) {
        QCOMPARE(bar.first, next);
        QVERIFY(bar.left >= right && bar.right > bar.left && bar.right <= 200);
        next = bar.last + 1;
        right = bar.right;
      }
      QCOMPARE(next, bars.size());
    }
  }

  void theBarUnderAMomentIsFound() {
    const std::vector<LaneBar> bars{{0.1, 0.2, 7}, {0.4, 0.5, 8}};
    QCOMPARE(barNear(bars, 0.15, 0), std::optional<std::size_t>(0));
    QCOMPARE(barNear(bars, 0.45, 0), std::optional<std::size_t>(1));
    QVERIFY(!barNear(bars, 0.3, 0.05));
    QCOMPARE(barNear(bars, 0.36, 0.05), std::optional<std::size_t>(1));
    QCOMPARE(barNear(bars, 0.22, 0.05), std::optional<std::size_t>(0));
    QCOMPARE(barNear(bars, 0.0, 1.0), std::optional<std::size_t>(0));
  }

  void ticksAreRoundAndNotTooMany() {
    QCOMPARE(tickStep(0.060, 6), 0.01);
    QCOMPARE(tickStep(0.061, 6), 0.02);
    QCOMPARE(tickStep(1.0, 1), 1.0);
    QCOMPARE(tickStep(7.0, 3), 5.0);
    QVERIFY(tickStep(0.0, 5) > 0);
    for (const double span : {1e-6, 0.0123, 0.9999, 3.0, 86'400.0})
      for (int most = 1; most < 20; ++most) QVERIFY(span / tickStep(span, most) <= most + 1e-6);
  }
  void aLiveAxisHasRoomAndGrowsInSteps() {
    double last = 0;
    int steps = 0;
    for (double elapsed = 0; elapsed < 10; elapsed += 0.001) {
      const double span = liveSpan(elapsed);
      QVERIFY(span >= elapsed && span >= last);
      steps += span > last ? 1 : 0;
      last = span;
    }
    QVERIFY2(steps < 30, qPrintable(QString::number(steps)));
  }
  void lanesGetThinnerUntilTheyMustScroll() {
    const int height = 112;
    QVERIFY(laneHeights(1, height, 16).pitch == laneHeights(2, height, 16).pitch);
    QVERIFY(laneHeights(8, height, 16).pitch * 8 <= height);
    QVERIFY(laneHeights(16, height, 16).pitch * 16 <= height);
    QCOMPARE(laneHeights(100, height, 16).pitch, laneHeights(16, height, 16).pitch);
    for (const int lanes : {1, 2, 8, 16, 1'024})
      for (const int room : {0, 10, 112, 5'000}) {
        const auto heights = laneHeights(lanes, room, 16);
        QVERIFY(heights.bar >= 1 && heights.bar < heights.pitch);
        QVERIFY(heights.labelStep * heights.pitch >= 16);
      }
  }

  void bandsAreOnTheirEnginesLanesInOrderOfTime() {
    RunLanes run(2, kStart);
    run.add(band(1, 50us, 60us));
    run.add(band(0, 0us, 10us));
    run.add(band(1, 10us, 40us));
    QCOMPARE(run.lanes().size(), std::size_t{2});
    QCOMPARE(run.lanes()[1].bars[0].band, std::size_t{2});
    QCOMPARE(run.lanes()[1].bars[1].band, std::size_t{0});
    QCOMPARE(run.laneOf(1), std::size_t{0});
    QCOMPARE(run.iterations(), 3 * 9'100'000);
  }
  void waitingIsTheIdleTimeBeforeABand() {
    RunLanes run(2, kStart);
    run.add(band(1, 4us, 40us));
    run.add(band(1, 47us, 60us));
    QCOMPARE(qRound64(run.waited(0).count() * 1e9), 4'000);
    QCOMPARE(qRound64(run.waited(1).count() * 1e9), 7'000);
  }
  void anEngineWithAnotherIdGetsALaneOfItsOwn() {
    RunLanes run(1, kStart);
    run.add(band(5, 0us, 1us));
    QCOMPARE(run.lanes().size(), std::size_t{2});
    QCOMPARE(run.lanes()[1].engine, 5);
  }
  void bandsThatNeverRanHaveNoBar() {
    RunLanes run(1, kStart);
    run.add({.rows = {0, 4}});
    QVERIFY(run.bands().empty());
  }
  void rowsLandCoarseFirstAndThenFine() {
    RunLanes run(1, kStart);
    auto coarse = band(0, 0us, 10us, {0, 4});
    coarse.cell = 8;
    run.add(coarse);
    run.add(band(0, 20us, 30us, {0, 2}));
    auto mirrored = band(0, 30us, 40us, {2, 4});
    mirrored.mirrored = {6, 7};
    run.add(mirrored);
    using Cells = std::vector<std::int32_t>;
    QCOMPARE(run.cellsAt(0.0), (Cells{0, 0, 0, 0, 1, 1, 0}));  // rows 4 and 5 were there before
    QCOMPARE(run.cellsAt(15e-6), (Cells{8, 8, 8, 8, 1, 1, 0}));
    QCOMPARE(run.cellsAt(35e-6), (Cells{1, 1, 8, 8, 1, 1, 0}));
    QCOMPARE(run.cellsAt(1.0), (Cells{1, 1, 1, 1, 1, 1, 1}));
    QCOMPARE(qRound64(*run.moments()->firstPass * 1e9), 10'000);
    QVERIFY(bandText(run, 0).contains(QStringLiteral("8 × 8 pixels")));
  }
  void whatIsUnderWayHasALaneUntilTheEnd() {
    RunLanes run(1, kStart);
    run.setUnderWay({{0, {0, 4}, kStart + 2us}, {7, {4, 8}, kStart + 3us}}, 5e-6);
    QCOMPARE(run.lanes().size(), std::size_t{2});
    QCOMPARE(run.underWay()[1].lane, std::size_t{1});
    QCOMPARE(run.underWay()[1].end, 5e-6);
    run.end(1.0);
    QVERIFY(run.underWay().empty());
    QCOMPARE(run.wallTime(), std::optional<double>(1.0));
  }
  void progressSaysHowMuchIsLeft() {
    RunProgress progress{.bands = 4, .plannedBands = 52};
    QCOMPARE(progressText(progress), QStringLiteral("4 of 52 bands · 0 %"));
    progress = {4, 52, 80, 1'000, 0.026};
    QCOMPARE(progressText(progress), QStringLiteral("4 of 52 bands · 8 % · about 0.3 s left"));
    progress.elapsed = 26;
    QVERIFY(progressText(progress).endsWith(QStringLiteral("about 5 min left")));
    progress.samples = 2'000;  // more than was planned
    QCOMPARE(progress.share(), 1.0);
    QVERIFY(progressText(progress).endsWith(QStringLiteral("about 0.0 s left")));
    QCOMPARE(progressText({.bands = 4}), QStringLiteral("Running: 4 bands"));
  }
  void slowMotionShowsEveryMomentAndEnds() {
    QCOMPARE(playedTo(0.0, 0.0, 100, 0.06), std::optional<double>(0.0));
    QCOMPARE(playedTo(0.01, 2.0, 100, 0.06), std::optional<double>(0.03));
    QVERIFY(!playedTo(0.0, 6.0, 100, 0.06));
    QVERIFY(!playedTo(0.0, 0.0, 100, 0.0));
  }
  void theLatestBandOfARowIsFoundMirroredOrNot() {
    RunLanes run(1, kStart);
    run.add(band(0, 0us, 1us, {10, 20}));
    auto mirrored = band(0, 1us, 2us, {20, 30});
    mirrored.mirrored = {0, 10};
    run.add(mirrored);
    run.add(band(0, 2us, 3us, {10, 12}));
    QCOMPARE(run.bandOfRow(19), std::optional<std::size_t>(0));
    QCOMPARE(run.bandOfRow(11), std::optional<std::size_t>(2));
    QCOMPARE(run.bandOfRow(0), std::optional<std::size_t>(1));
    QVERIFY(!run.bandOfRow(30));
  }
  void aBandIsDescribedInOneLine() {
    RunLanes run(2, kStart);
    run.add(band(1, 4us, 3004us, {368, 384}));
    QCOMPARE(bandText(run, 0), QStringLiteral("Band 23 · rows 368–383 · 9.1 M iterations · 3.00 ms "
                                              "· waited 4.00 µs"));
    auto mirrored = band(1, 3004us, 3005us, {8, 9});
    mirrored.mirrored = {7, 8};
    run.add(mirrored);
    QVERIFY(bandText(run, 1).contains(QStringLiteral("rows 8, mirrored in 7")));
  }

  void timesAndCountsSuitTheirSize() {
    QCOMPARE(timeText(0), QStringLiteral("0 s"));
    QCOMPARE(timeText(4e-9), QStringLiteral("4.00 ns"));
    QCOMPARE(timeText(61.3e-3), QStringLiteral("61.3 ms"));
    QCOMPARE(timeText(0.99996), QStringLiteral("1.00 s"));
    QCOMPARE(timeText(125), QStringLiteral("2 min 05 s"));
    QCOMPARE(countText(0), QStringLiteral("0"));
    QCOMPARE(countText(999), QStringLiteral("999"));
    QCOMPARE(countText(9.1e6), QStringLiteral("9.1 M"));
    QCOMPARE(countText(999'960'000), QStringLiteral("1.0 G"));
    QCOMPARE(rateText(3.1e9), QStringLiteral("3.1 G/s"));
    QCOMPARE(rateText(12), QStringLiteral("12 /s"));
    QCOMPARE(tickText(0, 0.01), QStringLiteral("0 ms"));
    QCOMPARE(tickText(0.0025, 0.0005), QStringLiteral("2.5 ms"));
    QCOMPARE(tickText(3, 1), QStringLiteral("3 s"));
  }
  void noRunIsShownAsDashes() {
    for (const auto& number : RunNumbers::of(std::nullopt, 0))
      QCOMPARE(number.value, QStringLiteral("–"));
    const stats::RunSummary summary{.wallTime = engines::Seconds(0.0613),
                                    .serialTime = engines::Seconds(0.119),
                                    .speedup = 1.94,
                                    .efficiency = 0.97,
                                    .imbalance = 1.02,
                                    .iterationsPerSecond = 3.1e9};
    QStringList values;
    for (const auto& number : RunNumbers::of(summary, 41)) values << number.value;
    QCOMPARE(values.join(QLatin1Char('|')),
             QStringLiteral("61.3 ms|119 ms|1.94 ×|97 %|3.1 G/s|1.02|41"));
  }

  void enginesHaveColorsOfTheirOwn() {
    QPalette palette;
    palette.setColor(QPalette::Highlight, QColor(0x4b, 0x66, 0xf5));
    for (const auto& base : {QColor(Qt::black), QColor(Qt::white)}) {
      palette.setColor(QPalette::Base, base);
      for (const int engines : {1, 2, 8, 16, 64})
        for (int engine = 0; engine < engines; ++engine) {
          const QColor color = engineColor(engine, engines, palette);
          QVERIFY(color.isValid());
          QVERIFY(color != alternateEngineColor(engine, engines, palette));
          for (int other = 0; other < std::min(engine, 16); ++other)
            if (engine < 16) QVERIFY(color != engineColor(other, engines, palette));
        }
    }
    QCOMPARE(engineColor(0, 2, palette), QColor(0x4b, 0x66, 0xf5));
  }
};

QTEST_GUILESS_MAIN(LaneLayoutTest)
#include "lane_layout_test.moc"
