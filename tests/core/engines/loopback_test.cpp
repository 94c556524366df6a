// SPDX-License-Identifier: GPL-3.0-or-later
// Engines that get nothing but bytes: calls, values and failures.
#include "core/engines/remote/loopback.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/engines/prepared.h"
#include "core/engines/wire/wire.h"
#include "loopback_engines.h"
#include "test_tasks.h"

namespace fatou::engines {
namespace {

constexpr auto kId = [](Engine& engine) { return engine.id(); };

int half(int x) {
  return x / 2;
}

// Counts how often one of them is read from a message.
struct CountedRecipe {
  int factor = 0;

  std::shared_ptr<const int> product(const std::stop_token& /*stop*/) const {
    return std::make_shared<const int>(factor);
  }
  friend bool operator==(const CountedRecipe&, const CountedRecipe&) = default;
};
std::atomic<int> g_recipesRead{0};

}  // namespace

template <>
struct Wire<CountedRecipe> {
  static void write(Writer& writer, const CountedRecipe& recipe) { writeTo(writer, recipe.factor); }
  static CountedRecipe read(Reader& reader) {
    ++g_recipesRead;
    return {.factor = readFrom<int>(reader)};
  }
};

namespace {

struct Multiply {
  Prepared<int, CountedRecipe> by{};

  int operator()(Engine& engine, int x) const { return *by.on(engine) * x; }
  static constexpr auto kFields = std::tuple(&Multiply::by);
};

Multiply multiplyBy(int factor) {
  return {.by = {.recipe = {.factor = factor}}};
}

}  // namespace

class LoopbackTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // --- everything arrives ---------------------------------------------------------------

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

  void aRecipeIsReadOnceHoweverManyTasksHaveIt() {
    const Client client(1, EngineKind::Loopback);
    const auto view = client.loadBalancedView().with({.chunkSize = 1});
    g_recipesRead = 0;
    QCOMPARE(view.mapSync(multiplyBy(2), upTo(20)).back(), 38);
    QCOMPARE(g_recipesRead, 1);
    QCOMPARE(view.mapSync(multiplyBy(3), upTo(20)).back(), 57);
    QCOMPARE(view.mapSync(multiplyBy(2), upTo(20)).back(), 38);
    QCOMPARE(g_recipesRead, 2);
  }
  void aTaskThatWasSentIsSentOn() {
    const auto bytesOf = [](const Multiply& task) {
      Writer writer;
      writeTo(writer, task);
      return std::move(writer).take();
    };
    const Bytes sent = bytesOf(multiplyBy(7));
    Reader reader{std::string_view(sent)};
    const auto read = readFrom<Multiply>(reader);
    QCOMPARE(bytesOf(read), sent);
    Engine engine(0);
    QCOMPARE(read(engine, 6), 42);
  }
  void whatIsNoRecipeIsRefused() {
    const auto refuses = [](const Bytes& recipe) {
      Writer writer;
      writeTo(writer, recipe);
      const Bytes bytes = std::move(writer).take();
      Engine engine(0);
      QVERIFY_THROWS_EXCEPTION(WireError, [&] {
        Reader reader{std::string_view(bytes)};
        static_cast<void>(readFrom<Multiply>(reader)(engine, 1));
      }());
    };
    refuses("");
    refuses("123");
    refuses("12345");
  }

  void recordsSayHowTasksTravelled() {
    const Client client(2, EngineKind::Loopback);
    const auto echo = [](const Ints& numbers) { return numbers; };
    const auto one = client[0].applyAsync(echo, Ints(1000, 7));
    one.wait(kPatience);
    const TaskRecord task = one.records()[0];
    QVERIFY(hasTravelled(task));
    QVERIFY(task.submitted <= task.travel.sent && task.travel.sent <= task.started);
    QVERIFY(task.completed <= task.travel.answered && task.travel.answered <= task.received);
    constexpr std::uint64_t kNumbers = 1000 * sizeof(int);
    QVERIFY(task.travel.bytesSent > kNumbers && task.travel.bytesSent < kNumbers + 200);
    QVERIFY(task.travel.bytesReceived > kNumbers && task.travel.bytesReceived < kNumbers + 200);
  }
  void aTaskOfSeveralItemsCountsTheMessagesOfAll() {
    const Client client(1, EngineKind::Loopback);
    const auto view = client.loadBalancedView();
    const auto bytes = [&](std::size_t items) {
      const auto result = view.with({.chunkSize = items}).mapAsync(kSquare, upTo(int(items)));
      result.wait(kPatience);
      return result.records()[0].travel;
    };
    QCOMPARE(bytes(5).bytesSent, 5 * bytes(1).bytesSent);
    QCOMPARE(bytes(5).bytesReceived, 5 * bytes(1).bytesReceived);
  }
  void tasksOfThreadsDoNotTravel() {
    const Client client(1);
    const auto result = client[0].applyAsync(kSquare, 3);
    result.wait(kPatience);
    QVERIFY(!hasTravelled(result.records()[0]));
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

  // --- kinds side by side ---------------------------------------------------------------

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

  // --- calling off ----------------------------------------------------------------------

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
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::LoopbackTest)
#include "loopback_test.moc"
