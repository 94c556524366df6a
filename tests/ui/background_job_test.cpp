// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/background_job.h"

#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <variant>
#include <vector>

#include <QTest>

#include "tests/patience.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

using Event = std::variant<int, Error>;
using Job = BackgroundJob<Event>;

// The events that a job has told.
struct Heard {
  std::vector<int> numbers;
  std::optional<Error> error;
  int ended = 0;

  Job job{[this](const Event& event) {
            if (const auto* number = std::get_if<int>(&event))
              numbers.push_back(*number);
            else
              error = std::get<Error>(event);
          },
          [this] { ++ended; }};
};

void untilStopped(const std::stop_token& stop) {
  while (!stop.stop_requested()) std::this_thread::yield();
}

}  // namespace

class BackgroundJobTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsReportedArrivesInOrderAndThenTheEnd() {
    Heard heard;
    heard.job.start([](const auto& report, const std::stop_token&) {
      for (int i = 0; i < 100; ++i) report(i);
    });
    QVERIFY(heard.numbers.empty());  // it is told on the event loop alone
    QTRY_COMPARE(heard.ended, 1);
    QCOMPARE(heard.numbers.size(), std::size_t{100});
    for (int i = 0; i < 100; ++i) QCOMPARE(heard.numbers[static_cast<std::size_t>(i)], i);
    QVERIFY(!heard.error);
  }

  void theLatestWins() {
    Heard heard;
    std::latch begun(1);
    heard.job.start([&begun](const auto& report, const std::stop_token& stop) {
      report(1);
      begun.count_down();
      untilStopped(stop);
      report(2);
    });
    begun.wait();
    heard.job.start([](const auto& report, const std::stop_token&) { report(3); });
    QTRY_COMPARE(heard.ended, 1);
    QCOMPARE(heard.numbers, std::vector<int>{3});
  }

  void aStoppedJobStillTellsItsEnd() {
    Heard heard;
    heard.job.start([](const auto& report, const std::stop_token& stop) {
      untilStopped(stop);
      report(7);
    });
    heard.job.stop();
    QTRY_COMPARE(heard.ended, 1);
    QCOMPARE(heard.numbers, std::vector<int>{7});
  }

  void aDroppedJobTellsNothing() {
    Heard heard;
    heard.job.start([](const auto& report, const std::stop_token& stop) {
      untilStopped(stop);
      report(7);
    });
    heard.job.drop();
    std::atomic<bool> isNext = false;
    heard.job.start([&isNext](const auto&, const std::stop_token&) { isNext = true; });
    QTRY_VERIFY(isNext);  // the first has left
    QTRY_VERIFY(heard.ended >= 1);
    QVERIFY(heard.numbers.empty());
  }

  void whatAJobThrowsIsItsLastEvent() {
    Heard heard;
    heard.job.start([](const auto& report, const std::stop_token&) {
      report(1);
      throw std::runtime_error("no paper");
    });
    QTRY_COMPARE(heard.ended, 1);
    QCOMPARE(heard.numbers, std::vector<int>{1});
    QVERIFY(heard.error && *heard.error == Error{"no paper"});
  }

  // If results were kept, all tiles of a large picture would be there twice for as long as it is
  // shown.
  void whatWasTakenIsNotKept() {
    using Thing = std::shared_ptr<const int>;
    std::weak_ptr<const int> taken;
    int value = 0;
    bool isOver = false;
    BackgroundJob<std::variant<Thing, Error>> job(
        [&](const auto& event) {
          taken = std::get<Thing>(event);
          value = *std::get<Thing>(event);
        },
        [&isOver] { isOver = true; });
    job.start(
        [](const auto& report, const std::stop_token&) { report(std::make_shared<const int>(7)); });
    QTRY_VERIFY(isOver);
    QCOMPARE(value, 7);
    QVERIFY(taken.expired());
  }

  void aJobMayBeginAnotherWhereItIsTaken() {
    std::vector<int> numbers;
    std::optional<Job> job;
    job.emplace([&](const Event& event) {
      numbers.push_back(std::get<int>(event));
      if (numbers.size() < 5)
        job->start([next = numbers.back() + 1](const auto& report, const std::stop_token&) {
          report(next);
        });
    });
    job->start([](const auto& report, const std::stop_token&) { report(0); });
    QTRY_COMPARE(numbers.size(), std::size_t{5});
    QCOMPARE(numbers, (std::vector<int>{0, 1, 2, 3, 4}));
  }

  void whoGoesStopsItsJobAndWaits() {
    std::latch begun(1);
    std::atomic<bool> hasLeft = false;
    {
      Heard heard;
      heard.job.start([&](const auto&, const std::stop_token& stop) {
        begun.count_down();
        untilStopped(stop);
        hasLeft = true;
      });
      begun.wait();
    }
    QVERIFY(hasLeft);
  }
};

QTEST_GUILESS_MAIN(BackgroundJobTest)
#include "background_job_test.moc"
