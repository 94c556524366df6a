// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/imap.h"

#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::imap_test {
namespace {

constexpr auto kSelf = [](int i) { return i; };

// Endless numbers that count how many were made: one at begin(), one at every step.
class Source : public std::ranges::view_base {
 public:
  explicit Source(std::shared_ptr<std::atomic<int>> made) : m_made(std::move(made)) {}

  class Iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(std::atomic<int>* made) : m_made(made) { ++*made; }
    int operator*() const { return m_value; }
    Iterator& operator++() {
      ++m_value;
      ++*m_made;
      return *this;
    }
    void operator++(int) { ++*this; }

   private:
    std::atomic<int>* m_made = nullptr;
    int m_value = 0;
  };
  Iterator begin() const { return Iterator(m_made.get()); }
  std::unreachable_sentinel_t end() const { return {}; }

 private:
  std::shared_ptr<std::atomic<int>> m_made;
};

}  // namespace

class ImapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void resultsComeInInputOrder() {
    const Client client = startEngines(3);
    for (const int count : {0, 1, 2, 5, 6, 7, 300}) {
      Ints seen;
      for (const int value : client.loadBalancedView().imap(kSelf, upTo(count)))
        seen.push_back(value);
      QCOMPARE(seen, upTo(count));
    }
  }

  void endlessInputIsTakenOnlyAsResultsAreAskedFor() {
    const Client client = startEngines(2);
    const auto made = std::make_shared<std::atomic<int>>(0);
    auto squares = client.loadBalancedView().imap([](int i) { return i * i; }, Source(made),
                                                  {.maxOutstanding = 3});
    QCOMPARE(made->load(), 0);
    int delivered = 0;
    for (const int value : squares) {
      QCOMPARE(value, delivered * delivered);
      ++delivered;
      QVERIFY2(made->load() <= delivered + 3 - 1, qPrintable(QString::number(made->load())));
      if (delivered == 50) break;
    }
    QCOMPARE(delivered, 50);
  }

  void noMoreTasksThanAllowedAreInFlight() {
    const Client client = startEngines(4);
    const auto inside = makeCommon<std::atomic<int>>(0);
    const auto most = makeCommon<std::atomic<int>>(0);
    const auto task = [inside, most](int i) {
      const int now = ++*inside;
      int before = most->load();
      while (before < now && !most->compare_exchange_weak(before, now)) continue;
      --*inside;
      return i;
    };
    for (const int value : client.loadBalancedView().imap(task, upTo(500), {.maxOutstanding = 2}))
      static_cast<void>(value);
    QVERIFY(most->load() <= 2);
  }

  void unorderedResultsComeAsTheyAreCompleted() {
    const Client client = startEngines(2);
    Gate gate;
    const auto task = [pass = gate.pass()](int i) {
      if (i == 0) pass();
      return i;
    };
    Ints seen;
    for (const int value :
         client.loadBalancedView().imap(task, upTo(6), {.maxOutstanding = 2, .ordered = false})) {
      seen.push_back(value);
      if (seen.size() == 5) gate.open();
    }
    QCOMPARE(seen, (Ints{1, 2, 3, 4, 5, 0}));
  }

  void aStopEndsTheVisitAlsoWhileItWaits() {
    const Client client = startEngines(1);
    std::stop_source stop;
    const auto started = makeCommon<Latch>(1);
    const auto task = [started](Engine& engine, int i) {
      if (i == 2) {
        started->count_down();
        while (!engine.stopRequested()) std::this_thread::yield();
      }
      return i;
    };
    const std::jthread stopper([&] {
      started->wait();
      stop.request_stop();
    });
    Ints seen;
    for (const int value : client.loadBalancedView().imap(
             task, std::views::iota(0), {.maxOutstanding = 3, .stop = stop.get_token()}))
      seen.push_back(value);
    QVERIFY(seen.size() <= 2);
    QCOMPARE(client[0].applySync([] { return 1; }), 1);  // task 2 saw the stop
  }

  void aStopBeforeTheVisitTakesNothing() {
    const Client client = startEngines(1);
    std::stop_source stop;
    stop.request_stop();
    for (const int value :
         client.loadBalancedView().imap(kSelf, std::views::iota(0), {.stop = stop.get_token()}))
      QFAIL(qPrintable(QString::number(value)));
  }

  void leavingTheVisitCancelsWhatIsInFlight() {
    const Client client = startEngines(1);
    const auto task = [](Engine& engine, int i) {
      while (i > 0 && !engine.stopRequested()) std::this_thread::yield();
      return i;
    };
    for (const int value : client.loadBalancedView().imap(task, std::views::iota(0))) {
      QCOMPARE(value, 0);
      break;
    }
    QCOMPARE(client[0].applySync([] { return 1; }), 1);
  }

  void aFailedItemThrowsItsError() {
    const Client client = startEngines(2);
    Ints seen;
    const auto visit = [&] {
      const auto task = [](int i) {
        if (i == 3) throw std::runtime_error("three");
        return i;
      };
      for (const int value : client.loadBalancedView().imap(task, std::views::iota(0)))
        seen.push_back(value);
    };
    const auto error = thrownBy<RemoteError>(visit);
    QVERIFY(error);
    QCOMPARE(error->message(), std::string("three"));
    QCOMPARE(seen, (Ints{0, 1, 2}));
  }

  void case91_aVisitOfTwoRangesIsOfPairsAndAsLongAsTheShorter() {
    const Client client = startEngines(2);
    const auto sum = [](int a, int b) { return a + b; };
    Ints seen;
    for (const int value : client.loadBalancedView().imap(sum, upTo(4), std::views::iota(10)))
      seen.push_back(value);
    QCOMPARE(seen, (Ints{10, 12, 14, 16}));
  }

  // The loop is left while tasks that read the caller's frame are queued and running.
  void case91_nothingBeginsAfterTheVisitAndWhatRunsIsWaitedFor() {
    const Client client = startEngines(2);
    const auto inside = makeCommon<std::atomic<int>>(0);
    const auto over = makeCommon<std::atomic<bool>>(false);
    const auto late = makeCommon<std::atomic<int>>(0);
    const auto task = [inside, over, late](Engine& engine, int i) {
      if (*over) ++*late;
      ++*inside;
      while (i > 3 && !engine.stopRequested()) std::this_thread::yield();
      --*inside;
      return i;
    };
    {
      auto visit = client.loadBalancedView().imap(task, std::views::iota(0), {.maxOutstanding = 8});
      int delivered = 0;
      for (const int value : visit) {
        QCOMPARE(value, delivered);
        if (++delivered == 3) break;
      }
    }
    *over = true;
    QCOMPARE(inside->load(), 0);
    client.directView().applySync([] {});
    QCOMPARE(late->load(), 0);
  }

  void case91_theVisitGoesOnAfterAFailedItem() {
    const Client client = startEngines(2);
    const auto task = [](int i) {
      if (i == 2) throw std::runtime_error("two");
      return i;
    };
    auto visit = client.loadBalancedView().imap(task, upTo(6));
    Ints seen;
    int failures = 0;
    for (auto at = visit.begin(); at != visit.end(); ++at) {
      try {
        seen.push_back(*at);
      } catch (const RemoteError&) {
        ++failures;
      }
    }
    QCOMPARE(seen, (Ints{0, 1, 3, 4, 5}));
    QCOMPARE(failures, 1);
  }

  void case91_whatTheRangeThrowsComesAfterTheItemsBefore() {
    const Client client = startEngines(2);
    const auto numbers = std::views::iota(0) | std::views::transform([](int i) {
                           if (i == 5) throw std::runtime_error("the range");
                           return i;
                         });
    Ints seen;
    const auto visit = [&] {
      for (const int value : client.loadBalancedView().imap(kSelf, numbers, {.maxOutstanding = 8}))
        seen.push_back(value);
    };
    const auto error = thrownBy<std::runtime_error>(visit);
    QVERIFY(error);
    QCOMPARE(std::string(error->what()), std::string("the range"));
    QCOMPARE(seen, upTo(5));
  }

  void aTaskThatVisitsItsOwnClusterIsRefused() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(1);
    const auto task = client[0].applyAsync([view = client.loadBalancedView()] {
      try {
        for (const int value : view.imap(kSelf, upTo(3))) static_cast<void>(value);
        return false;
      } catch (const EngineError&) {
        return true;
      }
    });
    QVERIFY(task.wait(kPatience));
    QVERIFY(task.get());
  }

  // The chosen engines go: the visit says so instead of ending as if there were no items.
  void aVisitWithoutEnginesDoesNotEndInSilence() {
    const Client client = startEngines(2);
    const auto view = client.loadBalancedView({1});
    client.cluster().stopEngine(1);
    const auto visit = [&] {
      for (const int value : view.imap(kSelf, upTo(3))) static_cast<void>(value);
    };
    QVERIFY_THROWS_EXCEPTION(EngineError, visit());
  }

  void enginesThatGoDuringAVisitEndIt() {
    const Client client = startEngines(1);
    const auto visit = [&] {
      for (const int value : client.loadBalancedView().imap(kSelf, std::views::iota(0)))
        if (value == 10) client.cluster().stop();
    };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, visit());
  }
};

}  // namespace fatou::engines::imap_test

static const fatou::engines::ConformanceTest<fatou::engines::imap_test::ImapTest> kTest("ImapTest");
#include "imap_test.moc"
