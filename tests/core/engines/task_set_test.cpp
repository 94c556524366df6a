// SPDX-License-Identifier: GPL-3.0-or-later
// A set of tasks without threads: the test plays the engines.
#include "core/engines/inner/task_set.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/inner/call_in_turn.h"
#include "core/engines/inner/item_set.h"
#include "core/engines/inner/task_queue.h"
#include "core/engines/inner/task_range.h"

namespace fatou::engines {
namespace {

using Task = std::function<int(Engine&, std::size_t)>;
using Offer = TaskSet::Offer;

class Squares final : public ItemSet<int> {
 public:
  Squares(TaskSetOptions options, std::vector<Lane> lanes, Task task)
      : ItemSet(std::move(options), std::move(lanes)), m_task(std::move(task)) {}

 protected:
  void compute(Engine& engine, std::size_t item) override { keep(item, m_task(engine, item)); }

 private:
  Task m_task;
};

int square(Engine&, std::size_t item) {
  return static_cast<int>(item * item);
}
int never(Engine&, std::size_t) {
  throw std::runtime_error("never");
}

// Balanced: some items in some tasks.
Squares balanced(std::size_t items, std::size_t tasks, int retries, Task task) {
  return {{.method = "map", .firstId = 10, .retries = retries},
          {{.items = {0, items}, .taskCount = tasks}},
          std::move(task)};
}

std::shared_ptr<TaskSet> queued(std::size_t tasks, std::vector<EngineId> onlyOn = {}) {
  return std::make_shared<Squares>(TaskSetOptions{.method = "map", .onlyOn = std::move(onlyOn)},
                                   std::vector<Lane>{{.items = {0, tasks}, .taskCount = tasks}},
                                   square);
}

}  // namespace

class TaskSetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Off its core is off its core: whether the engine was sent to sleep is all the same.
  void anEngineThatGoesOnSaysHowLongItHadNoCore() {
    auto tasks = balanced(2, 2, 0, square);
    Engine engine(0);
    QVERIFY(tasks.runTask(engine, 0));
    std::this_thread::sleep_for(std::chrono::milliseconds(4));
    QVERIFY(tasks.runTask(engine, 1));
    QCOMPARE(tasks.record(0).coreWait.count(), 0);  // it came from nothing
    const auto gap = tasks.record(1).started - tasks.record(0).completed;
    QVERIFY(tasks.record(1).coreWait >= std::chrono::milliseconds(3));
    QVERIFY(tasks.record(1).coreWait <= gap);
  }
  void aSetOfNothingIsReady() {
    auto tasks = balanced(0, 0, 0, square);
    QVERIFY(tasks.ready());
    QCOMPARE(tasks.taskCount(), 0U);
    QVERIFY(tasks.take(0).offer == Offer::Exhausted);
    QVERIFY(!tasks.firstFailure());
  }

  void tasksAreOfferedOnceInOrderAndThenExhausted() {
    auto tasks = balanced(5, 3, 0, square);
    for (std::size_t k = 0; k < 3; ++k) {
      const auto taken = tasks.take(0);
      QVERIFY(taken.offer == Offer::Task);
      QCOMPARE(taken.task, k);
    }
    QVERIFY(tasks.take(0).offer == Offer::Exhausted);
  }

  void aTaskThatRanHasItsRecordAndValues() {
    auto tasks = balanced(5, 2, 0, square);
    Engine engine(3);
    QVERIFY(tasks.runTask(engine, 0));
    QCOMPARE(tasks.arrivals().progress(), 3U);
    QCOMPARE(tasks.outcome(2).value(), 4);
    const TaskRecord ran = tasks.record(0);
    QCOMPARE(ran.id, TaskId{10});
    QCOMPARE(ran.engine, 3);
    QCOMPARE(ran.status, TaskStatus::Succeeded);
    QCOMPARE(ran.itemCount, 3U);
    QVERIFY(ran.submitted <= ran.started && ran.started <= ran.completed &&
            ran.completed <= ran.received);
    const TaskRecord queued = tasks.record(1);
    QCOMPARE(queued.id, TaskId{11});
    QCOMPARE(queued.status, TaskStatus::Queued);
    QCOMPARE(queued.firstItem, 3U);
    QVERIFY(!isStamped(queued));
    QVERIFY(tasks.runTask(engine, 0));  // once more does nothing
    QCOMPARE(tasks.arrivals().progress(), 3U);
  }

  void aPartIsCompleteOnlyWithTheLastOfItsTasks() {
    auto tasks = balanced(4, 4, 0, square);
    const TaskRange part(tasks, {1, 3});
    int completions = 0;
    part.whenComplete([&completions] { ++completions; });
    Engine engine(0);
    for (const std::size_t task : {0U, 1U, 3U}) {
      QVERIFY(tasks.runTask(engine, task));
      QCOMPARE(completions, 0);
      QVERIFY(!part.ready());
    }
    QVERIFY(tasks.runTask(engine, 2));
    QCOMPARE(completions, 1);
    QVERIFY(part.ready());
    part.whenComplete([&completions] { ++completions; });  // at once, as all of it is there
    QCOMPARE(completions, 2);
  }

  void lanesNumberTheirTasksOneAfterTheOther() {
    Squares tasks({.method = "map", .firstId = 1},
                  {{.engine = 0, .items = {0, 3}, .taskCount = 2},
                   {.engine = 1, .items = {3, 4}, .taskCount = 1},
                   {.engine = 2, .items = {4, 9}, .taskCount = 3}},
                  square);
    const auto records = tasks.records();
    QCOMPARE(records.size(), 6U);
    std::vector<std::size_t> counts;
    std::size_t next = 0;
    for (const TaskRecord& task : records) {
      QCOMPARE(task.firstItem, next);
      next += task.itemCount;
      counts.push_back(task.itemCount);
    }
    QCOMPARE(counts, (std::vector<std::size_t>{2, 1, 1, 2, 2, 1}));
    Engine engine(1);
    tasks.runLane(engine, 1);
    QVERIFY(tasks.arrivals().hasArrived(3));
    QCOMPARE(tasks.arrivals().progress(), 1U);
    tasks.loseLane(2);
    QCOMPARE(tasks.arrivals().progress(), 6U);
    QCOMPARE(tasks.record(5).status, TaskStatus::Lost);
    QCOMPARE(tasks.outcome(8).failure()->engine, 2);
  }

  void aFailedItemIsTheOnlyOneWithoutValue() {
    auto tasks = balanced(3, 1, 0, [](Engine& engine, std::size_t item) {
      return item == 1 ? never(engine, item) : square(engine, item);
    });
    Engine engine(0);
    QVERIFY(tasks.runTask(engine, 0));
    QVERIFY(tasks.ready());
    QCOMPARE(tasks.record(0).status, TaskStatus::Failed);
    QVERIFY(tasks.outcome(0).ok() && tasks.outcome(2).ok());
    QCOMPARE(tasks.firstFailure()->message, std::string("never"));
    QCOMPARE(tasks.failureOfTask(10)->message, std::string("never"));
  }

  void aFailedTaskIsOfferedToOtherEnginesOnly() {
    auto tasks = balanced(1, 1, 2, never);
    Engine zero(0);
    Engine one(1);
    Engine two(2);
    QCOMPARE(tasks.take(0).task, 0U);
    QVERIFY(!tasks.runTask(zero, 0));
    QVERIFY(!tasks.ready());
    QCOMPARE(tasks.record(0).status, TaskStatus::Queued);
    QVERIFY(tasks.take(0).offer == Offer::NothingForThisEngine);
    QVERIFY(tasks.take(1).offer == Offer::Task);
    QVERIFY(tasks.take(2).offer == Offer::Exhausted);  // one has it
    QVERIFY(!tasks.runTask(one, 0));
    QVERIFY(tasks.take(1).offer == Offer::NothingForThisEngine);
    QVERIFY(tasks.take(2).offer == Offer::Task);
    QVERIFY(tasks.runTask(two, 0));  // the last retry
    QVERIFY(tasks.ready());
    QCOMPARE(tasks.firstFailure()->engine, 2);
    QCOMPARE(tasks.record(0).engine, 2);
  }

  void settlingEndsWhatNoEngineMayTry() {
    auto tasks = balanced(1, 1, 5, never);
    Engine zero(0);
    static_cast<void>(tasks.take(0));
    QVERIFY(!tasks.runTask(zero, 0));
    tasks.settle({0, 1});
    QVERIFY(!tasks.ready());
    tasks.settle({0});
    QVERIFY(tasks.ready());
    QCOMPARE(tasks.firstFailure()->message, std::string("never"));
    QCOMPARE(tasks.record(0).status, TaskStatus::Failed);
    QVERIFY(isStamped(tasks.record(0)));  // it ran
    QVERIFY(tasks.take(1).offer == Offer::Exhausted);
  }

  void aTaskThatItsEngineDidNotComeToIsOfferedToAllOthers() {
    auto tasks = balanced(2, 1, 0, square);
    Engine one(1);
    TaskRun run{.task = 0, .engine = 0};
    static_cast<void>(tasks.take(0));
    QVERIFY(tasks.begin(run));
    tasks.giveBack(run, lostFailure(0, "map"));
    QCOMPARE(tasks.record(0).status, TaskStatus::Queued);
    QVERIFY(tasks.take(1).offer == Offer::Task);
    QVERIFY(tasks.runTask(one, 0));
    QVERIFY(!tasks.firstFailure());
  }

  void aTaskThatItsEngineDidNotComeToBeforeItWasCalledOffIsNotLost() {
    auto tasks = balanced(2, 1, 0, square);
    TaskRun run{.task = 0, .engine = 0};
    static_cast<void>(tasks.take(0));
    QVERIFY(tasks.begin(run));
    tasks.cancel();
    tasks.giveBack(run, lostFailure(0, "map"));
    QCOMPARE(tasks.record(0).status, TaskStatus::Aborted);
  }

  void aTaskThatItsEngineDidNotComeToHasAllItsTriesLeft() {
    auto tasks = balanced(1, 1, 1, [](Engine& engine, std::size_t item) {
      return engine.id() == 1 ? never(engine, item) : square(engine, item);
    });
    Engine one(1);
    Engine two(2);
    TaskRun run{.task = tasks.take(0).task, .engine = 0};
    QVERIFY(tasks.begin(run));
    tasks.giveBack(run, lostFailure(0, "map"));
    QVERIFY(!tasks.runTask(one, tasks.take(1).task));
    QVERIFY(tasks.runTask(two, tasks.take(2).task));
    QVERIFY(tasks.ready() && !tasks.firstFailure());
  }

  void aTaskWhoseEngineWasLostEndsAsLost() {
    auto tasks = balanced(2, 1, 0, square);
    TaskRun run{.task = 0, .engine = 0};
    QVERIFY(tasks.begin(run));
    for (const std::size_t item : {0U, 1U}) tasks.endItem(run, item, lostFailure(0, "map"));
    QVERIFY(tasks.end(run, {}));
    QCOMPARE(tasks.record(0).status, TaskStatus::Lost);
    QVERIFY(!isStamped(tasks.record(0)));
    QCOMPARE(tasks.firstFailure()->kind, TaskFailure::Kind::EngineLost);
  }

  void aTaskThatWaitsForAnotherTryIsNotLate() {
    auto tasks = balanced(2, 2, 1, [](Engine& engine, std::size_t item) {
      return engine.id() == 0 ? never(engine, item) : square(engine, item);
    });
    Engine zero(0);
    Engine one(1);
    static_cast<void>(tasks.take(0));
    QVERIFY(!tasks.runTask(zero, 0));
    tasks.endLate(timeoutFailure("map"));
    QCOMPARE(tasks.record(0).status, TaskStatus::Queued);
    QCOMPARE(tasks.failureOfTask(11)->kind, TaskFailure::Kind::TimedOut);
    QCOMPARE(tasks.take(1).task, 0U);
    QVERIFY(tasks.runTask(one, 0));
    QVERIFY(!tasks.failureOfTask(10));
  }

  // A group is looked at once, however many tasks stand in it.
  void aRetryIsFoundByTheEnginesThatHaveFailedIt() {
    RetryList retries;
    QVERIFY(retries.empty() && !retries.take(0));
    const auto failure = lostFailure(0, "map");
    retries.add(7, 1, failure);
    retries.add(8, 0, failure);
    retries.add(8, 2, failure);  // which had it meanwhile
    retries.add(9, std::nullopt, failure);
    QCOMPARE(retries.failures(7), 1U);
    QCOMPARE(retries.failures(8), 2U);
    QCOMPARE(retries.failures(9), 0U);
    QCOMPARE(retries.take(1), std::optional<std::size_t>(9));
    const auto hopeless = retries.takeHopeless({1});
    QCOMPARE(hopeless.size(), 1U);
    QCOMPARE(hopeless[0].first, 7U);
    QCOMPARE(retries.take(1), std::optional<std::size_t>(8));
    QVERIFY(!retries.empty());
  }

  void settlingWithoutEnginesLosesEverything() {
    auto tasks = balanced(4, 2, 0, square);
    Engine zero(0);
    QVERIFY(tasks.runTask(zero, 0));
    tasks.settle({});
    QVERIFY(tasks.ready());
    QCOMPARE(tasks.record(0).status, TaskStatus::Succeeded);
    QCOMPARE(tasks.record(1).status, TaskStatus::Lost);
  }

  void aRetryComputesOnlyWhatFailed() {
    std::vector<std::size_t> computed;
    auto tasks = balanced(4, 1, 1, [&](Engine& engine, std::size_t item) {
      computed.push_back(item);
      return item == 1 && engine.id() == 0 ? never(engine, item) : square(engine, item);
    });
    Engine zero(0);
    Engine one(1);
    QVERIFY(!tasks.runTask(zero, 0));
    // All items but the failed one are published before another engine may take that.
    QCOMPARE(tasks.arrivals().progress(), 3U);
    QVERIFY(tasks.runTask(one, 0));
    QCOMPARE(computed, (std::vector<std::size_t>{0, 1, 2, 3, 1}));
    QVERIFY(!tasks.firstFailure());
    QCOMPARE(tasks.record(0).status, TaskStatus::Succeeded);
  }

  // When it is offered again, nothing of it may still be on its way.
  void aTaskIsOfferedAgainOnlyAfterItsValuesAreOut() {
    std::unique_ptr<Squares> tasks;
    Engine zero(0);
    bool early = false;
    tasks = std::make_unique<Squares>(
        TaskSetOptions{.method = "map", .retries = 1},
        std::vector<Lane>{{.items = {0, 3}, .taskCount = 1}}, [](Engine& engine, std::size_t item) {
          return item == 2 ? never(engine, item) : square(engine, item);
        });
    static_cast<void>(tasks->take(0));
    tasks->arrivals().listen(
        [&](std::size_t) { early = early || tasks->record(0).status == TaskStatus::Queued; });
    QVERIFY(!tasks->runTask(zero, 0));
    QCOMPARE(tasks->arrivals().progress(), 2U);
    QVERIFY(!early);
  }

  void aRecordIsFinalBeforeTheLastItemIsOut() {
    auto tasks = balanced(3, 1, 0, square);
    Engine zero(0);
    std::vector<bool> final;
    tasks.arrivals().listen([&](std::size_t) { final.push_back(isStamped(tasks.record(0))); });
    QVERIFY(tasks.runTask(zero, 0));
    QCOMPARE(final.back(), true);
    QCOMPARE(final.size(), 3U);
  }

  void abortingEndsQueuedTasksOnly() {
    std::unique_ptr<Squares> tasks;
    tasks = std::make_unique<Squares>(TaskSetOptions{.method = "map"},
                                      std::vector<Lane>{{.items = {0, 4}, .taskCount = 2}},
                                      [&](Engine& engine, std::size_t item) {
                                        if (item == 0) tasks->abort();
                                        return square(engine, item);
                                      });
    Engine zero(0);
    QVERIFY(tasks->runTask(zero, 0));
    QVERIFY(tasks->ready());
    QCOMPARE(tasks->record(0).status, TaskStatus::Succeeded);
    QCOMPARE(tasks->record(1).status, TaskStatus::Aborted);
    QCOMPARE(tasks->outcome(2).failure()->method, std::string("map"));
  }

  void anAbortedTaskThatFailsHasEnded() {
    std::unique_ptr<Squares> tasks;
    tasks = std::make_unique<Squares>(TaskSetOptions{.method = "map", .retries = 1},
                                      std::vector<Lane>{{.items = {0, 1}, .taskCount = 1}},
                                      [&](Engine& engine, std::size_t item) {
                                        tasks->abort();
                                        return never(engine, item);
                                      });
    Engine zero(0);
    QVERIFY(tasks->runTask(zero, 0));  // there is nothing to give to another engine
    QCOMPARE(tasks->record(0).status, TaskStatus::Failed);
  }

  void cancellingARunningTaskAbortsItsOtherItems() {
    std::unique_ptr<Squares> tasks;
    bool seen = false;
    tasks = std::make_unique<Squares>(TaskSetOptions{.method = "map"},
                                      std::vector<Lane>{{.items = {0, 3}, .taskCount = 1}},
                                      [&](Engine& engine, std::size_t item) {
                                        if (item == 1) tasks->cancel();
                                        seen = engine.stopRequested();
                                        return square(engine, item);
                                      });
    Engine zero(0);
    QVERIFY(tasks->runTask(zero, 0));
    QVERIFY(seen);
    QVERIFY(tasks->outcome(1).ok());
    QVERIFY(!tasks->outcome(2).ok());
    QCOMPARE(tasks->record(0).status, TaskStatus::Aborted);
  }

  void onlyTheChosenEnginesAreOfferedTasks() {
    Squares tasks({.method = "map", .onlyOn = {1, 3}}, {{.items = {0, 4}, .taskCount = 4}}, square);
    QVERIFY(tasks.take(0).offer == Offer::NothingForThisEngine);
    QVERIFY(tasks.take(1).offer == Offer::Task);
    QVERIFY(tasks.take(3).offer == Offer::Task);
    tasks.restrictTo({3});
    QVERIFY(tasks.take(1).offer == Offer::NothingForThisEngine);
    tasks.settle({0, 1, 2});
    QVERIFY(tasks.ready());
    QCOMPARE(tasks.firstFailure()->engine, 3);
  }

  // --- the queue in front of the engines --------------------------------------------------------

  void anEngineTakesTheFirstSetThatIsForIt() {
    TaskQueue queue;
    TaskQueue::Sets exhausted;
    std::size_t task = 9;
    QVERIFY(!queue.take(0, false, task, exhausted));
    const TaskQueue::Sets sets{queued(1, {1}), queued(2), queued(1, {1, 2}), queued(1)};
    for (const auto& set : sets) queue.pushBack(set);
    QCOMPARE(queue.all(), sets);
    QCOMPARE(queue.take(2, false, task, exhausted), sets[1]);
    QCOMPARE(task, 0U);
    QCOMPARE(queue.take(1, false, task, exhausted), sets[0]);
    QCOMPARE(queue.take(1, false, task, exhausted), sets[1]);  // behind what has no more
    QCOMPARE(exhausted, (TaskQueue::Sets{sets[0]}));
    QCOMPARE(queue.take(2, false, task, exhausted), sets[2]);
    QCOMPARE(queue.take(0, false, task, exhausted), sets[3]);
    QVERIFY(!queue.take(0, false, task, exhausted));
    QVERIFY(!queue.take(1, false, task, exhausted));
    QCOMPARE(exhausted.size(), 4U);
    QCOMPARE(queue.size(), 0U);
  }

  void anEngineElsewhereTakesOnlyWhatCanBeSent() {
    TaskQueue queue;
    TaskQueue::Sets exhausted;
    std::size_t task = 0;
    queue.pushBack(queued(1));
    QVERIFY(!queue.take(0, true, task, exhausted));
    QVERIFY(queue.take(0, false, task, exhausted) != nullptr);
  }

  void whatIsToBeTriedAgainComesFirstAndOnce() {
    TaskQueue queue;
    TaskQueue::Sets exhausted;
    std::size_t task = 0;
    const auto first = queued(1);
    const auto again = queued(1);
    queue.pushBack(first);
    queue.pushFrontOnce(again);
    queue.pushFrontOnce(again);
    queue.pushFrontOnce(first);  // it is there
    QCOMPARE(queue.size(), 2U);
    QCOMPARE(queue.take(0, false, task, exhausted), again);
    queue.remove(*first);
    queue.remove(*first);
    QVERIFY(!queue.take(0, false, task, exhausted));
    QCOMPARE(exhausted.size(), 1U);
  }

  void setsThatHaveEndedLeaveTheQueue() {
    TaskQueue queue;
    const auto ended = queued(1);
    const auto waiting = queued(1, {3});
    queue.pushBack(waiting);
    queue.pushBack(ended);
    ended->abort();
    QCOMPARE(queue.removeReady(), (TaskQueue::Sets{ended}));
    QCOMPARE(queue.all(), (TaskQueue::Sets{waiting}));
    QCOMPARE(queue.size(), 1U);
  }

  void callsGoOnInTurnAfterOneHasThrown() {
    std::vector<int> made;
    QVERIFY_THROWS_EXCEPTION(std::runtime_error,
                             callInTurn({[] { throw std::runtime_error("thrown"); }}));
    callInTurn({[&] {
                  callInTurn({[&] { made.push_back(3); }});
                  made.push_back(1);
                },
                [&] { made.push_back(2); }});
    QCOMPARE(made, (std::vector<int>{1, 2, 3}));
  }

  void tasksAreKnownByTheirIds() {
    auto tasks = balanced(4, 3, 0, square);
    QVERIFY(!tasks.hasTask(9));
    QVERIFY(tasks.hasTask(10));
    QVERIFY(tasks.hasTask(12));
    QVERIFY(!tasks.hasTask(13));
    QVERIFY(!balanced(0, 0, 0, square).hasTask(10));
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::TaskSetTest)
#include "task_set_test.moc"
