// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/cluster/cluster.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::cluster_test {
namespace {

constexpr auto kId = [](Engine& engine) { return engine.id(); };
constexpr auto kOne = [] { return 1; };

// Whether a task that was running when its cluster stopped gave its 1. An engine elsewhere is cut
// off where a busy machine takes longer than Cluster::kFarewell.
bool gaveOne(const AsyncResult<int, Single>& result) {
  if (!isElsewhere()) return result.get() == 1;
  return !result.successful() || result.get() == 1;
}

}  // namespace

class ClusterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- one engine goes ----------------------------------------------------------------------

  // Tests as much as threads can show: the running task ends first, the queued ones are lost.
  void case64_aStoppedEngineLosesItsQueueAndItsId() {
    const Client client = startEngines(2);
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 1);
    const auto queued = client[1].applyAsync(kOne);
    const auto all = client.directView().applyAsync(kId);
    stopper = std::jthread([&] { client.cluster().stopEngine(1); });
    QTRY_COMPARE(client.ids(), (Ints{0}));
    busy.release();
    QVERIFY(queued.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, queued.get());
    QCOMPARE(queued.records()[0].status, TaskStatus::Lost);
    QCOMPARE(busy.result().get(), 1);
    const auto error = thrownBy<CompositeError>([&] { static_cast<void>(all.get()); });
    QVERIFY(error);
    QCOMPARE(error->entries().size(), 1U);
    QCOMPARE(error->entries()[0]->engine, 1);
    QCOMPARE(error->entries()[0]->kind, TaskFailure::Kind::EngineLost);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[1]);
  }

  void case64_balancedTasksGoToTheEnginesThatAreLeft() {
    const Client client = startEngines(2);
    std::jthread stopper;  // joins after the engines are released
    Gate gate;
    const auto both = makeCommon<Latch>(2);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 1})
                            .mapAsync(
                                [both, pass = gate.pass()](Engine& engine, int i) {
                                  if (i < 2) both->count_down();
                                  pass();
                                  return engine.id();
                                },
                                upTo(500));
    both->wait();
    stopper = std::jthread([&] { client.cluster().stopEngine(0); });
    QTRY_COMPARE(client.ids(), (Ints{1}));
    gate.open();
    QVERIFY(result.wait(kPatience));
    QVERIFY(result.successful());
    // The items that engine 0 was running, and no more than it may have begun before it saw its
    // end.
    QVERIFY(std::ranges::count(result.get(), 0) < 250);
    QCOMPARE(result.get().back(), 1);
  }

  void case64_balancedTasksAreLostWithTheLastEngine() {
    const Client client = startEngines(1);
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 0);
    const auto queued = client.loadBalancedView().applyAsync(kOne);
    const auto map = client.loadBalancedView().mapAsync([](int i) { return i; }, upTo(10));
    stopper = std::jthread([&] { client.cluster().stopEngine(0); });
    QTRY_VERIFY(client.ids().empty());
    busy.release();
    QVERIFY(queued.wait(kPatience) && map.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, queued.get());
    QVERIFY_THROWS_EXCEPTION(CompositeError, map.get());
  }

  void case64_tasksForChosenEnginesAreLostWithThem() {
    const Client client = startEngines(3);
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 2);
    const auto queued = client.loadBalancedView({2}).applyAsync(kId);
    const auto either = client.loadBalancedView({1, 2}).applyAsync(kId);
    stopper = std::jthread([&] { client.cluster().stopEngine(2); });
    QTRY_COMPARE(client.ids(), (Ints{0, 1}));
    busy.release();
    QVERIFY(queued.wait(kPatience) && either.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, queued.get());
    QCOMPARE(either.get(), 1);
  }

  // The engines a view was made for went before the call.
  void case64_aViewOfEnginesThatHaveGoneEndsWithAnEngineError() {
    const Client client = startEngines(2);
    const auto balanced = client.loadBalancedView({1});
    const auto direct = client[1];
    client.cluster().stopEngine(1);
    const auto first = balanced.applyAsync(kId);
    QVERIFY(first.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, first.get());
    const auto map = balanced.mapAsync([](int i) { return i; }, upTo(5));
    QVERIFY(map.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(CompositeError, map.get());
    QVERIFY_THROWS_EXCEPTION(EngineError, direct.applySync(kId));
  }

  void case97_aTaskMayStopItsOwnEngineAndAnother() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(3);
    Cluster& cluster = client.cluster();
    const auto own = client[1].applyAsync([&cluster](Engine& engine) {
      cluster.stopEngine(engine.id());
      return engine.id();
    });
    QCOMPARE(own.get(), 1);
    QCOMPARE(client.ids(), (Ints{0, 2}));
    client[0].applySync([&cluster] { cluster.stopEngine(2); });
    QCOMPARE(client.ids(), (Ints{0}));
    QCOMPARE(client.loadBalancedView().mapSync([](int i) { return i; }, upTo(9)), upTo(9));
  }

  void case97_whatWaitsForAStoppedEngineIsLostAtOnce() {
    const Client client = startEngines(2);
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 1);
    std::vector<AsyncResult<int, Single>> queued;
    for (int i = 0; i < 99; ++i) queued.push_back(client[1].applyAsync(kOne));
    stopper = std::jthread([&] { client.cluster().stopEngine(1); });
    for (const auto& result : queued) QVERIFY(result.wait(kPatience));
    QVERIFY(!busy.result().ready());
    for (const auto& result : queued) QVERIFY_THROWS_EXCEPTION(EngineError, result.get());
    busy.release();
    QCOMPARE(busy.result().get(), 1);
  }

  // The engine that was woken for a task goes before it comes to it.
  void whatAStoppedEngineWasWokenForIsTakenByAnother() {
    for (int round = 0; round < 50; ++round) {
      const Client client = startEngines(2);
      const auto result = client.loadBalancedView().applyAsync(kOne);
      client.cluster().stopEngine(0);
      QVERIFY(result.wait(kPatience));
      QCOMPARE(result.get(), 1);
    }
  }

  void stoppingAnEngineThatIsNotThereIsNoError() {
    const Client client = startEngines(1);
    client.cluster().stopEngine(7);
    client.cluster().stopEngine(0);
    client.cluster().stopEngine(0);
    QVERIFY(client.ids().empty());
  }

  void anAddedEngineTakesWhatIsWaiting() {
    Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto single = client.loadBalancedView().applyAsync(kId);
    const auto map = client.loadBalancedView()
                         .with({.chunkSize = 1})
                         .mapAsync([](Engine& e, int) { return e.id(); }, upTo(10));
    addEngines(client, 1);
    QVERIFY(single.wait(kPatience) && map.wait(kPatience));
    QCOMPARE(single.get(), 1);
    QCOMPARE(map.get(), Ints(10, 1));
  }

  // --- all engines go -----------------------------------------------------------------------

  void case70_stoppingTwiceIsHarmlessAndARestartGivesNewEngines() {
    const Client client = startEngines(2);
    const auto threads = [&] { return client.directView().applySync([] { return threadHere(); }); };
    const auto before = client.ids();
    client.cluster().stop();
    client.cluster().stop();
    QVERIFY(client.ids().empty());
    addEngines(client, 2);
    const auto after = client.ids();
    QCOMPARE(after, (Ints{2, 3}));  // ids are never given twice
    QVERIFY(!std::ranges::binary_search(after, before.back()));
    QCOMPARE(threads().size(), 2U);
    QCOMPARE(client.loadBalancedView().mapSync([](int i) { return i; }, upTo(20)), upTo(20));
  }

  void namesDoNotSurviveARestart() {
    const Client client = startEngines(1);
    client.directView()["a"] = 5;
    client.cluster().stop();
    addEngines(client, 1);
    QVERIFY_THROWS_EXCEPTION(CompositeError, client.directView()["a"].as<int>());
  }

  void whatIsQueuedWhenTheClusterStopsIsLost() {
    const Client client = startEngines(1);
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 0);
    const auto direct = client[0].applyAsync(kOne);
    const auto balanced = client.loadBalancedView().mapAsync([](int i) { return i; }, upTo(9));
    const auto after =
        client.loadBalancedView().with({.after = busy.result().taskIds()}).applyAsync(kOne);
    stopper = std::jthread([&] { client.cluster().stop(); });
    QVERIFY(direct.wait(kPatience));  // at once, not when the running task ends
    QVERIFY(balanced.wait(kPatience) && after.wait(kPatience));
    QVERIFY(!busy.result().ready() || isElsewhere());
    QVERIFY_THROWS_EXCEPTION(EngineError, direct.get());
    QVERIFY_THROWS_EXCEPTION(EngineError, after.get());
    const auto error = thrownBy<CompositeError>([&] { static_cast<void>(balanced.get()); });
    QCOMPARE(error->entries().size(), 9U);
    for (const TaskRecord& task : balanced.records()) QCOMPARE(task.status, TaskStatus::Lost);
    busy.release();
    QVERIFY(busy.result().wait(kPatience) && gaveOne(busy.result()));
  }

  // An empty map has the id of the task after it.
  void whatIsQueuedBehindAnEmptyMapIsLostAsWell() {
    const Client client = startEngines(1);
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 0);
    const auto empty = client.directView().mapAsync([](int i) { return i; }, Ints{});
    const auto queued = client.loadBalancedView().applyAsync(kOne);
    stopper = std::jthread([&] { client.cluster().stop(); });
    QVERIFY(queued.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, queued.get());
  }

  void aRunningTaskIsAskedToStopWithTheCluster() {
    const Client client = startEngines(1);
    const auto started = makeCommon<Latch>(1);
    const auto result = client.loadBalancedView().applyAsync([started](Engine& engine) {
      started->count_down();
      while (!engine.stopRequested()) std::this_thread::yield();
      return 1;
    });
    started->wait();
    client.cluster().stop();
    QVERIFY(gaveOne(result));
  }

  void aClientThatGoesEndsItsTasks() {
    auto client = std::make_unique<Client>(startEngines(1));
    const auto started = makeCommon<Latch>(1);
    const auto running = (*client)[0].applyAsync([started](Engine& engine) {
      started->count_down();
      while (!engine.stopRequested()) std::this_thread::yield();
    });
    const auto queued = client->loadBalancedView().applyAsync(kOne);
    const auto after =
        client->loadBalancedView().with({.after = queued.taskIds()}).applyAsync(kOne);
    started->wait();
    client.reset();
    QVERIFY(running.ready() && queued.ready() && after.ready());
    QVERIFY_THROWS_EXCEPTION(EngineError, queued.get());
  }

  void tasksToRetryEndWhenTheClusterStops() {
    for (int round = 0; round < 20; ++round) {
      const Client client = startEngines(3);
      const auto result =
          client.loadBalancedView()
              .with({.chunkSize = 2, .retries = 2})
              .mapAsync([](int) -> int { throw std::runtime_error("never"); }, upTo(300));
      client.cluster().stop();
      QVERIFY(result.wait(kPatience));
    }
  }

  // Whoever wins: every task ends, and every call either works or says that there is no engine.
  void startsStopsAndCallsMayMeet() {
    const Client client = startEngines(2);
    std::atomic<bool> over = false;
    std::atomic<int> ended = 0;
    {
      std::vector<std::jthread> users;
      for (int user = 0; user < 2; ++user)
        users.emplace_back([&] {
          while (!over) {
            try {
              const auto map =
                  client.loadBalancedView()
                      .with({.chunkSize = 1, .retries = 1})
                      .mapAsync([](int i) { return i % 3 != 0 ? i : throw i; }, upTo(20));
              const auto direct = client.directView().applyAsync(kOne);
              map.wait();
              direct.wait();
              ++ended;
            } catch (const NoEnginesRegistered&) {
              std::this_thread::yield();
            }
          }
        });
      for (int round = 0; round < 50; ++round) {
        addEngines(client, 2);
        client.cluster().stopEngine(client.ids().front());
        if (round % 3 == 0) client.cluster().stop();
      }
      addEngines(client, 1);
      const int before = ended;
      QTRY_VERIFY(ended > before + 1);
      over = true;
    }
    QVERIFY(client.directView().applyAsync(kOne).wait(kPatience));
  }
};

}  // namespace fatou::engines::cluster_test

static const fatou::engines::ConformanceTest<fatou::engines::cluster_test::ClusterTest> kTest(
    "ClusterTest");
#include "cluster_test.moc"
