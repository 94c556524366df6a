// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/timing.h"

#include <chrono>
#include <thread>
#include <vector>

#include <QTest>

#include "core/engines/tasks/thread_cpu_time.h"

namespace fatou::engines {
namespace {

Clock::time_point at(int seconds) {
  return Clock::time_point{std::chrono::hours(1)} + std::chrono::seconds(seconds);
}

TaskRecord ran(EngineId engine, int submitted, int started, int completed, int received) {
  return {.status = TaskStatus::Succeeded,
          .engine = engine,
          .submitted = at(submitted),
          .started = at(started),
          .completed = at(completed),
          .received = at(received)};
}

TaskRecord aborted(int submitted) {
  return {.status = TaskStatus::Aborted, .submitted = at(submitted)};
}

}  // namespace

class TimingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Four stretches, of which each begins where the last one has just been asked for.
  void processorTimeIsThatOfTheSystem() {
    CpuStopwatch stopwatch;
    for (int stretch = 0; stretch < 4; ++stretch) {
      const auto outer = threadCpuTime();
      stopwatch.start(Clock::now());
      const auto inner = threadCpuTime();
      const auto work = std::chrono::milliseconds(stretch);
      while (threadCpuTime() - inner < work) continue;
      std::this_thread::sleep_for(work);
      const auto least = threadCpuTime() - inner;
      const auto taken = stopwatch.stop(Clock::now());
      QVERIFY(taken >= least - CpuStopwatch::kResolution);
      QVERIFY(taken <= threadCpuTime() - outer + CpuStopwatch::kResolution);
    }
  }

  // From the end of one stretch to the begin of the next one, part of which is work.
  void timeOffTheCoreBetweenStretchesIsThatOfTheSystem() {
    CpuStopwatch stopwatch;
    QCOMPARE(stopwatch.start(Clock::now()).count(), 0);
    constexpr std::chrono::milliseconds kWork{2};
    constexpr std::chrono::milliseconds kSleep{5};
    const auto began = Clock::now();
    stopwatch.stop(began);
    const auto before = threadCpuTime();
    while (threadCpuTime() - before < kWork) continue;
    std::this_thread::sleep_for(kSleep);
    const auto off = stopwatch.start(Clock::now());
    const auto most = Clock::now() - began - kWork;
    QVERIFY(off >= kSleep - CpuStopwatch::kResolution);
    QVERIFY(off <= most + 2 * CpuStopwatch::kResolution);
  }

  void nothingTookNoTime() {
    QCOMPARE(serialTime({}).count(), 0.0);
    QCOMPARE(wallTime({}).count(), 0.0);
    QCOMPARE(speedup({}), 0.0);
    QCOMPARE(efficiency({}), 0.0);
  }

  void oneTaskIsItsOwnSerialTimeAndWaitsTooForTheWall() {
    const std::vector tasks{ran(0, 0, 1, 4, 5)};
    QCOMPARE(serialTime(tasks).count(), 3.0);
    QCOMPARE(wallTime(tasks).count(), 5.0);
    QCOMPARE(speedup(tasks), 3.0 / 5.0);
    QCOMPARE(efficiency(tasks), 3.0 / 5.0);
  }

  void theWallIsFromTheFirstSubmissionToTheLastReceipt() {
    const std::vector tasks{ran(0, 2, 3, 9, 9), ran(1, 1, 3, 7, 8), ran(0, 3, 9, 11, 12)};
    QCOMPARE(serialTime(tasks).count(), 12.0);
    QCOMPARE(wallTime(tasks).count(), 11.0);
    QCOMPARE(speedup(tasks), 12.0 / 11.0);
    QCOMPARE(efficiency(tasks), 12.0 / 11.0 / 2.0);
  }

  void efficiencyCountsEveryEngineOnce() {
    const std::vector tasks{ran(0, 0, 0, 2, 2), ran(0, 0, 2, 4, 4), ran(3, 0, 0, 4, 4)};
    QCOMPARE(speedup(tasks), 2.0);
    QCOMPARE(efficiency(tasks), 1.0);
  }

  // An aborted task was submitted before all others, and has no other stamp.
  void tasksWithoutStampsAreSkipped() {
    const std::vector tasks{aborted(-100), ran(0, 0, 1, 4, 5), aborted(100)};
    QCOMPARE(serialTime(tasks).count(), 3.0);
    QCOMPARE(wallTime(tasks).count(), 5.0);
    QCOMPARE(efficiency(tasks), 3.0 / 5.0);
  }

  // The task began and was lost: there is no end to take its beginning from.
  void aTaskThatNeverEndedIsSkipped() {
    TaskRecord lost = aborted(-100);
    lost.status = TaskStatus::Lost;
    lost.engine = 7;
    lost.started = at(-99);
    const std::vector tasks{lost, ran(0, 0, 1, 4, 5)};
    QCOMPARE(serialTime(tasks).count(), 3.0);
    QCOMPARE(wallTime(tasks).count(), 5.0);
    QCOMPARE(efficiency(tasks), 3.0 / 5.0);
  }

  void onlyAbortedTasksTookNoTime() {
    const std::vector tasks{aborted(0), aborted(1)};
    QCOMPARE(serialTime(tasks).count(), 0.0);
    QCOMPARE(wallTime(tasks).count(), 0.0);
    QCOMPARE(speedup(tasks), 0.0);
    QCOMPARE(efficiency(tasks), 0.0);
  }

  void aWallOfZeroLengthHasNoSpeedup() { QCOMPARE(speedup(std::vector{ran(0, 1, 1, 1, 1)}), 0.0); }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::TimingTest)
#include "timing_test.moc"
