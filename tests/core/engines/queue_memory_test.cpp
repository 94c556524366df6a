// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <malloc.h>
#include <vector>

#include <QtTest>

#include "core/engines/client.h"
#include "engine_kinds.h"
#include "test_tasks.h"

namespace fatou::engines {
namespace {

// The heap's bytes in use, in megabytes. They are counted rather than the pages they take, which
// are up to chance: each thread frees into its own arena.
double heapMegabytes() {
  const auto heap = ::mallinfo2();
  return static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
}

// A sanitizer keeps freed memory for a while, to see who uses it.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryCounts = false;
constexpr int kTasks = 20'000;
#else
constexpr bool kMemoryCounts = true;
constexpr int kTasks = 100'000;
#endif

// How many megabytes the heap grows by over some rounds after a first one.
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
  void initTestCase_data() { addEngineKindsAndLoopback(); }

  void case73_memoryAfterFurtherRoundsIsThatAfterTheFirst() {
    const Client client(2, testedKind());
    const auto view = client.loadBalancedView();
    const auto round = [&] {
      std::vector<AsyncResult<int, Single>> results;
      results.reserve(kTasks);
      for (int i = 0; i < kTasks; ++i) results.push_back(view.applyAsync([i] { return i; }));
      long long sum = 0;
      for (const auto& result : results) sum += result.get();
      return sum;
    };
    constexpr long long kSum = static_cast<long long>(kTasks) * (kTasks - 1) / 2;
    QCOMPARE(round(), kSum);
    const double first = heapMegabytes();
    for (int i = 0; i < 3; ++i) QCOMPARE(round(), kSum);
    const double second = heapMegabytes();
    // Three rounds that stayed would be some 200 MB.
    if (kMemoryCounts) qDebug() << first << second;
    QVERIFY2(second - first < 20.0, qPrintable(QString::number(second - first)));
  }

  void case73_aMapOfASingleItemATaskGivesItsMemoryBack() {
    const Client client(2, testedKind());
    const auto view = client.loadBalancedView().with({.chunkSize = 1});
    const auto items = upTo(kTasks);
    const auto round = [&] { return view.mapSync([](int i) { return i; }, items).back(); };
    QCOMPARE(round(), kTasks - 1);
    const double first = heapMegabytes();
    for (int i = 0; i < 5; ++i) QCOMPARE(round(), kTasks - 1);
    const double second = heapMegabytes();
    if (kMemoryCounts) qDebug() << first << second;
    QVERIFY2(second - first < 20.0, qPrintable(QString::number(second - first)));
  }

  // Nobody looks at the results: neither they nor what is written may pile up.
  void unwatchedTasksAndWritesAreForgotten() {
    const Client client(2, testedKind());
    const auto round = [&] {
      const auto view = client.directView();
      for (int i = 0; i < kTasks / 10; ++i) {
        client.loadBalancedView().applyAsync([] {});
        view["a"] = i;
        if (i % 1000 == 0) client.directView().applySync([] {});
      }
      client.directView().applySync([] {});
      client.loadBalancedView().applySync([] {});  // starts after all tasks of this round
    };
    const double growth = growthOver(5, round);
    QVERIFY2(growth < 20.0, qPrintable(QString::number(growth)));
  }

  void tasksThatHaveEndedAreNotKeptUntilTheirTimeIsOver() {
    const Client client(2, testedKind());
    const auto view = client.loadBalancedView().with({.timeout = std::chrono::hours(1)});
    const auto round = [&] {
      for (int i = 0; i < kTasks / 5; ++i) {
        view.applyAsync([] {});
        if (i % 1000 == 999) view.applySync([] {});  // starts after those so far
      }
    };
    const double growth = growthOver(3, round);
    QVERIFY2(growth < 20.0, qPrintable(QString::number(growth)));
  }

  // Nobody waits for the writes; each engine has the last value alone.
  void case93_aNameThatIsPushedAgainKeepsItsLastValueOnly() {
    const Client client(2, testedKind());
    const auto view = client.directView();
    const std::vector<double> numbers(3'125'000, 1.0);  // 25 MB
    view["big"] = numbers;
    view.applySync([] {});
    const double one = heapMegabytes();
    double most = one;
    for (int i = 0; i < 40; ++i) {
      view["big"] = numbers;
      if (i % 4 == 3) view.applySync([] {});
      most = std::max(most, heapMegabytes());
    }
    view.applySync([] {});
    const double last = heapMegabytes();
    view.clear();
    view.applySync([] {});
    const double cleared = heapMegabytes();
    if (!kMemoryCounts) return;
    qDebug() << one << most << last << cleared;
    // Four on their way; elsewhere each engine has as bytes what it is given, and makes it anew.
    const int many = testedKind() == EngineKind::Loopback ? 5 + 2 * 3 : 5;
    QVERIFY2(most - one < many * 25.0, qPrintable(QString::number(most - one)));
    QVERIFY(last - one < 5.0);
    QVERIFY(cleared - one < -20.0);
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::QueueMemoryTest)
#include "queue_memory_test.moc"
