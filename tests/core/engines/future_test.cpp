// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <QFuture>
#include <QFutureWatcher>
#include <QSignalSpy>
#include <QtTest>

#include "core/engines/client.h"
#include "test_tasks.h"
#include "thread_kinds.h"

namespace fatou::engines {
namespace {

using Watcher = QFutureWatcher<Outcome<int>>;

constexpr auto kSelf = [](int i) { return i; };

// Copying throws; moving does not.
struct NotCopied {
  NotCopied() = default;
  NotCopied(const NotCopied&) { throw std::length_error("no copies"); }
  NotCopied(NotCopied&&) = default;
  NotCopied& operator=(NotCopied&&) = default;
};

}  // namespace

class FutureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addThreadKinds(); }

  void aWatcherHearsOfResultsBeforeTheEnd() {
    const Client client(2, testedThread());
    Gate gate;
    Watcher watcher;
    Ints heard;
    connect(&watcher, &Watcher::resultReadyAt, this,
            [&](int index) { heard.push_back(watcher.resultAt(index).value()); });
    const QSignalSpy finished(&watcher, &Watcher::finished);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 1})
                            .mapAsync(
                                [pass = gate.pass()](int i) {
                                  if (i == 0) pass();
                                  return 10 * i;
                                },
                                upTo(5));
    watcher.setFuture(result.future());
    QTRY_COMPARE(heard.size(), 4U);  // all but the first input
    QCOMPARE(heard, (Ints{10, 20, 30, 40}));
    QCOMPARE(finished.count(), 0);
    QCOMPARE(watcher.progressValue(), 4);
    QCOMPARE(watcher.progressMaximum(), 5);
    gate.open();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(heard, (Ints{10, 20, 30, 40, 0}));
    QCOMPARE(result.get(), (Ints{0, 10, 20, 30, 40}));
  }

  void aFutureAskedForLateHasEverything() {
    const Client client(2, testedThread());
    const auto result = client.directView().applyAsync([](Engine& e) { return e.id(); });
    result.wait();
    auto future = result.future();
    QVERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 2);
    QCOMPARE(future.resultAt(1).value(), 1);
  }

  void everyCallMakesAFutureOfItsOwn() {
    const Client client(2, testedThread());
    Gate gate;
    const auto result = client.directView().applyAsync([pass = gate.pass()](Engine& engine) {
      pass();
      return engine.id();
    });
    auto first = result.future();
    auto second = result.future();
    auto part = result.split()[1].future();
    gate.open();
    QTRY_VERIFY(first.isFinished() && second.isFinished() && part.isFinished());
    QCOMPARE(first.resultAt(1).value(), 1);
    QCOMPARE(second.resultAt(1).value(), 1);
    QCOMPARE(part.resultCount(), 1);
    QCOMPARE(part.resultAt(0).value(), 1);
    QCOMPARE(result.future().resultCount(), 2);
  }

  void theFutureOfNothingIsFinished() {
    const Client client(1, testedThread());
    auto future = client.loadBalancedView().mapAsync(kSelf, Ints{}).future();
    QVERIFY(future.isFinished());
    QCOMPARE(future.resultCount(), 0);
  }

  void waitingForAFutureRunsNothingOnTheCaller() {
    const Client client(1, testedThread());
    for (int round = 0; round < 200; ++round) {
      const auto thread = [] { return std::this_thread::get_id(); };
      auto future = client[0].applyAsync(thread).future();
      future.waitForFinished();
      QVERIFY(future.resultAt(0).value() != std::this_thread::get_id());
    }
  }

  void failuresComeAsOutcomes() {
    const Client client(2, testedThread());
    auto future = client.loadBalancedView()
                      .mapAsync(
                          [](int i) {
                            if (i == 1) throw std::runtime_error("one");
                            return i;
                          },
                          upTo(3))
                      .future();
    future.waitForFinished();
    QVERIFY(!future.isCanceled());
    QCOMPARE(future.resultCount(), 3);
    QVERIFY(!future.resultAt(1).ok());
    QCOMPARE(future.resultAt(1).failure()->message, std::string("one"));
    QCOMPARE(future.resultAt(2).value(), 2);
  }

  // Tasks are still queued, so that cancelling them publishes from inside a publication.
  void cancellingTheFutureCancelsTheTasks() {
    const Client client(1, testedThread());
    const auto started = std::make_shared<std::latch>(1);
    Gate gate;
    const auto result = client.loadBalancedView()
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
    auto future = result.future();
    started->wait();
    future.cancel();
    gate.open();
    QVERIFY(result.wait(kPatience));
    QTRY_VERIFY(future.isFinished());
    const auto outcomes = result.get(kReturnExceptions);
    QVERIFY(outcomes.front().ok());
    QVERIFY(!outcomes.back().ok());
    QCOMPARE(outcomes.back().failure()->kind, TaskFailure::Kind::Aborted);
  }

  void cancellingBothStopsALongTaskAtOnce() {
    const Client client(1, testedThread());
    const auto result = client[0].applyAsync([](Engine& engine) {
      while (!engine.stopRequested()) std::this_thread::yield();
    });
    auto future = result.future();
    future.cancel();
    result.cancel();
    QVERIFY(result.wait(kPatience));
    QTRY_VERIFY(future.isFinished());
  }

  // What the watcher does with a result may need the engines again.
  void aContinuationMayUseTheResultAndTheClient() {
    const Client client(2, testedThread());
    const auto view = client.loadBalancedView();
    Gate gate;
    const auto result = view.mapAsync(
        [pass = gate.pass()](int i) {
          pass();
          return i;
        },
        upTo(4));
    auto sum = result.future().then(QtFuture::Launch::Sync, [&](const QFuture<Outcome<int>>&) {
      result.abort();
      const auto next = view.with({.after = result.taskIds()}).applyAsync([] { return 7; });
      return std::pair(result.get().back(), next);
    });
    gate.open();
    QTRY_VERIFY(sum.isFinished());
    QCOMPARE(sum.result().first, 3);
    QVERIFY(sum.result().second.wait(kPatience));
    QCOMPARE(sum.result().second.get(), 7);
  }

  // A copy for the future is made on the engine, which must survive it.
  void aValueThatCannotBeCopiedIsAFailureInTheFutureOnly() {
    const Client client(1, testedThread());
    const auto result = client[0].applyAsync([] { return NotCopied(); });
    auto future = result.future();
    QTRY_VERIFY(future.isFinished());
    QVERIFY(result.wait(kPatience));
    QVERIFY(result.successful());
    QCOMPARE(client[0].applySync([] { return 1; }), 1);
  }

  void resultsOfALostEngineFinishTheFuture() {
    const Client client(1, testedThread());
    std::jthread stopper;  // joins after the engine is released
    BusyEngine busy(client, 0);
    auto future = client[0].applyAsync([] { return 1; }).future();
    stopper = std::jthread([&] { client.cluster().stop(); });
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.resultAt(0).failure()->kind, TaskFailure::Kind::EngineLost);
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::FutureTest)
#include "future_test.moc"
