// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/load_balanced_view.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <ranges>
#include <set>
#include <sstream>
#include <stop_token>
#include <thread>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::load_balanced_view_test {
namespace {

constexpr auto kSquare = [](int i) { return i * i; };
constexpr auto kId = [](Engine& engine, int) { return engine.id(); };

// A map on two engines of which one waits at item 0 until the gate opens.
auto mapWithALateFirst(const Client& client, const Gate& gate, int count) {
  return client.loadBalancedView()
      .with({.chunkSize = 1})
      .mapAsync(
          [pass = gate.pass()](int i) {
            if (i == 0) pass();
            return i;
          },
          upTo(count));
}

}  // namespace

class LoadBalancedViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case34_sixteenSquaresEqualTheSerialOnesInOrder() {
    const Client client = startEngines(4);
    for (const int count : {0, 1, 3, 4, 5, 16, 1000}) {
      Ints squares;
      for (int i = 0; i < count; ++i) squares.push_back(i * i);
      QCOMPARE(client.loadBalancedView().mapSync(kSquare, upTo(count)), squares);
    }
  }

  void whoWatchesAMapKnowsItBeforeItBegins() {
    const Client client = startEngines(2);
    const auto begun = makeCommon<std::atomic<int>>(0);
    int begunWhenWatched = -1;
    const auto result = client.loadBalancedView().watchedMapAsync(
        [&](const auto& watched) {
          std::this_thread::sleep_for(std::chrono::milliseconds(50));  // enough to begin, if it did
          begunWhenWatched = begun->load() + static_cast<int>(watched.progress());
        },
        [begun](int x) {
          ++*begun;
          return x;
        },
        upTo(100));
    QCOMPARE(result.get(), upTo(100));
    QCOMPARE(begunWhenWatched, 0);
  }

  void case35_orderedIterationFollowsTheInputs() {
    const Client client = startEngines(2);
    Gate gate;
    const auto result = mapWithALateFirst(client, gate, 8);
    QTRY_COMPARE(result.progress(), 7U);  // all but the first, which every other has overtaken
    gate.open();
    Ints seen;
    for (const int value : result) seen.push_back(value);
    QCOMPARE(seen, upTo(8));
  }

  void case36_iterationAsCompletedFollowsTheArrivals() {
    const Client client = startEngines(2);
    Gate gate;
    const auto result = mapWithALateFirst(client, gate, 8);
    Ints seen;
    for (const auto& arrival : result.asCompleted()) {
      QCOMPARE(arrival.value, static_cast<int>(arrival.index));
      seen.push_back(arrival.value);
      if (seen.size() == 7) gate.open();
    }
    QCOMPARE(seen, (Ints{1, 2, 3, 4, 5, 6, 7, 0}));
  }

  void case36_nothingIsLostOrDoubledUnderLoad() {
    const Client client = startEngines(4);
    const auto view = client.loadBalancedView().with({.chunkSize = 3});
    for (int round = 0; round < 50; ++round) {
      const auto result = view.mapAsync([](int i) { return i; }, upTo(100));
      Ints seen;
      for (const auto& arrival : result.asCompleted()) seen.push_back(arrival.value);
      std::ranges::sort(seen);
      QCOMPARE(seen, upTo(100));
    }
  }

  void case37_getAfterIteratingAsCompletedIsInInputOrder() {
    const Client client = startEngines(2);
    Gate gate;
    const auto result = mapWithALateFirst(client, gate, 5);
    std::size_t count = 0;
    for (const auto& arrival : result.asCompleted()) {
      static_cast<void>(arrival);
      if (++count == 4) gate.open();
    }
    QCOMPARE(result.get(), upTo(5));
  }

  void case38_theFirstValueIsThereBeforeTheLastTaskEnds() {
    const Client client = startEngines(2);
    Gate gate;
    const auto result = client.loadBalancedView().mapAsync(
        [pass = gate.pass()](int i) {
          if (i == 4) pass();
          return i;
        },
        upTo(5));
    QCOMPARE(*result.begin(), 0);
    QVERIFY(!result.ready());
    QVERIFY((*result.asCompleted().begin()).value != 4);
    gate.open();
    QCOMPARE(result.get(), upTo(5));
  }

  void blockIsSetForAScopeAndPutBack() {
    const Client client = startEngines(1);
    auto view = client.loadBalancedView();
    {
      const auto scope = view.scopedBlock(true);
      QVERIFY(view.apply([] { return 1; }).ready());
      QVERIFY(view.map(kSquare, upTo(10)).ready());
    }
    QVERIFY(!view.block());
    BusyEngine busy(client, 0);
    QVERIFY(!view.apply([] { return 1; }).ready());
  }

  void aMapOverSequencesOfUnequalOrUnknownLengthEndsWithTheShortest() {
    const Client client = startEngines(3);
    std::istringstream text("1 2 3 4");
    QCOMPARE(client.loadBalancedView().mapSync([](int a, int b) { return 10 * a + b; },
                                               std::views::istream<int>(text), upTo(3)),
             (Ints{10, 21, 32}));
  }

  // --- chunks -------------------------------------------------------------------------------

  void chunksOfAtMostTheSizeAreTheQuotientRoundedUp() {
    const Client client = startEngines(2);
    for (const auto& [items, size, tasks] : {std::tuple{10, 1U, 10U},
                                             {10, 3U, 4U},
                                             {10, 10U, 1U},
                                             {10, 11U, 1U},
                                             {0, 3U, 0U},
                                             {1, 3U, 1U},
                                             {9, 3U, 3U}}) {
      const auto result =
          client.loadBalancedView().with({.chunkSize = size}).mapAsync(kSquare, upTo(items));
      QVERIFY(result.wait(kPatience));
      QCOMPARE(result.records().size(), std::size_t{tasks});
      std::size_t next = 0;
      for (const TaskRecord& task : result.records()) {
        QCOMPARE(task.firstItem, next);
        QVERIFY(task.itemCount >= 1 && task.itemCount <= size);
        next += task.itemCount;
      }
      QCOMPARE(next, static_cast<std::size_t>(items));
    }
  }

  void automaticChunksAreFarFewerThanTheItems() {
    const Client client = startEngines(2);
    const auto many = client.loadBalancedView().mapAsync([](int i) { return i; }, upTo(100'000));
    QVERIFY(many.records().size() < 1000);
    QVERIFY(many.records().size() >= 2 * 16);  // and enough for the engines to end together
    QVERIFY(many.wait(kPatience));
    const auto few = client.loadBalancedView().mapAsync(kSquare, upTo(10));
    QCOMPARE(few.records().size(), 10U);
  }

  void oneFailureLeavesTheOtherValuesOfItsChunk() {
    const Client client = startEngines(2);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 4})
                            .mapAsync(
                                [](int i) {
                                  if (i == 1) throw std::runtime_error("one");
                                  return i;
                                },
                                upTo(8));
    const auto outcomes = result.get(kReturnExceptions);
    for (int i = 0; i < 8; ++i) {
      const auto& outcome = outcomes[static_cast<std::size_t>(i)];
      QCOMPARE(outcome.ok(), i != 1);
      if (i != 1) QCOMPARE(outcome.value(), i);
    }
    QCOMPARE(result.records()[0].status, TaskStatus::Failed);
    QCOMPARE(result.records()[1].status, TaskStatus::Succeeded);
  }

  void case100_anItemOfAChunkIsDeliveredWhenItIsComputed() {
    const Client client = startEngines(1);
    Gate gate;
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 4})
                            .mapAsync(
                                [pass = gate.pass()](int i) {
                                  if (i == 2) pass();
                                  return 10 * i;
                                },
                                upTo(4));
    QCOMPARE(result[0], 0);
    QCOMPARE(result[1], 10);
    QCOMPARE(result.progress(), 2U);
    QVERIFY(!result.ready());
    gate.open();
    QCOMPARE(result.get(), (Ints{0, 10, 20, 30}));
    QCOMPARE(result.progress(), 4U);
  }

  void optionsAddUp() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView().with({.chunkSize = 3}).with({.retries = 1});
    QCOMPARE(view.options().chunkSize, 3U);
    QCOMPARE(view.options().retries, 1);
    QCOMPARE(view.mapAsync(kSquare, upTo(9)).records().size(), 3U);
  }

  void aNegativeNumberOfRetriesIsRefused() {
    const Client client = startEngines(1);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                             client.loadBalancedView().with({.retries = -1}));
  }

  // --- balance ------------------------------------------------------------------------------

  void theFreeEngineDoesWhatABusyOneCannot() {
    const Client client = startEngines(2);
    BusyEngine busy(client, 0);
    const auto result = client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kId, upTo(20));
    QVERIFY(result.wait(kPatience));
    QCOMPARE(result.get(), Ints(20, 1));
    for (int i = 0; i < 20; ++i)
      QCOMPARE(client.loadBalancedView().applySync([](Engine& e) { return e.id(); }), 1);
  }

  // Each task waits for all others: only four engines at work at once can end them.
  void allEnginesWorkAtOnce() {
    const Client client = startEngines(4);
    const auto together = makeCommon<Latch>(4);
    const auto result = client.loadBalancedView().mapAsync(
        [together](Engine& engine, int) {
          together->arrive_and_wait();
          return engine.id();
        },
        upTo(4));
    if (!result.wait(kPatience)) {
      together->count_down(4);
      QFAIL("some engine was left idle");
    }
    const Ints ids = result.get();
    QCOMPARE(std::set<int>(ids.begin(), ids.end()).size(), 4U);
  }

  void singleTasksAlsoWakeAllEngines() {
    const Client client = startEngines(4);
    for (int round = 0; round < 50; ++round) {
      const auto together = makeCommon<Latch>(4);
      std::vector<AsyncResult<std::monostate, Single>> results;
      for (int i = 0; i < 4; ++i)
        results.push_back(
            client.loadBalancedView().applyAsync([together] { together->arrive_and_wait(); }));
      for (const auto& result : results) QVERIFY(result.wait(kPatience));
    }
  }

  void onlyTheChosenEnginesAreUsed() {
    const Client client = startEngines(4);
    const auto view = client.loadBalancedView({1, 3});
    QCOMPARE(view.targets(), (Ints{1, 3}));
    for (const int id : view.with({.chunkSize = 1}).mapSync(kId, upTo(100)))
      QVERIFY(id == 1 || id == 3);
  }

  void aDirectCallComesBetweenBalancedTasks() {
    const Client client = startEngines(1);
    Gate gate;
    const auto started = makeCommon<Latch>(1);
    const auto map = client.loadBalancedView()
                         .with({.chunkSize = 1})
                         .mapAsync(
                             [started, pass = gate.pass()](int i) {
                               if (i == 0) {
                                 started->count_down();
                                 pass();
                               }
                               return i;
                             },
                             upTo(100));
    started->wait();
    const auto direct = client[0].applyAsync([] { return 1; });
    gate.open();
    QVERIFY(direct.wait(kPatience));
    QVERIFY(map.wait(kPatience));
    const auto tasks = map.records();
    QVERIFY(direct.records()[0].completed <= tasks[2].started);
    QVERIFY(direct.records()[0].started >= tasks[0].completed);
  }

  void tasksMaySubmitTasks() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(2);
    const auto inner = client.loadBalancedView().applySync(
        [view = client.loadBalancedView()] { return view.applyAsync([] { return 42; }); });
    QVERIFY(inner.wait(kPatience));
    QCOMPARE(inner.get(), 42);
  }

  void manyThreadsMayUseOneView() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    std::atomic<int> sum = 0;
    {
      std::vector<std::jthread> users;
      for (int user = 0; user < 4; ++user)
        users.emplace_back([&] {
          for (int i = 0; i < 100; ++i) sum += view.applySync([] { return 1; });
          for (const int value : view.mapSync([](int) { return 1; }, upTo(100))) sum += value;
        });
    }
    QCOMPARE(sum.load(), 800);
  }

  // --- the queue ----------------------------------------------------------------------------

  // Its cost is measured in engines_bench.
  void case96_oneEngineWorksBesideALongQueueForAnother() {
    constexpr std::size_t kWaiting = 30'000;
    const Client client = startEngines(2);
    BusyEngine busy(client, 1);
    std::vector<AsyncResult<int, Single>> waiting;
    for (std::size_t i = 0; i < kWaiting; ++i)
      waiting.push_back(client.loadBalancedView({1}).applyAsync(kSquare, 3));
    const auto beside = client.loadBalancedView({0});
    for (int i = 0; i < 100; ++i) QCOMPARE(beside.applySync(kSquare, i), i * i);
    QCOMPARE(client[0].applySync(kSquare, 5), 25);
    for (const auto& result : waiting) QVERIFY(!result.ready());
    busy.release();
    QVERIFY(waiting.back().wait(kPatience));
    for (const auto& result : waiting) QCOMPARE(result.get(), 9);
  }

  void aSubmitterWaitsForRoomInAFullQueue() {
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    const int tooMany = static_cast<int>(Cluster::kQueueLimit) + 100;
    std::atomic<int> submitted = 0;
    BusyEngine busy(client, 0);
    const std::jthread submitter([&] {
      for (int i = 0; i < tooMany; ++i) {
        view.applyAsync([] {});
        ++submitted;
      }
    });
    QTRY_COMPARE(submitted.load(), static_cast<int>(Cluster::kQueueLimit));
    QTest::qWait(50);  // not for luck: without a bound the submitter would only get further
    QCOMPARE(submitted.load(), static_cast<int>(Cluster::kQueueLimit));
    busy.release();
    QTRY_COMPARE(submitted.load(), tooMany);
  }

  // The task may be the one that is to make room.
  void aTaskDoesNotWaitForRoomInAFullQueue() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    Gate full;
    const auto task = client[0].applyAsync([view, pass = full.pass()] {
      pass();
      view.applyAsync([] {});
    });
    for (std::size_t queued = 0; queued < Cluster::kQueueLimit; ++queued) view.applyAsync([] {});
    full.open();
    QVERIFY(task.wait(kPatience));
  }

  void aSubmitterDoesNotWaitForEnginesThatHaveGone() {
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    std::atomic<std::size_t> submitted = 0;
    std::atomic<bool> ended = false;
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 0);
    std::jthread submitter([&](const std::stop_token& stop) {
      try {
        while (!stop.stop_requested()) {
          view.applyAsync([] {});
          ++submitted;
        }
      } catch (const NoEnginesRegistered&) {
      }
      ended = true;
    });
    QTRY_COMPARE(submitted.load(), Cluster::kQueueLimit);
    stopper = std::jthread([&] { client.cluster().stopEngine(0); });
    QTRY_VERIFY(client.ids().empty());
    busy.release();
    QTRY_VERIFY(ended);
  }

  void aThousandCallsFromInsideATaskDoNotWait() {
    FATOU_SKIP_IN_OTHER_PROCESSES("the task holds a view");
    const Client client = startEngines(1);
    const auto done = makeCommon<std::atomic<int>>(0);
    client[0].applySync([view = client.loadBalancedView(), done] {
      for (int i = 0; i < 1000; ++i) view.applyAsync([done] { ++*done; });
    });
    QTRY_COMPARE(done->load(), 1000);
  }
};

}  // namespace fatou::engines::load_balanced_view_test

static const fatou::engines::ConformanceTest<
    fatou::engines::load_balanced_view_test::LoadBalancedViewTest>
    kTest("LoadBalancedViewTest");
#include "load_balanced_view_test.moc"
