// SPDX-License-Identifier: GPL-3.0-or-later
// Engines that get nothing but bytes, and what happens when they fail.
#include "core/engines/remote/loopback.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/engines/client.h"
#include "process_engine.h"
#include "test_tasks.h"

namespace fatou::engines {
namespace {

constexpr auto kId = [](Engine& engine) { return engine.id(); };
constexpr auto kSquare = [](int x) { return x * x; };
constexpr auto kFailAtTwo = [](int x) { return x != 2 ? x : throw std::runtime_error("two"); };
constexpr auto kProcess = [] { return std::int64_t{::getpid()}; };
constexpr auto kHangOnEngine0 = [](Engine& engine, int x) {
  while (engine.id() == 0 && !engine.stopRequested()) std::this_thread::yield();
  return x;
};
constexpr auto kRunUntilStopped = [](Engine& engine) {
  while (!engine.stopRequested()) std::this_thread::yield();
  return 1;
};

int half(int x) {
  return x / 2;
}

struct Add {
  int summand = 0;
  static constexpr auto kFields = std::tuple(&Add::summand);
  int operator()(int x) const { return x + summand; }
};

// Where functions without captures wait, and say that they have begun. A test begins with a new
// one.
struct Crossing {
  std::atomic<int> begun{0};
  std::counting_semaphore<1'000'000> green{0};
};
std::unique_ptr<Crossing> g_crossing;
std::atomic<int> g_deaths{0};
std::array<std::shared_ptr<LoopbackFaults>, 4> g_faults;

constexpr auto kWait = [](int x) {
  ++g_crossing->begun;
  g_crossing->green.acquire();
  return x;
};

std::array<std::atomic<bool>, 4> g_cameHere;

// The first engines to come here die of it, as many as g_deaths says. One that is dead may still
// work on what it has been sent.
constexpr auto kDieOrSquare = [](Engine& engine, int x) {
  const auto place = static_cast<std::size_t>(engine.id());
  if (x % 10 == 3 && !g_cameHere.at(place).exchange(true) && g_deaths.fetch_sub(1) > 0)
    g_faults.at(place)->die();
  return x * x;
};

Ints squares(int count) {
  Ints all = upTo(count);
  for (int& x : all) x *= x;
  return all;
}

// A client of engines that can be told to fail; the first may not be silent for longer.
struct Fallible {
  explicit Fallible(std::size_t count, std::optional<std::chrono::nanoseconds> silence = {}) {
    g_crossing = std::make_unique<Crossing>();
    for (std::size_t i = 0; i < count; ++i) {
      g_faults.at(i) = std::make_shared<LoopbackFaults>();
      RemoteEngine engine = loopbackEngine(g_faults.at(i));
      if (i == 0) engine.longestSilence = silence;
      client.addEngine(std::move(engine));
    }
  }
  ~Fallible() { g_crossing->green.release(1'000); }  // no engine waits when a check has failed
  Fallible(const Fallible&) = delete;
  Fallible& operator=(const Fallible&) = delete;

  Client client;
};

// An engine whose answers the test gives: what is sent to it waits here.
class SlowTransport final : public Transport {
 public:
  struct Wires {
    std::mutex mutex;
    std::deque<Bytes> waiting;
    std::size_t size() {
      const std::scoped_lock lock(mutex);
      return waiting.size();
    }
  };
  explicit SlowTransport(std::shared_ptr<Wires> wires) : m_wires(std::move(wires)) {}

  void open(EngineId, Receiver& receiver) override { m_receiver = &receiver; }
  void send(Bytes message) noexcept override {
    const std::scoped_lock lock(m_wires->mutex);
    m_wires->waiting.push_back(std::move(message));
  }
  void say(Bytes message) { m_receiver->received(std::move(message)); }
  // With 9, and says that it took no time.
  void answerOne() {
    Bytes message;
    {
      const std::scoped_lock lock(m_wires->mutex);
      message = std::move(m_wires->waiting.front());
      m_wires->waiting.pop_front();
    }
    const auto now = Clock::now();
    Writer writer;
    writeAnswerHead(writer, {.call = readHead(message).call, .started = now, .completed = now},
                    nullptr);
    writeTo(writer, 9);
    m_receiver->received(std::move(writer).take());
  }

 private:
  std::shared_ptr<Wires> m_wires;
  Receiver* m_receiver = nullptr;
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

// A number that kills an engine on its way there, as long as g_deaths says.
struct Deadly {
  int number = 0;
};

}  // namespace

template <>
struct Wire<Deadly> {
  static void write(Writer& writer, const Deadly& deadly) {
    if (g_deaths.fetch_sub(1) > 0) g_faults[0]->die();
    writeTo(writer, deadly.number);
  }
  static Deadly read(Reader& reader) { return {readFrom<int>(reader)}; }
};

class LoopbackTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { g_deaths = 0; }

  // --- everything arrives -------------------------------------------------------------------

  void functionsRunOnTheirEngines() {
    const Client client(3, EngineKind::Loopback);
    QCOMPARE(client.directView().applySync(kId), client.ids());
    QCOMPARE(client[1].applySync(Add{40}, 2), 42);
    QCOMPARE(client[2].applySync(Named<&half>{}, 12), 6);
    QCOMPARE(client.loadBalancedView().applySync(kSquare, 5), 25);
  }

  void mapsEqualTheSerialMapInOrder() {
    const Client client(3, EngineKind::Loopback);
    QCOMPARE(client.directView().mapSync(kSquare, upTo(101)), squares(101));
    QCOMPARE(client.directView().mapShares({.chunkSize = 7}, kSquare, upTo(101)).get(),
             squares(101));
    for (const std::size_t chunk : {0U, 1U, 16U})
      QCOMPARE(client.loadBalancedView().with({.chunkSize = chunk}).mapSync(kSquare, upTo(1000)),
               squares(1000));
    QCOMPARE(client.loadBalancedView().mapSync(kSquare, Ints{}), Ints{});
    const auto sums =
        client.loadBalancedView().mapSync([](int a, int b) { return a + b; }, upTo(10), upTo(4));
    QCOMPARE(sums, (Ints{0, 2, 4, 6}));
  }

  void namesAreSetReadAndForgotten() {
    const Client client(3, EngineKind::Loopback);
    const auto all = client.directView();
    all["a"] = 5;
    client[1]["a"] = 6;
    QCOMPARE(all["a"].as<int>(), (Ints{5, 6, 5}));
    all.push({{"b", std::string("text")}, {"c", Ints{1, 2}}});
    QCOMPARE((client[0].pullSync<std::string, Ints>("b", "c")),
             (std::tuple<std::string, Ints>("text", {1, 2})));
    client[1].clear();
    QCOMPARE(client[0]["a"].as<int>(), 5);
    const auto error = thrownBy<RemoteError>([&] { static_cast<void>(client[1]["a"].as<int>()); });
    QVERIFY(error);
    QCOMPARE(error->engine(), 1);
    QVERIFY(error->typeName().ends_with("NameError"));
    QVERIFY_THROWS_EXCEPTION(RemoteError, static_cast<void>(client[0]["b"].as<int>()));
  }

  void whatIsScatteredIsGathered() {
    const Client client(4, EngineKind::Loopback);
    const auto all = client.directView();
    all.scatter("part", upTo(10));
    const auto sizes = all.applySync([](Engine& e) { return e.get<Ints>("part").size(); });
    QCOMPARE(sizes, (std::vector<std::size_t>{3, 3, 2, 2}));
    QCOMPARE(all.gatherSync<Ints>("part"), upTo(10));
    const Eigen::ArrayXXd array = Eigen::ArrayXXd::Random(10, 3);
    all.scatter("rows", array);
    QVERIFY((all.gatherSync<Eigen::ArrayXXd>("rows") == array).all());
  }

  void aFailureTravelsWithItsTypeTextAndEngine() {
    const Client client(2, EngineKind::Loopback);
    const auto result = client[1].applyAsync(kFailAtTwo, 2);
    const auto error = thrownBy<RemoteError>([&] { static_cast<void>(result.get()); });
    QVERIFY(error);
    QCOMPARE(error->typeName(), std::string("std::runtime_error"));
    QCOMPARE(error->message(), std::string("two"));
    QCOMPARE(error->method(), std::string("apply"));
    QCOMPARE(error->engine(), 1);
    const auto outcomes =
        client.loadBalancedView().mapAsync(kFailAtTwo, upTo(5)).get(kReturnExceptions);
    for (std::size_t i = 0; i < 5; ++i) QCOMPARE(outcomes[i].ok(), i != 2);
  }

  void recordsSayWhenAndWhereOnTheCallersClock() {
    const Client client(2, EngineKind::Loopback);
    const auto result = client.loadBalancedView().with({.chunkSize = 3}).mapAsync(kSquare, upTo(9));
    static_cast<void>(result.get());
    QCOMPARE(result.records().size(), 3U);
    for (const TaskRecord& task : result.records()) {
      QCOMPARE(task.status, TaskStatus::Succeeded);
      QVERIFY(task.engine == 0 || task.engine == 1);
      QVERIFY(task.submitted <= task.started && task.started <= task.completed);
      QVERIFY(task.completed <= task.received && task.received <= Clock::now());
    }
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
      QVERIFY(task.cpuTime >= std::chrono::nanoseconds{0});
    }
  }

  void whatCannotBeSentFailsAndSaysSo() {
    const Client client(2, EngineKind::Loopback);
    const int captured = 3;
    const auto function = [captured] { return captured; };
    for (const auto& text :
         {thrownBy<RemoteError>([&] { client[0].applySync(function); }).value().message(),
          thrownBy<RemoteError>([&] { client.loadBalancedView().applySync(function); })
              .value()
              .message()})
      QVERIFY(text.starts_with("this function cannot be sent"));
  }

  // --- kinds side by side -------------------------------------------------------------------

  void enginesOfSeveralKindsShareTheWork() {
    Client client(1, EngineKind::StdThread);
    client.addEngines(1, EngineKind::Loopback);
    const auto engines = client.engines();
    QCOMPARE(engines.size(), 2U);
    QCOMPARE(engines[0].kind, std::string("std thread"));
    QCOMPARE(engines[1].kind, std::string("loopback"));
    QCOMPARE(engines[0].host, engines[1].host);
    QCOMPARE(client.directView().applySync(kId), (Ints{0, 1}));
    QCOMPARE(client.loadBalancedView().with({.chunkSize = 1}).mapSync(kSquare, upTo(500)),
             squares(500));
  }

  void whatCannotBeSentIsRunByTheEnginesHere() {
    Client client(1, EngineKind::Loopback);
    client.addEngines(1, EngineKind::StdThread);
    std::atomic<int> calls = 0;
    const auto ids = client.loadBalancedView()
                         .with({.chunkSize = 1})
                         .mapSync(
                             [&calls](Engine& engine, int) {
                               ++calls;
                               return engine.id();
                             },
                             upTo(50));
    QCOMPARE(ids, Ints(50, 1));
    QCOMPARE(calls.load(), 50);
  }

  // --- on the way ---------------------------------------------------------------------------

  void aSecondItemGoesAlongBehindAShortOne() {
    const auto wires = std::make_shared<SlowTransport::Wires>();
    auto transport = std::make_unique<SlowTransport>(wires);
    SlowTransport& engine = *transport;
    Client client;
    client.addEngine({.transport = std::move(transport)});
    const auto result = client.loadBalancedView().with({.chunkSize = 1}).mapAsync(kSquare, upTo(6));
    QTRY_COMPARE(wires->size(), 1U);  // nothing is known of the items yet
    engine.answerOne();
    for (int answered = 1; answered < 5; ++answered) {
      QTRY_COMPARE(wires->size(), 2U);
      engine.answerOne();
    }
    QTRY_COMPARE(wires->size(), 1U);
    engine.answerOne();
    QCOMPARE(result.get(), Ints(6, 9));
  }

  void cancellingReachesARunningCall() {
    const Client client(1, EngineKind::Loopback);
    const auto result = client[0].applyAsync(kRunUntilStopped);
    QTRY_COMPARE(result.records()[0].status, TaskStatus::Running);
    result.cancel();
    QVERIFY(result.wait(kPatience));
  }

  void case62_aQueuedTaskIsTakenBack() {
    Fallible engines(1);
    const auto running = engines.client[0].applyAsync(kWait, 1);
    const auto queued = engines.client[0].applyAsync(kSquare, 3);
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    queued.abort();
    QVERIFY_THROWS_EXCEPTION(TaskAborted, static_cast<void>(queued.get()));
    g_crossing->green.release();
    QCOMPARE(running.get(), 1);
  }

  // --- engines die --------------------------------------------------------------------------

  void case64_anEngineKilledDuringATaskEndsItAndVanishes() {
    Fallible engines(2);
    const Client& client = engines.client;
    const auto running = client[1].applyAsync(kWait, 1);
    const auto queued = client[1].applyAsync(kSquare, 3);
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    g_faults[1]->die();
    QVERIFY(running.wait(kPatience) && queued.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(running.get()));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(queued.get()));
    QCOMPARE(running.records()[0].status, TaskStatus::Lost);
    QVERIFY(!isStamped(running.records()[0]));
    QCOMPARE(client.ids(), (Ints{0}));
    QCOMPARE(client.loadBalancedView().mapSync(kSquare, upTo(20)), squares(20));
  }

  void case64_aBalancedTaskIsLostWithItsEngineOrTriedElsewhere() {
    for (const int retries : {0, 1}) {
      Fallible engines(2);
      const Client& client = engines.client;
      const auto result = client.loadBalancedView({0}).applyAsync(kWait, 7);
      const auto again = client.loadBalancedView().with({.retries = retries}).applyAsync(kWait, 8);
      QTRY_COMPARE(g_crossing->begun.load(), 2);
      g_faults[1]->die();
      if (retries == 1) QVERIFY(!again.ready());
      g_crossing->green.release(3);
      QCOMPARE(result.get(), 7);
      if (retries == 0) {
        QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(again.get()));
      } else {
        QCOMPARE(again.get(), 8);
        QCOMPARE(again.records()[0].engine, 0);
      }
    }
  }

  // It was not running there, so that it needs no retry.
  void aTaskThatDidNotReachItsEngineGoesToAnother() {
    Client client;
    g_faults[0] = std::make_shared<LoopbackFaults>();
    client.addEngine(loopbackEngine(g_faults[0]));
    client.addEngines(1, EngineKind::StdThread);
    BusyEngine busy(client, 1);
    g_deaths = 1;
    const auto result = client.loadBalancedView().applyAsync(
        [](Deadly deadly) { return deadly.number; }, Deadly{5});
    QTRY_COMPARE(client.ids(), (Ints{1}));
    QVERIFY(!result.ready());
    busy.release();
    QVERIFY(result.wait(kPatience));
    QCOMPARE(result.get(), 5);
  }

  // What ends with its tasks may be all that held the client.
  void theLastOwnerMayGoWithAnEngineThatDies() {
    g_crossing = std::make_unique<Crossing>();
    g_faults[0] = std::make_shared<LoopbackFaults>();
    auto client = std::make_shared<Client>();
    client->addEngine(loopbackEngine(g_faults[0]));
    const auto running = (*client)[0].applyAsync(kWait, 1);
    const auto queued = (*client)[0].applyAsync(kSquare, 3);
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    queued.whenDone([client] { static_cast<void>(client); });
    client.reset();
    g_faults[0]->die();
    QVERIFY(queued.ready());
    g_crossing->green.release();
    QTRY_COMPARE(g_faults[0].use_count(), 1L);  // its engine has ended
    g_faults[0].reset();                        // which makes all that it did known to this thread
    QVERIFY(running.ready());
  }

  void whatAnEngineThatDiedHeldIsFreedWhenAnotherComes() {
    Fallible engines(2);
    g_faults[1]->die();
    QCOMPARE(engines.client.ids(), (Ints{0}));
    engines.client.addEngines(1, EngineKind::Loopback);
    QCOMPARE(g_faults[1].use_count(), 1L);
  }

  void theLastEngineTakesWhatWaitsWithIt() {
    Fallible engines(1);
    const auto map = engines.client.loadBalancedView()
                         .with({.chunkSize = 1, .retries = 3})
                         .mapAsync(kWait, upTo(10));
    QTRY_COMPARE(g_crossing->begun.load(), 1);
    g_faults[0]->die();
    QVERIFY(map.wait(kPatience));
    QVERIFY(!map.successful());
    for (const TaskRecord& task : map.records()) QCOMPARE(task.status, TaskStatus::Lost);
    QVERIFY_THROWS_EXCEPTION(NoEnginesRegistered,
                             engines.client.loadBalancedView().applyAsync(kSquare, 1));
    g_crossing->green.release();
    engines.client.addEngines(1, EngineKind::Loopback);  // there may be new ones at any time
    QCOMPARE(engines.client.loadBalancedView().applySync(kSquare, 4), 16);
  }

  void threeEnginesDieInTurnAndEveryItemIsRight() {
    for (const std::size_t chunk : {1U, 5U}) {
      Fallible engines(4);
      for (auto& cameHere : g_cameHere) cameHere = false;
      g_deaths = 3;
      const auto result = engines.client.loadBalancedView()
                              .with({.chunkSize = chunk, .retries = 3})
                              .mapAsync(kDieOrSquare, upTo(400));
      QVERIFY(result.wait(kPatience));
      QCOMPARE(result.get(), squares(400));
      QTRY_COMPARE(engines.client.size(), 1U);
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
      QVERIFY(std::string(error->what()).starts_with("engine 0 was lost: it answered"));
      QCOMPARE(engines.client.ids(), (Ints{1}));
      g_faults[1]->answerGarbage();
      const auto balanced =
          engines.client.loadBalancedView().with({.retries = 1}).applyAsync(kSquare, 3);
      QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(balanced.get(kPatience)));
    }
  }

  void anEngineThatGoesOnAnsweringWhatNobodyAskedIsLost() {
    auto transport = std::make_unique<SlowTransport>(std::make_shared<SlowTransport::Wires>());
    SlowTransport& engine = *transport;
    Client client;
    client.addEngine({.transport = std::move(transport)});
    for (int i = 0; i < 100; ++i) engine.say("an answer");
    QVERIFY(client.ids().empty());
  }

  void anEngineThatIsSilentForTooLongIsLostAndItsLateAnswerIgnored() {
    Fallible engines(2, std::chrono::milliseconds(200));
    g_faults[0]->stall();
    const auto lost = engines.client[0].applyAsync(kSquare, 3);
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(lost.get(kPatience)));
    QCOMPARE(engines.client.ids(), (Ints{1}));
    g_faults[0]->goOn();
    QCOMPARE(engines.client.loadBalancedView().mapSync(kSquare, upTo(50)), squares(50));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(lost.get()));
  }

  void anAnswerThatIsOnlyLateStillCounts() {
    Fallible engines(1);
    g_faults[0]->stall();
    const auto result = engines.client[0].applyAsync(kSquare, 3);
    QVERIFY_THROWS_EXCEPTION(TimeoutError,
                             static_cast<void>(result.get(std::chrono::milliseconds(20))));
    g_faults[0]->goOn();
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

  // --- other processes ----------------------------------------------------------------------

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
  fatou::engines::LoopbackTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "loopback_test.moc"
