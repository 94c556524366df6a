// SPDX-License-Identifier: GPL-3.0-or-later
// Containers that are shared out to a direct view's engines, and maps over them.
#include <cstddef>
#include <limits>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <vector>

#include <Eigen/Core>
#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "core/engines/direct_view.h"
#include "direct_view_samples.h"
#include "test_tasks.h"

namespace fatou::engines::scatter_test {
namespace {

constexpr auto kSquare = [](int i) { return i * i; };

Ints squares(int count) {
  Ints values;
  for (int i = 0; i < count; ++i) values.push_back(i * i);
  return values;
}

}  // namespace

class ScatterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- scatter and gather -------------------------------------------------------------------

  void case23_sixteenOnFourIsFourEach() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    view.scatter("a", upTo(16));
    for (const Ints& part : view["a"].as<Ints>()) QCOMPARE(part.size(), 4U);
    QCOMPARE(view.gatherSync<Ints>("a"), upTo(16));
  }

  void case24_tenOnFourIsThreeThreeTwoTwoInOrder() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    view.scatter("a", upTo(10));
    QCOMPARE(view["a"].as<Ints>(), (std::vector<Ints>{{0, 1, 2}, {3, 4, 5}, {6, 7}, {8, 9}}));
    QCOMPARE(view.gatherSync<Ints>("a"), upTo(10));
  }

  void case24_scatterGathersAroundTheNumberOfEngines() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    for (const int count : {0, 1, 3, 4, 5}) {
      view.scatter("a", upTo(count));
      QCOMPARE(view.gatherSync<Ints>("a"), upTo(count));
    }
  }

  void emptyPartsAreDefinedAndEmpty() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    view.scatter("a", upTo(2));
    QCOMPARE(view["a"].as<Ints>(), (std::vector<Ints>{{0}, {1}, {}, {}}));
    view.scatter("b", Ints{});
    QCOMPARE(view.applySync([](Engine& engine) { return engine.has("b") ? 1 : 0; }),
             (Ints{1, 1, 1, 1}));
  }

  void case25_anArrayOfDoublesComesBackEqual() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    std::vector<double> doubles;
    for (int i = 0; i < 64; ++i) doubles.push_back(0.1 * i);
    view.scatter("doubles", doubles);
    QCOMPARE(view.gatherSync<std::vector<double>>("doubles"), doubles);

    const Eigen::ArrayXXd array = Eigen::ArrayXXd::Random(10, 3);
    view.scatter("array", array);
    QCOMPARE(client[0].pullSync<Eigen::ArrayXXd>("array").rows(), Eigen::Index{4});
    QVERIFY((view.gatherSync<Eigen::ArrayXXd>("array") == array).all());

    const Eigen::VectorXd vector = Eigen::VectorXd::LinSpaced(2, 0.0, 1.0);
    view.scatter("vector", 2.0 * vector);  // an expression, evaluated before it is cut
    QVERIFY((view.gatherSync<Eigen::VectorXd>("vector") == 2.0 * vector));
  }

  void case26_scatterAndGatherNeedNoWaitBetween() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    BusyEngine busy(client, 2);
    const auto written = view.scatter("a", upTo(16));
    const auto gathered = view.gather<Ints>("a");
    QVERIFY(!written.ready());
    QVERIFY(!gathered.ready());
    busy.release();
    QCOMPARE(gathered.get(), upTo(16));
  }

  void case27_gatheringAnUnknownNameIsANameError() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    QVERIFY(isNameErrorOn({0, 1, 2}, [&] { view.gatherSync<Ints>("nothing"); }));
    view.scatter("a", upTo(6));
    client[1].clear();
    QVERIFY(isNameErrorOn({1}, [&] { view.gatherSync<Ints>("a"); }));
  }

  void case28_scatterOnTheLazyViewUsesTheEnginesOfTheMoment() {
    Client client = startEngines(1);
    const auto all = client.directView();
    addEngines(client, 2);
    all.scatter("a", upTo(6));
    QCOMPARE(all["a"].as<Ints>(), (std::vector<Ints>{{0, 1}, {2, 3}, {4, 5}}));
    QCOMPARE(all.gatherSync<Ints>("a"), upTo(6));
  }

  void oneEngineIsScatteredTheWhole() {
    const Client client = startEngines(2);
    client[1].scatter("a", upTo(5));
    QCOMPARE(client[1].pullSync<Ints>("a"), upTo(5));
    QCOMPARE(client[1].gatherSync<Ints>("a"), upTo(5));
  }

  // --- map ----------------------------------------------------------------------------------

  void case29_aMapEqualsTheSerialMapInOrder() {
    const Client client = startEngines(4);
    for (const int count : {1, 3, 4, 5, 101})
      QCOMPARE(client.directView().mapSync(kSquare, upTo(count)), squares(count));
  }

  void case30_aSequenceWithoutKnownLengthMapsTheSame() {
    const Client client = startEngines(4);
    std::stringstream text;
    for (int i = 0; i < 101; ++i) text << i << ' ';
    QCOMPARE(client.directView().mapSync(kSquare, std::views::istream<int>(text)), squares(101));
    const auto few = std::views::iota(0) | std::views::take_while([](int i) { return i < 7; });
    QCOMPARE(client.directView().mapSync(kSquare, few), squares(7));
  }

  void case31_aMapOnOneEngineIsAllItemsInOrder() {
    const Client client = startEngines(2);
    QCOMPARE(client[1].mapSync(kSquare, upTo(11)), squares(11));
    QCOMPARE(client.directView({1}).mapSync(kSquare, upTo(11)), squares(11));
  }

  void case32_aMapOverNothingIsEmpty() {
    const Client client = startEngines(4);
    QCOMPARE(client.directView().mapSync(kSquare, Ints{}), Ints{});
    const auto result = client.directView().mapAsync(kSquare, Ints{});
    QVERIFY(result.ready());
    QCOMPARE(result.size(), 0U);
    QVERIFY(result.records().empty());
    QVERIFY(result.successful());
  }

  void case33_aMapEndsWithTheShortestSequence() {
    const Client client = startEngines(4);
    const auto sum = [](int a, int b) { return 10 * a + b; };
    const auto view = client.directView();
    QCOMPARE(view.mapSync(sum, upTo(10), upTo(4)), (Ints{0, 11, 22, 33}));
    QCOMPARE(view.mapSync(sum, upTo(4), upTo(10)), (Ints{0, 11, 22, 33}));
    QCOMPARE(view.mapAsync(sum, upTo(10), upTo(4)).size(), 4U);
    QVERIFY(view.mapSync(sum, upTo(10), Ints{}).empty());
  }

  void aMapSendsNoEmptyChunks() {
    const Client client = startEngines(4);
    const auto result = client.directView().mapAsync(kSquare, upTo(2));
    result.wait();
    QCOMPARE(result.records().size(), 2U);
    for (const TaskRecord& task : result.records()) QCOMPARE(task.itemCount, 1U);
  }

  void aMapGivesEachEngineItsBlock() {
    const Client client = startEngines(4);
    const auto ids =
        client.directView().mapSync([](Engine& engine, int) { return engine.id(); }, upTo(10));
    QCOMPARE(ids, (Ints{0, 0, 0, 1, 1, 1, 2, 2, 3, 3}));
  }

  void sharesAndChunksOfAMapAreThoseAskedFor() {
    const Client client = startEngines(3);
    const auto result = client.directView().mapShares(
        {.chunkSize = 2, .shares = {5, 0, 1}}, [](Engine& engine, int) { return engine.id(); },
        upTo(6));
    QCOMPARE(result.get(), (Ints{0, 0, 0, 0, 0, 2}));
    QCOMPARE(result.records().size(), 4U);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                             client.directView().mapShares({.shares = {5, 1}}, kSquare, upTo(6)));
    constexpr auto kMost = std::numeric_limits<std::size_t>::max();
    QVERIFY_THROWS_EXCEPTION(
        std::invalid_argument,
        client.directView().mapShares({.shares = {kMost, 1, 6}}, kSquare, upTo(6)));
  }

  void aMapOfTruthValuesWorksThoughTheirVectorIsPacked() {
    const Client client = startEngines(2);
    const std::vector<bool> truths{true, false, true};
    QCOMPARE(client.directView().mapSync([](bool b) { return !b; }, truths),
             (std::vector<bool>{false, true, false}));
  }
};

}  // namespace fatou::engines::scatter_test

static const fatou::engines::ConformanceTest<fatou::engines::scatter_test::ScatterTest> kTest(
    "ScatterTest");
#include "scatter_test.moc"
