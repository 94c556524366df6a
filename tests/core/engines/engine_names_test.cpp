// SPDX-License-Identifier: GPL-3.0-or-later
// Values that engines keep under names: pushed, pulled, cleared, and writes that fail.
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "core/engines/direct_view.h"
#include "direct_view_samples.h"
#include "test_tasks.h"

namespace fatou::engines::engine_names_test {
namespace {

constexpr auto kSquare = [](int i) { return i * i; };

}  // namespace

class EngineNamesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

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
};

}  // namespace fatou::engines::engine_names_test

static const fatou::engines::ConformanceTest<fatou::engines::engine_names_test::EngineNamesTest>
    kTest("EngineNamesTest");
#include "engine_names_test.moc"
