// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/direct_view.h"

#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "core/engines/remote_function.h"
#include "test_tasks.h"

namespace fatou::engines::direct_view_test {
namespace {

constexpr auto kSquare = [](int i) { return i * i; };

Ints squares(int count) {
  Ints values;
  for (int i = 0; i < count; ++i) values.push_back(i * i);
  return values;
}

struct Scale {
  int factor = 5;
  int offset = 0;
  static constexpr auto kFields = std::tuple(&Scale::factor, &Scale::offset);
};

template <typename View>
concept ScopesATemporary = requires(View&& view) {
  std::forward<View>(view).scopedBlock(true);
};

// Whether reading `name` fails with the engine's NameError, on these engines in this order.
template <typename Read>
bool isNameErrorOn(const Ints& engines, Read&& read) {
  const auto error = thrownBy<CompositeError>(std::forward<Read>(read));
  if (!error || error->entries().size() != engines.size()) return false;
  for (std::size_t i = 0; i < engines.size(); ++i)
    if (error->entries()[i]->engine != engines[i] ||
        error->entries()[i]->typeName != "fatou::engines::NameError")
      return false;
  return true;
}

}  // namespace

class DirectViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- apply --------------------------------------------------------------------------------

  void case10_aListOfOneTargetGivesAListOfOne() {
    const Client client = startEngines(2);
    QCOMPARE(client.directView({1}).applySync([] { return 7; }), (Ints{7}));
    QCOMPARE((client[Slice{.start = 0, .stop = 1}].applySync([] { return 7; })), (Ints{7}));
  }

  void case11_aSingleTargetGivesAScalar() {
    const Client client = startEngines(2);
    const int value = client[1].applySync([] { return 7; });
    QCOMPARE(value, 7);
    QVERIFY((std::is_same_v<decltype(client[1].applySync([] { return 7; })), int>));
  }

  void case12_resultsComeInTargetOrder() {
    const Client client = startEngines(4);
    const auto id = [](Engine& engine) { return engine.id(); };
    QCOMPARE(client.directView().applySync(id), client.ids());
    BusyEngine late(client, 0);  // the first target answers last
    const auto result = client.directView().applyAsync(id);
    QTRY_COMPARE(result.progress(), 3U);
    late.release();
    QCOMPARE(result.get(), (Ints{0, 1, 2, 3}));
  }

  void case13_aCallThatDoesNotBlockReturnsBeforeItsTaskEnds() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const auto result = client[0].applyAsync([] { return 5; });
    QVERIFY(!result.ready());
    busy.release();
    QCOMPARE(result.get(), 5);
    QCOMPARE(client[0].applySync([] { return 6; }), 6);
  }

  void case14_blockIsSetForAScopeAndPutBack() {
    const Client client = startEngines(1);
    auto view = client[0];
    QVERIFY(!view.block());
    view.setBlock(true);
    QVERIFY(view.apply([] { return 1; }).ready());
    {
      const auto scope = view.scopedBlock(false);
      QVERIFY(!view.block());
      BusyEngine busy(client, 0);
      QVERIFY(!view.apply([] { return 1; }).ready());
    }
    QVERIFY(view.block());
    QVERIFY(view.apply([] { return 1; }).ready());
  }

  // The flag is put back into the view, which must still be there.
  void aScopeOfATemporaryViewDoesNotCompile() {
    QVERIFY(!ScopesATemporary<EngineView>);
    QVERIFY(!ScopesATemporary<DirectView>);
    QVERIFY(!ScopesATemporary<LoadBalancedView>);
  }

  // The write was lost with its engine; the call's own task, on the other one, reads what the
  // caller's frame holds.
  void aFailedWriteIsThrownOnceTheCallsOwnTasksHaveEnded() {
    const Client client = startEngines(2);
    const auto view = client.directView({0, 1});
    {
      std::jthread stopper;  // joins after the engine is released
      BusyEngine busy(client, 1);
      const auto write = view.push({{"a", 1}});
      stopper = std::jthread([&] { client.cluster().stopEngine(1); });
      write.wait();  // which is lost: its engine is busy until the end of this block
    }
    const auto inside = makeCommon<std::atomic<bool>>(false);
    const auto task = [inside] {
      *inside = true;
      for (int i = 0; i < 10'000; ++i) std::this_thread::yield();
      *inside = false;
    };
    QVERIFY_THROWS_EXCEPTION(EngineError, view.applySync(task));
    QVERIFY(!*inside);
  }

  void case14_everyBlockingCallIsReadyWhenItReturns() {
    const Client client = startEngines(2);
    auto view = client.directView();
    view.setBlock(true);
    QVERIFY(view.push({{"a", 1}}).ready());
    QVERIFY(view.scatter("b", upTo(5)).ready());
    QVERIFY(view.gather<Ints>("b").ready());
    QVERIFY(view.pull<int>("a").ready());
    QVERIFY(view.map(kSquare, upTo(9)).ready());
    QVERIFY(view.clear().ready());
  }

  void eachEngineWorksOffItsCallsInTheOrderMade() {
    const Client client = startEngines(2);
    const auto seen = makeCommon<Notes>();
    const auto view = client[1];
    for (int i = 0; i < 500; ++i) view.applyAsync([seen, i] { seen->add(i); });
    QCOMPARE(view.applySync([seen] { return seen->all(); }), upTo(500));
  }

  void argumentsAreCopiedWhenTheCallIsMade() {
    const Client client = startEngines(2);
    BusyEngine busy(client, 0);
    Ints values{1, 2, 3};
    std::string text = "before";
    char letters[] = "abc";
    const auto result =
        client[0].applyAsync([](const Ints& v, const std::string& t,
                                const std::string& l) { return std::to_string(v.size()) + t + l; },
                             values, text, letters);
    values.clear();
    text = "after";
    letters[0] = 'x';
    busy.release();
    QCOMPARE(result.get(), std::string("3beforeabc"));
  }

  // --- names --------------------------------------------------------------------------------

  void case15_whatIsPushedToOneEngineIsPulledFromIt() {
    const Client client = startEngines(2);
    client[0].push({{"a", 10}, {"b", "text"}});
    QCOMPARE(client[0].pullSync<int>("a"), 10);
    QCOMPARE(client[0].pullSync<std::string>("b"), std::string("text"));
    const auto has = [](Engine& engine) { return engine.has("a"); };
    QVERIFY(!client[1].applySync(has));
  }

  void case16_whatIsPushedToAllIsPulledFromAll() {
    const Client client = startEngines(4);
    client.directView().push({{"data", upTo(5)}});
    const auto copies = client.directView().pullSync<Ints>("data");
    QCOMPARE(copies.size(), 4U);
    for (const Ints& copy : copies) QCOMPARE(copy, upTo(5));
  }

  void case17_twoNamesComeInTheOrderAsked() {
    const Client client = startEngines(2);
    client[0].push({{"a", 10}, {"b", std::string("text")}});
    QVERIFY((client[0].pullSync<int, std::string>("a", "b") == std::tuple(10, "text")));
    QVERIFY((client[0].pullSync<std::string, int>("b", "a") == std::tuple("text", 10)));
  }

  void case18_twoNamesFromAllAreAPairForEach() {
    const Client client = startEngines(3);
    client.directView().push({{"a", 10}, {"b", 2.5}});
    const auto pairs = client.directView().pullSync<int, double>("a", "b");
    QCOMPARE(pairs.size(), 3U);
    for (const auto& pair : pairs) QVERIFY((pair == std::tuple(10, 2.5)));
  }

  void case19_aNameReadAtOnceIsWhatWasSetBefore() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    for (int i = 0; i < 200; ++i) {
      view["a"] = i;
      QCOMPARE(view["a"].as<int>(), Ints(4, i));
    }
    view["a"] = 5;
    const Ints values = view["a"];
    QCOMPARE(values, (Ints{5, 5, 5, 5}));
    client[2]["a"] = 7;
    const int value = client[2]["a"];
    QCOMPARE(value, 7);
  }

  void case20_valuesThatDifferAreReadInTargetOrder() {
    const Client client = startEngines(4);
    client.directView().applyAsync([](Engine& engine) { engine.set("a", 10 * engine.id()); });
    QCOMPARE(client.directView()["a"].as<int>(), (Ints{0, 10, 20, 30}));
    QCOMPARE(client.directView({3, 1})["a"].as<int>(), (Ints{30, 10}));
  }

  void case21_aNameThatWasNeverSetIsTheEnginesNameError() {
    const Client client = startEngines(3);
    const auto error =
        thrownBy<RemoteError>([&] { static_cast<void>(client[1].pullSync<int>("nothing")); });
    QVERIFY(error);
    QCOMPARE(error->typeName(), std::string("fatou::engines::NameError"));
    QCOMPARE(error->engine(), 1);
    QCOMPARE(error->method(), std::string("pull"));
    QVERIFY(error->message().find("nothing") != std::string::npos);
    QVERIFY(isNameErrorOn({0, 1, 2}, [&] { client.directView().pullSync<int>("nothing"); }));
    QVERIFY(isNameErrorOn({0, 1, 2}, [&] { client.directView().pullSync<int, int>("n", "m"); }));
  }

  void aNameReadAsAnotherTypeIsTheEnginesTypeError() {
    const Client client = startEngines(1);
    client[0]["a"] = 5;
    const auto error =
        thrownBy<RemoteError>([&] { static_cast<void>(client[0].pullSync<double>("a")); });
    QVERIFY(error);
    QCOMPARE(error->typeName(), std::string("fatou::engines::TypeError"));
    QVERIFY(error->message().find("int") != std::string::npos);
    QVERIFY(error->message().find("double") != std::string::npos);
  }

  void case22_clearingOneEngineLeavesTheOthersTheirNames() {
    const Client client = startEngines(4);
    client.directView()["a"] = 5;
    client[2].clear();
    QVERIFY(isNameErrorOn({2}, [&] { static_cast<void>(client.directView()["a"].as<int>()); }));
    QCOMPARE(client.directView({0, 1, 3})["a"].as<int>(), (Ints{5, 5, 5}));
  }

  void whatIsPushedNoLongerChangesWithTheCallersValue() {
    const Client client = startEngines(2);
    BusyEngine busy(client, 0);
    Ints values{1, 2, 3};
    client.directView()["a"] = values;
    values.assign(3, 0);
    busy.release();
    QCOMPARE(client.directView()["a"].as<Ints>(), (std::vector<Ints>{{1, 2, 3}, {1, 2, 3}}));
  }

  void whatIsPulledIsTheCallersToChange() {
    const Client client = startEngines(1);
    client[0]["a"] = Ints{1, 2, 3};
    auto values = client[0].pullSync<Ints>("a");
    values[0] = 99;
    QCOMPARE(client[0].pullSync<Ints>("a"), (Ints{1, 2, 3}));
  }

  // Setting a name on one engine does not change the value that others share.
  void enginesThatShareAValueDoNotSeeEachOthersNames() {
    const Client client = startEngines(2);
    client.directView()["a"] = 5;
    client[0]["a"] = 6;
    QCOMPARE(client.directView()["a"].as<int>(), (Ints{6, 5}));
  }

  // view["a"] = view["b"] would otherwise compile, and do nothing.
  void aNameIsNotAssignedToAName() {
    QVERIFY((!std::is_assignable_v<DirectView::Name, DirectView::Name>));
    QVERIFY((!std::is_assignable_v<EngineView::Name, const EngineView::Name&>));
  }

  void aWriteThatFailedIsThrownByTheNextBlockingRead() {
    const Client client = startEngines(2);
    const auto view = client[Slice{}];
    view["a"] = 1;
    client.cluster().stopEngine(1);
    view["a"] = 2;  // engine 1 has gone: nobody looks at this result
    QVERIFY_THROWS_EXCEPTION(EngineError, view["a"].as<int>());
    // It was said once. What is wrong with the read itself is its own error.
    QVERIFY_THROWS_EXCEPTION(CompositeError, view["a"].as<int>());
    QCOMPARE(client.directView()["a"].as<int>(), (Ints{2}));
  }

  void aScatterThatFailedIsThrownByTheNextBlockingRead() {
    const Client client = startEngines(2);
    const auto view = client[Slice{}];
    client.cluster().stopEngine(0);
    view.scatter("a", upTo(4));
    QVERIFY_THROWS_EXCEPTION(EngineError, view.applySync([] { return 1; }));
    view.scatter("a", upTo(4));
    QVERIFY_THROWS_EXCEPTION(EngineError, view.gatherSync<Ints>("a"));
    view.scatter("a", upTo(4));
    QVERIFY_THROWS_EXCEPTION(EngineError, view.mapSync(kSquare, upTo(4)));
  }

  void aFailedWriteIsToldByACopyOfTheView() {
    const Client client = startEngines(2);
    const auto view = client[Slice{}];
    const auto copy = view;
    client.cluster().stopEngine(0);
    copy["a"] = 1;
    QVERIFY_THROWS_EXCEPTION(EngineError, view["a"].as<int>());
  }

  // A task cannot wait for writes, so it must leave them for somebody who can.
  void aReadInsideATaskDoesNotForgetFailedWrites() {
    FATOU_SKIP_ELSEWHERE();
    const Client client = startEngines(2);
    const auto view = client[Slice{}];
    client.cluster().stopEngine(1);
    view["a"] = 1;
    const bool refused = client[0].applySync([view] {
      try {
        static_cast<void>(view["a"].as<int>());
        return false;
      } catch (const std::exception&) {
        return true;
      }
    });
    QVERIFY(refused);
    QVERIFY_THROWS_EXCEPTION(EngineError, view["a"].as<int>());
  }

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

  // --- remote and parallel functions --------------------------------------------------------

  void case59_aRemoteFunctionTakesPositionalDefaultAndNamedArguments() {
    const Client client = startEngines(2);
    const auto multiply = remote(client[1], [](int a, int b = 2) { return a * b; });
    QCOMPARE(multiply(5, 5).get(), 25);
    QCOMPARE(multiply(3).get(), 6);
    const auto scale = remote(client[1], [](Scale s) { return s.factor * 2 + s.offset; });
    QCOMPARE(scale(Scale{.factor = 5}).get(), 10);
    const auto everywhere = remote(client.directView(), [](Engine& e) { return e.id(); });
    QCOMPARE(everywhere().get(), (Ints{0, 1}));
    const auto balanced = remote(client.loadBalancedView(), [](int a) { return a + 1; });
    QCOMPARE(balanced(1).get(), 2);
  }

  void case60_aParallelFunctionSeesTheSubLists() {
    const Client client = startEngines(3);
    const auto twice = parallel(client[Slice{.stop = 2}], [](const Ints& part) {
      Ints doubled = part;
      doubled.insert(doubled.end(), part.begin(), part.end());
      return doubled;
    });
    QCOMPARE(twice(Ints{1, 2, 3, 4}).get(), (Ints{1, 2, 1, 2, 3, 4, 3, 4}));
    QCOMPARE(twice(Ints{1}).get(), (Ints{1, 1}));
    QCOMPARE(twice(Ints{}).get(), Ints{});
  }

  void case60_aParallelFunctionCutsArraysByRows() {
    const Client client = startEngines(2);
    const auto rowsOfPart = parallel(client.directView(), [](const Eigen::VectorXd& part) {
      return Eigen::VectorXd(Eigen::VectorXd::Constant(part.rows(), double(part.rows())));
    });
    QVERIFY((rowsOfPart(Eigen::VectorXd::Zero(3)).get() == Eigen::Vector3d(2.0, 2.0, 1.0)));
    QCOMPARE(rowsOfPart(Eigen::VectorXd()).get().size(), Eigen::Index{0});
  }

  void case61_aParallelMapUsesDefaultArguments() {
    const Client client = startEngines(2);
    const auto times = parallel(client.directView(), [](int a, int b = 5) { return a * b; });
    QCOMPARE(times.map(Ints{1, 2, 3}).get(), (Ints{5, 10, 15}));
    QCOMPARE(times.map(Ints{1, 2, 3}, Ints{1, 2, 3}).get(), (Ints{1, 4, 9}));
  }
};

}  // namespace fatou::engines::direct_view_test

static const fatou::engines::ConformanceTest<fatou::engines::direct_view_test::DirectViewTest>
    kTest("DirectViewTest");
#include "direct_view_test.moc"
