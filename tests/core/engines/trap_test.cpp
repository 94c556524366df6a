// SPDX-License-Identifier: GPL-3.0-or-later
// What waiting on a QFuture of QtConcurrent::run() would break: a waiting thread takes the queued
// job and runs it itself, out of order and in the wrong place.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::trap_test {
namespace {

constexpr auto kThread = [] { return threadHere(); };

}  // namespace

class TrapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case71_waitingForTheThirdTaskChangesNeitherOrderNorOverlap() {
    const Client client = startEngines(1);
    for (int round = 0; round < 20; ++round) {
      const auto order = makeCommon<Notes>();
      const auto inside = makeCommon<std::atomic<int>>(0);
      const auto overlapped = makeCommon<std::atomic<bool>>(false);
      const auto task = [=](int i) {
        if (inside->fetch_add(1) > 0) *overlapped = true;
        order->add(i);
        // Long enough for a waiting thread to steal what is behind, if it could.
        if (i == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        inside->fetch_sub(1);
        return threadHere();
      };
      std::vector<AsyncResult<ThreadId, Single>> results;
      for (int i = 1; i <= 3; ++i) results.push_back(client[0].applyAsync(task, i));
      QVERIFY(results[2].get() != threadHere());
      QCOMPARE(order->all(), (Ints{1, 2, 3}));
      QVERIFY(!*overlapped);
      for (std::size_t i = 0; i < 2; ++i)
        QVERIFY(results[i].records()[0].completed <= results[i + 1].records()[0].started);
    }
  }

  void case72_noTaskEverRunsOnTheCallersThread() {
    const Client client = startEngines(2);
    const auto me = threadHere();
    const auto view = client.directView();
    const auto balanced = client.loadBalancedView();
    for (int round = 0; round < 500; ++round) {
      for (const auto id : view.applySync(kThread)) QVERIFY(id != me);
      QVERIFY(balanced.applySync(kThread) != me);
      QVERIFY(client[1].applyAsync(kThread).get() != me);
    }
    for (const auto id : balanced.mapSync([](int) { return kThread(); }, upTo(1000)))
      QVERIFY(id != me);
    for (const auto id : balanced.imap([](int) { return kThread(); }, upTo(100))) QVERIFY(id != me);
  }

  void case72_anEngineIsAlwaysTheSameThread() {
    const Client client = startEngines(3);
    const auto threads = client.directView().applySync(kThread);
    QCOMPARE(std::set<ThreadId>(threads.begin(), threads.end()).size(), 3U);
    const auto check = [&](EngineId engine, const ThreadId& thread) {
      return threads[static_cast<std::size_t>(engine)] == thread;
    };
    const auto both = [](Engine& engine, int) { return std::pair(engine.id(), threadHere()); };
    for (int round = 0; round < 20; ++round) {
      for (const auto& [engine, thread] :
           client.loadBalancedView().with({.chunkSize = 1}).mapSync(both, upTo(50)))
        QVERIFY(check(engine, thread));
      for (const auto& [engine, thread] : client.directView().mapSync(both, upTo(7)))
        QVERIFY(check(engine, thread));
      QCOMPARE(client.directView().applySync(kThread), threads);
      QTest::qWait(1);  // the engines fall asleep
    }
  }

  void case72_oneEngineRunsOneTaskAtATimeWhoeverSubmits() {
    const Client client = startEngines(2);
    const auto inside = makeCommon<std::array<std::atomic<int>, 2>>();
    const auto overlapped = makeCommon<std::atomic<bool>>(false);
    const auto task = [=](Engine& engine, int i) {
      auto& here = (*inside)[static_cast<std::size_t>(engine.id())];
      if (here.fetch_add(1) > 0) *overlapped = true;
      std::this_thread::yield();
      here.fetch_sub(1);
      return i;
    };
    {
      std::vector<std::jthread> users;
      for (int user = 0; user < 3; ++user)
        users.emplace_back([&] {
          for (int round = 0; round < 30; ++round) {
            const auto direct = client.directView().mapAsync(task, upTo(20));
            const auto balanced =
                client.loadBalancedView().with({.chunkSize = 1}).mapAsync(task, upTo(20));
            direct.wait();
            balanced.wait();
          }
        });
    }
    QVERIFY(!*overlapped);
  }
};

}  // namespace fatou::engines::trap_test

static const fatou::engines::ConformanceTest<fatou::engines::trap_test::TrapTest> kTest("TrapTest");
#include "trap_test.moc"
