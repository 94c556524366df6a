// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of a direct view: results in the order of its targets, and what blocks.
// Functions for engines elsewhere, which are called through it.
#include "core/engines/direct_view.h"

#include <atomic>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>

#include <Eigen/Core>
#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "core/engines/remote_function.h"
#include "test_tasks.h"

namespace fatou::engines::direct_view_test {
namespace {

constexpr auto kSquare = [](int i) { return i * i; };

struct Scale {
  int factor = 5;
  int offset = 0;
  static constexpr auto kFields = std::tuple(&Scale::factor, &Scale::offset);
};

template <typename View>
concept ScopesATemporary = requires(View&& view) {
  std::forward<View>(view).scopedBlock(true);
};

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
