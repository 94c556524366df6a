// SPDX-License-Identifier: GPL-3.0-or-later
// Values of any type go in and out of tasks: large, move-only, throwing when copied, or owning
// what they should not.
#include <atomic>
#include <cstdint>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "test_tasks.h"
#include "thread_kinds.h"

namespace fatou::engines {
namespace {

// Throws when copied for the n-th time, counted down in a shared counter.
struct Fragile {
  int value = 0;
  std::shared_ptr<std::atomic<int>> copiesLeft;

  Fragile(int v, std::shared_ptr<std::atomic<int>> left) : value(v), copiesLeft(std::move(left)) {}
  Fragile(const Fragile& other) : value(other.value), copiesLeft(other.copiesLeft) {
    if ((*copiesLeft)-- <= 0) throw std::length_error("no more copies");
  }
  Fragile(Fragile&&) = default;
  Fragile& operator=(const Fragile&) = default;
  Fragile& operator=(Fragile&&) = default;
};

// Throws when moved, which is how a result gets to its place.
struct Immovable {
  Immovable() = default;
  Immovable(const Immovable&) { throw std::length_error("not to be moved"); }
  Immovable& operator=(const Immovable&) = default;
};

// Counts how many are alive.
struct Counted {
  explicit Counted(std::atomic<int>& count) : alive(&count) { ++*alive; }
  Counted(const Counted& other) : alive(other.alive) { ++*alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --*alive; }
  std::atomic<int>* alive;
};

auto copies(int count) {
  return std::make_shared<std::atomic<int>>(count);
}

template <typename Result>
concept Gettable = requires(const Result& result) {
  result.get();
};

}  // namespace

class TaskValuesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addThreadKinds(); }

  void aMoveOnlyResultIsVisitedThoughNotCopied() {
    const Client client(2, testedThread());
    const auto one = client[0].applyAsync([] { return std::make_unique<int>(7); });
    QCOMPARE(**one.begin(), 7);
    const auto map =
        client.loadBalancedView().mapAsync([](int i) { return std::make_unique<int>(i); }, upTo(9));
    Ints seen;
    for (const auto& value : map) seen.push_back(*value);
    QCOMPARE(seen, upTo(9));
    std::size_t arrivals = 0;
    for (const auto& arrival : map.asCompleted()) arrivals += *arrival.value >= 0 ? 1 : 0;
    QCOMPARE(arrivals, 9U);
  }

  // get() makes copies, and says so when there can be none.
  void aMoveOnlyResultHasNoGet() {
    QVERIFY((!Gettable<AsyncResult<std::unique_ptr<int>>>));
    QVERIFY((!Gettable<AsyncResult<std::unique_ptr<int>, Single>>));
    QVERIFY((Gettable<AsyncResult<std::shared_ptr<int>>>));
  }

  void moveOnlyFunctionsAndArgumentsAreMovedIn() {
    const Client client(2, testedThread());
    const int value =
        client[1]
            .applyAsync([held = std::make_unique<int>(3)](
                            const std::unique_ptr<int>& given) { return *held + *given; },
                        std::make_unique<int>(4))
            .get();
    QCOMPARE(value, 7);
    std::vector<std::unique_ptr<int>> items;
    for (int i = 0; i < 5; ++i) items.push_back(std::make_unique<int>(i));
    const auto unpack = [](const std::unique_ptr<int>& item) { return *item; };
    QCOMPARE(client.directView().mapSync(unpack, std::move(items)), upTo(5));
  }

  // A task's function and arguments lie in one piece of memory with more.
  void whatATaskHoldsIsAlignedAsItsTypeAsks() {
    struct alignas(64) Wide {
      int value = 3;
    };
    const Client client(1, testedThread());
    const auto beyond = [held = Wide{}](const Wide& given) {
      return reinterpret_cast<std::uintptr_t>(&held) % alignof(Wide) +
             reinterpret_cast<std::uintptr_t>(&given) % alignof(Wide);
    };
    QCOMPARE(client[0].applySync(beyond, Wide{}), std::uintptr_t{0});
    QCOMPARE(client.loadBalancedView().applySync(beyond, Wide{}), std::uintptr_t{0});
  }

  void anEigenExpressionOfAnEnginesValueComesBackAsAnArray() {
    const Client client(1, testedThread());
    client[0].push({{"x", Eigen::ArrayXd::Constant(1000, 1.5)}});
    const auto result =
        client[0].apply([](Engine& engine) { return engine.get<Eigen::ArrayXd>("x") + 1.0; });
    static_assert(std::is_same_v<decltype(result.get()), Eigen::ArrayXd>);
    client[0].clear();
    QVERIFY((result.get() == 2.5).all());
  }

  void functionsMayHaveState() {
    const Client client(2, testedThread());
    const auto table = std::make_shared<const Ints>(upTo(100));
    QCOMPARE(client.loadBalancedView().mapSync([table](std::size_t i) { return (*table)[i]; },
                                               std::vector<std::size_t>{5, 50}),
             (Ints{5, 50}));
  }

  // --- values that throw --------------------------------------------------------------------

  void anArgumentThatCannotBeCopiedThrowsAtTheCaller() {
    const Client client(2, testedThread());
    const Fragile argument(1, copies(0));
    const auto read = [](const Fragile& f) { return f.value; };
    QVERIFY_THROWS_EXCEPTION(std::length_error, client.directView().applyAsync(read, argument));
    QVERIFY_THROWS_EXCEPTION(std::length_error, client[0]["a"] = argument);
    std::vector<Fragile> items;
    items.emplace_back(1, copies(0));
    QVERIFY_THROWS_EXCEPTION(std::length_error, client.loadBalancedView().mapAsync(read, items));
    QCOMPARE(client.directView().applySync([] { return 1; }), (Ints{1, 1}));
  }

  void aResultThatCannotBeMovedIsAFailure() {
    const Client client(2, testedThread());
    const auto result = client.directView().applyAsync([] { return Immovable(); });
    QVERIFY(result.wait(kPatience));
    const auto error = thrownBy<CompositeError>([&] { static_cast<void>(result.get()); });
    QVERIFY(error);
    QCOMPARE(error->entries().size(), 2U);
    QCOMPARE(error->entries()[0]->message, std::string("not to be moved"));
  }

  void aResultThatCannotBeCopiedThrowsWhereItIsAskedFor() {
    const Client client(1, testedThread());
    const auto left = copies(0);
    const auto result = client[0].applyAsync([left] { return Fragile(7, left); });
    QVERIFY_THROWS_EXCEPTION(std::length_error, result.get());
    QCOMPARE((*result.begin()).value, 7);
    *left = 1;
    QCOMPARE(result.get().value, 7);
  }

  void aPulledValueThatCannotBeCopiedThrowsWhereItIsAskedFor() {
    const Client client(1, testedThread());
    const auto left = copies(0);
    client[0].applyAsync([left](Engine& engine) { engine.set("a", Fragile(7, left)); });
    QVERIFY_THROWS_EXCEPTION(std::length_error, client[0].pullSync<Fragile>("a"));
    QCOMPARE(client[0].applySync([](Engine& engine) { return engine.get<Fragile>("a").value; }), 7);
  }

  // --- lifetime -----------------------------------------------------------------------------

  void valuesEndWithTheirResult() {
    std::atomic<int> alive = 0;
    const Client client(2, testedThread());
    {
      const auto result = client.directView().applyAsync([&alive] { return Counted(alive); });
      result.wait();
      QCOMPARE(alive.load(), 2);
    }
    QTRY_COMPARE(alive.load(), 0);
  }

  void whatAnEngineMadeOfOneRecipeIsKeptByWhatItIs() {
    EngineCache cache;
    const int recipe = 3;
    const auto number = cache.get<int>(recipe, [] { return std::make_shared<const int>(4); });
    const auto text =
        cache.get<std::string>(recipe, [] { return std::make_shared<const std::string>("four"); });
    QCOMPARE(*text, std::string("four"));
    QCOMPARE(*number, 4);
    QVERIFY(cache.get<int>(recipe, [] { return std::make_shared<const int>(5); }) == number);
  }

  void valuesOfAnEngineEndWithTheEngine() {
    std::atomic<int> alive = 0;
    const Client client(2, testedThread());
    client.directView()["a"] = Counted(alive);
    client.directView().scatter("b", std::vector<Counted>(10, Counted(alive)));
    client.directView().applySync([] {});
    QTRY_COMPARE(alive.load(), 11);
    client[1].clear().wait();
    QTRY_COMPARE(alive.load(), 6);
    client.cluster().stop();
    QTRY_COMPARE(alive.load(), 0);
  }

  void functionsAndArgumentsOfLostTasksEnd() {
    std::atomic<int> alive = 0;
    const Client client(1, testedThread());
    {
      std::jthread stopper;  // joins after the engine is released
      BusyEngine busy(client, 0);
      for (int i = 0; i < 10; ++i) {
        client[0].applyAsync([](const Counted&) {}, Counted(alive));
        client.loadBalancedView().applyAsync([](const Counted&) {}, Counted(alive));
      }
      QCOMPARE(alive.load(), 20);
      stopper = std::jthread([&] { client.cluster().stop(); });
    }
    QTRY_COMPARE(alive.load(), 0);
  }

  // The task stops its own engine, so that the queue is cleared while the task still runs.
  void theLastTaskOfAnEngineThatIsStoppedEndsWithItsArguments() {
    int value = 3;
    std::promise<void> ended;  // goes after the client, which ends the argument at the latest
    const Client client(1, testedThread());
    Cluster& cluster = client.cluster();
    client.loadBalancedView().applyAsync(
        [&cluster](Engine& engine, const std::shared_ptr<int>&) {
          cluster.stopEngine(engine.id());
        },
        std::shared_ptr<int>(&value, [&ended](int*) { ended.set_value(); }));
    QVERIFY2(ended.get_future().wait_for(kPatience) == std::future_status::ready,
             "the argument is still there");
    QVERIFY(client.ids().empty());
  }

  // A value of another type asks the client while it is destroyed.
  void whatATaskHoldsMayUseTheClusterWhenItEnds() {
    const Client client(1, testedThread());
    std::atomic<int> asked = 0;
    const auto asking = [&](int) {
      return std::shared_ptr<void>(nullptr,
                                   [&](void*) { asked += static_cast<int>(client.ids().size()); });
    };
    {
      BusyEngine busy(client, 0);
      for (int i = 0; i < 10; ++i) client.loadBalancedView().applyAsync([held = asking(i)] {});
    }
    client[0].applySync([] {});
    QTRY_COMPARE(asked.load(), 10);
  }

  // The client goes while a task's function holds the only view that is left.
  void aTaskMayBeTheLastToHoldItsCluster() {
    std::weak_ptr<Cluster> cluster;
    for (int round = 0; round < 50; ++round) {
      const auto ran = std::make_shared<std::atomic<bool>>(false);
      {
        auto shared = Cluster::create(testedThread());
        shared->start(2);
        cluster = shared;
        const Client client(std::move(shared));
        client[1].applyAsync([view = client.directView()] { view.applyAsync([] {}); });
        client.loadBalancedView().applyAsync(
            [view = client.loadBalancedView(), ran] { *ran = true; });
        if (round % 2 == 0) client.loadBalancedView().applySync([] {});
      }
      QTRY_VERIFY(cluster.expired());
      QTRY_VERIFY(ran.use_count() == 1);
    }
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::TaskValuesTest)
#include "task_values_test.moc"
