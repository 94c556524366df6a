// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks start after others have ended, or never where that cannot be any more.
#include <stdexcept>
#include <string>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::dependencies_test {
namespace {

constexpr auto kId = [](Engine& engine) { return engine.id(); };

}  // namespace

class DependenciesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

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
};

}  // namespace fatou::engines::dependencies_test

static const fatou::engines::ConformanceTest<fatou::engines::dependencies_test::DependenciesTest>
    kTest("DependenciesTest");
#include "dependencies_test.moc"
