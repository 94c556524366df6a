// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <QtTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "core/engines/view_executor.h"
#include "test_tasks.h"

namespace fatou::engines::dependencies_test {
namespace {

constexpr auto kId = [](Engine& engine) { return engine.id(); };

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

class DependenciesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- retries ------------------------------------------------------------------------------

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

  // --- after and follow ---------------------------------------------------------------------

  void case66_aTaskStartsAfterTheOneItDependsOn() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    Gate gate;
    const auto first = view.applyAsync(gate.pass());
    const auto second = view.with({.after = first.taskIds()}).applyAsync([] { return 2; });
    // The other engine is free, and works: the second is waiting.
    QCOMPARE(view.applySync([] { return 3; }), 3);
    QCOMPARE(second.records()[0].status, TaskStatus::Queued);
    gate.open();
    QCOMPARE(second.get(), 2);
    QVERIFY(second.records()[0].started >= first.records()[0].completed);
  }

  void case66_aTaskAfterSeveralStartsAfterAll() {
    const Client client = startEngines(4);
    const auto view = client.loadBalancedView();
    std::vector<TaskId> ids;
    std::vector<AsyncResult<int, Single>> firsts;
    Gate gate;
    for (int i = 0; i < 3; ++i) {
      firsts.push_back(view.applyAsync(
          [pass = gate.pass()](int k) {
            if (k == 1) pass();
            return k;
          },
          i));
      ids.push_back(firsts.back().taskIds()[0]);
    }
    const auto direct = client[0].applyAsync([] { return 1; });
    ids.push_back(direct.taskIds()[0]);
    const auto last = view.with({.after = ids}).mapAsync([](int i) { return i; }, upTo(10));
    QTRY_VERIFY(firsts[0].ready() && firsts[2].ready());
    QCOMPARE(last.progress(), 0U);
    gate.open();
    QCOMPARE(last.get(), upTo(10));
    for (const TaskRecord& task : last.records())
      for (const auto& first : firsts) QVERIFY(task.started >= first.records()[0].completed);
  }

  void case67_fiveTasksFollowAnotherToItsEngine() {
    const Client client = startEngines(4);
    const auto view = client.loadBalancedView();
    BusyEngine busy(client, 0);  // so that it is not always the first engine
    const auto leader = view.applyAsync(kId);
    const int there = leader.get();
    QVERIFY(there != 0);
    busy.release();
    const auto following = view.with({.follow = leader.taskIds()});
    for (int i = 0; i < 5; ++i) {
      const auto follower = following.applyAsync(kId);
      QVERIFY(follower.wait(kPatience));
      QCOMPARE(follower.get(), there);
    }
    const auto map = following.with({.chunkSize = 1, .follow = leader.taskIds()})
                         .mapAsync([](Engine& e, int) { return e.id(); }, upTo(20));
    QVERIFY(map.wait(kPatience));
    QCOMPARE(map.get(), Ints(20, there));
  }

  void followingTasksOfDifferentEnginesIsImpossible() {
    const Client client = startEngines(2);
    const auto both = client.directView().applyAsync(kId);
    const auto torn = client.loadBalancedView().with({.follow = both.taskIds()}).applyAsync(kId);
    QVERIFY(torn.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, torn.get());
  }

  void followingToAnEngineThatHasGoneIsImpossible() {
    const Client client = startEngines(2);
    const auto leader = client[1].applyAsync(kId);
    leader.wait();
    client.cluster().stopEngine(1);
    const auto result =
        client.loadBalancedView().with({.follow = leader.taskIds()}).applyAsync(kId);
    QVERIFY(result.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, result.get());
  }

  void case68_anUnknownDependencyIsRefusedAtOnce() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    QVERIFY_THROWS_EXCEPTION(InvalidDependency, view.with({.after = {999'999}}).applyAsync(kId));
    QVERIFY_THROWS_EXCEPTION(InvalidDependency, view.with({.follow = {0}}).applyAsync(kId));
    const auto known = view.applyAsync(kId);
    const TaskId next = known.taskIds()[0] + 1;
    QVERIFY_THROWS_EXCEPTION(InvalidDependency, view.with({.after = {next}}).applyAsync(kId));
    QVERIFY(known.wait(kPatience));
    QCOMPARE(view.applySync([] { return 1; }), 1);
  }

  // An empty map takes no id, so the next task has the one it might have had.
  void aTaskIsKnownAlsoAfterAnEmptyMap() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    const auto empty = view.mapAsync([](int i) { return i; }, Ints{});
    const auto first = view.applyAsync([] { return 1; });
    QCOMPARE(view.with({.after = first.taskIds()}).applySync([] { return 2; }), 2);
    client.directView().mapAsync([](int i) { return i; }, Ints{});
    const auto direct = client[0].applyAsync([] { return 1; });
    QCOMPARE(view.with({.after = direct.taskIds()}).applySync([] { return 2; }), 2);
  }

  void aDependencyThatFailsMakesTheTaskImpossible() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    const auto first = view.applyAsync([]() -> int { throw std::runtime_error("the cause"); });
    const auto second = view.with({.after = first.taskIds()}).applyAsync([] { return 2; });
    const auto third = view.with({.after = second.taskIds()}).applyAsync([] { return 3; });
    QVERIFY(third.wait(kPatience));
    const auto error = thrownBy<ImpossibleDependency>([&] { static_cast<void>(second.get()); });
    QVERIFY(error);
    QVERIFY(std::string(error->what()).find("the cause") != std::string::npos);
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, third.get());
  }

  // Only the tasks that are named count, not others of the same map.
  void aDependencyOnATaskOfAMapIsOnThatTaskOnly() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView().with({.chunkSize = 1});
    const auto map = view.mapAsync(
        [](int i) {
          if (i == 1) throw std::runtime_error("one");
          return i;
        },
        upTo(3));
    const auto onGood = view.with({.after = {map.taskIds()[2]}}).applyAsync([] { return 2; });
    const auto onBad = view.with({.after = {map.taskIds()[1]}}).applyAsync([] { return 2; });
    QVERIFY(onGood.wait(kPatience) && onBad.wait(kPatience));
    QCOMPARE(onGood.get(), 2);
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, onBad.get());
  }

  void case87_anyAndAllOfSuccessesAndFailures() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    const auto good = view.applyAsync([] { return 1; });
    const auto bad = view.applyAsync([]() -> int { throw std::runtime_error("bad"); });
    good.wait();
    bad.wait();
    const std::vector<TaskId> both{good.taskIds()[0], bad.taskIds()[0]};
    const auto runs = [&](const Dependency& dependency) {
      const auto task = view.with({.after = dependency}).applyAsync([] { return 2; });
      if (!task.wait(kPatience)) throw std::runtime_error("it waits for ever");
      return task.successful();
    };
    QVERIFY(runs(anyOf(both)));
    QVERIFY(!runs(allOf(both)));
    QVERIFY(runs(anyOf(both).ifFailed()));
    QVERIFY(!runs(allOf(both).ifFailed()));
    QVERIFY(runs(allOf(both).inAnyCase()));
    QVERIFY(runs(anyOf(both).inAnyCase()));
    QVERIFY(runs(allOf(bad.taskIds()).ifFailed()));
    QVERIFY(!runs(anyOf(bad.taskIds())));
    QVERIFY(!runs(anyOf(good.taskIds()).ifFailed()));
  }

  void case87_whatCanNoLongerBeMetEndsAtOnce() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    Gate gate;
    const auto slow = view.applyAsync(gate.pass());
    const auto bad = view.applyAsync([]() -> int { throw std::runtime_error("bad"); });
    const std::vector<TaskId> both{slow.taskIds()[0], bad.taskIds()[0]};
    const auto all = view.with({.after = both}).applyAsync([] { return 1; });
    const auto first = view.with({.after = anyOf(both).inAnyCase()}).applyAsync([] { return 2; });
    const auto any = view.with({.after = anyOf(both)}).applyAsync([] { return 3; });
    QVERIFY(all.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, all.get());
    QVERIFY(first.wait(kPatience));
    QCOMPARE(first.get(), 2);
    QVERIFY(!slow.ready());
    QVERIFY(!any.ready());
    gate.open();
    QCOMPARE(any.get(), 3);
  }

  void case87_followingAnyGoesToOneOfTheirEngines() {
    const Client client = startEngines(3);
    const auto leaders = client.directView({0, 2}).applyAsync(kId);
    const auto view = client.loadBalancedView().with({.follow = anyOf(leaders.taskIds())});
    for (int i = 0; i < 20; ++i) {
      const int there = view.applySync(kId);
      QVERIFY(there == 0 || there == 2);
    }
  }

  void case88_aTaskAfterTheFirstItemOfAMapDoesNotWaitForTheMap() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    Gate gate;
    const auto map = view.with({.chunkSize = 1})
                         .mapAsync(
                             [pass = gate.pass()](int i) {
                               if (i == 1) pass();
                               return i;
                             },
                             upTo(2));
    const auto after = view.with({.after = {map.taskIds()[0]}}).applyAsync([] { return 5; });
    QVERIFY(after.wait(kPatience));
    QCOMPARE(after.get(), 5);
    QVERIFY(!map.ready());
    gate.open();
    QVERIFY(map.wait(kPatience));
  }

  void case89_aTaskOfAnotherClientIsNoDependency() {
    const Client client = startEngines(1);
    const Client other = startEngines(1);
    const auto theirs = other.loadBalancedView().applyAsync([] { return 1; });
    const auto mine = client.loadBalancedView().applyAsync([] { return 1; });
    QVERIFY(theirs.taskIds() != mine.taskIds());
    QVERIFY_THROWS_EXCEPTION(
        InvalidDependency,
        client.loadBalancedView().with({.after = theirs.taskIds()}).applyAsync([] {}));
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

  void case95_aTaskAfterTenThousandOthersStartsAfterThem() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    std::vector<AsyncResult<int, Single>> results;
    std::vector<TaskId> ids;
    for (int i = 0; i < 10'000; ++i) {
      results.push_back(view.applyAsync([i] { return i; }));
      ids.push_back(results.back().taskIds()[0]);
    }
    const auto last = view.with({.after = ids}).applyAsync([] { return 1; });
    QVERIFY(last.wait(kPatience));
    for (const auto& result : results) QVERIFY(result.ready());
  }

  void abortingATaskEndsThoseThatWaitForIt() {
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    BusyEngine busy(client, 0);
    const auto first = view.applyAsync([] { return 1; });
    const auto second = view.with({.after = first.taskIds()}).applyAsync([] { return 2; });
    first.abort();
    QVERIFY(second.ready());
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, second.get());
  }

  void abortingATaskThatWaitsForAnotherEndsIt() {
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    BusyEngine busy(client, 0);
    const auto second = view.with({.after = busy.result().taskIds()}).applyAsync([] { return 2; });
    second.abort();
    QVERIFY_THROWS_EXCEPTION(TaskAborted, second.get(std::chrono::seconds(0)));
    busy.release();
    QCOMPARE(view.applySync([] { return 3; }), 3);
  }

  // Nobody makes room in the queue before the call returns.
  void abortingATaskInAFullQueueFreesThoseThatWaitForIt() {
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    const auto others = client.loadBalancedView();
    BusyEngine busy(client, 0);
    const auto first = view.applyAsync([] { return 1; });
    const auto second =
        view.with({.after = allOf(first.taskIds()).inAnyCase()}).applyAsync([] { return 2; });
    for (std::size_t queued = 1; queued < Cluster::kQueueLimit; ++queued) others.applyAsync([] {});
    first.abort();
    QVERIFY_THROWS_EXCEPTION(TaskAborted, first.get());
    QVERIFY(!second.ready());
    others.abort();
    busy.release();
    QCOMPARE(second.get(), 2);
  }

  // Each link ends the next one; that must not take a stack frame a link.
  void aLongChainEndsWhenItsFirstTaskIsAborted() {
    const Client client = startEngines(1);
    const auto view = client.loadBalancedView();
    BusyEngine busy(client, 0);
    std::vector<AsyncResult<std::monostate, Single>> chain{view.applyAsync([] {})};
    for (int i = 0; i < 50'000; ++i)
      chain.push_back(view.with({.after = chain.back().taskIds()}).applyAsync([] {}));
    chain.front().abort();
    QVERIFY(chain.back().wait(kPatience));
  }

  void aLongChainRunsToItsEnd() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    std::vector<AsyncResult<std::monostate, Single>> chain{view.applyAsync([] {})};
    for (int i = 0; i < 2'000; ++i)
      chain.push_back(view.with({.after = chain.back().taskIds()}).applyAsync([] {}));
    QVERIFY(chain.back().wait(kPatience));
    for (const auto& result : chain) QVERIFY(result.successful());
  }

  // --- executor -----------------------------------------------------------------------------

  void case69_submitGivesAFutureAndClosingWaits() {
    const Client client = startEngines(2);
    Gate gate;
    std::vector<AsyncResult<int, Single>> results;
    {
      ViewExecutor executor(client.loadBalancedView());
      QCOMPARE(executor.submit([](int a, int b) { return a + b; }, 3, 4).get(), 7);
      QCOMPARE(executor.map([](int i) { return i; }, upTo(5)).get(), upTo(5));
      for (int i = 0; i < 4; ++i)
        results.push_back(executor.submit(
            [pass = gate.pass()](int k) {
              pass();
              return k;
            },
            i));
      QVERIFY(!results.back().ready());
      gate.open();
    }
    for (int i = 0; i < 4; ++i) {
      QVERIFY(results[static_cast<std::size_t>(i)].ready());
      QCOMPARE(results[static_cast<std::size_t>(i)].get(), i);
    }
    QCOMPARE(client.ids(), (Ints{0, 1}));
    QCOMPARE(client.directView().applySync(kId), (Ints{0, 1}));
  }

  void case69_aClosedExecutorTakesNoMore() {
    const Client client = startEngines(1);
    ViewExecutor executor(client[0]);
    QCOMPARE(executor.submit([] { return 1; }).get(), 1);
    executor.shutdown();
    executor.shutdown();
    QVERIFY_THROWS_EXCEPTION(std::logic_error, executor.submit([] { return 1; }));
  }

  void case69_anExecutorInsideATaskDoesNotWaitForItself() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(1);
    const auto task = client[0].applyAsync([view = client.loadBalancedView()] {
      ViewExecutor executor(view);
      return executor.submit([] { return 8; });
    });
    QVERIFY(task.wait(kPatience));
    QCOMPARE(task.get().get(), 8);
  }
};

}  // namespace fatou::engines::dependencies_test

static const fatou::engines::ConformanceTest<fatou::engines::dependencies_test::DependenciesTest>
    kTest("DependenciesTest");
#include "dependencies_test.moc"
