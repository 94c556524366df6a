// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/what_if.h"

#include <algorithm>
#include <random>

#include <QTest>

#include "core/stats/comparison.h"
#include "core/stats/losses.h"
#include "core/stats/network.h"
#include "core/stats/prediction.h"
#include "core/stats/row_cost.h"
#include "drawn_run.h"

using namespace fatou::stats;

Q_DECLARE_METATYPE(fatou::stats::Run)

namespace {

bool near(double a, double b, double within = 1e-9) {
  return std::abs(a - b) <= within;
}

// Rows that take 4, 3, 2, 2 and 1 seconds.
Run recorded() {
  return drawn({"aaaabbbccdde"}, 0, "serial");
}

void expectReplay(const Scenario& scenario, const Drawing& expected) {
  const Run run = replay(costModel(recorded()), scenario);
  QVERIFY(check(run));
  const Drawing is = drawing(run);
  for (std::size_t lane = 0; lane < expected.size(); ++lane)
    QCOMPARE(QString::fromStdString(is.at(lane)), QString::fromStdString(expected[lane]));
  QCOMPARE(is.size(), expected.size());
}

// The least possible busiest share, by trying all borders.
double leastShare(const std::vector<double>& costs, std::size_t from, int engines) {
  double sum = 0.0;
  if (engines == 1) {
    for (std::size_t i = from; i < costs.size(); ++i) sum += costs[i];
    return sum;
  }
  double best = leastShare(costs, from, 1);
  for (std::size_t i = from; i < costs.size(); ++i) {
    sum += costs[i];
    best = std::min(best, std::max(sum, leastShare(costs, i + 1, engines - 1)));
  }
  return best;
}

// Rows that take a second each, with answers of 100 bytes a row; or shorter ones.
CostModel evenModel(int rows, double seconds = 1.0) {
  CostModel model{.seconds = {.rows = {0, rows}}, .answerBytesARow = 100.0};
  model.seconds.costs.assign(static_cast<std::size_t>(rows), seconds);
  model.iterations = model.seconds;
  return model;
}

double wallOver(const Network& network, const CostModel& model, int engines,
                ViewKind kind = ViewKind::Balanced) {
  const Run run =
      replay(model, {.viewKind = kind, .engines = engines, .bandRows = 1, .network = network});
  return check(run) ? run.wallTime : -1.0;
}

// Work whose rows cost anything, with messages.
CostModel randomModel(std::mt19937& random) {
  CostModel model{.seconds = {.rows = {0, 1 + static_cast<int>(random() % 200)}}};
  for (int row = 0; row < model.seconds.rows.size(); ++row)
    model.seconds.costs.push_back(static_cast<double>(1 + random() % 1000) / 1000.0);
  model.iterations = model.seconds;
  model.startUp = static_cast<double>(random() % 3);
  model.handOver = static_cast<double>(random() % 10) / 100.0;
  model.gatheringARow = static_cast<double>(random() % 10) / 1000.0;
  model.callBytes = 10.0;
  model.answerBytesARow = static_cast<double>(random() % 300);
  return model;
}

}  // namespace

class WhatIfTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aFreeEngineTakesTheNextBand() {
    expectReplay({.viewKind = ViewKind::Balanced, .engines = 2, .bandRows = 1},
                 {"aaaadd", "bbbcce"});
    expectReplay({.viewKind = ViewKind::Balanced, .engines = 3, .bandRows = 1},
                 {"aaaa", "bbbe", "ccdd"});
  }
  void directEnginesKeepToTheirBlocks() {
    expectReplay({.viewKind = ViewKind::Direct, .engines = 2, .bandRows = 1},
                 {"aaaabbbcc", "dde......"});
  }
  void bordersMovedByHandAreKept() {
    expectReplay({.viewKind = ViewKind::Direct, .engines = 2, .bandRows = 1, .borders = {0, 1, 5}},
                 {"aaaa....", "bbbccdde"});
  }
  void guidedChunksShrink() {
    Run even = drawn({"abcdefgh"}, 0, "serial");
    const Run run =
        replay(costModel(even), {.viewKind = ViewKind::Guided, .engines = 2, .bandRows = 1});
    std::vector<int> heights;
    for (const Band& band : run.bands) heights.push_back(band.rows.size());
    QCOMPARE(heights, (std::vector<int>{4, 2, 1, 1}));
    QVERIFY(near(run.wallTime, 4.0));
  }
  void oneEngineReplaysTheSerialRun() {
    expectReplay({.viewKind = ViewKind::Serial, .engines = 9, .bandRows = 1}, {"aaaabbbccdde"});
    expectReplay({.viewKind = ViewKind::Balanced, .engines = 1}, {"aaaabbbccdde"});
  }
  void aSlowedEngineTakesLonger() {
    expectReplay({.viewKind = ViewKind::Balanced, .engines = 2, .bandRows = 1, .slowdown = {2.0}},
                 {"aaaaaaaa", "bbbccdde"});
  }
  void enginesShareTheCores() {
    const Run run =
        replay(costModel(recorded()),
               {.viewKind = ViewKind::Balanced, .engines = 4, .bandRows = 1, .cores = 1});
    QVERIFY(near(run.wallTime, 12.0));
    // Three of four engines have no core at any time.
    QVERIFY(near(splitLosses(run).of(LossKind::Oversubscription), 36.0));
  }
  void moreEnginesThanRowsLeaveSomeIdle() {
    const Run run =
        replay(costModel(recorded()), {.viewKind = ViewKind::Direct, .engines = 9, .bandRows = 1});
    QVERIFY(check(run));
    QVERIFY(near(run.wallTime, 4.0) && run.engines == 9 && run.bands.size() == 5);
  }
  void whatItTakesToStartToHandOverAndToGatherIsPaidAgain() {
    // Starts after 1 s, hands over in 2 s; the caller worked for 6 s beyond the start.
    Run run = drawn({".a..b", ".c..d"});
    run.wallTime = 7.0;
    run.callerCpuTime = 9.0;
    const CostModel model = costModel(run);
    QVERIFY(near(model.startUp, 1.0) && near(model.handOver, 2.0));
    QVERIFY(near(model.gatheringARow, 2.0));
    const Run one = replay(model, {.viewKind = ViewKind::Balanced, .engines = 1, .bandRows = 2});
    QVERIFY(near(one.bands.front().started, 3.0));
    QVERIFY(near(one.bands.back().completed, 9.0));
    QVERIFY(near(one.wallTime, 13.0));  // two rows are still to be gathered
  }
  void aSerialRunGathersBetweenItsBands() {
    const CostModel model = costModel(drawn({"a.b.c."}, 0, "serial"));
    QVERIFY(near(model.gatheringARow, 1.0) && near(model.handOver, 0.0));
    QVERIFY(near(replay(model, {.viewKind = ViewKind::Serial}).wallTime, 6.0));
  }
  void cpuTimeCountsWhereABandHadToWaitForItsCore() {
    const CostModel model = costModel(drawn({"aAAa", "Bbb."}, 1));
    QVERIFY(near(model.seconds.costs[0], 2.0) && near(model.seconds.costs[1], 2.0));
  }
  void mirroredRowsCostNothingAndComeAgain() {
    Run run{.view = "balanced", .engines = 1, .wallTime = 4.0};
    run.bands = {
        {.rows = {3, 5}, .mirrored = {1, 2}, .iterations = 90, .completed = 2.0},
        {.rows = {5, 6}, .mirrored = {0, 1}, .iterations = 20, .started = 2.0, .completed = 3.0}};
    for (Band& band : run.bands) band.received = band.completed;
    QVERIFY(near(rowCosts(run, CostUnit::Seconds).sum(), 3.0));
    const RowCosts profile = rowCosts(run, CostUnit::Iterations);
    QCOMPARE(profile.rows, (Rows{3, 6}));
    QCOMPARE(profile.mirrored, (Rows{0, 2}));
    QCOMPARE(profile.pictureRows(), (Rows{0, 6}));
    QVERIFY(near(profile.costs[1], 30) && near(profile.costs[2], 10));
    run.bands.front() = {
        .rows = {3, 4}, .mirrored = {2, 3}, .iterations = 60, .completed = 1.0, .received = 1.0};
    const Run again = replay(costModel(run), {.engines = 2, .bandRows = 1});
    QCOMPARE(again.bands.front().mirrored, (Rows{2, 3}));
    QCOMPARE(again.bands.front().iterations, std::int64_t{60});
  }
  void everyRowIsComputedOnceWhateverTheView() {
    std::mt19937 random(3);
    for (int trial = 0; trial < 200; ++trial) {
      CostModel model{.seconds = {.rows = {10, 10 + 1 + static_cast<int>(random() % 300)}}};
      model.seconds.costs.assign(static_cast<std::size_t>(model.seconds.rows.size()), 0.001);
      model.iterations = model.seconds;
      const Scenario scenario{.viewKind = static_cast<ViewKind>(random() % 4),
                              .engines = 1 + static_cast<int>(random() % 40),
                              .bandRows = 1 + static_cast<int>(random() % 50),
                              .cores = static_cast<int>(random() % 4)};
      const Run run = replay(model, scenario);
      QVERIFY(check(run));
      std::vector<int> times(static_cast<std::size_t>(model.seconds.rows.size()));
      for (const Band& band : run.bands)
        for (int row = band.rows.begin; row < band.rows.end; ++row)
          ++times[static_cast<std::size_t>(row - 10)];
      QVERIFY(std::ranges::all_of(times, [](int n) { return n == 1; }));
    }
  }
  void aNetworkThatCostsNothingChangesNothing() {
    std::mt19937 random(11);
    for (int trial = 0; trial < 200; ++trial) {
      const CostModel model = randomModel(random);
      Scenario scenario{.viewKind = static_cast<ViewKind>(random() % 4),
                        .engines = 1 + static_cast<int>(random() % 40),
                        .bandRows = 1 + static_cast<int>(random() % 20),
                        .cores = static_cast<int>(random() % 4),
                        .slowdown = {2.0, 1.0, 0.5}};
      const Run here = replay(model, scenario);
      scenario.network = Network{};
      const Run elsewhere = replay(model, scenario);
      QVERIFY(check(elsewhere));
      QVERIFY(near(here.wallTime, elsewhere.wallTime));
      QCOMPARE(elsewhere.bands.size(), here.bands.size());
      for (std::size_t i = 0; i < here.bands.size(); ++i) {
        const Band& a = here.bands[i];
        const Band& b = elsewhere.bands[i];
        QVERIFY(a.engine == b.engine && a.rows == b.rows);
        QVERIFY(near(a.started, b.started) && near(a.completed, b.completed));
      }
    }
  }
  void eachBandWaitsForItsCallAndItsAnswer() {
    const Run run =
        replay(evenModel(2),
               {.engines = 1, .bandRows = 1, .network = Network{.latency = 1.0, .underWay = 2}});
    QVERIFY(check(run));
    QVERIFY(near(run.bands[0].started, 1.0) && near(run.bands[0].travel->answered, 3.0));
    QVERIFY(near(run.bands[1].started, 4.0) && near(run.wallTime, 6.0));  // long: none sent ahead
    QVERIFY(near(splitLosses(run).of(LossKind::Transfer), 4.0));
    QCOMPARE(bytesOverWire(run), std::int64_t{200});
  }
  void behindAShortBandTheNextIsAlreadyThere() {
    // 10 ms each, as long as a message takes: 30 ms a band, or two in 30 ms once one was short.
    QVERIFY(near(wallOver({.latency = 0.01}, evenModel(4, 0.01), 1), 0.12));
    QVERIFY(near(wallOver({.latency = 0.01, .underWay = 2}, evenModel(4, 0.01), 1), 0.09));
  }
  void aLinkCarriesOneAnswerAfterTheOther() {
    QVERIFY(near(wallOver({.bandwidth = 100.0}, evenModel(2), 1), 4.0));
    QVERIFY(near(wallOver({.bandwidth = 100.0}, evenModel(2), 2), 2.0));
  }
  void theHubHandsOneMessageOnAfterTheOther() {
    // 0-1 both; answers until 2 and 3; 2-3 and 3-4; answers until 4 and 5.
    QVERIFY(near(wallOver({.hubBandwidth = 100.0}, evenModel(4), 2), 5.0));
    // Calls take the hub's time, too: two of them before, and two answers after, a quarter each.
    QVERIFY(near(wallOver({.hubTime = 0.25}, evenModel(1), 1), 1.5));
    QVERIFY(near(wallOver({.hubTime = 0.25}, evenModel(2), 2), 1.75));
  }
  void aMessageGoesThroughLinkAndHubAtOnce() {
    QVERIFY(near(wallOver({.bandwidth = 100.0, .hubBandwidth = 100.0}, evenModel(1), 1), 2.0));
    QVERIFY(near(wallOver({.bandwidth = 50.0, .hubBandwidth = 100.0}, evenModel(1), 1), 3.0));
    QVERIFY(near(wallOver({.bandwidth = 100.0, .hubBandwidth = 50.0}, evenModel(1), 1), 3.0));
  }
  void aSlowHostTakesFewerBands() {
    Scenario scenario{.engines = 4, .bandRows = 1, .slowdown = {3.0, 3.0}, .network = Network{}};
    const Run run = replay(evenModel(16), scenario);
    QVERIFY(near(run.wallTime, 6.0));  // 6 bands each, and 2 each in the same time
    scenario.viewKind = ViewKind::Direct;
    QVERIFY(near(replay(evenModel(16), scenario).wallTime, 12.0));
  }
  void noNetworkMakesWorkFasterThanItsShareOrTheHub() {
    std::mt19937 random(17);
    for (int trial = 0; trial < 100; ++trial) {
      const CostModel model = randomModel(random);
      const int engines = 1 + static_cast<int>(random() % 64);
      const Network network{.latency = static_cast<double>(random() % 100) / 1000.0,
                            .bandwidth = static_cast<double>(1 + random() % 1000),
                            .hubBandwidth = static_cast<double>(1 + random() % 1000),
                            .underWay = 2};
      for (const ViewKind kind : {ViewKind::Direct, ViewKind::Balanced, ViewKind::Guided}) {
        const double wall = wallOver(network, model, engines, kind);
        QVERIFY(wall >= model.startUp + model.seconds.sum() / engines - 1e-9);
        const double bytes = model.answerBytesARow * model.seconds.rows.size();
        QVERIFY(wall >= model.startUp + bytes / network.hubBandwidth - 1e-9);
        QVERIFY(wall >= model.startUp + 2 * network.latency - 1e-9);
      }
    }
  }
  void moreBandwidthIsNeverSlower() {
    std::mt19937 random(19);
    for (int trial = 0; trial < 50; ++trial) {
      const CostModel uneven = randomModel(random);
      const int engines = 1 + static_cast<int>(random() % 30);
      CostModel even = evenModel(engines * (1 + static_cast<int>(random() % 5)));
      even.callBytes = 0.0;
      const double latency = static_cast<double>(random() % 100) / 1000.0;
      double lastDirect = kUnbounded;
      double lastBalanced = kUnbounded;
      // A queue may hand out uneven bands less luckily when answers come sooner; even ones not.
      for (const double bandwidth : {10.0, 30.0, 100.0, 1000.0, kUnbounded}) {
        const double direct = wallOver({.latency = latency, .bandwidth = bandwidth}, uneven,
                                       engines, ViewKind::Direct);
        const double balanced = wallOver(
            {.latency = latency, .bandwidth = bandwidth, .hubBandwidth = bandwidth}, even, engines);
        QVERIFY(direct > 0.0 && direct <= lastDirect + 1e-9);
        QVERIFY(balanced > 0.0 && balanced <= lastBalanced + 1e-9);
        lastDirect = direct;
        lastBalanced = balanced;
      }
    }
  }
  void aHubIsFullWhereItsBytesTakeAsLongAsTheWork() {
    // 64 KB a task of 3.6 ms over 1.1875 GB/s: 65 engines' worth.
    CostModel model = evenModel(20'480, 3.6e-3);
    model.answerBytesARow = 65'536.0;
    const Network network{.latency = 2e-6, .hubBandwidth = 1.1875e9, .underWay = 2};
    const auto efficiency = [&](int engines) {
      return model.seconds.sum() / engines / wallOver(network, model, engines);
    };
    QVERIFY(efficiency(16) > 0.95);
    QVERIFY(near(efficiency(256), 65.2 / 256, 0.01));
    QVERIFY(near(efficiency(1024), 65.2 / 1024, 0.005));
  }
  void aRecordTellsWhatItsMessagesTookAndHowLongTheyWere() {
    // Calls take 1 s, answers of 1,000 bytes 3 s, and between them is half a second.
    Run run{.view = "balanced", .engines = 1, .wallTime = 13.5, .callerCpuTime = 0.0};
    for (int k = 0; k < 2; ++k) {
      const double at = 1.0 + 6.5 * k;  // planned for 1 s
      run.bands.push_back(
          {.rows = {k, k + 1},
           .iterations = 10,
           .started = at + 1.0,
           .completed = at + 3.0,
           .received = at + 6.0,
           .cpuTime = 2.0,
           .travel =
               Travel{.sent = at, .answered = at + 6.0, .bytesSent = 40, .bytesReceived = 1000}});
    }
    QVERIFY(check(run));
    const CostModel model = costModel(run);
    QVERIFY(near(model.startUp, 1.0) && near(model.handOver, 0.5));
    QVERIFY(near(model.callBytes, 40.0) && near(model.answerBytesARow, 1000.0));
    QVERIFY(near(withMessages(model, 7).answerBytesARow, 1000.0));
    const auto network = measuredNetwork(run);
    QVERIFY(network && near(network->latency, 1.0) && near(network->bandwidth, 500.0));
    QVERIFY(!measuredNetwork(recorded()));
    QVERIFY(near(withMessages(costModel(recorded()), 7).answerBytesARow, 28.0));
  }
  void viewKindsHaveNames() {
    for (const ViewKind kind :
         {ViewKind::Serial, ViewKind::Direct, ViewKind::Balanced, ViewKind::Guided})
      QVERIFY(parseViewKind(toString(kind)) == kind);
    QVERIFY(!parseViewKind("lazy"));
  }

  void rowsThatRepeatOthersCostNothing_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("firstComputed");
    QTest::addColumn<int>("endComputed");
    QTest::addColumn<int>("mirrored");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, int height, int first, int end, int mirrored,
                        const char* says) {
      QTest::newRow(name) << height << first << end << mirrored << QString::fromLatin1(says);
    };
    row("no mirror", 4, 0, 4, 0, "");
    row("even", 4, 2, 4, 2, "; rows 0 to 1 repeat the others and cost nothing");
    row("odd", 5, 2, 5, 2, "; rows 0 to 1 repeat the others and cost nothing");
    row("three rows", 3, 1, 3, 1, "; row 0 repeats another and costs nothing");
    row("upper half", 4, 0, 2, 2, "; rows 2 to 3 repeat the others and cost nothing");
    row("all mirrored", 4, 0, 0, 4, "; rows 0 to 3 repeat the others and cost nothing");
    row("one row", 1, 0, 1, 0, "");
    row("nothing", 0, 0, 0, 0, "");
  }
  void rowsThatRepeatOthersCostNothing() {
    QFETCH(int, height);
    QFETCH(int, firstComputed);
    QFETCH(int, endComputed);
    QFETCH(int, mirrored);
    QFETCH(QString, says);
    std::vector<std::int32_t> counts;  // row r: r + 1 and tmax
    for (int row = 0; row < height; ++row) {
      counts.push_back(row + 1);
      counts.push_back(100);
    }
    const Rows computed{firstComputed, endComputed};
    const RowCosts costs = countedCosts(counts, 2, 100, {.computed = computed});
    QCOMPARE(costs.costs.size(), static_cast<std::size_t>(computed.size()));
    QCOMPARE(costs.mirrored.size(), mirrored);
    QCOMPARE(costs.pictureRows(), (Rows{0, height}));
    for (int row = firstComputed; row < endComputed; ++row)
      QVERIFY(near(costs.sum({row, row + 1}), row + 101));
    const RowCosts spared =
        countedCosts(counts, 2, 100, {.computed = computed, .insideIsFree = true});
    for (int row = firstComputed; row < endComputed; ++row)
      QVERIFY(near(spared.sum({row, row + 1}), row + 1));
    QCOMPARE(QString::fromStdString(costSentence(costs, "plain", CostOrigin::Counted)),
             QStringLiteral("plain kernel: iterations, exact for every row") + says);
    QVERIFY(QString::fromStdString(costSentence(costs, "fast", CostOrigin::Measured))
                .startsWith(QStringLiteral("fast kernel, measured")));
  }
  void mirroredBlocksAreAsUnevenAsADirectRunMeasures() {
    // Three rows are computed for six: blocks of two and one, not of three and three.
    Run run = drawn({"aaaabb", "c....."}, 2, "direct");
    for (Band& band : run.bands) {
      const int row = 3 + band.rows.begin;
      band.rows = {row, row + 1};
      band.mirrored = {5 - row, 6 - row};
    }
    const RowCosts costs = rowCosts(run, CostUnit::Seconds);
    QCOMPARE(costs.pictureRows(), (Rows{0, 6}));
    QCOMPARE(blockBorders(costs.rows, 2), (Borders{3, 5, 6}));
    QVERIFY(near(imbalance(costs, blockBorders(costs.rows, 2)), imbalance(run)));
  }
  void aComparisonsCostsAreFromItsFinestBandsWithCoresOfTheirOwn() {
    std::vector<Configuration> all{
        {.view = "serial", .repeats = {drawn({"aab"}, 2, "serial")}},
        {.view = "balanced", .engines = 2, .repeats = {drawn({"aab", "ccd"}, 2)}},
        {.view = "balanced", .engines = 3, .repeats = {drawn({"aab", "ccd", "efg"}, 2)}}};
    QCOMPARE(measuredCosts(all, compareToFirst(all)).rows, (Rows{0, 4}));
    QCOMPARE(measuredCosts({}, {}).rows, Rows{});
  }
  void aPredictionIsOneSentence_data() {
    QTest::addColumn<Run>("measured");  // without bands: another way was replayed
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const Drawing& lanes, const char* says) {
      QTest::newRow(name) << drawn(lanes, 2)
                          << QStringLiteral("predicted for a quiet machine: 4.00 s") +
                                 QString::fromLatin1(says);
    };
    row("not measured", {},
        ", 2.00 times faster than the run it is told from, at an imbalance of 1.00");
    row("as predicted", {"aaaa", "bbbb"}, ", and it took 4.00 s");
    row("without a core", {"aAaAaAaA", "bBbBbBbB"},
        ". It took 8.00 s, because engines waited for a core for 50 % of their time, as other "
        "work had it");
    row("late to start", {"....aaaa", "....bbbb"},
        ". It took 8.00 s, mostly with more time for serial part: 50.0 % of the engines' time, "
        "predicted were 0.0 %");
    row("shorter", {"aa", "bb"}, ". It took 2.00 s, mostly with less time for the work itself");
  }
  void aPredictionIsOneSentence() {
    QFETCH(Run, measured);
    const std::string sentence =
        predictionSentence(drawn({"aaaa", "bbbb"}, 2), drawn({"aaaabbbb"}, 2, "serial"),
                           measured.bands.empty() ? nullptr : &measured);
    QTEST(QString::fromStdString(sentence), "says");
  }

  void blocksOfUnequalCostAreUnbalanced() {
    const RowCosts costs{{0, 6}, {1, 1, 4, 4, 1, 1}};
    QCOMPARE(blockBorders(costs.rows, 3), (Borders{0, 2, 4, 6}));
    QCOMPARE(blockCosts(costs, {0, 2, 4, 6}), (std::vector<double>{2, 8, 2}));
    QVERIFY(near(imbalance(costs, {0, 2, 4, 6}), 2.0));
    QVERIFY(near(imbalance(costs, optimalBorders(costs, 2)), 1.0));
  }
  void optimalBordersAreNoWorseThanAnyOthers() {
    std::mt19937 random(9);
    for (int trial = 0; trial < 300; ++trial) {
      RowCosts costs{{5, 5 + 1 + static_cast<int>(random() % 9)}, {}};
      for (int row = 0; row < costs.rows.size(); ++row)
        costs.costs.push_back(static_cast<double>(random() % 10));
      const int engines = 1 + static_cast<int>(random() % 5);
      const Borders borders = optimalBorders(costs, engines);
      QCOMPARE(borders.size(), static_cast<std::size_t>(engines) + 1);
      QVERIFY(std::ranges::is_sorted(borders));
      QVERIFY(borders.front() == costs.rows.begin && borders.back() == costs.rows.end);
      QVERIFY(
          near(std::ranges::max(blockCosts(costs, borders)), leastShare(costs.costs, 0, engines)));
    }
  }
};

QTEST_GUILESS_MAIN(WhatIfTest)
#include "what_if_test.moc"
