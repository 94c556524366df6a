// SPDX-License-Identifier: GPL-3.0-or-later
// These tests say what happens when an engine elsewhere is late, is silent, answers nonsense or is
// killed between a call and its answer.
#include "core/engines/remote/transport.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>

#include <QCoreApplication>
#include <QTest>

#include "core/engines/client.h"
#include "core/engines/inner/item_pace.h"
#include "loopback_engines.h"
#include "process_engine.h"
#include "test_tasks.h"

namespace fatou::engines {
namespace {

constexpr auto kProcess = [] { return std::int64_t{::getpid()}; };
constexpr auto kHangOnEngine0 = [](Engine& engine, int x) {
  while (engine.id() == 0 && !engine.stopRequested()) std::this_thread::yield();
  return x;
};

// An engine whose answers the test gives: what is sent to it waits here.
class SlowTransport final : public Transport {
 public:
  void open(EngineId, Receiver& receiver) override { m_receiver = &receiver; }
  void send(Bytes message) noexcept override {
    const std::scoped_lock lock(m_mutex);
    m_waiting.push_back(std::move(message));
  }
  void sendFirst(Bytes message) noexcept override {
    const std::scoped_lock lock(m_mutex);
    m_waiting.push_front(std::move(message));
  }

  std::size_t waiting() {
    const std::scoped_lock lock(m_mutex);
    return m_waiting.size();
  }
  // The first message that waits; there has to be one.
  Bytes take() {
    const std::scoped_lock lock(m_mutex);
    Bytes message = std::move(m_waiting.front());
    m_waiting.pop_front();
    return message;
  }
  void say(Bytes message) { m_receiver->received(std::move(message)); }
  // Answers the first message with 9, and says that it took no time but a nanosecond of a core.
  void answerOne() {
    const Bytes message = take();
    const auto now = Clock::now();
    Writer writer;
    writeAnswerHead(writer,
                    {.call = readHead(message).call,
                     .started = now,
                     .completed = now,
                     .cpuTime = std::chrono::nanoseconds(1)},
                    nullptr);
    writeTo(writer, 9);
    say(std::move(writer).take());
  }

 private:
  std::mutex m_mutex;
  std::deque<Bytes> m_waiting;
  Receiver* m_receiver = nullptr;
};

// A value that notes how many messages wait at its engine when it is unpacked.
struct Unpacked {
  int x = 0;
};
constexpr auto kUnpacked = [](int x) { return Unpacked{x}; };
SlowTransport* g_unpackedOf = nullptr;
std::atomic<int> g_unpacked{0};
std::atomic<std::size_t> g_sentBefore{0};  // the last was unpacked, and wait at its engine

// A client with one slow engine.
struct SlowClient {
  SlowClient() {
    auto transport = std::make_unique<SlowTransport>();
    engine = transport.get();
    client.addEngine({.transport = std::move(transport)});
  }

  // Answers until all of it has come.
  template <typename Result>
  static void answerAll(SlowTransport& engine, const Result& result) {
    while (!result.ready())
      if (engine.waiting() > 0)
        engine.answerOne();
      else
        std::this_thread::yield();
  }
  template <typename Result>
  void answerAll(const Result& result) const {
    answerAll(*engine, result);
  }

  Client client;
  SlowTransport* engine = nullptr;  // in the client
};

// An engine that is lost as soon as it is there.
class ShortLivedTransport final : public Transport {
 public:
  void open(EngineId, Receiver& receiver) override { receiver.lost("it has gone again"); }
  void send(Bytes) noexcept override {}
};

// An engine whose clock says anything.
class OddClockTransport final : public Transport {
 public:
  void open(EngineId, Receiver& receiver) override { m_receiver = &receiver; }
  void send(Bytes message) noexcept override {
    const AnswerHead head{.call = readHead(message).call,
                          .started = Clock::time_point::max(),
                          .completed = Clock::time_point::min(),
                          .cpuTime = std::chrono::nanoseconds::min()};
    Writer writer;
    writeAnswerHead(writer, head, nullptr);
    writeTo(writer, 9);
    m_receiver->received(std::move(writer).take());
  }

 private:
  Receiver* m_receiver = nullptr;
};

}  // namespace

template <>
struct Wire<Unpacked> {
  static void write(Writer& writer, const Unpacked& value) { writeTo(writer, value.x); }
  static Unpacked read(Reader& reader) {
    g_sentBefore = g_unpackedOf->waiting();
    ++g_unpacked;
    return {.x = readFrom<int>(reader)};
  }
};

class TransportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // --- on the way -----------------------------------------------------------------------

  void aSecondItemGoesAlongBehindAShortOne() {
    const SlowClient slow;
    const auto result =
        slow.client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSquare, upTo(6));
    QTRY_COMPARE(slow.engine->waiting(), 1U);  // nothing is known of the items yet
    slow.engine->answerOne();
    for (int answered = 1; answered < 5; ++answered) {
      QTRY_COMPARE(slow.engine->waiting(), 2U);
      slow.engine->answerOne();
    }
    QTRY_COMPARE(slow.engine->waiting(), 1U);
    slow.engine->answerOne();
    QCOMPARE(result.get(), Ints(6, 9));
  }

  void ofIndependentItemsASecondOneGoesAlongAtOnceWhereThereAreMany() {
    const SlowClient slow;
    const auto view =
        slow.client.loadBalancedView().with({.chunkSize = 1, .independentItems = true});
    const auto many = view.with({.retries = 1}).mapAsync(kSquare, upTo(14));
    QTRY_COMPARE(slow.engine->waiting(), 2U);
    slow.answerAll(many);
    const auto few = view.mapAsync(Add{1}, upTo(12));
    QTRY_COMPARE(few.records()[0].status, TaskStatus::Running);
    QTRY_COMPARE(slow.engine->waiting(), 1U);
    QCOMPARE(few.records()[1].status, TaskStatus::Queued);
    slow.answerAll(few);
  }

  // The second one would stand behind the first, which waits for it on another engine.
  void itemsMayWaitForEachOtherOnSeveralEngines() {
    const SlowClient slow;
    const auto many =
        slow.client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSquare, upTo(50));
    QTRY_COMPARE(slow.engine->waiting(), 1U);
    QCOMPARE(many.records()[1].status, TaskStatus::Queued);
    slow.answerAll(many);
  }

  void theNextCallsGoBeforeTheValueOfTheLastIsUnpacked() {
    const SlowClient slow;
    g_unpackedOf = slow.engine;
    const auto result =
        slow.client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kUnpacked, upTo(3));
    QTRY_COMPARE(slow.engine->waiting(), 1U);
    slow.engine->answerOne();
    QTRY_COMPARE(g_unpacked.load(), 1);
    QCOMPARE(g_sentBefore.load(), 2U);
    for (int answered = 1; answered < 3; ++answered) slow.engine->answerOne();
    QVERIFY(result.wait(kPatience));
  }

  // What was sent behind it is computed elsewhere, each once.
  void aDamagedValueBehindWhichMoreWasSentLosesItsTaskAlone() {
    Fallible engines(2);
    g_faults[0]->answerDamaged();
    const auto result = engines.client.loadBalancedView()
                            .with({.chunkSize = 1, .retries = 1})
                            .mapAsync(kSquare, upTo(50));
    QCOMPARE(result.get(kPatience), squares(50));
  }

  void aRunLikeOneOfShortItemsBeginsWithSeveralCalls() {
    const SlowClient slow;
    const auto view = slow.client.loadBalancedView().with({.chunkSize = 1});
    slow.answerAll(view.mapAsync(kSquare, upTo(3)));
    const auto again = view.mapAsync(kSquare, upTo(9));
    QTRY_COMPARE(slow.engine->waiting(), ItemPace::kMostUnderWay);
    slow.answerAll(again);
    const auto other = view.mapAsync(Add{1}, upTo(9));
    QTRY_COMPARE(slow.engine->waiting(), 1U);  // of these nothing is known
    slow.answerAll(other);
  }

  void theLastItemsAreForWhoeverIsFree() {
    SlowClient slow;
    auto transport = std::make_unique<SlowTransport>();
    SlowTransport* const second = transport.get();
    slow.client.addEngine({.transport = std::move(transport)});
    for (SlowTransport* const engine : {slow.engine, second}) {
      const auto id = slow.client.ids()[engine == second ? 1 : 0];
      const auto alone =
          slow.client.loadBalancedView({id}).with({.chunkSize = 1}).mapAsync(kSquare, upTo(2));
      SlowClient::answerAll(*engine, alone);
    }
    const auto result =
        slow.client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSquare, upTo(3));
    QTRY_COMPARE(slow.engine->waiting(), 1U);
    QTRY_COMPARE(second->waiting(), 1U);
    QCOMPARE(result.records()[2].status, TaskStatus::Queued);
    second->answerOne();
    QTRY_COMPARE(second->waiting(), 1U);
    second->answerOne();
    slow.engine->answerOne();
    QCOMPARE(result.get(), Ints(3, 9));
  }

  void aStopMayOvertakeOtherMessages() {
    const SlowClient slow;
    const auto result = slow.client[0].applyAsync(kSquare, 3);
    QTRY_COMPARE(slow.engine->waiting(), 1U);
    result.cancel();
    QTRY_COMPARE(slow.engine->waiting(), 2U);
    QVERIFY(readHead(slow.engine->take()).isStop);
    slow.engine->answerOne();
    QVERIFY(result.wait(kPatience));
  }

  void aTasksProcessorTimeIsThatOfAllItsItems() {
    const SlowClient slow;
    const auto result =
        slow.client.loadBalancedView().with({.chunkSize = 3}).mapAsync(kSquare, upTo(3));
    for (int answered = 0; answered < 3; ++answered) {
      QTRY_VERIFY(slow.engine->waiting() > 0);
      slow.engine->answerOne();
    }
    QVERIFY(result.wait(kPatience));
    QCOMPARE(result.records()[0].cpuTime, std::chrono::nanoseconds(3));
  }

  void anEngineThatIsLostBeforeItIsAddedIsNotThere() {
    Client client;
    client.addEngine({.transport = std::make_unique<ShortLivedTransport>()});
    QVERIFY(client.ids().empty());
  }

  void recordsAreInOrderWhateverAnEnginesClockSays() {
    const std::chrono::hours ahead(1);
    RemoteEngine slow = loopbackEngine();
    slow.clockAhead = -ahead;
    RemoteEngine fast = loopbackEngine();
    fast.clockAhead = ahead;
    Client client;
    client.addEngine(std::move(slow));
    client.addEngine(std::move(fast));
    client.addEngine({.transport = std::make_unique<OddClockTransport>()});
    const auto result = client.directView().applyAsync(kSquare, 3);
    QCOMPARE(result.get(), (Ints{9, 9, 9}));
    for (const TaskRecord& task : result.records()) {
      QVERIFY(task.submitted <= task.started && task.started <= task.completed);
      QVERIFY(task.completed <= task.received);
      QVERIFY(task.submitted <= task.travel.sent && task.travel.sent <= task.started);
      QVERIFY(task.completed <= task.travel.answered && task.travel.answered <= task.received);
      QVERIFY(task.cpuTime >= std::chrono::nanoseconds{0});
    }
  }

  void anEngineThatAnswersNonsenseIsLost() {
    for (const bool damaged : {false, true}) {
      Fallible engines(2);
      if (damaged)
        g_faults[0]->answerDamaged();
      else
        g_faults[0]->answerGarbage();
      const auto result = engines.client[0].applyAsync(kSquare, 3);
      QVERIFY(result.wait(kPatience));
      const auto error = thrownBy<EngineError>([&] { static_cast<void>(result.get()); });
      QVERIFY(error);
      const std::string engine = engineText(0, engineInfoHere({}).host);
      QVERIFY(std::string(error->what()).starts_with(engine + " was lost: it answered"));
      QCOMPARE(engines.client.ids(), (Ints{1}));
      g_faults[1]->answerGarbage();
      const auto balanced =
          engines.client.loadBalancedView().with({.retries = 1}).applyAsync(kSquare, 3);
      QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(balanced.get(kPatience)));
    }
  }

  void anEngineThatGoesOnAnsweringWhatNobodyAskedIsLost() {
    const SlowClient slow;
    for (int i = 0; i < 100; ++i) slow.engine->say("an answer");
    QVERIFY(slow.client.ids().empty());
  }

  // --- engines that are silent ----------------------------------------------------------

  void anEngineThatIsSilentForTooLongIsLostAndItsLateAnswerIgnored() {
    Fallible engines(2, std::chrono::milliseconds(200));
    g_faults[0]->stall();
    const auto lost = engines.client[0].applyAsync(kSquare, 3);
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(lost.get(kPatience)));
    QCOMPARE(engines.client.ids(), (Ints{1}));
    g_faults[0]->resume();
    QCOMPARE(engines.client.loadBalancedView().mapSync(kSquare, upTo(50)), squares(50));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(lost.get()));
  }

  void anAnswerThatIsOnlyLateStillCounts() {
    Fallible engines(1);
    g_faults[0]->stall();
    const auto result = engines.client[0].applyAsync(kSquare, 3);
    QVERIFY_THROWS_EXCEPTION(TimeoutError,
                             static_cast<void>(result.get(std::chrono::milliseconds(20))));
    g_faults[0]->resume();
    QCOMPARE(result.get(), 9);
  }

  void aStalledEngineCanBeCutOff() {
    for (int round = 0; round < 20; ++round) {
      Fallible engines(1);
      g_faults[0]->stall();
      const auto result = engines.client[0].applyAsync(kSquare, 3);
      QTRY_COMPARE(result.records()[0].status, TaskStatus::Running);
      engines.client.cluster().cutOff(0);
      QVERIFY(result.ready());
      QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(result.get()));
      QVERIFY(engines.client.ids().empty());
    }
  }

  // Nobody waits for it any more.
  void aClientDoesNotWaitForAStalledEngineThatATaskHasStopped() {
    auto client = std::make_unique<Client>(1, EngineKind::StdThread);
    const auto faults = std::make_shared<LoopbackFaults>();
    client->addEngine(loopbackEngine(faults));
    faults->stall();
    const auto result = (*client)[1].applyAsync(kSquare, 3);
    QTRY_COMPARE(result.records()[0].status, TaskStatus::Running);
    (*client)[0].applySync([&cluster = client->cluster()] { cluster.stopEngine(1); });
    client.reset();
    QVERIFY(result.ready());
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(result.get()));
  }

  void aClientThatGoesDoesNotWaitForAStalledEngine() {
    auto engines = std::make_unique<Fallible>(1);
    g_faults[0]->stall();
    const auto result = engines->client[0].applyAsync(kSquare, 3);
    QTRY_COMPARE(result.records()[0].status, TaskStatus::Running);
    engines.reset();
    QVERIFY(result.ready());
  }

  // --- other processes ------------------------------------------------------------------

  void enginesMayBeOtherProcesses() {
    Client client;
    for (int i = 0; i < 2; ++i) client.addEngine(processEngine());
    const auto processes = client.directView().applySync(kProcess);
    QVERIFY(processes[0] != processes[1]);
    for (std::size_t i = 0; i < 2; ++i) {
      QVERIFY(processes[i] != std::int64_t{::getpid()});
      QCOMPARE(client.engines()[i].process, processes[i]);
    }
    QCOMPARE(client.directView().mapSync(kSquare, upTo(101)), squares(101));
    QCOMPARE(client.loadBalancedView().with({.chunkSize = 3}).mapSync(Add{5}, upTo(200)).back(),
             204);
    client.directView().scatter("part", upTo(5));
    client[1]["a"] = std::string("text");
    QCOMPARE(client.directView().gatherSync<Ints>("part"), upTo(5));
    QCOMPARE(client[1]["a"].as<std::string>(), std::string("text"));
    const auto error =
        thrownBy<RemoteError>([&] { static_cast<void>(client[1].applySync(kFailAtTwo, 2)); });
    QVERIFY(error);
    QCOMPARE(error->message(), std::string("two"));
    const auto stopped = client[0].applyAsync(kRunUntilStopped);
    stopped.cancel();
    QVERIFY(stopped.wait(kPatience));
  }

  void case64_aProcessThatIsKilledDuringATask() {
    Client client;
    for (int i = 0; i < 2; ++i) client.addEngine(processEngine());
    const auto killTheFirst = [&] {
      ::kill(static_cast<pid_t>(client.engines().front().process), SIGKILL);
    };
    const auto direct = client[0].applyAsync(kHangOnEngine0, 1);
    const auto balanced =
        client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSquare, upTo(30));
    QCOMPARE(balanced.get(), squares(30));  // by the other
    killTheFirst();
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(direct.get(kPatience)));
    QCOMPARE(client.ids(), (Ints{1}));
    QCOMPARE(client.loadBalancedView().mapSync(kSquare, upTo(30)), squares(30));
  }

  void case64_aTaskOfAKilledProcessIsTriedElsewhere() {
    Client client;
    for (int i = 0; i < 2; ++i) client.addEngine(processEngine());
    // The other engine takes none before the first has one.
    const auto held = client[1].applyAsync(kRunUntilStopped);
    QTRY_COMPARE(held.records()[0].status, TaskStatus::Running);
    const auto result = client.loadBalancedView()
                            .with({.chunkSize = 1, .retries = 1})
                            .mapAsync(kHangOnEngine0, upTo(20));
    QTRY_COMPARE(result.records()[0].status, TaskStatus::Running);
    held.cancel();
    QTRY_COMPARE(result.progress(), 19U);  // all but the one that hangs
    ::kill(static_cast<pid_t>(client.engines().front().process), SIGKILL);
    QVERIFY(result.wait(kPatience));
    QCOMPARE(result.get(), upTo(20));
  }
};

}  // namespace fatou::engines

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == fatou::engines::kEngineArgument)
    fatou::engines::serveAsEngine();
  const QCoreApplication application(argc, argv);
  fatou::engines::TransportTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "transport_test.moc"
