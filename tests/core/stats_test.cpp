// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/stats/comparison.h"
#include "core/stats/run_summary.h"

using namespace fatou;
using namespace std::chrono_literals;
using engines::Clock;
using engines::Seconds;
using engines::TaskRecord;

namespace {

const Clock::time_point kStart = Clock::time_point{} + 1h;

TaskRecord task(int engine, std::chrono::milliseconds from, std::chrono::milliseconds to) {
  TaskRecord record{.status = engines::TaskStatus::Succeeded, .engine = engine};
  record.submitted = kStart;
  record.started = kStart + from;
  record.completed = kStart + to;
  record.received = kStart + to + 1ms;
  return record;
}

bool near(double a, double b) {
  return std::abs(a - b) < 1e-12;
}

}  // namespace

class StatsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aRunIsSummedUpFromItsRecords() {
    const std::vector tasks{task(0, 0ms, 40ms), task(1, 0ms, 10ms), task(1, 10ms, 30ms)};
    const auto summary = stats::summarize(tasks, 2, Seconds(50ms), 7'000'000);
    QVERIFY(near(summary.serialTime.count(), 0.070));
    QVERIFY(near(summary.speedup, 70.0 / 50));
    QVERIFY(near(summary.efficiency, 70.0 / 100));
    QVERIFY(near(summary.imbalance, 40.0 / 35));
    QVERIFY(near(summary.iterationsPerSecond, 140e6));
  }
  void anEngineThatDidNothingCountsInTheImbalance() {
    const std::vector tasks{task(0, 0ms, 40ms)};
    QVERIFY(near(stats::summarize(tasks, 4, Seconds(40ms), 1).imbalance, 4.0));
  }
  void tasksThatNeverRanAreSkipped() {
    const std::vector tasks{task(0, 0ms, 40ms), TaskRecord{.engine = 1}};
    QVERIFY(near(stats::summarize(tasks, 1, Seconds(40ms), 1).serialTime.count(), 0.040));
  }
  void nothingIsSummedUpToZeroes() {
    const auto summary = stats::summarize({}, 0, Seconds(0), 0);
    QVERIFY(summary.speedup == 0 && summary.efficiency == 0 && summary.imbalance == 0);
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
