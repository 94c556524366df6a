// SPDX-License-Identifier: GPL-3.0-or-later
// These tests say what becomes of tasks and clients when engines die.
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

#include <QtTest>

#include "core/engines/client.h"
#include "core/engines/remote/loopback.h"
#include "loopback_engines.h"
#include "test_tasks.h"

namespace fatou::engines {
namespace {

std::atomic<int> g_deaths{0};
std::array<std::atomic<bool>, 4> g_cameHere;

// The first engines to come here die of it, as many as g_deaths says. One that is dead may still
// work on what it has been sent.
constexpr auto kDieOrSquare = [](Engine& engine, int x) {
  const auto place = static_cast<std::size_t>(engine.id());
  if (x % 10 == 3 && !g_cameHere.at(place).exchange(true) && g_deaths.fetch_sub(1) > 0)
    g_faults.at(place)->die();
  return x * x;
};

// A number that kills an engine on its way there, as long as g_deaths says.
struct Deadly {
  int number = 0;
};

}  // namespace

template <>
struct Wire<Deadly> {
  static void write(Writer& writer, const Deadly& deadly) {
    if (g_deaths.fetch_sub(1) > 0) g_faults[0]->die();
    writeTo(writer, deadly.number);
  }
  static Deadly read(Reader& reader) { return {readFrom<int>(reader)}; }
};

class LostEnginesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { g_deaths = 0; }

  void case64_anEngineKilledDuringATaskEndsItAndVanishes() {
    Fallible engines(2);
    const Client& client = engines.client;
    const auto running = client[1].applyAsync(kWait, 1);
    const auto queued = client[1].applyAsync(kSquare, 3);
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    g_faults[1]->die();
    QVERIFY(running.wait(kPatience) && queued.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(running.get()));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(queued.get()));
    QCOMPARE(running.records()[0].status, TaskStatus::Lost);
    QVERIFY(!isStamped(running.records()[0]));
    QCOMPARE(client.ids(), (Ints{0}));
    QCOMPARE(client.loadBalancedView().mapSync(kSquare, upTo(20)), squares(20));
  }

  void case64_aBalancedTaskIsLostWithItsEngineOrTriedElsewhere() {
    for (const int retries : {0, 1}) {
      Fallible engines(2);
      const Client& client = engines.client;
      const auto result = client.loadBalancedView({0}).applyAsync(kWait, 7);
      const auto again = client.loadBalancedView().with({.retries = retries}).applyAsync(kWait, 8);
      QTRY_COMPARE(g_crossing->begun.load(), 2);
      g_faults[1]->die();
      if (retries == 1) QVERIFY(!again.ready());
      g_crossing->green.release(3);
      QCOMPARE(result.get(), 7);
      if (retries == 0) {
        QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(again.get()));
      } else {
        QCOMPARE(again.get(), 8);
        QCOMPARE(again.records()[0].engine, 0);
      }
    }
  }

  void aBalancedTaskThatWaitsForAnEngineWhichDiesIsLost() {
    Fallible engines(2);
    const Client& client = engines.client;
    const auto running = client[1].applyAsync(kWait, 1);
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    const auto queued = client.loadBalancedView({1}).applyAsync(kSquare, 3);
    g_faults[1]->die();
    QVERIFY(queued.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(queued.get()));
  }

  // The task was not running there, so that it needs no retry.
  void aTaskThatDidNotReachItsEngineGoesToAnother() {
    Client client;
    g_faults[0] = std::make_shared<LoopbackFaults>();
    client.addEngine(loopbackEngine(g_faults[0]));
    client.addEngines(1, EngineKind::StdThread);
    BusyEngine busy(client, 1);
    g_deaths = 1;
    const auto result = client.loadBalancedView().applyAsync(
        [](Deadly deadly) { return deadly.number; }, Deadly{5});
    QTRY_COMPARE(client.ids(), (Ints{1}));
    QVERIFY(!result.ready());
    busy.release();
    QVERIFY(result.wait(kPatience));
    QCOMPARE(result.get(), 5);
  }

  // A task's callback may be the last owner of its client: then the client ends together with the
  // task.
  void theLastOwnerMayGoWithAnEngineThatDies() {
    g_crossing = std::make_unique<Crossing>();
    g_faults[0] = std::make_shared<LoopbackFaults>();
    auto client = std::make_shared<Client>();
    client->addEngine(loopbackEngine(g_faults[0]));
    const auto running = (*client)[0].applyAsync(kWait, 1);
    const auto queued = (*client)[0].applyAsync(kSquare, 3);
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    queued.whenDone([client] { static_cast<void>(client); });
    client.reset();
    g_faults[0]->die();
    QVERIFY(queued.ready());
    g_crossing->green.release();
    QTRY_COMPARE(g_faults[0].use_count(), 1L);  // its engine has ended
    g_faults[0].reset();                        // which makes all that it did known to this thread
    QVERIFY(running.ready());
  }

  void whatAnEngineThatDiedHeldIsFreedWhenAnotherComes() {
    Fallible engines(2);
    g_faults[1]->die();
    QCOMPARE(engines.client.ids(), (Ints{0}));
    engines.client.addEngines(1, EngineKind::Loopback);
    QCOMPARE(g_faults[1].use_count(), 1L);
  }

  void theLastEngineTakesWhatWaitsWithIt() {
    Fallible engines(1);
    const auto map = engines.client.loadBalancedView()
                         .with({.chunkSize = 1, .retries = 3})
                         .mapAsync(kWait, upTo(10));
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    g_faults[0]->die();
    QVERIFY(map.wait(kPatience));
    QVERIFY(!map.successful());
    for (const TaskRecord& task : map.records()) QCOMPARE(task.status, TaskStatus::Lost);
    QVERIFY_THROWS_EXCEPTION(NoEnginesRegistered,
                             engines.client.loadBalancedView().applyAsync(kSquare, 1));
    g_crossing->green.release();
    engines.client.addEngines(1, EngineKind::Loopback);  // there may be new ones at any time
    QCOMPARE(engines.client.loadBalancedView().applySync(kSquare, 4), 16);
  }

  void threeEnginesDieInTurnAndEveryItemIsRight() {
    for (const std::size_t chunk : {1U, 5U}) {
      Fallible engines(4);
      for (auto& cameHere : g_cameHere) cameHere = false;
      g_deaths = 3;
      const auto result = engines.client.loadBalancedView()
                              .with({.chunkSize = chunk, .retries = 3})
                              .mapAsync(kDieOrSquare, upTo(400));
      QVERIFY(result.wait(kPatience));
      QCOMPARE(result.get(), squares(400));
      QTRY_COMPARE(engines.client.size(), 1U);
    }
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::LostEnginesTest)
#include "lost_engines_test.moc"
