// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/arrival_log.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

#include <QTest>

namespace fatou::engines {
namespace {

using namespace std::chrono_literals;
using Items = std::vector<std::size_t>;

const Timeout kNow{0ns};

// How long a test goes on with short races. Where others keep the cores each takes long, and fewer
// must do.
constexpr auto kRacing = 30s;

Items arrivalsOf(const ArrivalLog& log) {
  Items items;
  for (std::size_t n = 0; n < log.progress(); ++n) items.push_back(log.arrival(n));
  return items;
}

}  // namespace

class ArrivalLogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aLogOfNothingIsComplete() {
    ArrivalLog log(0);
    QVERIFY(log.complete());
    QVERIFY(log.waitForAll({}));
    QVERIFY(log.waitForFirst(0, {}));
    bool called = false;
    log.whenComplete([&] { called = true; });
    QVERIFY(called);
    log.listen([](std::size_t) { QFAIL("nothing has arrived"); });
  }

  void itemsArriveInTheOrderPublished() {
    ArrivalLog log(3);
    QVERIFY(!log.waitForAll(kNow));
    QVERIFY(!log.waitForFirst(1, kNow));
    log.publish(2);
    QVERIFY(log.hasArrived(2));
    QVERIFY(!log.hasArrived(0));
    QVERIFY(log.waitForItem(2, {}));
    QVERIFY(!log.waitForItem(0, 1ms));
    QVERIFY(log.waitForFirst(1, {}));
    log.publish(0);
    QCOMPARE(log.progress(), 2U);
    QVERIFY(!log.complete());
    log.publish(1);
    QVERIFY(log.waitForAll({}));
    QCOMPARE(arrivalsOf(log), (Items{2, 0, 1}));
  }

  void timeoutsOfAnyLengthAreKept() {
    ArrivalLog log(1);
    QVERIFY(!log.waitForAll(std::chrono::nanoseconds::min()));
    QVERIFY(!log.waitForAll(-1ns));
    const auto before = std::chrono::steady_clock::now();
    QVERIFY(!log.waitForItem(0, 20ms));
    QVERIFY(std::chrono::steady_clock::now() - before >= 20ms);
    std::jthread later([&] {
      std::this_thread::sleep_for(10ms);
      log.publish(0);
    });
    QVERIFY(log.waitForAll(std::chrono::nanoseconds::max()));
  }

  void aListenerHearsWhatHasArrivedAndWhatDoes() {
    ArrivalLog log(4);
    Items heard;
    log.publish(3);
    log.publish(1);
    log.listen([&](std::size_t item) { heard.push_back(item); });
    QCOMPARE(heard, (Items{3, 1}));
    log.publish(0);
    QCOMPARE(heard, (Items{3, 1, 0}));
    log.publish(2);
    QCOMPARE(heard, (Items{3, 1, 0, 2}));
  }

  void aListenerMayPublish() {
    ArrivalLog log(4);
    Items heard;
    log.listen([&](std::size_t item) {
      if (item < 3) log.publish(item + 1);
      heard.push_back(item);
    });
    log.publish(0);
    QCOMPARE(heard, (Items{0, 1, 2, 3}));
    QVERIFY(log.complete());
  }

  void aListenerHearsEveryArrivalOnceAndInOrder() {
    constexpr std::size_t kItems = 2000;
    ArrivalLog log(kItems);
    Items heard;
    std::atomic<int> inside = 0;
    {
      std::vector<std::jthread> publishers;
      for (std::size_t p = 0; p < 4; ++p)
        publishers.emplace_back([&log, p] {
          for (std::size_t item = p; item < kItems; item += 4) log.publish(item);
        });
      log.listen([&](std::size_t item) {
        QCOMPARE(++inside, 1);
        heard.push_back(item);
        --inside;
      });
    }
    QCOMPARE(heard, arrivalsOf(log));
    std::ranges::sort(heard);
    for (std::size_t i = 0; i < kItems; ++i) QCOMPARE(heard[i], i);
  }

  void aSlowListenerKeepsNoOtherWaiting() {
    ArrivalLog log(2);
    std::latch inside(1);
    std::latch over(1);
    std::atomic<int> slow = 0;
    log.listen([&](std::size_t) {
      if (++slow > 1) return;
      inside.count_down();
      over.wait();
    });
    std::jthread publisher([&] { log.publish(0); });
    inside.wait();
    Items heard;
    log.listen([&](std::size_t item) { heard.push_back(item); });
    const Items heardAtFirst = heard;
    log.publish(1);
    const Items heardBoth = heard;
    const int slowBefore = slow;
    over.count_down();
    publisher.join();
    QCOMPARE(heardAtFirst, Items{0});
    QCOMPARE(heardBoth, (Items{0, 1}));
    QCOMPARE(slowBefore, 1);
    QCOMPARE(slow.load(), 2);
  }

  void completionsRunOnceAllHasArrived() {
    ArrivalLog log(2);
    int called = 0;
    log.whenComplete([&] { ++called; });
    log.whenComplete([&] { ++called; });
    log.publish(0);
    QCOMPARE(called, 0);
    log.publish(1);
    QCOMPARE(called, 2);
    log.whenComplete([&] { ++called; });
    QCOMPARE(called, 3);
  }

  void aLongChainOfCompletionsNeedsNoStack() {
    std::vector<std::unique_ptr<ArrivalLog>> chain;
    for (int i = 0; i < 200'000; ++i) chain.push_back(std::make_unique<ArrivalLog>(1));
    for (std::size_t i = 1; i < chain.size(); ++i)
      chain[i - 1]->whenComplete([next = chain[i].get()] { next->publish(0); });
    chain.front()->publish(0);
    QVERIFY(chain.back()->complete());
  }

  // One waiter and one item, so that no later arrival wakes a waiter who was missed. Both set out
  // at the same moment, and one of them a little later each time.
  void aLoneWaiterIsNotMissed() {
    constexpr int kRounds = 60'000;
    const auto idle = [](int turns) {
      for (std::atomic<int> i = 0; i < turns; ++i) continue;
    };
    std::atomic<ArrivalLog*> current = nullptr;
    std::atomic<bool> over = false;
    std::jthread publisher([&] {
      for (int round = 0; !over; ++round) {
        ArrivalLog* log = nullptr;
        while (!over && !(log = current.exchange(nullptr))) continue;
        idle(round % 401);
        if (log) log->publish(0);
      }
    });
    bool served = true;
    std::vector<std::shared_ptr<ArrivalLog>> kept;  // the publisher may still be leaving publish()
    const auto enough = std::chrono::steady_clock::now() + kRacing;
    for (int round = 0; round < kRounds && served; ++round) {
      if (round % 256 == 0 && std::chrono::steady_clock::now() > enough) break;
      const auto log = std::make_shared<ArrivalLog>(1);
      current = log.get();
      idle(round % 89);
      served = round % 3 == 0   ? log->waitForAll(60s)
               : round % 3 == 1 ? log->waitForItem(0, 60s)
                                : log->waitForFirst(1, 60s);
      kept.push_back(log);
    }
    over = true;
    publisher.join();
    QVERIFY(served);
  }

  // A waiter that is missed waits for ever, so that each of many short races must go well. Every
  // kind of wait meets every other.
  void noWaiterIsMissed() {
    constexpr std::size_t kItems = 24;
    const auto enough = std::chrono::steady_clock::now() + kRacing;
    for (int round = 0; round < 1500 && std::chrono::steady_clock::now() < enough; ++round) {
      ArrivalLog log(kItems);
      std::atomic<int> served = 0;
      std::vector<std::jthread> threads;
      const auto serve = [&](auto&& wait) {
        threads.emplace_back([&served, wait] {
          if (wait()) ++served;
        });
      };
      serve([&] { return log.waitForAll(60s); });
      serve([&] {
        bool all = true;
        for (std::size_t item = 0; item < kItems; ++item) all = all && log.waitForItem(item, 60s);
        return all;
      });
      serve([&] {
        bool all = true;
        for (std::size_t n = 1; n <= kItems; ++n) {
          all = all && log.waitForFirst(n, 60s);
          if (all && !log.hasArrived(log.arrival(n - 1))) return false;
        }
        return all;
      });
      serve([&] { return log.waitForItem(kItems - 1, 60s); });
      for (std::size_t p = 0; p < 2; ++p)
        threads.emplace_back([&log, p] {
          for (std::size_t item = p; item < kItems; item += 2) log.publish(item);
        });
      threads.clear();
      QCOMPARE(served.load(), 4);
    }
  }

  // What a publisher wrote before is seen by whoever sees the arrival.
  void whatIsPublishedIsVisible() {
    constexpr std::size_t kItems = 1000;
    std::vector<int> values(kItems, 0);
    ArrivalLog log(kItems);
    std::jthread publisher([&] {
      for (std::size_t i = 0; i < kItems; ++i) {
        values[i] = static_cast<int>(i) + 1;
        log.publish(i);
      }
    });
    for (std::size_t n = 0; n < kItems; ++n) {
      QVERIFY(log.waitForFirst(n + 1, 60s));
      QCOMPARE(values[log.arrival(n)], static_cast<int>(log.arrival(n)) + 1);
    }
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::ArrivalLogTest)
#include "arrival_log_test.moc"
