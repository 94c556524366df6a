// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/stats/comparison.h"
#include "core/stats/run_difference.h"
#include "core/stats/run_summary.h"
#include "drawn_run.h"

using namespace fatou;

namespace {

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

}  // namespace

class StatsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aRunIsSummedUpFromItsBands() {
    const auto summary = stats::summarize(stats::drawn({"aaaa.", "bccd."}));
    QVERIFY(near(summary.serialTime.count(), 8));
    QVERIFY(near(summary.wallTime.count(), 5));
    QVERIFY(near(summary.speedup, 8.0 / 5));
    QVERIFY(near(summary.efficiency, 8.0 / 10));
    QVERIFY(near(summary.imbalance, 1));
    QVERIFY(near(summary.iterationsPerSecond, 400.0 / 5));
  }
  void anEngineThatDidNothingCountsInTheImbalance() {
    QVERIFY(near(stats::summarize(stats::drawn({"aaaa", "....", "....", "...."})).imbalance, 4.0));
  }
  void anEngineWithoutACoreDoesNotCountAsWorking() {
    // Four engines take turns on two cores: nothing is faster than with two.
    const auto turns = stats::drawn({"aAaA", "bBbB", "CcCc", "DdDd"}, 2);
    const auto summary = stats::summarize(turns);
    QVERIFY(near(summary.speedup, 2.0) && near(summary.efficiency, 0.5));
    QVERIFY(near(summary.efficiency, stats::splitLosses(turns).idealShare()));
  }
  void withoutProcessorTimesTheNumberOfCoresBoundsTheSpeedup() {
    auto turns = stats::drawn({"aaaa", "bbbb", "cccc", "dddd"}, 2);
    for (auto& band : turns.bands) band.cpuTime = 0.0;
    const auto summary = stats::summarize(turns);
    QVERIFY(near(summary.speedup, 2.0));
    QVERIFY(near(summary.efficiency, stats::splitLosses(turns).idealShare()));
    turns.cores = 0;  // unknown
    QVERIFY(near(stats::summarize(turns).speedup, 4.0));
  }
  void nothingIsSummedUpToZeroes() {
    const auto summary = stats::summarize(stats::Run{.engines = 0});
    QVERIFY(summary.speedup == 0 && summary.efficiency == 0 && summary.imbalance == 0);
  }
  void twoRunsDifferByTheirFigures() {
    const auto a = stats::drawn({"aabb"}, 0, "serial");
    const auto b = stats::drawn({"aa", "bb"});
    const auto all = stats::differences(a, b);
    const auto of = [&all](stats::Figure figure) {
      return *std::ranges::find(all, figure, &stats::Difference::figure);
    };
    QCOMPARE(all.size(), std::size_t{8});
    QVERIFY(
        (of(stats::Figure::WallTime) == stats::Difference{stats::Figure::WallTime, 4.0, 2.0, 0.5}));
    QCOMPARE(*of(stats::Figure::SpeedUp).ratio, 2.0);
    QCOMPARE(*of(stats::Figure::SerialTime).ratio, 1.0);
    QCOMPARE(of(stats::Figure::Engines).b, 2.0);
    for (const auto& each : stats::differences(stats::Run{}, b))
      QVERIFY(each.figure == stats::Figure::Engines || !each.ratio);  // nothing to divide by
  }
  void bandsOfTheSameRowsAreFoundInARunThatWasSharedOutDifferently() {
    stats::Run a{.bands = {{.rows = {0, 10}}, {.rows = {10, 20}}}};
    stats::Run b{.bands = {{.rows = {15, 20}}, {.rows = {10, 15}}, {.rows = {0, 10}}}};
    QCOMPARE(stats::bandsAlike({a, 20}, 1, {b, 20}), (std::vector<std::size_t>{0, 1}));
    QCOMPARE(stats::bandsAlike({b, 20}, 0, {a, 20}), std::vector<std::size_t>{1});
    b.bands = {{.rows = {10, 20}, .mirrored = {0, 10}}};
    QCOMPARE(stats::bandsAlike({a, 20}, 0, {b, 20}), std::vector<std::size_t>{0});
    QCOMPARE(stats::bandsAlike({b, 20}, 0, {a, 20}), (std::vector<std::size_t>{0, 1}));
    a.bands = {{.rows = {0, 100}}, {.rows = {100, 200}}};
    QCOMPARE(stats::bandsAlike({b, 20}, 0, {a, 200}), (std::vector<std::size_t>{0, 1}));
    QVERIFY(stats::bandsOfRows(a, {200, 201}).empty());
    a.bands = {{.rows = {0, 1}, .mirrored = {5, 5}}};
    QVERIFY(stats::bandsOfRows(a, {4, 6}).empty());
  }
  void rowsAreFoundInAPictureOfAnotherHeight() {
    QCOMPARE(stats::scaledRows({2, 4}, 10, 10), (stats::Rows{2, 4}));
    QCOMPARE(stats::scaledRows({2, 4}, 10, 100), (stats::Rows{20, 40}));
    QCOMPARE(stats::scaledRows({99, 100}, 100, 10), (stats::Rows{9, 10}));
    QCOMPARE(stats::scaledRows({0, 1}, 100, 10), (stats::Rows{0, 1}));
    QCOMPARE(stats::scaledRows({5, 6}, 0, 10), (stats::Rows{5, 6}));
  }
  void theMedianIsTheMiddle() {
    QVERIFY(stats::median({}) == 0);
    QVERIFY(stats::median({3}) == 3);
    QVERIFY(stats::median({9, 1, 3}) == 3);
    QVERIFY(stats::median({4, 1, 3, 2}) == 2.5);
  }
  void theSpreadIsHalfTheQuartileDistanceOverTheMedian() {
    QVERIFY(stats::relativeSpread({5}) == 0);
    QVERIFY(near(stats::relativeSpread({10, 20, 30, 40, 50}), 10.0 / 30));
  }
  void aMeasurementThatLostItsCoresSaysSo() {
    const auto rowsOf = [](const stats::Drawing& serial, const stats::Drawing& two) {
      return stats::compareToFirst(std::vector<stats::Configuration>{
          {.view = "serial", .repeats = {stats::drawn(serial, 2, "serial")}},
          {.view = "direct", .engines = 2, .repeats = {stats::drawn(two, 2, "direct")}}});
    };
    const auto quiet = rowsOf({"aaaabbbb"}, {"aaaa", "bbbb"});
    QVERIFY(!quiet[0].isDisturbed() && !quiet[1].isDisturbed());
    QVERIFY(!stats::tookCores(0.1, 2) && stats::tookCores(0.3, 2));
    QVERIFY(!stats::tookCores({}, 2) && !stats::tookCores(0.3, 0));
    QVERIFY(stats::disturbanceSentence(0.1, 2, quiet).empty());
    QVERIFY(stats::disturbanceSentence({}, 2, quiet).empty());
    const auto busy = rowsOf({"aaaabbbb"}, {"aAaA", "bBbb"});
    QVERIFY(near(busy[1].disturbance, 3.0 / 8) && busy[1].isDisturbed());
    QVERIFY(!busy[0].isDisturbed());
    const auto says = [](const std::string& sentence, const char* part) {
      return QString::fromStdString(sentence).contains(QLatin1String(part));
    };
    QVERIFY(says(stats::disturbanceSentence(1.06, 2, busy), "took 1.1 of the 2 cores"));
    QVERIFY(says(stats::disturbanceSentence({}, 2, busy), "took some of the cores"));
    QVERIFY(says(stats::disturbanceSentence(0.0, 2, busy), "engines waited for a core while"));
    QVERIFY(says(stats::disturbanceSentence(0.9, 2, quiet), "took 0.9 of the 2 cores"));
  }
  void moreEnginesThanCoresAreNoDisturbance() {
    const auto rows = stats::compareToFirst(std::vector<stats::Configuration>{
        {.view = "direct", .engines = 2, .repeats = {stats::drawn({"aAaA", "BbBb"}, 1)}}});
    QVERIFY(near(rows[0].disturbance, 0.0));
  }
  void speedupsAreAgainstTheFirstConfiguration() {
    const auto run = [](double wall) { return stats::Run{.wallTime = wall}; };
    const std::vector<stats::Configuration> runs{
        {"serial", 1, 0, {run(2.0), run(2.2), run(2.1)}, {}},
        {"direct", 2, 0, {run(1.4), run(1.2), run(1.0)}, {}}};
    const auto rows = stats::compareToFirst(runs);
    QCOMPARE(rows.size(), std::size_t{2});
    QVERIFY(near(rows[0].speedup.median, 1.0) && near(rows[0].wallTime.median, 2.1));
    QVERIFY(near(rows[1].speedup.median, 2.1 / 1.2));
    QVERIFY(near(rows[1].speedup.low, 2.1 / 1.3) && near(rows[1].speedup.high, 2.1 / 1.1));
    QVERIFY(near(rows[1].efficiency.median, 2.1 / 2.4));
    QCOMPARE(rows[1].typical, std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(StatsTest)
#include "stats_test.moc"
