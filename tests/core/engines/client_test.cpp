// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/client.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "no_more_threads.h"
#include "test_tasks.h"

namespace fatou::engines::client_test {
namespace {

constexpr auto kOne = [] { return 1; };
constexpr auto kId = [](Engine& engine) { return engine.id(); };

template <typename Action>
bool saysThereAreNoEngines(Action&& action) {
  const auto error = thrownBy<NoEnginesRegistered>(std::forward<Action>(action));
  const std::string what = error ? error->what() : "";
  return what.find("no engines registered") != std::string::npos &&
         what.find("addEngines") != std::string::npos;
}

}  // namespace

class ClientTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case1_idsCountUpFromZero() {
    QCOMPARE(startEngines(4).ids(), (Ints{0, 1, 2, 3}));
    QCOMPARE(startEngines(1).ids(), (Ints{0}));
    QCOMPARE(startEngines(0).ids(), Ints{});
  }

  void case2_changingTheListOfIdsLeavesTheNextAlone() {
    const Client client = startEngines(3);
    auto ids = client.ids();
    ids.clear();
    QCOMPARE(client.ids(), (Ints{0, 1, 2}));
    QCOMPARE(client.size(), 3U);
  }

  void case3_iteratingGivesOneEngineViewsInIdOrder() {
    const Client client = startEngines(4);
    Ints seen;
    for (const EngineView& view : client) seen.push_back(view.applySync(kId));
    QCOMPARE(seen, (Ints{0, 1, 2, 3}));
    QCOMPARE(client.views().size(), 4U);
    for (const EngineView& view : startEngines(0))
      QFAIL(qPrintable(QString::number(view.targets().size())));
  }

  void case4_aSliceTargetsTheSameSliceOfTheIds() {
    const Client client = startEngines(5);
    QCOMPARE(client[Slice{.step = 2}].targets(), (Ints{0, 2, 4}));
    QCOMPARE((client[Slice{.start = 1, .step = 3}].targets()), (Ints{1, 4}));
    QCOMPARE(client[Slice{.stop = -3}].targets(), (Ints{0, 1}));
    QCOMPARE((client[Slice{.start = 2, .stop = 4}].targets()), (Ints{2, 3}));
    QCOMPARE(client[Slice{.step = -1}].applySync(kId), (Ints{4, 3, 2, 1, 0}));
  }

  void case5_minusOneIsTheLastEngineAndScalar() {
    const Client client = startEngines(4);
    const int last = client[-1].applySync(kId);
    QCOMPARE(last, 3);
    QCOMPARE(client[-4].applySync(kId), 0);
  }

  // Places from the end are those of the engines there are, whatever their ids.
  void case5_minusOneIsTheLastEngineAlsoWhenIdsHaveGaps() {
    const Client client = startEngines(3);
    client.cluster().stopEngine(2);
    client.cluster().stopEngine(0);
    QCOMPARE(client[-1].targets(), (Ints{1}));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[-2]);
  }

  void case6_anIdThatIsNotThereIsRefusedAtOnce() {
    const Client client = startEngines(4);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[4]);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[-5]);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[std::numeric_limits<int>::max()]);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[std::numeric_limits<int>::min()]);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client.directView({0, 9}));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client.loadBalancedView({0, 9}));
    const auto error = thrownBy<std::out_of_range>([&] { static_cast<void>(client[7]); });
    QVERIFY(std::string(error->what()).find("7") != std::string::npos);
  }

  void aViewOfNoEnginesIsRefused() {
    const Client client = startEngines(4);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client[Slice{.start = 4}]);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client.directView(std::vector<EngineId>{}));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, client.loadBalancedView(std::vector<EngineId>{}));
  }

  void case7_withoutEnginesEveryViewNamesTheRemedy() {
    const Client client = startEngines(0);
    const auto all = client.directView();
    const auto balanced = client.loadBalancedView();
    QVERIFY(saysThereAreNoEngines([&] { static_cast<void>(client[Slice{}]); }));
    QVERIFY(saysThereAreNoEngines([&] { static_cast<void>(client[0]); }));
    QVERIFY(saysThereAreNoEngines([&] { static_cast<void>(client[-1]); }));
    QVERIFY(saysThereAreNoEngines([&] { static_cast<void>(client.directView({0})); }));
    QVERIFY(saysThereAreNoEngines([&] { static_cast<void>(client.loadBalancedView({0})); }));
    QVERIFY(saysThereAreNoEngines([&] { all.applyAsync(kOne); }));
    QVERIFY(saysThereAreNoEngines([&] { all.applySync(kOne); }));
    QVERIFY(saysThereAreNoEngines([&] { all.mapAsync([](int i) { return i; }, upTo(3)); }));
    QVERIFY(saysThereAreNoEngines([&] { all["a"] = 5; }));
    QVERIFY(saysThereAreNoEngines([&] { static_cast<void>(all["a"].as<int>()); }));
    QVERIFY(saysThereAreNoEngines([&] { all.scatter("a", upTo(3)); }));
    QVERIFY(saysThereAreNoEngines([&] { all.gatherSync<Ints>("a"); }));
    QVERIFY(saysThereAreNoEngines([&] { all.clear(); }));
    QVERIFY(saysThereAreNoEngines([&] { balanced.applyAsync(kOne); }));
    QVERIFY(saysThereAreNoEngines([&] { balanced.mapSync([](int i) { return i; }, upTo(3)); }));
    QVERIFY(saysThereAreNoEngines(
        [&] { static_cast<void>(balanced.imap([](int i) { return i; }, upTo(3))); }));
  }

  void case7_theRemedyWorks() {
    Client client = startEngines(0);
    const auto all = client.directView();
    QVERIFY(saysThereAreNoEngines([&] { all.applySync(kOne); }));
    addEngines(client, 2);
    QCOMPARE(all.applySync(kOne), (Ints{1, 1}));
  }

  // A fixed view says so as well, once all engines have gone.
  void case7_aViewWhoseEnginesHaveAllGoneNamesTheRemedy() {
    const Client client = startEngines(2);
    const auto fixed = client[Slice{}];
    const auto one = client[0];
    client.cluster().stop();
    QVERIFY(saysThereAreNoEngines([&] { fixed.applyAsync(kOne); }));
    QVERIFY(saysThereAreNoEngines([&] { one.applyAsync(kOne); }));
  }

  void case8_theViewOfAllSeesEnginesAddedLater() {
    Client client = startEngines(2);
    const auto all = client.directView();
    addEngines(client, 1);
    QCOMPARE(all.applySync(kId), (Ints{0, 1, 2}));
    client.cluster().stopEngine(1);
    QCOMPARE(all.applySync(kId), (Ints{0, 2}));
  }

  void case9_aSlicedViewKeepsTheEnginesItWasMadeWith() {
    Client client = startEngines(2);
    const auto fixed = client[Slice{}];
    addEngines(client, 1);
    QCOMPARE(fixed.applySync(kId), (Ints{0, 1}));
    QCOMPARE(client[Slice{}].applySync(kId), (Ints{0, 1, 2}));
  }

  void aListOfIdsIsTargetedInTheOrderGiven() {
    const Client client = startEngines(4);
    QCOMPARE(client.directView({3, 0, 2}).applySync(kId), (Ints{3, 0, 2}));
  }

  void aNegativeNumberOfEnginesIsRefused() {
    Client client = startEngines(1);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, addEngines(client, -1));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, startEngines(-1));
    QCOMPARE(client.size(), 1U);
  }

  void case98_tooManyEnginesAreRefusedAndThoseThereAreGoOn() {
    FATOU_SKIP_IN_OTHER_PROCESSES("they are not started by a thread of this one each");
    if (!tests::kCanRunOutOfThreads) QSKIP("sanitizers need all the address space");
    Client client = startEngines(1);
    const tests::NoMoreThreads limit;
    const auto error = thrownBy<EngineError>([&] { addEngines(client, 1000); });
    QVERIFY(error);
    QVERIFY(std::string(error->what()).find("beside the 1 there are") != std::string::npos);
    QCOMPARE(client.ids(), (Ints{0}));
    QCOMPARE(client[0].applySync(kOne), 1);
  }

  void asManyEnginesAsTheSystemAllowsWork() {
    FATOU_SKIP_IN_OTHER_PROCESSES("they are not started by a thread of this one each");
    if (!tests::kCanRunOutOfThreads) QSKIP("sanitizers need all the address space");
    const tests::NoMoreThreads limit;
    const Client client = testedKind().source.startAtMost(1000);
    QVERIFY(client.size() >= 1 && client.size() < 1000);
    QCOMPARE(client.directView().apply(kOne).get(), Ints(client.size(), 1));
  }

  void enginesTellTheirKindAndTheirProcess() {
    const Client client = startEngines(2);
    const auto engines = client.engines();
    QCOMPARE(engines.size(), 2U);
    QCOMPARE(engines[1].id, 1);
    QCOMPARE(engines[0].kind, testedKind().engineKind);
    const auto processes = client.directView().applySync([] { return std::int64_t{::getpid()}; });
    for (std::size_t i = 0; i < 2; ++i) QCOMPARE(engines[i].process, processes[i]);
    const std::set<std::int64_t> all{processes[0], processes[1], std::int64_t{::getpid()}};
    QCOMPARE(all.size(), isInOtherProcess() ? 3U : 1U);
  }

  void aClientMakesEnginesOfItsOwnKindByItself() {
    Client client(1, EngineKind::StdThread);
    client.addEngines(1);
    client.addEngines(1, EngineKind::Loopback);
    QCOMPARE(client.directView().applySync(kId), (Ints{0, 1, 2}));
    QCOMPARE(client.engines()[1].kind, toString(EngineKind::StdThread));
    QCOMPARE(client.engines()[2].kind, toString(EngineKind::Loopback));
  }

  void copiesOfAClientShareOneCluster() {
    Client client = startEngines(1);
    const Client copy = client;
    addEngines(client, 1);
    QCOMPARE(copy.size(), 2U);
    QCOMPARE(Client(std::shared_ptr<Cluster>(Cluster::create())).size(), 0U);
  }

  // A view keeps the engines when the client has gone; a result keeps its values after both.
  void viewsAndResultsOutliveTheClient() {
    auto client = std::make_unique<Client>(startEngines(2));
    auto view = std::make_unique<DirectView>(client->directView());
    client.reset();
    const auto result = view->applyAsync(kId);
    result.wait();
    view.reset();
    QCOMPARE(result.get(), (Ints{0, 1}));
  }
};

}  // namespace fatou::engines::client_test

static const fatou::engines::ConformanceTest<fatou::engines::client_test::ClientTest> kTest(
    "ClientTest");
#include "client_test.moc"
