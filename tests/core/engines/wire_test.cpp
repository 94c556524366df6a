// SPDX-License-Identifier: GPL-3.0-or-later
// What can be sent, and that no bytes whatever do harm.
#include "core/engines/wire/wire.h"

#include <array>
#include <chrono>
#include <complex>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <semaphore>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <QList>
#include <QTest>

#include "core/engines/inner/item_set.h"
#include "core/engines/remote/call_server.h"
#include "core/engines/tasks/shared.h"

namespace fatou::engines {
namespace {

struct Band {
  int first = 0;
  std::vector<double> rows;
  static constexpr auto kFields = std::tuple(&Band::first, &Band::rows);
  friend bool operator==(const Band&, const Band&) = default;
};

struct Scale {
  unsigned factor = 1;  // whose products may overflow
  static constexpr auto kFields = std::tuple(&Scale::factor);
  unsigned operator()(unsigned x) const { return factor * x; }
};

enum class Color : std::uint8_t { Red, Green };

int twice(int x) {
  return 2 * x;
}

constexpr auto kAddOne = [](int x) { return x + 1; };
using AddOne = std::remove_const_t<decltype(kAddOne)>;

// Puts a message to its own server when it is asked to stop.
CallServer* g_server = nullptr;
std::binary_semaphore g_begun{0};
constexpr auto kPutWhenStopped = [](Engine& engine) {
  std::binary_semaphore stopped{0};
  const std::stop_callback whenStopped(engine.stopToken(), [&stopped] {
    g_server->put("no call");
    stopped.release();
  });
  g_begun.release();
  stopped.acquire();
};
using PutWhenStopped = std::remove_const_t<decltype(kPutWhenStopped)>;

template <typename T>
Bytes bytesOf(const T& value) {
  Writer writer;
  writeTo(writer, value);
  return std::move(writer).take();
}

template <typename T>
T back(const Bytes& bytes) {
  Reader reader{std::string_view(bytes)};
  T value = readFrom<T>(reader);
  reader.requireEnd();
  return value;
}

// The value comes back, and no beginning of its bytes is taken for all of them.
template <typename T>
void checkTravels(const T& value) {
  const Bytes bytes = bytesOf(value);
  QVERIFY(back<T>(bytes) == value);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    QVERIFY_THROWS_EXCEPTION(WireError, back<T>(bytes.substr(0, size)));
  QVERIFY_THROWS_EXCEPTION(WireError, back<T>(bytes + '\0'));
}

Bytes callOf(std::uint64_t number, const Bytes& rest) {
  Writer writer;
  writeCallHead(writer, number, "apply");
  writer.raw(rest.data(), rest.size());
  return std::move(writer).take();
}

// --- what the compiler says ---------------------------------------------------------------

static_assert(SendableTask<AddOne, int>);
static_assert(SendableTask<Scale, unsigned>);
static_assert(SendableTask<Named<&twice>, int>);
static_assert(!SendableTask<int (*)(int), int>);  // says not which function, only where
static_assert(!SendableTask<AddOne, std::string>);
static_assert(Sendable<Band> && Sendable<std::vector<std::pair<std::string, Band>>>);
static_assert(Sendable<Shared<Band>> && Sendable<Value>);
static_assert(!Sendable<int*> && !Sendable<const char*> && !Sendable<std::shared_ptr<int>>);
static_assert(!Sendable<std::vector<int*>> && !Sendable<std::optional<std::unique_ptr<int>>>);
static_assert(!Sendable<std::string_view> && !Sendable<std::function<int()>>);

}  // namespace

class WireTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numbersTextsAndWhatIsMadeOfThemTravel() {
    checkTravels(std::int64_t{-5});
    checkTravels(0.1);
    checkTravels(true);
    checkTravels(Color::Green);
    checkTravels(std::string("a\0b", 3));
    checkTravels(std::string());
    checkTravels(std::complex<double>(-0.8, 0.156));
    checkTravels(std::chrono::nanoseconds(7));
    checkTravels(std::pair<int, std::string>(3, "three"));
    checkTravels(std::tuple<int, bool, double>(1, false, 2.5));
    checkTravels(std::optional<int>());
    checkTravels(std::optional<int>(4));
    checkTravels(std::array<std::string, 2>{"x", "yz"});
  }

  void sequencesOfAnySortTravel() {
    checkTravels(std::vector<int>{});
    checkTravels(std::vector<int>{3, 1, 2});
    checkTravels(std::vector<bool>{true, false, true});
    checkTravels(std::deque<std::string>{"a", "", "ccc"});
    checkTravels(QList<double>{1.5, 2.5});
    checkTravels(std::vector<std::vector<int>>{{1}, {}, {2, 3}});
    checkTravels(std::vector<std::monostate>(3));
  }

  void aClassTravelsByItsFields() {
    checkTravels(Band{.first = 4, .rows = {0.5, 1.5}});
    checkTravels(std::vector<Band>{{.first = 1}, {.first = 2, .rows = {3}}});
  }

  void eigensArraysTravelWithTheirShape() {
    const Eigen::ArrayXXd array = Eigen::ArrayXXd::Random(3, 5);
    const auto bytes = bytesOf(array);
    QVERIFY((back<Eigen::ArrayXXd>(bytes) == array).all());
    QCOMPARE(back<Eigen::ArrayXXd>(bytes).rows(), Eigen::Index{3});
    const Eigen::Vector2d pair(1, 2);
    QVERIFY(back<Eigen::Vector2d>(bytesOf(pair)) == pair);
    QVERIFY_THROWS_EXCEPTION(WireError, back<Eigen::Vector2d>(bytes));
    QVERIFY_THROWS_EXCEPTION(WireError, back<Eigen::ArrayXXd>(bytes.substr(0, bytes.size() - 1)));
  }

  void noSizeIsBelieved() {
    const auto most = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t count : {most, most / 8, std::uint64_t{9}}) {
      const Bytes bytes = bytesOf(count) + "12345678";
      QVERIFY_THROWS_EXCEPTION(WireError, back<std::string>(bytes));
      QVERIFY_THROWS_EXCEPTION(WireError, back<std::vector<std::string>>(bytes));
      QVERIFY_THROWS_EXCEPTION(WireError, back<std::vector<double>>(bytes));
    }
    const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
    const std::int64_t none = 0;
    for (const auto& [rows, cols] : {std::pair(huge, huge), std::pair(std::int64_t{-1}, huge),
                                     std::pair(huge, none), std::pair(none, huge)})
      QVERIFY_THROWS_EXCEPTION(WireError, back<Eigen::ArrayXXi>(bytesOf(rows) + bytesOf(cols)));
    const Eigen::ArrayXXi empty(0, 3);
    QCOMPARE(back<Eigen::ArrayXXi>(bytesOf(empty)).cols(), Eigen::Index{3});
  }

  void aTruthValueIsOneOfTwoWhereverItStands() {
    using Flags = Eigen::Array<bool, Eigen::Dynamic, 1>;
    checkTravels(QList<bool>{true, false, true});
    const Flags flags = Flags::Constant(4, true);
    QVERIFY((back<Flags>(bytesOf(flags)) == flags).all());
    Bytes list = bytesOf(QList<bool>{true, false});
    Bytes array = bytesOf(flags);
    list.back() = array.back() = 7;
    QVERIFY_THROWS_EXCEPTION(WireError, back<QList<bool>>(list));
    QVERIFY_THROWS_EXCEPTION(WireError, back<Flags>(array));
  }

  // Reading them must not take a stack frame a level, of which a message may claim any number.
  void valuesWithinValuesEndSomewhere() {
    const auto nested = [](int levels) {
      Value value = 5;
      for (int i = 0; i < levels; ++i) value = Value(std::vector<Value>(1, value));
      return bytesOf(value);
    };
    QVERIFY(back<Value>(nested(20)).as<std::vector<Value>>());
    QVERIFY_THROWS_EXCEPTION(WireError, back<Value>(nested(1'000)));
    QVERIFY(back<Value>(nested(20)).as<std::vector<Value>>());
  }

  void valuesOfAnySendableTypeTravelAndOthersSayWhyNot() {
    const Value sent = std::vector<int>{1, 2};
    const auto received = back<Value>(bytesOf(sent));
    QVERIFY(received.as<std::vector<int>>());
    QCOMPARE(*received.as<std::vector<int>>(), (std::vector<int>{1, 2}));
    QVERIFY(!received.as<std::string>());
    const Value never = std::map<int, int>{{1, 2}};
    QVERIFY_THROWS_EXCEPTION(WireError, bytesOf(never));
    QVERIFY_THROWS_EXCEPTION(WireError, back<Value>(bytesOf(std::uint64_t{1})));
  }

  void bytesCanBeReadWhereTheyLie() {
    const Bytes message = "abcde";
    Reader reader{std::string_view(message)};
    QVERIFY(reader.view(2).data() == message.data());
    QCOMPARE(std::string(reader.view(3)), std::string("cde"));
    QVERIFY(reader.view(0).empty());
    QVERIFY_THROWS_EXCEPTION(WireError, static_cast<void>(reader.view(1)));
  }

  void anEngineAnswersWhateverItIsSent() {
    Writer writer;
    RemoteCall<Scale, unsigned>::write(writer, Scale{3}, 14U);
    const Bytes call = std::move(writer).take();
    CallServer server(5);
    std::mt19937 random(7);
    for (int round = 0; round < 5'000; ++round) {
      Bytes message = callOf(static_cast<std::uint64_t>(round + 1), call);
      for (int k = 0; k < 3; ++k)
        message[random() % message.size()] = static_cast<char>(random() % 256);
      message[0] = 1;  // a stop has no answer
      message.resize(random() % (message.size() + 1));
      if (message.empty()) message = "?";
      server.put(message);
      QVERIFY(readAnswer(*server.answerNext()));
    }
    server.put(callOf(9'000, call));
    const auto answer = readAnswer(*server.answerNext());
    QVERIFY(answer && !answer->failure);
    Reader value = answer->value();
    QCOMPARE(readFrom<unsigned>(value), 42U);
  }

  void whetherAnAnswerIsToBePackedIsSaidWithTheCall() {
    for (const bool packed : {false, true}) {
      Writer writer;
      writeCallHead(writer, 3, "apply", packed);
      const ToEngine head = readHead(std::move(writer).take());
      QVERIFY(head.packed == packed && head.call == 3 && head.method == "apply");
    }
    Writer writer;
    QVERIFY(!writer.mayPack(1));
    writer.pack();
    QVERIFY(!writer.mayPack(0));
    QVERIFY(!writer.mayPack(kMostUnpacked + 1) && writer.mayPack(kMostUnpacked));
    QVERIFY(!writer.mayPack(1));
    Reader reader{std::string_view()};
    reader.unpack(kMostUnpacked);
    QVERIFY_THROWS_EXCEPTION(WireError, reader.unpack(1));
  }

  void aDamagedAnswerIsNone() {
    CallServer server(0);
    Writer writer;
    RemoteCall<Scale, unsigned>::write(writer, Scale{3}, 14U);
    server.put(callOf(1, std::move(writer).take()));
    const Bytes answer = *server.answerNext();
    QVERIFY(readAnswer(answer));
    QVERIFY(!readAnswer({}));
    QVERIFY(!readAnswer(answer.substr(0, 20)));
    QVERIFY(!readAnswer(callOf(1, {})));
    server.put(callOf(2, {}));  // names no function
    const Bytes failure = *server.answerNext();
    QVERIFY(readAnswer(failure)->failure);
    QVERIFY(!readAnswer(failure + '!'));
  }

  void aStopReachesACallThatWaits() {
    CallServer server(0);
    Writer writer;
    RemoteCall<Scale, unsigned>::write(writer, Scale{3}, 14U);
    const Bytes call = std::move(writer).take();
    QVERIFY(!server.hasCall());
    for (const std::uint64_t number : {1U, 2U}) server.put(callOf(number, call));
    server.put(stopMessage(2));
    QVERIFY(!readAnswer(*server.answerNext())->failure);
    QVERIFY(server.hasCall());
    const auto second = readAnswer(*server.answerNext());
    QVERIFY(!server.hasCall());
    QVERIFY(second && second->failure);
    QVERIFY(second->failure->kind == TaskFailure::Kind::Aborted);
    server.close();
    QVERIFY(!server.answerNext());
  }

  // The function may do anything, also what needs the server.
  void aStopCallsWhatTheTaskHasAskedFor() {
    CallServer server(0);
    g_server = &server;
    Writer writer;
    RemoteCall<PutWhenStopped>::write(writer, kPutWhenStopped);
    server.put(callOf(1, std::move(writer).take()));
    std::optional<Answer> answer;
    std::thread engine([&] { answer = readAnswer(*server.answerNext()); });
    g_begun.acquire();
    server.put(stopMessage(1));
    engine.join();
    QVERIFY(answer && !answer->failure);
    QVERIFY(readAnswer(*server.answerNext())->failure);  // what was put meanwhile is no call
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::WireTest)
#include "wire_test.moc"
