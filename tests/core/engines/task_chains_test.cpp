// SPDX-License-Identifier: GPL-3.0-or-later
// Many tasks that wait for each other, aborted ones among them, and an executor's.
#include <chrono>
#include <stdexcept>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "core/engines/view_executor.h"
#include "test_tasks.h"

namespace fatou::engines::task_chains_test {
namespace {

constexpr auto kId = [](Engine& engine) { return engine.id(); };

}  // namespace

class TaskChainsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

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

}  // namespace fatou::engines::task_chains_test

static const fatou::engines::ConformanceTest<fatou::engines::task_chains_test::TaskChainsTest>
    kTest("TaskChainsTest");
#include "task_chains_test.moc"
