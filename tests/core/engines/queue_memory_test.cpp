// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <malloc.h>
#include <vector>

#include <QtTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::queue_memory_test {
namespace {

// The heap's bytes in use, in megabytes. They are counted rather than the pages they take, which
// are up to chance: each thread frees into its own arena.
double heapMegabytes() {
  const auto heap = ::mallinfo2();
  return static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
}
// The size of all heaps, with those of engines that have one of their own. Waits for what engines
// were asked for before.
double allHeapsMegabytes(const DirectView& engines) {
  const auto theirs = engines.applySync([] { return heapMegabytes(); });
  double sum = heapMegabytes();
  if (isInOtherProcess())
    for (const double each : theirs) sum += each;
  return sum;
}

// A sanitizer keeps freed memory for a while, to see who uses it.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryCounts = false;
constexpr int kMostTasks = 20'000;
#else
constexpr bool kMemoryCounts = true;
constexpr int kMostTasks = 100'000;
#endif

// Fewer where each is a message to another process; a leak shows all the same.
int taskCount() {
  return isInOtherProcess() ? kMostTasks / 5 : kMostTasks;
}
// The growth that is allowed: a tenth of what as many tasks would take if their results stayed.
double tolerance() {
  return isInOtherProcess() ? 4.0 : 20.0;
}

// The megabytes by which the heap grows over some rounds after a first one.
double growthOver(int rounds, const auto& round) {
  round();
  const double first = heapMegabytes();
  for (int i = 0; i < rounds; ++i) round();
  const double second = heapMegabytes();
  if (kMemoryCounts) qDebug() << first << second;
  return second - first;
}

}  // namespace

class QueueMemoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case73_memoryAfterFurtherRoundsIsThatAfterTheFirst() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView();
    const int tasks = taskCount();
    const auto round = [&] {
      std::vector<AsyncResult<int, Single>> results;
      results.reserve(static_cast<std::size_t>(tasks));
      for (int i = 0; i < tasks; ++i) results.push_back(view.applyAsync([i] { return i; }));
      long long sum = 0;
      for (const auto& result : results) sum += result.get();
      return sum;
    };
    const long long sum = static_cast<long long>(tasks) * (tasks - 1) / 2;
    QCOMPARE(round(), sum);
    const double first = heapMegabytes();
    for (int i = 0; i < 3; ++i) QCOMPARE(round(), sum);
    const double second = heapMegabytes();
    if (kMemoryCounts) qDebug() << first << second;
    QVERIFY2(second - first < tolerance(), qPrintable(QString::number(second - first)));
  }

  void case73_aMapOfASingleItemATaskGivesItsMemoryBack() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView().with({.chunkSize = 1});
    const auto items = upTo(taskCount());
    const auto round = [&] { return view.mapSync([](int i) { return i; }, items).back(); };
    QCOMPARE(round(), items.back());
    const double first = heapMegabytes();
    for (int i = 0; i < 5; ++i) QCOMPARE(round(), items.back());
    const double second = heapMegabytes();
    if (kMemoryCounts) qDebug() << first << second;
    QVERIFY2(second - first < tolerance(), qPrintable(QString::number(second - first)));
  }

  // Nobody looks at the results: neither they nor what is written may pile up.
  void unwatchedTasksAndWritesAreForgotten() {
    const Client client = startEngines(2);
    const auto round = [&] {
      const auto view = client.directView();
      for (int i = 0; i < taskCount() / 10; ++i) {
        client.loadBalancedView().applyAsync([] {});
        view["a"] = i;
        if (i % 1000 == 0) client.directView().applySync([] {});
      }
      client.directView().applySync([] {});
      client.loadBalancedView().applySync([] {});  // starts after all tasks of this round
    };
    const double growth = growthOver(5, round);
    QVERIFY2(growth < tolerance(), qPrintable(QString::number(growth)));
  }

  void tasksThatHaveEndedAreNotKeptUntilTheirTimeIsOver() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView().with({.timeout = std::chrono::hours(1)});
    const auto round = [&] {
      for (int i = 0; i < taskCount() / 5; ++i) {
        view.applyAsync([] {});
        if (i % 1000 == 999) view.applySync([] {});  // starts after those so far
      }
    };
    const double growth = growthOver(3, round);
    QVERIFY2(growth < tolerance(), qPrintable(QString::number(growth)));
  }

  // Nobody waits for the writes; each engine has the last value alone.
  void case93_aNameThatIsPushedAgainKeepsItsLastValueOnly() {
    const Client client = startEngines(2);
    const auto view = client.directView();
    const std::vector<double> numbers(3'125'000, 1.0);  // 25 MB
    view["big"] = numbers;
    const double one = allHeapsMegabytes(view);
    const double oneHere = heapMegabytes();
    double most = oneHere;
    for (int i = 0; i < 40; ++i) {
      view["big"] = numbers;
      if (i % 4 == 3) view.applySync([] {});
      most = std::max(most, heapMegabytes());
    }
    const double last = allHeapsMegabytes(view);
    view.clear();
    const double cleared = allHeapsMegabytes(view);
    if (!kMemoryCounts) return;
    qDebug() << one << most << last << cleared;
    // Four on their way; elsewhere each engine has as bytes what it is given, and makes it anew.
    const int many = isElsewhere() ? 5 + 2 * 3 : 5;
    QVERIFY2(most - oneHere < many * 25.0, qPrintable(QString::number(most - oneHere)));
    QVERIFY(last - one < 5.0);
    QVERIFY(cleared - one < -20.0);
  }
};

}  // namespace fatou::engines::queue_memory_test

static const fatou::engines::ConformanceTest<fatou::engines::queue_memory_test::QueueMemoryTest>
    kTest("QueueMemoryTest");
#include "queue_memory_test.moc"
