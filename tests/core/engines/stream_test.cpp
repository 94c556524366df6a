// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/stream.h"

#include <atomic>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include <QTest>

#include "conformance.h"
#include "test_tasks.h"

namespace fatou::engines::stream_test {
namespace {

const auto kSquare = [](int x) { return x * x; };

using Counter = Common<std::atomic<int>>;

// A task that runs until it is asked to stop, unless it is given 0 or less; counts those that run.
auto endless(const Counter& running) {
  return [running](Engine& engine, int x) -> int {
    if (x == 0) return 0;
    if (x < 0) throw std::runtime_error("negative");
    ++*running;
    while (!engine.stopRequested()) std::this_thread::yield();
    --*running;
    throw TaskAborted("endless");
  };
}

}  // namespace

class StreamTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void everyValueIsHandedOverOnceWithItsPlace() {
    const Client client = startEngines(3);
    for (const int count : {0, 1, 2, 3, 4, 100}) {
      Ints values(static_cast<std::size_t>(count), -1);
      const auto ended = stream(client.loadBalancedView(), kSquare, upTo(count),
                                [&](std::size_t place, int value, const TaskRecord& record) {
                                  QCOMPARE(values[place], -1);
                                  QCOMPARE(record.itemCount, std::size_t{1});
                                  QVERIFY(record.status == TaskStatus::Succeeded);
                                  values[place] = value;
                                },
                                {});
      QVERIFY(ended && ended.value() == Ended::Complete);
      for (int i = 0; i < count; ++i) QCOMPARE(values[static_cast<std::size_t>(i)], i * i);
    }
  }

  void aStopLeavesNoTaskRunning() {
    const Client client = startEngines(2);
    const auto running = makeCommon<std::atomic<int>>(0);
    std::stop_source stop;
    int values = 0;
    const auto ended = stream(
        client.loadBalancedView(), endless(running), Ints{1, 0, 2, 3},
        [&](std::size_t, int, const TaskRecord&) {
          ++values;
          stop.request_stop();
        },
        stop.get_token());
    QVERIFY(ended && ended.value() == Ended::Stopped);
    QCOMPARE(values, 1);
    QCOMPARE(running->load(), 0);
  }

  void nothingBeginsAfterAStop() {
    const Client client = startEngines(1);
    std::stop_source stop;
    stop.request_stop();
    bool asked = false;
    const auto ended = streamOf(
        [&](const Ints& inputs) {
          asked = true;
          return client.loadBalancedView().map(kSquare, inputs);
        },
        upTo(3), [](std::size_t, int, const TaskRecord&) {}, stop.get_token());
    QVERIFY(ended && ended.value() == Ended::Stopped);
    QVERIFY(!asked);
  }

  void aTaskThatFailsEndsTheOthers() {
    const Client client = startEngines(2);
    const auto running = makeCommon<std::atomic<int>>(0);
    const auto ended = stream(client.loadBalancedView(), endless(running), Ints{1, -1, 2},
                              [](std::size_t, int, const TaskRecord&) {}, {});
    QVERIFY(!ended);
    QVERIFY2(ended.error().message.find("negative") != std::string::npos,
             ended.error().message.c_str());
    QCOMPARE(running->load(), 0);
  }

  void aSinkThatFailsOrThrowsEndsTheTasks() {
    const Client client = startEngines(2);
    const auto running = makeCommon<std::atomic<int>>(0);
    const auto refused =
        stream(client.loadBalancedView(), endless(running), Ints{1, 0, 2},
               [](std::size_t, int, const TaskRecord&) -> Status { return Error{"no room"}; }, {});
    QVERIFY(!refused && refused.error() == Error{"no room"});
    const auto thrown =
        stream(client.loadBalancedView(), endless(running), Ints{1, 0, 2},
               [](std::size_t, int, const TaskRecord&) { throw std::runtime_error("full"); }, {});
    QVERIFY(!thrown && thrown.error() == Error{"full"});
    QCOMPARE(running->load(), 0);
  }

  void noEnginesIsAnErrorThatNamesTheRemedy() {
    const Client client = startEngines(0);
    const auto ended = stream(client.loadBalancedView(), kSquare, upTo(2),
                              [](std::size_t, int, const TaskRecord&) {}, {});
    QVERIFY(!ended && ended.error() == Error{"there are no engines left: begin again"});
  }

  void whatLostEnginesHadIsSubmittedToOthers() {
    const Client client = startEngines(2);
    const Client doomed = startEngines(1);
    BusyEngine busy(doomed, 0);
    std::jthread stopper;
    int submissions = 0;
    const auto submit = [&](const Ints& left) {
      if (++submissions > 1)
        return client.loadBalancedView().with({.chunkSize = 1}).map(kSquare, left);
      auto results = doomed.loadBalancedView().with({.chunkSize = 1}).map(kSquare, left);
      stopper = std::jthread([&doomed] { doomed.cluster().stop(); });
      return results;
    };
    Ints values(5, -1);
    const auto ended = streamOf(
        submit, upTo(5),
        [&](std::size_t place, int value, const TaskRecord&) { values[place] = value; }, {});
    busy.release();
    QVERIFY(ended && ended.value() == Ended::Complete);
    QCOMPARE(submissions, 2);
    QCOMPARE(values, (Ints{0, 1, 4, 9, 16}));
  }

  void aTaskMustNotStreamOfItsOwnEngines() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(1);
    const auto message = client[0].applySync([client] {
      const auto ended = stream(client.loadBalancedView(), kSquare, upTo(2),
                                [](std::size_t, int, const TaskRecord&) {}, {});
      return ended ? std::string() : ended.error().message;
    });
    QVERIFY2(message.find("must not wait") != std::string::npos, message.c_str());
  }
};

}  // namespace fatou::engines::stream_test

static const fatou::engines::ConformanceTest<fatou::engines::stream_test::StreamTest> kTest(
    "StreamTest");
#include "stream_test.moc"
