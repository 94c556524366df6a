// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/async_result.h"

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::async_result_test {
namespace {

using namespace std::chrono_literals;

constexpr auto kSelf = [](int i) { return i; };

void sleepFor(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

}  // namespace

class AsyncResultTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- values -------------------------------------------------------------------------------

  void case39_readyIsFalseWhileRunningAndTrueAfterWaiting() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    QVERIFY(!busy.result().ready());
    QVERIFY(!busy.result().wait(1ms));
    busy.release();
    QVERIFY(busy.result().wait());
    QVERIFY(busy.result().ready());
    QVERIFY(busy.result().successful());
  }

  void case40_aGetThatTimesOutLeavesTheTaskAndALaterOneWorks() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().get(0ms));
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().get(1ms));
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().get(-1ms));
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().get(kReturnExceptions, 0ms));
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().successful());
    busy.release();
    QCOMPARE(busy.result().get(), 1);
  }

  void theLongestTimeoutIsForEver() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    QVERIFY(!busy.result().wait(std::chrono::nanoseconds::min()));
    const std::jthread later([&] {
      sleepFor(20ms);
      busy.release();
    });
    QVERIFY(busy.result().wait(std::chrono::nanoseconds::max()));
    QCOMPARE(busy.result().get(std::chrono::nanoseconds::max()), 1);
  }

  void case41_gettingTwiceGivesTheValueTwice() {
    const Client client = startEngines(3);
    const auto result = client.directView().applyAsync([] { return std::string("value"); });
    QCOMPARE(result.get(), std::vector<std::string>(3, "value"));
    QCOMPARE(result.get(), std::vector<std::string>(3, "value"));
  }

  void case42_gettingTwiceAfterAFailureGivesTheErrorTwice() {
    const Client client = startEngines(1);
    const auto result =
        client[0].applyAsync([]() -> int { throw std::runtime_error("the reason"); });
    for (int i = 0; i < 2; ++i) {
      const auto error = thrownBy<RemoteError>([&] { static_cast<void>(result.get()); });
      QVERIFY(error);
      QCOMPARE(error->message(), std::string("the reason"));
    }
  }

  void case43_waitingForAFailedTaskIsTrueAndDoesNotThrow() {
    const Client client = startEngines(2);
    const auto result =
        client.directView().applyAsync([]() -> int { throw std::runtime_error("x"); });
    QVERIFY(result.wait());
    QVERIFY(result.ready());
    QVERIFY(!result.successful());
  }

  void case44_theDictionaryOfAllHasTheIdsAsKeys() {
    const Client client = startEngines(4);
    const auto dict =
        client.directView().applyAsync([](Engine& e) { return 10 * e.id(); }).getDict();
    QCOMPARE(dict, (std::map<EngineId, int>{{0, 0}, {1, 10}, {2, 20}, {3, 30}}));
    const auto one = client[2].applyAsync([] { return 7; }).getDict();
    QCOMPARE(one, (std::map<EngineId, int>{{2, 7}}));
  }

  void aDictionaryOfSeveralValuesAnEngineIsRefused() {
    const Client client = startEngines(2);
    const auto chunks = client.directView().mapAsync(kSelf, upTo(6));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, chunks.getDict());
    const auto tasks = client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSelf, upTo(6));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, tasks.getDict());
    const auto onceEach = client.directView().mapAsync(kSelf, upTo(2));
    QCOMPARE(onceEach.getDict(), (std::map<EngineId, int>{{0, 0}, {1, 1}}));
  }

  void case45_theSizeIsThatOfTheResult() {
    const Client client = startEngines(4);
    QCOMPARE(client.loadBalancedView().mapAsync(kSelf, upTo(10)).size(), 10U);
    QCOMPARE(client.loadBalancedView().applyAsync([] { return 1; }).size(), 1U);
    QCOMPARE(client.directView().applyAsync([] { return 1; }).size(), 4U);
    QCOMPARE(client[0].applyAsync([] { return 1; }).size(), 1U);
  }

  void case46_iteratingADirectResultGivesAValueAnEngine() {
    const Client client = startEngines(4);
    Ints seen;
    for (const int id : client.directView().applyAsync([](Engine& e) { return e.id(); }))
      seen.push_back(id);
    QCOMPARE(seen, (Ints{0, 1, 2, 3}));
    seen.clear();
    for (const int value : client[1].applyAsync([] { return 7; })) seen.push_back(value);
    QCOMPARE(seen, (Ints{7}));
  }

  void iteratingNothingEndsAtOnce() {
    const Client client = startEngines(1);
    const auto nothing = client.loadBalancedView().mapAsync(kSelf, Ints{});
    for (const int value : nothing) QFAIL(qPrintable(QString::number(value)));
    for (const auto& arrival : nothing.asCompleted())
      QFAIL(qPrintable(QString::number(arrival.value)));
    QVERIFY(nothing.wait(0ms));
  }

  void manyThreadsMayWaitForOneResultInDifferentWays() {
    const Client client = startEngines(2);
    for (int round = 0; round < 20; ++round) {
      const auto result =
          client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSelf, upTo(60));
      std::atomic<int> sum = 0;
      {
        std::vector<std::jthread> readers;
        for (int reader = 0; reader < 2; ++reader) {
          readers.emplace_back([&] { sum += result.get()[59]; });
          readers.emplace_back([&] {
            for (const int value : result) sum += value;
          });
          readers.emplace_back([&] {
            for (const auto& arrival : result.asCompleted()) sum += arrival.value;
          });
        }
      }
      QCOMPARE(sum.load(), 2 * (59 + 2 * 1770));
    }
  }

  // --- time ---------------------------------------------------------------------------------

  void case53_timesOfAnUnfinishedResultAreNotKnownYet() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().serialTime());
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().wallTime());
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().speedup());
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().efficiency());
    busy.release();
    busy.result().wait();
    QVERIFY(busy.result().serialTime() > 0s);
  }

  void case54_aQuarterOfASecondTakesThatMuch() {
    const Client client = startEngines(1);
    const auto before = Clock::now();
    const auto result = client[0].applyAsync([] { sleepFor(250ms); });
    result.wait();
    QVERIFY(result.serialTime() >= 0.25s);
    QVERIFY(result.serialTime() <= result.wallTime());
    QVERIFY(result.wallTime() <= Clock::now() - before);
    const TaskRecord task = result.records()[0];
    QCOMPARE(result.serialTime().count(), Seconds(task.completed - task.started).count());
    QCOMPARE(result.wallTime().count(), Seconds(task.received - task.submitted).count());
    QVERIFY(result.speedup() > 0.0 && result.speedup() <= 1.0);
  }

  // Each waits for the others, so that they sleep together however late one of them begins.
  void case55_fourEnginesSleepAtTheSameTime() {
    const Client client = startEngines(4);
    const auto together = makeCommon<Latch>(4);
    const auto result = client.directView().applyAsync([together] {
      together->arrive_and_wait();
      sleepFor(100ms);
    });
    QVERIFY(result.wait(kPatience));
    const auto tasks = result.records();
    for (const TaskRecord& one : tasks)
      for (const TaskRecord& other : tasks) QVERIFY(one.started + 100ms <= other.completed);
    QVERIFY(result.serialTime() >= 0.4s);
    QVERIFY(result.wallTime() >= 0.1s);
    QCOMPARE(result.speedup(), result.serialTime() / result.wallTime());
    QCOMPARE(result.efficiency(), result.speedup() / 4);
  }

  void case56_elapsedGrowsUntilItIsTheWallTime() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const Seconds first = busy.result().elapsed();
    sleepFor(2ms);
    const Seconds second = busy.result().elapsed();
    QVERIFY(first >= 0s);
    QVERIFY(second - first >= 0.002s);
    busy.release();
    busy.result().wait();
    const Seconds third = busy.result().elapsed();
    sleepFor(2ms);
    QCOMPARE(third.count(), busy.result().wallTime().count());
    QCOMPARE(busy.result().elapsed().count(), third.count());
  }

  void case57_progressIsZeroAtFirstAndTheSizeAtTheEnd() {
    const Client client = startEngines(2);
    Gate gate;
    const auto result = client.directView().mapAsync(
        [pass = gate.pass()](int i) {
          pass();
          return i;
        },
        upTo(4));
    QCOMPARE(result.progress(), 0U);
    gate.open();
    result.wait();
    QCOMPARE(result.progress(), result.size());
  }

  // --- records ------------------------------------------------------------------------------

  void case58_whereAndWhenIsReadableAfterwards() {
    const Client client = startEngines(4);
    const auto result = client.directView().applyAsync([] {});
    result.wait();
    const auto tasks = result.records();
    QCOMPARE(tasks.size(), 4U);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      QCOMPARE(tasks[i].engine, static_cast<int>(i));
      QCOMPARE(tasks[i].id, result.taskIds()[i]);
      QCOMPARE(tasks[i].status, TaskStatus::Succeeded);
      QVERIFY(tasks[i].submitted <= tasks[i].started);
      QVERIFY(tasks[i].started <= tasks[i].completed);
      QVERIFY(tasks[i].completed <= tasks[i].received);
    }
  }

  void anUnfinishedTaskShowsItsItemsAndStatus() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto queued = client[0].mapAsync(kSelf, upTo(3));
    QCOMPARE(busy.result().records()[0].status, TaskStatus::Running);
    QVERIFY(!isStamped(busy.result().records()[0]));
    QCOMPARE(queued.records()[0].status, TaskStatus::Queued);
    QCOMPARE(queued.records()[0].itemCount, 3U);
    QVERIFY(queued.records()[0].id != busy.result().records()[0].id);
  }

  void aRecordIsFinalOnceItsLastItemHasArrived() {
    const Client client = startEngines(2);
    for (int round = 0; round < 200; ++round) {
      const auto result = client.loadBalancedView().with({.chunkSize = 2}).mapAsync(kSelf, upTo(8));
      for (const auto& arrival : result.asCompleted()) {
        const TaskRecord task = result.records()[arrival.index / 2];
        if (arrival.index % 2 == 1) QVERIFY(isStamped(task));
      }
    }
  }

  void recordsMayBeReadWhileTasksRun() {
    const Client client = startEngines(2);
    const auto result =
        client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSelf, upTo(5000));
    while (!result.ready())
      for (const TaskRecord& task : result.records())
        QCOMPARE(isStamped(task), task.status == TaskStatus::Succeeded);
    for (const TaskRecord& task : result.records()) QVERIFY(isStamped(task));
  }

  // --- calling off --------------------------------------------------------------------------

  void case62_aQueuedTaskIsAbortedAndTheRunningOneEnds() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto queued = client[0].applyAsync([] { return 2; });
    const auto after = client[0].applyAsync([] { return 3; });
    queued.abort();
    busy.result().abort();
    QVERIFY(queued.ready());
    QVERIFY_THROWS_EXCEPTION(TaskAborted, queued.get());
    QVERIFY(!busy.result().ready());
    busy.release();
    QCOMPARE(busy.result().get(), 1);
    QCOMPARE(after.get(), 3);
    QCOMPARE(queued.records()[0].status, TaskStatus::Aborted);
    QVERIFY(!isStamped(queued.records()[0]));
    QCOMPARE(queued.serialTime().count(), 0.0);
  }

  void case63_ofTenTasksThoseNotStartedAreAborted() {
    const Client client = startEngines(1);
    Gate gate;
    const auto fifth = makeCommon<Latch>(1);
    std::vector<AsyncResult<int, Single>> results;
    for (int i = 0; i < 10; ++i)
      results.push_back(client[0].applyAsync([i, fifth, pass = gate.pass()] {
        if (i == 4) {
          fifth->count_down();
          pass();
        }
        return i;
      }));
    fifth->wait();
    for (const auto& result : results) result.abort();
    gate.open();
    for (int i = 0; i < 5; ++i) QCOMPARE(results[static_cast<std::size_t>(i)].get(), i);
    for (std::size_t i = 5; i < 10; ++i) QVERIFY_THROWS_EXCEPTION(TaskAborted, results[i].get());
  }

  // An engine that is about to begin the first would begin the second instead.
  void case63_whatWaitsBehindATaskThatIsTakenBackDoesNotBegin() {
    const Client client = startEngines(1);
    for (int round = 0; round < 200; ++round) {
      const auto view = client.directView();
      Gate gate;
      const auto first = view.applyAsync([pass = gate.pass()] { pass(); });
      const auto second = view.applyAsync([] { return 2; });
      view.abort();
      gate.open();
      QVERIFY_THROWS_EXCEPTION(CompositeError, second.get());
      first.wait();
    }
  }

  void case63_abortingAMapEndsItsUnstartedTasks() {
    const Client client = startEngines(1);
    Gate gate;
    const auto started = makeCommon<Latch>(1);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 2})
                            .mapAsync(
                                [started, pass = gate.pass()](int i) {
                                  if (i == 0) {
                                    started->count_down();
                                    pass();
                                  }
                                  return i;
                                },
                                upTo(6));
    started->wait();
    result.abort();
    QCOMPARE(result.progress(), 4U);
    gate.open();
    const auto outcomes = result.get(kReturnExceptions);
    for (std::size_t i = 0; i < 6; ++i) QCOMPARE(outcomes[i].ok(), i < 2);
    const auto error = thrownBy<CompositeError>([&] { static_cast<void>(result.get()); });
    QCOMPARE(error->entries().size(), 4U);
    QCOMPARE(error->entries()[0]->kind, TaskFailure::Kind::Aborted);
    result.abort();  // once more is harmless
  }

  void aRunningTaskSeesThatItIsCancelled() {
    const Client client = startEngines(1);
    const auto started = makeCommon<Latch>(1);
    const auto result = client[0].applyAsync([started](Engine& engine) {
      started->count_down();
      while (!engine.stopRequested()) std::this_thread::yield();
      return 5;
    });
    started->wait();
    result.cancel();
    QVERIFY(result.wait(kPatience));
    QCOMPARE(result.get(), 5);  // what it returns all the same is its value
    const auto next = client[0].applyAsync([](Engine& engine) { return engine.stopRequested(); });
    QCOMPARE(next.get(), false);  // the token is the task's, not the engine's
  }

  void cancellingEndsTheRestOfARunningChunk() {
    const Client client = startEngines(1);
    const auto started = makeCommon<Latch>(1);
    const auto result = client[0].mapAsync(
        [started](Engine& engine, int i) {
          if (i == 1) {
            started->count_down();
            while (!engine.stopRequested()) std::this_thread::yield();
          }
          return i;
        },
        upTo(4));
    started->wait();
    result.cancel();
    const auto outcomes = result.get(kReturnExceptions);
    QVERIFY(outcomes[0].ok() && outcomes[1].ok());
    QVERIFY(!outcomes[2].ok() && !outcomes[3].ok());
    QVERIFY_THROWS_EXCEPTION(TaskAborted, outcomes[3].value());
    QCOMPARE(result.records()[0].status, TaskStatus::Aborted);
  }

  void cancellingWhatHasEndedChangesNothing() {
    const Client client = startEngines(2);
    const auto result = client.directView().applyAsync([] { return 1; });
    result.wait();
    result.cancel();
    result.abort();
    QCOMPARE(result.get(), (Ints{1, 1}));
  }

  void droppingAResultDoesNotStopItsTasks() {
    const Client client = startEngines(1);
    const auto ran = makeCommon<std::atomic<bool>>(false);
    {
      BusyEngine busy(client, 0);
      client[0].applyAsync([ran] { *ran = true; });
    }
    QTRY_VERIFY(ran->load());
  }

  // --- no waiting inside tasks --------------------------------------------------------------

  void aTaskThatWaitsForItsOwnClusterIsRefused() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(1);
    const auto direct = client[0];
    const auto balanced = client.loadBalancedView();
    const auto refused = [](auto&& wait) {
      try {
        wait();
        return false;
      } catch (const EngineError&) {
        return true;
      }
    };
    const auto task = client[0].applyAsync([=] {
      Ints results;
      const auto inner = direct.applyAsync([] { return 1; });
      const auto map = balanced.mapAsync(kSelf, upTo(3));
      results.push_back(refused([&] { static_cast<void>(inner.get()); }));
      results.push_back(refused([&] { static_cast<void>(inner.get(kReturnExceptions)); }));
      results.push_back(refused([&] { static_cast<void>(*map.begin()); }));
      results.push_back(refused([&] { static_cast<void>(*map.asCompleted().begin()); }));
      results.push_back(refused([&] { static_cast<void>(inner.successful()); }));
      results.push_back(refused([&] { direct.applySync([] { return 1; }); }));
      results.push_back(refused([&] { balanced.mapSync(kSelf, upTo(3)); }));
      results.push_back(refused([&] { static_cast<void>(direct["a"].template as<int>()); }));
      results.push_back(!inner.wait());
      results.push_back(!inner.ready());
      return results;
    });
    QVERIFY(task.wait(kPatience));
    QCOMPARE(task.get(), Ints(10, 1));
  }

  void aTaskMayReadWhatIsReady() {
    FATOU_SKIP_IN_OTHER_PROCESSES("the task holds a result");
    const Client client = startEngines(1);
    const auto ready = client[0].mapAsync(kSelf, upTo(3));
    ready.wait();
    const int sum = client[0].applySync([ready] {
      int total = ready.get()[2];
      for (const int value : ready) total += value;
      for (const auto& arrival : ready.asCompleted()) total += arrival.value;
      return ready.wait() ? total : -1;
    });
    QCOMPARE(sum, 2 + 3 + 3);
  }

  void aTaskMayWaitForAnotherCluster() {
    FATOU_SKIP_IN_OTHER_PROCESSES("the task holds a view");
    const Client client = startEngines(1);
    const Client other = startEngines(1);
    const int value =
        client[0].applySync([view = other[0]] { return view.applySync([] { return 9; }); });
    QCOMPARE(value, 9);
  }
};

}  // namespace fatou::engines::async_result_test

static const fatou::engines::ConformanceTest<fatou::engines::async_result_test::AsyncResultTest>
    kTest("AsyncResultTest");
#include "async_result_test.moc"
