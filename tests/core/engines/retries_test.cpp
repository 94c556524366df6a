// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks that fail are tried on other engines, as often as they may be.
#include <algorithm>
#include <atomic>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::retries_test {
namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

// A task that always fails and notes on which engine.
auto alwaysFailing(const Common<Notes>& tries) {
  return [tries](Engine& engine) -> int {
    tries->add(engine.id());
    throw std::runtime_error("never");
  };
}

}  // namespace

class RetriesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case65_retriesEndWithTheTasksOwnError() {
    const Client client = startEngines(4);
    for (int retries = 0; retries <= 5; ++retries) {
      const auto tries = makeCommon<Notes>();
      const auto result =
          client.loadBalancedView().with({.retries = retries}).applyAsync(alwaysFailing(tries));
      QVERIFY2(result.wait(kPatience), qPrintable(QString::number(retries)));
      const auto error = thrownBy<RemoteError>([&] { static_cast<void>(result.get()); });
      QVERIFY(error);
      QCOMPARE(error->message(), std::string("never"));
      // Each item is tried on one engine more than there are retries, on none twice, and on no more
      // than there are.
      const auto expected = static_cast<std::size_t>(std::min(retries + 1, 4));
      const Ints tried = tries->all();
      QCOMPARE(tried.size(), expected);
      QCOMPARE(std::set<int>(tried.begin(), tried.end()).size(), expected);
      QCOMPARE(error->engine(), tried.back());
      QCOMPARE(result.records()[0].status, TaskStatus::Failed);
      QCOMPARE(result.records()[0].engine, tried.back());
      QVERIFY(isStamped(result.records()[0]));
    }
  }

  void case65_aTaskThatWorksElsewhereSucceeds() {
    const Client client = startEngines(4);
    for (int round = 0; round < 100; ++round) {
      const auto result =
          client.loadBalancedView().with({.retries = 3}).applyAsync([](Engine& engine) {
            if (engine.id() != 3) throw std::runtime_error("not here");
            return engine.id();
          });
      QVERIFY(result.wait(kPatience));
      QCOMPARE(result.get(), 3);
      QCOMPARE(result.records()[0].engine, 3);
    }
  }

  void case65_manyFailingTasksAllEnd() {
    const Client client = startEngines(4);
    const auto view = client.loadBalancedView().with({.chunkSize = 1, .retries = 2});
    const auto map =
        view.mapAsync([](int) -> int { throw std::runtime_error("never"); }, upTo(200));
    QVERIFY(map.wait(kPatience));
    for (const auto& outcome : map.get(kReturnExceptions))
      QCOMPARE(outcome.failure()->message, std::string("never"));
  }

  // Its cost is measured in engines_bench.
  void case94_manyItemsThatFailAreEachTriedOnceMore() {
    const int items = kSanitized || isInOtherProcess() ? 4'000 : 40'000;
    const Client client = startEngines(2);
    const auto calls = makeCommon<std::atomic<int>>(0);
    const auto map = client.loadBalancedView()
                         .with({.chunkSize = 1, .retries = 1})
                         .mapAsync(
                             [calls](int i) -> int {
                               ++*calls;
                               throw std::runtime_error(std::to_string(i));
                             },
                             upTo(items));
    QVERIFY(map.wait(kPatience));
    QCOMPARE(calls->load(), 2 * items);
    const auto outcomes = map.get(kReturnExceptions);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      QCOMPARE(outcomes[i].failure()->message, std::to_string(i));
  }

  // What a chunk has computed is not computed again; what failed is, elsewhere.
  void aRetriedChunkKeepsItsValues() {
    const Client client = startEngines(2);
    for (int round = 0; round < 200; ++round) {
      const auto calls = makeCommon<std::atomic<int>>(0);
      const auto result = client.loadBalancedView()
                              .with({.chunkSize = 4, .retries = 1})
                              .mapAsync(
                                  [calls](Engine& engine, int i) {
                                    ++*calls;
                                    if (i % 4 == 3 && engine.id() == 0)
                                      throw std::runtime_error("not here");
                                    return i;
                                  },
                                  upTo(32));
      QVERIFY(result.wait(kPatience));
      QCOMPARE(result.get(), upTo(32));
      QVERIFY(calls->load() >= 32 && calls->load() <= 40);
    }
  }

  // The items of one chunk end in different ways; all of them end.
  void anItemToRetryIsNotForgottenWhenALaterOneIsAborted() {
    const Client client = startEngines(2);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 3, .retries = 1})
                            .mapAsync(
                                [](int i) -> int {
                                  if (i == 0) throw std::runtime_error("never");
                                  if (i == 1) throw TaskAborted("by the function");
                                  return i;
                                },
                                upTo(3));
    QVERIFY(result.wait(kPatience));
    const auto outcomes = result.get(kReturnExceptions);
    QCOMPARE(outcomes[0].failure()->message, std::string("never"));
    QCOMPARE(outcomes[1].failure()->kind, TaskFailure::Kind::Aborted);
    QCOMPARE(outcomes[2].value(), 2);
  }

  void aTaskToRetryEndsWhenItIsCancelledMeanwhile() {
    const Client client = startEngines(2);
    Gate gate;
    const auto started = makeCommon<Latch>(1);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 3, .retries = 1})
                            .mapAsync(
                                [started, pass = gate.pass()](int i) -> int {
                                  if (i == 0) throw std::runtime_error("never");
                                  started->count_down();
                                  pass();
                                  return i;
                                },
                                upTo(3));
    started->wait();
    result.cancel();
    gate.open();
    QVERIFY(result.wait(kPatience));
    QVERIFY(!result.successful());
  }

  void retriesOnChosenEnginesStayThere() {
    const Client client = startEngines(4);
    const auto tries = makeCommon<Notes>();
    const auto result =
        client.loadBalancedView({1, 2}).with({.retries = 3}).applyAsync(alwaysFailing(tries));
    QVERIFY(result.wait(kPatience));
    const Ints tried = tries->all();
    QCOMPARE(std::set<int>(tried.begin(), tried.end()), (std::set<int>{1, 2}));
  }

  // The only engine left to try goes away.
  void aRetryDoesNotWaitForAnEngineThatHasGone() {
    for (int round = 0; round < 20; ++round) {
      const Client client = startEngines(2);
      std::jthread stopper;  // joins after the engine is released
      BusyEngine busy(client, 1);
      const auto failed = makeCommon<Latch>(1);
      const auto result =
          client.loadBalancedView().with({.retries = 1}).applyAsync([failed](Engine& e) -> int {
            if (e.id() == 0) failed->count_down();
            throw std::runtime_error("never");
          });
      failed->wait();
      stopper = std::jthread([&] { client.cluster().stopEngine(1); });
      busy.release();
      QVERIFY(result.wait(kPatience));
      QVERIFY_THROWS_EXCEPTION(RemoteError, result.get());
    }
  }

  void case90_aCancelledTaskIsNotTriedAgain() {
    const Client client = startEngines(2);
    const auto tries = makeCommon<std::atomic<int>>(0);
    const auto result =
        client.loadBalancedView().with({.retries = 1}).applyAsync([tries](Engine& engine) -> int {
          ++*tries;
          while (!engine.stopRequested()) std::this_thread::yield();
          throw std::runtime_error("stopped");
        });
    QTRY_COMPARE(tries->load(), 1);
    result.cancel();
    QVERIFY(result.wait(kPatience));
    QVERIFY(!result.successful());
    client.directView().applySync([] {});
    QCOMPARE(tries->load(), 1);
  }

  // Nothing begins after an abort(), so that a task which is running has its last try.
  void anAbortedTaskThatIsRunningIsNotTriedAgain() {
    const Client client = startEngines(2);
    const auto tries = makeCommon<std::atomic<int>>(0);
    Gate gate;
    const auto result = client.loadBalancedView()
                            .with({.retries = 1})
                            .applyAsync([tries, pass = gate.pass()]() -> int {
                              ++*tries;
                              pass();
                              throw std::runtime_error("its own");
                            });
    QTRY_COMPARE(tries->load(), 1);
    result.abort();
    QVERIFY(!result.ready());
    gate.open();
    const auto error = thrownBy<RemoteError>([&] { static_cast<void>(result.get(kPatience)); });
    QVERIFY(error);
    QCOMPARE(error->message(), std::string("its own"));
    client.directView().applySync([] {});
    QCOMPARE(tries->load(), 1);
  }
};

}  // namespace fatou::engines::retries_test

static const fatou::engines::ConformanceTest<fatou::engines::retries_test::RetriesTest> kTest(
    "RetriesTest");
#include "retries_test.moc"
