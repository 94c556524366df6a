// SPDX-License-Identifier: GPL-3.0-or-later
// What a program does with several results at once, with parts of one, and with values that it
// takes out.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::results_test {
namespace {

using namespace std::chrono_literals;

constexpr auto kSelf = [](int i) { return i; };
constexpr auto kBoxed = [](int i) { return std::make_unique<int>(i); };

auto waits(const Gate& gate) {
  return [pass = gate.pass()](int i) {
    pass();
    return i;
  };
}

}  // namespace

class ResultsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- parts of a result --------------------------------------------------------------------

  void case79_aResultSplitsIntoItsTasksAndJoinsAgain() {
    const Client client = startEngines(3);
    const auto direct = client.directView().applyAsync([](Engine& e) { return 10 * e.id(); });
    const auto parts = direct.split();
    QCOMPARE(parts.size(), 3U);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      QCOMPARE(parts[i].size(), 1U);
      QCOMPARE(parts[i].get(), Ints{10 * static_cast<int>(i)});
      QCOMPARE(parts[i].taskIds(), std::vector{direct.taskIds()[i]});
      QCOMPARE(parts[i].records().front().engine, static_cast<int>(i));
    }
    QCOMPARE(join(parts).get(), direct.get());
    QCOMPARE(join(std::vector{parts[1], parts[2]}).get(), (Ints{10, 20}));
  }

  void case79_aResultOfOneIsItsOwnPart() {
    const Client client = startEngines(1);
    const auto one = client[0].applyAsync([] { return 7; });
    QCOMPARE(one.split().size(), 1U);
    QCOMPARE(one.split().front().get(), 7);
    QCOMPARE(join(one.split()).get(), 7);
  }

  void case79_theTasksOfAMapHoldTheirChunks() {
    const Client client = startEngines(2);
    const auto map = client.loadBalancedView().with({.chunkSize = 4}).mapAsync(kSelf, upTo(10));
    const auto parts = map.split();
    QCOMPARE(parts.size(), 3U);
    QCOMPARE(parts[0].get(), (Ints{0, 1, 2, 3}));
    QCOMPARE(parts[2].get(), (Ints{7, 8, 9}));
    Ints arrived;
    for (const auto& arrival : parts[1].asCompleted()) {
      QCOMPARE(arrival.value, static_cast<int>(arrival.index) + 4);
      arrived.push_back(arrival.value);
    }
    QCOMPARE(arrived.size(), 3U);
    QCOMPARE(join(parts).get(), upTo(10));
    QVERIFY(client.loadBalancedView().mapAsync(kSelf, Ints{}).split().empty());
  }

  void case79_onlyNeighboursOfOneResultAreJoined() {
    const Client client = startEngines(3);
    const auto parts = client.directView().applyAsync([] { return 1; }).split();
    const auto others = client.directView().applyAsync([] { return 1; }).split();
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, join(std::vector{parts[0], parts[2]}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, join(std::vector{parts[0], others[1]}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, join(std::vector<AsyncResult<int>>{}));
  }

  void aPartIsReadyBeforeTheWhole() {
    const Client client = startEngines(2);
    Gate gate;
    const auto both = client.directView().applyAsync([pass = gate.pass()](Engine& engine) {
      if (engine.id() == 1) pass();
      return engine.id();
    });
    const auto parts = both.split();
    QVERIFY(parts[0].wait(kPatience));
    QVERIFY(parts[0].ready());
    QCOMPARE(parts[0].progress(), 1U);
    QVERIFY(!both.ready());
    QVERIFY(!parts[1].wait(1ms));
    QVERIFY_THROWS_EXCEPTION(TimeoutError, parts[1].get(0ms));
    gate.open();
    QCOMPARE(parts[1].get(), Ints{1});
  }

  void case80_oneItemIsWaitedForAlone() {
    const Client client = startEngines(2);
    Gate gate;
    const auto map = client.directView().mapAsync(
        [pass = gate.pass()](int i) {
          if (i == 3) pass();
          return 10 * i;
        },
        upTo(4));
    QCOMPARE(map[0], 0);
    QCOMPARE(map[2], 20);
    QVERIFY(!map.ready());
    gate.open();
    QCOMPARE(map[3], 30);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, map[4]);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, map.nthArrival(4));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, map.split()[1].nthArrival(2));
    QCOMPARE(client.directView().mapAsync(kSelf, upTo(4))[1], 1);  // of a temporary: a copy
  }

  // --- values taken out ---------------------------------------------------------------------

  void case81_moveOnlyValuesAreTakenOutOnce() {
    const Client client = startEngines(2);
    const auto map = client.loadBalancedView().mapAsync(kBoxed, upTo(20));
    const std::vector<std::unique_ptr<int>> values = map.take();
    QCOMPARE(values.size(), 20U);
    for (std::size_t i = 0; i < values.size(); ++i) QCOMPARE(*values[i], static_cast<int>(i));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, map.take());
    QVERIFY_THROWS_EXCEPTION(std::logic_error, map.take(3));
    QVERIFY(map.successful());
    const std::unique_ptr<int> one = client[1].applyAsync(kBoxed, 7).take();
    QCOMPARE(*one, 7);
  }

  void case81_aCallThatWaitsGivesMoveOnlyValuesAway() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    QCOMPARE(*view.applySync(kBoxed, 7), 7);
    QCOMPARE(*client[1].applySync(kBoxed, 8), 8);
    QCOMPARE(*client.directView().mapSync(kBoxed, upTo(3))[2], 2);
    // A vector says that it can be copied, also one of what cannot.
    const auto boxes = [](int i) {
      std::vector<std::unique_ptr<int>> several;
      several.push_back(std::make_unique<int>(i));
      return several;
    };
    QCOMPARE(*view.mapSync(boxes, upTo(3))[2][0], 2);
  }

  void case81_moveOnlyValuesAreTakenAsTheyAreCompleted() {
    const Client client = startEngines(2);
    const auto map = client.loadBalancedView().with({.chunkSize = 3}).mapAsync(kBoxed, upTo(20));
    std::set<int> seen;
    const auto arrivals = map.asCompleted();
    for (auto at = arrivals.begin(); at != arrivals.end(); ++at) seen.insert(*map.take(at.index()));
    QCOMPARE(seen.size(), 20U);
    QVERIFY_THROWS_EXCEPTION(std::logic_error, map[0]);
  }

  void case81_aFailureLeavesTheOtherValuesInPlace() {
    const Client client = startEngines(2);
    const auto map = client.loadBalancedView().mapAsync(
        [](int i) {
          if (i == 1) throw std::runtime_error("one");
          return std::make_unique<int>(i);
        },
        upTo(3));
    QVERIFY_THROWS_EXCEPTION(CompositeError, map.take());
    QVERIFY_THROWS_EXCEPTION(RemoteError, map.take(1));
    QCOMPARE(*map.take(2), 2);
  }

  // A taken value is no failure of its task.
  void whatFollowsATakenValueStillRuns() {
    const Client client = startEngines(1);
    const auto first = client.loadBalancedView().applyAsync(kBoxed, 1);
    static_cast<void>(first.take());
    const auto then = client.loadBalancedView().with({.after = first.taskIds()});
    QCOMPARE(then.applySync([] { return 2; }), 2);
  }

  // --- several results ----------------------------------------------------------------------

  void case82_waitingForTheFirstTheFirstFailureOrAll() {
    const Client client = startEngines(3);
    Gate first;
    Gate second;
    Gate third;
    const auto number = client[0].applyAsync(waits(first), 1);
    const auto fails = client[1].applyAsync([pass = second.pass()]() -> std::string {
      pass();
      throw std::runtime_error("two");
    });
    const auto list = client.directView({2}).applyAsync(waits(third), 3);
    QCOMPARE(waitFor({.timeout = 1ms}, number, fails, list), (Waited{{}, {0, 1, 2}}));
    first.open();
    QCOMPARE(waitFor({.until = Until::FirstCompleted}, number, fails, list), (Waited{{0}, {1, 2}}));
    second.open();
    QCOMPARE(waitFor({.until = Until::FirstFailed}, number, fails, list), (Waited{{0, 1}, {2}}));
    third.open();
    QCOMPARE(waitFor({}, number, fails, list), (Waited{{0, 1, 2}, {}}));
    QCOMPARE(waitFor({.until = Until::FirstFailed}, list, number), (Waited{{0, 1}, {}}));
  }

  void case83_severalResultsComeEachOnceInTheOrderOfTheirEnds() {
    const Client client = startEngines(3);
    Gate gates[3];
    std::vector<AsyncResult<int, Single>> results;
    for (int i = 0; i < 3; ++i)
      results.push_back(client[i].applyAsync(waits(gates[static_cast<std::size_t>(i)]), i));
    gates[2].open();
    results[2].wait();
    Ints seen;
    for (const auto& result : asCompleted(results)) {
      seen.push_back(result.get());
      if (seen.size() == 1) gates[0].open();
      if (seen.size() == 2) gates[1].open();
    }
    QCOMPARE(seen, (Ints{2, 0, 1}));
    seen.clear();
    for (const auto& result : asCompleted(results)) seen.push_back(result.get());
    QCOMPARE(seen, (Ints{2, 0, 1}));  // as they ended
  }

  void waitingInATaskForOtherTasksIsRefused() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(1);
    const auto outer = client[0].applyAsync([view = client.loadBalancedView()] {
      const auto inner = view.applyAsync([] { return 1; });
      try {
        waitFor({}, inner);
        return false;
      } catch (const EngineError&) {
        return true;
      }
    });
    QVERIFY(outer.wait(kPatience));
    QVERIFY(outer.get());
  }

  void askingAgainAndAgainLeavesNothingBehind() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    for (int i = 0; i < 1000; ++i) {
      const auto waited = waitFor({.until = Until::FirstCompleted, .timeout = 0s}, busy.result());
      QCOMPARE(waited.pending.size(), 1U);
    }
    busy.release();
    QVERIFY(busy.result().wait(kPatience));
  }

  // --- callbacks ----------------------------------------------------------------------------

  void case84_aCallbackIsCalledOnceAndNeverInsideTheCall() {
    const Client client = startEngines(2);
    Gate gate;
    const auto calls = makeCommon<std::atomic<int>>(0);
    const auto result = client[0].applyAsync(waits(gate), 5);
    const auto me = std::this_thread::get_id();
    const auto count = [calls, me](const AsyncResult<int, Single>& done) {
      if (done.ready() && done.get() == 5 && std::this_thread::get_id() != me) ++*calls;
    };
    result.whenDone(count);
    QCOMPARE(calls->load(), 0);
    gate.open();
    QTRY_COMPARE(calls->load(), 1);
    result.wait();
    result.whenDone(count);
    QTRY_COMPARE(calls->load(), 2);
    const auto parts = client.directView().applyAsync([] { return 5; }).split();
    parts[1].whenDone([calls] { ++*calls; });
    QTRY_COMPARE(calls->load(), 3);
  }

  void case84_whatACallbackThrowsIsLoggedAndNothingElse() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    QTest::ignoreMessage(QtWarningMsg, "a callback of a result has thrown: thrown by it");
    QTest::ignoreMessage(QtWarningMsg, "a callback of a result has thrown: words alone");
    busy.result().whenDone([] { throw std::runtime_error("thrown by it"); });
    busy.result().whenDone([] { throw std::string("words alone"); });
    busy.release();
    QCOMPARE(busy.result().get(), 1);
    QCOMPARE(client[0].applySync([] { return 2; }), 2);
  }

  void case84_aCallbackMayHoldWhatCannotBeCopied() {
    const Client client = startEngines(1);
    std::promise<int> promise;
    auto value = promise.get_future();
    client[0].applyAsync(kSelf, 5).whenDone(
        [held = std::move(promise)](const AsyncResult<int, Single>& done) mutable {
          held.set_value(done.get());
        });
    QCOMPARE(value.get(), 5);
  }

  void whatACallbackHoldsEndsWithTheCall() {
    const Client client = startEngines(1);
    const auto held = std::make_shared<int>(1);
    {
      const auto result = client[0].applyAsync([] { return 1; });
      result.whenDone([held] { static_cast<void>(held); });
      result.split()[0].whenDone([held](const auto& done) { static_cast<void>(done.ready()); });
      result.wait();
    }
    QTRY_COMPARE(held.use_count(), 1L);
  }

  // --- calling off --------------------------------------------------------------------------

  void case85_oneOfSeveralQueuedTasksIsAborted() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto map = client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSelf, upTo(5));
    map.split()[2].abort();
    busy.release();
    const auto outcomes = map.get(kReturnExceptions);
    for (std::size_t i = 0; i < outcomes.size(); ++i) QCOMPARE(outcomes[i].ok(), i != 2);
    QVERIFY_THROWS_EXCEPTION(TaskAborted, map[2]);
  }

  void case85_whatOneViewAskedForIsAborted() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto view = client.loadBalancedView();
    const auto direct = client.directView();
    std::vector<AsyncResult<int, Single>> mine;
    for (int i = 0; i < 10; ++i)
      mine.push_back(view.with({.chunkSize = 1}).applyAsync([] { return 1; }));
    const auto others = client.loadBalancedView().applyAsync([] { return 2; });
    const auto named = direct.applyAsync([] { return 3; });
    view.abort();
    for (const auto& result : mine) {
      QVERIFY(result.ready());
      QVERIFY_THROWS_EXCEPTION(TaskAborted, result.get());
    }
    QVERIFY(!others.ready());
    direct.abort();
    QVERIFY(named.ready());
    busy.release();
    QCOMPARE(others.get(), 2);
    QVERIFY_THROWS_EXCEPTION(CompositeError, named.get());
  }

  // --- timeouts -----------------------------------------------------------------------------

  void case86_aTaskThatHasNotStartedInTimeEnds() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto late = client.loadBalancedView().with({.timeout = 0.01s}).applyAsync(kSelf, 1);
    const auto patient = client.loadBalancedView().with({.timeout = 1h}).applyAsync(kSelf, 2);
    const auto endless = client.loadBalancedView()
                             .with({.timeout = std::chrono::nanoseconds::max()})
                             .applyAsync(kSelf, 3);
    QVERIFY(late.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(TaskTimeout, late.get());
    QVERIFY(!patient.ready() && !endless.ready());
    busy.release();
    QCOMPARE(patient.get(), 2);
    QCOMPARE(endless.get(), 3);
  }

  // The other's deadline, which is later, passes after its own has. Where a busy machine does not
  // start it in time, it is given more.
  void case86_aTaskThatHasStartedIsLeftAlone() {
    const Client client = startEngines(2);
    BusyEngine busy(client, 1);
    Gate gate;
    const auto started = makeCommon<Latch>(1);
    const auto task = [started, pass = gate.pass()] {
      started->count_down();
      pass();
      return 1;
    };
    for (Seconds timeout = 1s; timeout < kPatience; timeout *= 2) {
      const auto running = client.loadBalancedView({0}).with({.timeout = timeout}).applyAsync(task);
      QTRY_VERIFY(started->try_wait() || running.ready());
      if (running.ready()) continue;
      const auto later =
          client.loadBalancedView({1}).with({.timeout = timeout}).applyAsync(kSelf, 2);
      QVERIFY(later.wait(kPatience));
      QVERIFY_THROWS_EXCEPTION(TaskTimeout, later.get());
      QVERIFY(!running.ready());
      gate.open();
      QCOMPARE(running.get(), 1);
      return;
    }
    QFAIL("no task was started in time");
  }

  void anyDurationIsATimeout() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    QVERIFY_THROWS_EXCEPTION(TimeoutError, busy.result().get(0.001s));
    QVERIFY(!busy.result().wait(std::chrono::duration<float, std::micro>(1.5F)));
    QVERIFY(!busy.result().wait(std::chrono::nanoseconds::min()));
    QVERIFY(!busy.result().wait(
        std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())));
    busy.release();
    QVERIFY(busy.result().wait(std::chrono::hours::max()));
    QVERIFY(busy.result().wait(std::chrono::duration<double>(1e300)));
  }
};

}  // namespace fatou::engines::results_test

static const fatou::engines::ConformanceTest<fatou::engines::results_test::ResultsTest> kTest(
    "ResultsTest");
#include "results_test.moc"
