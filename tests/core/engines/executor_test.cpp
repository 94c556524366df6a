// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/executors/executor.h"

#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include <QTest>

#include "core/engines/executors/pool_executor.h"
#include "no_more_threads.h"
#include "test_tasks.h"
#include "thread_kinds.h"

namespace fatou::engines {

class ExecutorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addThreadKinds(); }

  void jobsRunInTheOrderPostedOnOneOtherThread() {
    Ints order;
    std::vector<std::thread::id> threads;
    std::latch done(1);
    const auto executor = makeExecutor(testedThread());
    for (int i = 0; i < 1000; ++i)
      executor->post([&, i] {
        order.push_back(i);
        threads.push_back(std::this_thread::get_id());
      });
    executor->post([&] { done.count_down(); });
    done.wait();
    QCOMPARE(order, upTo(1000));
    QCOMPARE(threads, std::vector(1000, threads.front()));
    QVERIFY(threads.front() != std::this_thread::get_id());
  }

  void aJobMayPostAJob() {
    std::latch done(1);
    const auto executor = makeExecutor(testedThread());
    executor->post([&] { executor->post([&] { done.count_down(); }); });
    done.wait();
  }

  void destructionEndsTheRunningJobAndDropsTheOthers() {
    constexpr int kJobs = 24'000;  // two minutes, of which destruction needs a moment
    std::latch started(1);
    Gate gate;
    std::atomic<bool> ended = false;
    std::atomic<int> others = 0;
    const auto held = std::make_shared<int>(0);
    auto executor = makeExecutor(testedThread());
    executor->post([&, pass = gate.pass()] {
      started.count_down();
      pass();
      ended = true;
    });
    for (int i = 0; i < kJobs; ++i)
      executor->post([&, held] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        ++others;
      });
    started.wait();
    std::jthread destroyer([&] { executor.reset(); });
    gate.open();
    destroyer.join();
    QVERIFY(ended);
    QVERIFY(others < kJobs);
    QCOMPARE(held.use_count(), 1L);
  }

  void anUnusedExecutorEnds() {
    for (int i = 0; i < 100; ++i) makeExecutor(testedThread());
  }

  void withoutAThreadThereIsNoExecutor() {
    if (!tests::kCanRunOutOfThreads) QSKIP("sanitizers need all the address space");
    const tests::NoMoreThreads limit;
    std::vector<std::unique_ptr<Executor>> all;
    QVERIFY_THROWS_EXCEPTION(std::system_error, for (int i = 0; i < 1000; ++i)
                                                    all.push_back(makeExecutor(testedThread())));
    // The executors that got their thread before there were no more are sound.
    std::latch done(static_cast<std::ptrdiff_t>(all.size()));
    for (const auto& executor : all) executor->post([&] { done.count_down(); });
    done.wait();
  }

  void kindsHaveNames() {
    QCOMPARE(toString(EngineKind::PoolThread), std::string("pool thread"));
    QCOMPARE(toString(EngineKind::StdThread), std::string("std thread"));
  }

  // Qt ends threads that are idle for 30 s, and the engine would go on with another one. The test
  // does not wait for that: it asks for the time limit, and sees that a limit of "never" is kept
  // where a short one is not.
  void case72_anIdlePoolThreadNeverExpires() {
#ifndef __SANITIZE_THREAD__  // it cannot follow a QThreadPool of the distribution's Qt
    QVERIFY(PoolExecutor().expiryTimeout() < 0);
    QTRY_VERIFY(!staysTheSame(std::chrono::milliseconds(1)));  // once it got to run, to expire
    QVERIFY(staysTheSame({}));
#endif
  }

 private:
  // Whether an idle thread is still the same one after a while; with a time limit or with what
  // the executor has by itself.
  static bool staysTheSame(std::optional<std::chrono::milliseconds> limit) {
    PoolExecutor executor;
    if (limit) executor.setExpiryTimeout(static_cast<int>(limit->count()));
    // A thread of its own, marked by a variable that is new with every thread.
    static thread_local int t_jobsHere = 0;
    int jobs = 0;
    for (int i = 0; i < 2; ++i) {
      std::latch done(1);
      executor.post([&] {
        jobs = ++t_jobsHere;
        done.count_down();
      });
      done.wait();
      if (i == 0) QTest::qWait(200);
    }
    return jobs == 2;
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::ExecutorTest)
#include "executor_test.moc"
