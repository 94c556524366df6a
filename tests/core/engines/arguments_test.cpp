// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into tasks: arguments that refer to something, names on the engine, sequences of any
// kind cut and put together, functions of any kind.
#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <QList>
#include <QTest>

#include "conformance.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::arguments_test {
namespace {

constexpr auto kSum = [](const Ints& numbers) {
  int sum = 0;
  for (const int number : numbers) sum += number;
  return sum;
};

constexpr auto kSelf = [](int i) { return i; };

struct Point {
  int x = 0;
  int doubled() const { return 2 * x; }
  static constexpr auto kFields = std::tuple(&Point::x);
};

// Changes itself when called and cannot be copied.
struct Unshared {
  std::unique_ptr<int> calls = std::make_unique<int>(0);
  int operator()(int i) { return i + ++*calls; }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

class ArgumentsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  // --- names on the engine ------------------------------------------------------------------

  void case74_aFlattenedScatterGivesEachEngineItsOwnNumber() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    view.scatter("id", Ints{10, 11, 12, 13}, kFlatten);
    QCOMPARE(view.applySync(kSelf, ref("id")), (Ints{10, 11, 12, 13}));
    QCOMPARE(view.pullSync<int>("id"), (Ints{10, 11, 12, 13}));
    QCOMPARE(view.gatherSync<Ints>("id"), (Ints{10, 11, 12, 13}));
    const Eigen::VectorXd numbers = Eigen::VectorXd::LinSpaced(5, 1.0, 5.0);  // 2, 1, 1, 1
    view.scatter("v", numbers, kFlatten);
    QCOMPARE(client[3].pullSync<double>("v"), 5.0);
    QVERIFY(view.gatherSync<Eigen::VectorXd>("v") == numbers);
  }

  void case74_partsOfMoreThanOneItemStayParts() {
    const Client client = startEngines(4);
    const auto view = client.directView();
    view.scatter("a", upTo(6), kFlatten);  // 2, 2, 1, 1
    QCOMPARE(client[0].pullSync<Ints>("a"), (Ints{0, 1}));
    QCOMPARE(client[1].pullSync<Ints>("a"), (Ints{2, 3}));
    QCOMPARE(client[2].pullSync<int>("a"), 4);
    QCOMPARE(client[3].pullSync<int>("a"), 5);
    view.scatter("a", upTo(3), kFlatten);  // the last has none
    QCOMPARE(client[3].pullSync<Ints>("a"), Ints{});
  }

  void case75_aReferenceIsTheEnginesOwnValue() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    view.scatter("part", upTo(9));
    QCOMPARE(view.applySync(kSum, ref("part")), (Ints{3, 12, 21}));
    const auto product = [](int factor, double b) { return factor * b; };
    view["b"] = 1.5;
    QCOMPARE(client[1].applySync(product, 2, ref("b")), 3.0);
    QCOMPARE(client[1].applySync(product, 2, ref<double>("b")), 3.0);
    const auto anything = [](const auto& value) { return value.size(); };
    QCOMPARE(client[0].applySync(anything, ref<Ints>("part")), 3U);
  }

  void case75_aParameterThatRefersSeesTheEnginesOwnValue() {
    const Client client = startEngines(1);
    client[0].push({{"text", "letters"}, {"numbers", upTo(4)}});
    const auto length = [](std::string_view text) { return static_cast<int>(text.size()); };
    const auto last = [](std::span<const int> numbers) { return numbers.back(); };
    QCOMPARE(client[0].applySync(length, ref("text")), 7);
    QCOMPARE(client[0].applySync(last, ref("numbers")), 3);
    const auto repeated = [](const std::pair<std::string, int>& both) {
      return static_cast<int>(both.first.size()) * both.second;
    };
    QCOMPARE(client[0].applySync(repeated, std::pair(ref("text"), 3)), 21);
  }

  void case75_referencesMayStandInsideAnArgument() {
    const Client client = startEngines(2);
    const auto view = client.directView();
    view.scatter("a", Ints{1, 2}, kFlatten);
    view["b"] = 10;
    const auto ofPair = [](int factor, const std::pair<int, int>& both) {
      return factor * (both.first + both.second);
    };
    QCOMPARE(view.applySync(ofPair, 3, std::pair(ref("a"), 100)), (Ints{303, 306}));
    const auto ofTuple = [](const std::tuple<int, int>& both) {
      return std::get<0>(both) * std::get<1>(both);
    };
    QCOMPARE(view.applySync(ofTuple, std::tuple(ref<int>("a"), ref<int>("b"))), (Ints{10, 20}));
    QCOMPARE(view.applySync(kSum, std::vector{ref<int>("a"), ref<int>("b")}), (Ints{11, 12}));
  }

  void case75_aReferenceToNothingIsANameErrorOfItsEngine() {
    const Client client = startEngines(3);
    const auto error = thrownBy<RemoteError>([&] { client[2].applySync(kSum, ref("nothing")); });
    QVERIFY(error);
    QCOMPARE(error->engine(), 2);
    QCOMPARE(error->typeName(), std::string("fatou::engines::NameError"));
    client[1]["a"] = std::string("text");
    const auto type = thrownBy<RemoteError>([&] { client[1].applySync(kSelf, ref("a")); });
    QVERIFY(type);
    QCOMPARE(type->typeName(), std::string("fatou::engines::TypeError"));
  }

  void case75_balancedTasksTakeReferencesToo() {
    const Client client = startEngines(2);
    client.directView().push({{"a", 7}}).wait();
    QCOMPARE(client.loadBalancedView().applySync(kSelf, ref("a")), 7);
  }

  // --- sequences cut and put together -------------------------------------------------------

  void case76_sequencesOfAnyKindComeBackAsTheyWere() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    const QList<int> list{1, 2, 3, 4, 5};
    view.scatter("a", list);
    QCOMPARE(view.gatherSync<QList<int>>("a"), list);
    const std::deque<int> deque{1, 2, 3, 4};
    view.scatter("a", deque);
    QVERIFY(view.gatherSync<std::deque<int>>("a") == deque);
    const std::list<int> linked{5, 6, 7, 8};
    view.scatter("a", linked);
    QVERIFY(view.gatherSync<std::list<int>>("a") == linked);
    const std::array<int, 7> array{1, 2, 3, 4, 5, 6, 7};
    view.scatter("a", array);
    QVERIFY((view.gatherSync<std::array<int, 7>>("a") == array));
    const std::vector<bool> flags{true, false, true, true};
    view.scatter("a", flags);
    QVERIFY(view.gatherSync<std::vector<bool>>("a") == flags);
    int plain[] = {4, 5, 6, 7};
    view.scatter("a", plain);
    QVERIFY((view.gatherSync<std::array<int, 4>>("a") == std::array{4, 5, 6, 7}));
    view.scatter("a", std::span(plain));
    QCOMPARE(view.gatherSync<Ints>("a"), (Ints{4, 5, 6, 7}));
    view.scatter("a", std::views::iota(0, 5));
    QCOMPARE(view.gatherSync<Ints>("a"), upTo(5));
    view.scatter("a", upTo(20) | std::views::filter([](int i) { return i % 5 == 0; }));
    QCOMPARE(view.gatherSync<Ints>("a"), (Ints{0, 5, 10, 15}));
  }

  void case76_whatTakesNoItemsAtItsEndIsCutAsAVector() {
    const Client client = startEngines(2);
    const auto view = client.directView();
    view.scatter("a", std::set{3, 1, 2});
    QCOMPARE(view.gatherSync<Ints>("a"), (Ints{1, 2, 3}));
    view.scatter("a", std::map<std::string, int>{{"one", 1}, {"two", 2}});
    using Pairs = std::vector<std::pair<std::string, int>>;
    QVERIFY((view.gatherSync<Pairs>("a") == Pairs{{"one", 1}, {"two", 2}}));
    view.scatter("a", std::string_view("text"));
    QCOMPARE(view.gatherSync<std::string>("a"), std::string("text"));
    const std::vector<std::string_view> words{"some", "words"};
    view.scatter("a", words);
    QCOMPARE(view.gatherSync<std::vector<std::string>>("a"),
             (std::vector<std::string>{"some", "words"}));
  }

  void case76_aTransposedBlockAndARowVectorKeepTheirShape() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    const Eigen::MatrixXd matrix = Eigen::MatrixXd::Random(9, 7);
    view.scatter("m", matrix.block(1, 2, 6, 4).transpose());
    const auto block = view.gatherSync<Eigen::MatrixXd>("m");
    QCOMPARE(block.rows(), Eigen::Index{4});
    QVERIFY(block == matrix.block(1, 2, 6, 4).transpose());
    using ByRows = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const ByRows rows = matrix.array();
    view.scatter("b", rows.middleRows(1, 5));
    QVERIFY((view.gatherSync<ByRows>("b") == rows.middleRows(1, 5)).all());
    QVERIFY((view.gatherSync<Eigen::ArrayXXd>("b") == rows.middleRows(1, 5)).all());
    const Eigen::RowVectorXd row = Eigen::RowVectorXd::LinSpaced(8, 0.0, 7.0);
    view.scatter("r", row);
    QCOMPARE(client[0].pullSync<Eigen::RowVectorXd>("r").size(), Eigen::Index{3});
    QVERIFY(view.gatherSync<Eigen::RowVectorXd>("r") == row);
    const Eigen::Matrix<int, 4, 2> fixed = Eigen::Matrix<int, 4, 2>::Random();
    view.scatter("f", fixed);
    QVERIFY((view.gatherSync<Eigen::Matrix<int, 4, 2>>("f") == fixed));
  }

  void case77_partsOfUnequalWidthAreAShapeError() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    view.applySync([](Engine& engine) {
      const Eigen::Index columns = engine.id() == 1 ? 3 : 2;
      engine.set("m", Eigen::MatrixXd(Eigen::MatrixXd::Zero(4, columns)));
    });
    const auto error =
        thrownBy<ShapeError>([&] { static_cast<void>(view.gatherSync<Eigen::MatrixXd>("m")); });
    QVERIFY(error);
    for (const auto* part : {"engine 1", "4 x 3", "4 x 2", "engine 0"})
      QVERIFY2(contains(error->what(), part), error->what());
  }

  void case77_aPartWithoutRowsFitsAnyWidth() {
    const Client client = startEngines(3);
    const auto view = client.directView();
    view.applySync([](Engine& engine) {
      const Eigen::Index rows = engine.id() == 0 ? 0 : 2;
      engine.set("m", Eigen::MatrixXd(Eigen::MatrixXd::Ones(rows, rows == 0 ? 5 : 3)));
    });
    const auto whole = view.gatherSync<Eigen::MatrixXd>("m");
    QCOMPARE(whole.rows(), Eigen::Index{4});
    QCOMPARE(whole.cols(), Eigen::Index{3});
    QVERIFY(whole == Eigen::MatrixXd::Ones(4, 3));
  }

  void case77_partsThatAreNotAsLongAsTheWholeAreAShapeError() {
    const Client client = startEngines(2);
    const auto view = client.directView();
    view.scatter("a", upTo(5));
    QVERIFY_THROWS_EXCEPTION(ShapeError, (view.gatherSync<std::array<int, 4>>("a")));
    view.scatter("m", Eigen::VectorXd(Eigen::VectorXd::Zero(5)));
    QVERIFY_THROWS_EXCEPTION(ShapeError, view.gatherSync<Eigen::Vector3d>("m"));
  }

  // --- arguments that refer to the caller's memory ------------------------------------------

  void case78_enginesSeeTheOldContentsOfWhatTheCallerOverwrites() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    auto numbers = std::make_unique<std::array<int, 3>>(std::array{1, 2, 3});
    auto text = std::make_unique<std::string>("a text that is longer than a short one");
    int plain[] = {4, 5, 6};
    char letters[] = "letters";
    std::vector<bool> flags{true};
    const std::initializer_list<int> list{7, 8, 9};
    const auto sum = [](std::span<const int> values) {
      int total = 0;
      for (const int value : values) total += value;
      return total;
    };
    const auto length = [](std::string_view view) { return std::string(view); };
    const auto ofSpan = client[0].applyAsync(sum, std::span<const int>(*numbers));
    const auto ofText = client[0].applyAsync(length, std::string_view(*text));
    const auto ofArray = client[0].applyAsync(sum, plain);
    const auto ofLetters = client[0].applyAsync(length, letters);
    const auto ofFlag = client[0].applyAsync([](bool flag) { return flag; }, flags[0]);
    const auto ofList = client[0].applyAsync(sum, list);
    const auto mapped = client[0].mapAsync(length, std::vector<std::string_view>{*text});
    std::ranges::fill(plain, 0);
    std::ranges::fill(letters, 'x');
    flags[0] = false;
    numbers->fill(0);
    numbers.reset();
    text->assign(text->size(), 'x');
    text.reset();
    busy.release();
    QCOMPARE(ofSpan.get(), 6);
    QCOMPARE(ofText.get(), std::string("a text that is longer than a short one"));
    QCOMPARE(ofArray.get(), 15);
    QCOMPARE(ofLetters.get(), std::string("letters"));
    QCOMPARE(ofFlag.get(), true);
    QCOMPARE(ofList.get(), 24);
    QCOMPARE(mapped.get(), std::vector<std::string>{"a text that is longer than a short one"});
  }

  void case78_whatIsInsideAPairTupleOptionalArrayOrVectorIsOwnedToo() {
    const Client client = startEngines(1);
    BusyEngine busy(client, 0);
    const std::string before = "a text that is longer than a short one";
    auto text = std::make_unique<std::string>(before);
    int number = 1;
    const std::string_view view = *text;
    const auto ofPair = client[0].applyAsync(
        [](const std::pair<int, std::string_view>& both) { return std::string(both.second); },
        std::pair(1, view));
    const auto ofTuple = client[0].applyAsync(
        [](const std::tuple<int, std::string>& both) { return std::get<int>(both); },
        std::tie(number, *text));
    const auto ofOptional = client[0].applyAsync(
        [](const std::optional<std::string>& some) { return some.value_or("none"); },
        std::optional(view));
    const auto first = [](const auto& all) { return all[0]; };
    const auto ofArray = client[0].applyAsync(first, std::array{view});
    const auto ofVector = client[0].applyAsync(first, std::vector{std::pair(view, 1)});
    const auto result = client[0].applyAsync(
        [](const std::string& given) { return std::pair(std::string_view(given), 2); }, *text);
    text->assign(text->size(), 'x');
    text.reset();
    number = 0;
    busy.release();
    QCOMPARE(ofPair.get(), before);
    QCOMPARE(ofTuple.get(), 1);
    QCOMPARE(ofOptional.get(), before);
    QCOMPARE(ofArray.get(), before);
    QCOMPARE(ofVector.get().first, before);
    QCOMPARE(result.get().first, before);
  }

  void case78_pushedValuesOwnWhatTheyReferredTo() {
    const Client client = startEngines(1);
    int plain[] = {1, 2, 3};
    client[0]["a"] = std::span(plain);
    client[0]["b"] = plain;
    client[0]["c"] = std::string_view("text");
    std::ranges::fill(plain, 0);
    QCOMPARE(client[0].pullSync<Ints>("a"), (Ints{1, 2, 3}));
    QVERIFY((client[0].pullSync<std::array<int, 3>>("b") == std::array{1, 2, 3}));
    QCOMPARE(client[0].pullSync<std::string>("c"), std::string("text"));
  }

  // Letters need not end with a zero.
  void case78_aCharacterArrayIsReadToItsEndOnly() {
    const Client client = startEngines(1);
    const char letters[] = {'a', 'b', 'c'};
    QCOMPARE(client[0].applySync([](const std::string& text) { return text; }, letters),
             std::string("abc"));
  }

  void aReturnedViewBecomesAContainer() {
    const Client client = startEngines(1);
    client[0]["a"] = upTo(4);
    const auto result = client[0].applyAsync(
        [](Engine& engine) { return std::span<const int>(engine.get<Ints>("a")); });
    client[0].clear();
    QCOMPARE(result.get(), upTo(4));
  }

  // --- maps ---------------------------------------------------------------------------------

  void aMapEndsWithItsShortestRangeAlsoBesideAnEndlessOne() {
    const Client client = startEngines(2);
    const auto sum = [](int a, int b) { return a + b; };
    const auto view = client.loadBalancedView();
    QCOMPARE(view.mapSync(sum, upTo(3), std::views::iota(10)), (Ints{10, 12, 14}));
    QCOMPARE(view.mapSync(sum, std::views::iota(10), upTo(3)), (Ints{10, 12, 14}));
    QCOMPARE(client.directView().mapSync(sum, std::views::iota(0), Ints{}), Ints{});
    const auto few = std::views::iota(0) | std::views::take_while([](int i) { return i < 3; });
    QCOMPARE(view.mapSync(sum, few, std::views::iota(10)), (Ints{10, 12, 14}));
  }

  void case92_aFunctionThatChangesItselfIsCopiedForEveryCall() {
    const Client client = startEngines(3);
    const auto counting = [calls = 0](int i) mutable { return i + ++calls; };
    QCOMPARE(client.loadBalancedView().mapSync(counting, upTo(50)).back(), 50);
    QCOMPARE(client.directView().applySync([n = 4]() mutable { return ++n; }), (Ints{5, 5, 5}));
  }

  // For an engine elsewhere a type has to say which member it is.
  void case92_memberPointersAreFunctions() {
    const Client client = startEngines(2);
    const std::vector<Point> points{{1}, {2}, {3}};
    QCOMPARE(client.loadBalancedView().mapSync(Named<&Point::doubled>{}, points), (Ints{2, 4, 6}));
    QCOMPARE(client.directView().mapSync(Named<&Point::x>{}, points), (Ints{1, 2, 3}));
    if (isElsewhere()) {
      QVERIFY_THROWS_EXCEPTION(RemoteError, client[0].applySync(&Point::doubled, Point{4}));
      return;
    }
    QCOMPARE(client.loadBalancedView().mapSync(&Point::doubled, points), (Ints{2, 4, 6}));
    QCOMPARE(client.directView().mapSync(&Point::x, points), (Ints{1, 2, 3}));
    QCOMPARE(client[0].applySync(&Point::doubled, Point{4}), 8);
  }

  void case92_whatCannotBeATaskIsKnownAsSuch() {
    QVERIFY((!TaskFunction<Unshared, int>));
    QVERIFY((TaskFunction<decltype(kSelf), int>));
    QVERIFY((!TaskFunction<decltype(kSelf), std::string>));
    QVERIFY((TaskFunction<int (Point::*)() const, Point>));
    QVERIFY((!TaskFunction<decltype([](int&) {}), int>));
  }
};

}  // namespace fatou::engines::arguments_test

static const fatou::engines::ConformanceTest<fatou::engines::arguments_test::ArgumentsTest> kTest(
    "ArgumentsTest");
#include "arguments_test.moc"
