// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/errors.h"

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <QTest>

#include "conformance.h"
#include "core/base/exception_text.h"
#include "core/engines/client.h"
#include "test_tasks.h"

namespace fatou::engines::errors_test {
namespace {

constexpr auto kThrow = [](Engine& engine) -> int {
  throw std::domain_error("no value on " + std::to_string(engine.id()));
};

// Fails for item 2.
constexpr auto kNotTwo = [](int i) {
  if (i == 2) throw std::range_error("not two");
  return i;
};

template <typename Iterable>
Ints readUntilItThrows(const Iterable& values, bool& threw) {
  Ints seen;
  threw = false;
  try {
    for (const int value : values) seen.push_back(value);
  } catch (const RemoteError& error) {
    threw = error.message() == "not two";
  }
  return seen;
}

struct NoStdException {};

// Has no text at all.
struct Silent : std::exception {
  const char* what() const noexcept override { return nullptr; }
};

struct Empty : std::exception {
  const char* what() const noexcept override { return ""; }
};

struct ThrowsWhenCopied : std::exception {
  ThrowsWhenCopied() = default;
  ThrowsWhenCopied(const ThrowsWhenCopied&) { throw std::runtime_error("while copied"); }
  ThrowsWhenCopied& operator=(const ThrowsWhenCopied&) = default;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

class ErrorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case47_aFailureOnOneEngineSaysWhatAndWhere() {
    const Client client = startEngines(3);
    const auto error =
        thrownBy<RemoteError>([&] { static_cast<void>(client[1].applyAsync(kThrow).get()); });
    QVERIFY(error);
    QCOMPARE(error->typeName(), std::string("std::domain_error"));
    QCOMPARE(error->message(), std::string("no value on 1"));
    QCOMPARE(error->engine(), 1);
    QCOMPARE(error->method(), std::string("apply"));
    for (const auto* part : {"std::domain_error", "no value on 1", "engine 1", "apply"})
      QVERIFY(contains(error->what(), part));
  }

  void case47_aFailureOfABalancedTaskIsARemoteErrorToo() {
    const Client client = startEngines(2);
    BusyEngine busy(client, 0);
    const auto result = client.loadBalancedView().applyAsync(kThrow);
    const auto error = thrownBy<RemoteError>([&] { static_cast<void>(result.get()); });
    QVERIFY(error);
    QCOMPARE(error->engine(), 1);
  }

  void case48_failuresOnAllAreACompositeInTargetOrder() {
    const Client client = startEngines(4);
    const auto error = thrownBy<CompositeError>([&] {
      client.directView({2, 0, 3, 1}).applySync(kThrow);
    });
    QVERIFY(error);
    QCOMPARE(error->entries().size(), 4U);
    const Ints targets{2, 0, 3, 1};
    for (std::size_t i = 0; i < targets.size(); ++i) {
      QCOMPARE(error->entries()[i]->engine, targets[i]);
      QCOMPARE(error->entries()[i]->message, "no value on " + std::to_string(targets[i]));
    }
  }

  void case49_oneFailureOfManyIsStillAComposite() {
    const Client client = startEngines(4);
    const auto error = thrownBy<CompositeError>([&] {
      client.directView().applySync([](Engine& engine) {
        if (engine.id() == 2) throw std::runtime_error("two");
        return 1;
      });
    });
    QVERIFY(error);
    QCOMPARE(error->entries().size(), 1U);
    QCOMPARE(error->entries()[0]->engine, 2);
    QVERIFY(thrownBy<CompositeError>([&] { client.directView({0}).applySync(kThrow); }));
  }

  void case50_aCompositePrintsFourAndHowManyMore() {
    const Client client = startEngines(6);
    const auto six = thrownBy<CompositeError>([&] { client.directView().applySync(kThrow); });
    const std::string what = six->what();
    for (const auto* part : {"on 0", "on 1", "on 2", "on 3", "2 more"})
      QVERIFY2(contains(what, part), what.c_str());
    QVERIFY(!contains(what, "on 4"));
    const auto four = thrownBy<CompositeError>([&] { client[Slice{.stop = 4}].applySync(kThrow); });
    QVERIFY(contains(four->what(), "on 3"));
    QVERIFY(!contains(four->what(), "more"));
  }

  void case51_aFailedItemThrowsWhereItIsAskedForAgainAndAgain() {
    const Client client = startEngines(2);
    const auto result = client.loadBalancedView().mapAsync(kNotTwo, upTo(5));
    bool threw = false;
    QCOMPARE(readUntilItThrows(result, threw), (Ints{0, 1}));
    QVERIFY(threw);
    QVERIFY_THROWS_EXCEPTION(CompositeError, result.get());
    QVERIFY(result.ready());
    QCOMPARE(readUntilItThrows(result, threw), (Ints{0, 1}));
    QVERIFY(threw);
    QVERIFY_THROWS_EXCEPTION(CompositeError, result.get());
    std::size_t failures = 0;
    const auto arrivals = result.asCompleted();
    for (auto at = arrivals.begin(); at != arrivals.end(); ++at) {
      try {
        static_cast<void>(*at);
      } catch (const RemoteError&) {
        ++failures;
      }
    }
    QCOMPARE(failures, 1U);
  }

  void case52_outcomesInsteadOfExceptionsKeepTheOtherValues() {
    const Client client = startEngines(2);
    for (const bool balanced : {true, false}) {
      const auto outcomes =
          balanced ? client.loadBalancedView().mapAsync(kNotTwo, upTo(4)).get(kReturnExceptions)
                   : client.directView().mapAsync(kNotTwo, upTo(4)).get(kReturnExceptions);
      QCOMPARE(outcomes.size(), 4U);
      for (int i = 0; i < 4; ++i) {
        const auto& outcome = outcomes[static_cast<std::size_t>(i)];
        QCOMPARE(outcome.ok(), i != 2);
        if (i != 2) QCOMPARE(outcome.value(), i);
      }
      QCOMPARE(outcomes[2].failure()->typeName, std::string("std::range_error"));
      QCOMPARE(outcomes[2].failure()->method, std::string("map"));
      QVERIFY_THROWS_EXCEPTION(RemoteError, outcomes[2].value());
    }
  }

  void whatIsNoExceptionIsAFailureAsWell() {
    const Client client = startEngines(1);
    const auto error =
        thrownBy<RemoteError>([&] { client[0].applySync([]() -> int { throw 42; }); });
    QVERIFY(error);
    QCOMPARE(error->typeName(), std::string("int"));
    QCOMPARE(error->message(), std::string("42"));
    QCOMPARE(client[0].applySync([] { return 1; }), 1);
  }

  void case99_whateverIsThrownHasATypeAndAText() {
    const Client client = startEngines(1);
    const auto errorOf = [&](auto task) {
      return *thrownBy<RemoteError>([&] { client[0].applySync(task); });
    };
    const RemoteError text = errorOf([]() -> int { throw std::string("a text"); });
    QCOMPARE(text.message(), std::string("a text"));
    const RemoteError letters = errorOf([]() -> int { throw "letters"; });
    QCOMPARE(letters.message(), std::string("letters"));
    const RemoteError own = errorOf([]() -> int { throw NoStdException{}; });
    QVERIFY(contains(own.typeName(), "NoStdException"));
    QVERIFY(!own.message().empty());
    const RemoteError silent = errorOf([]() -> int { throw Silent(); });
    QVERIFY(contains(silent.typeName(), "Silent"));
    QVERIFY(!silent.message().empty());
    const RemoteError empty = errorOf([]() -> int { throw Empty(); });
    QVERIFY(!empty.message().empty());
    const RemoteError fragile = errorOf([]() -> int {
      const ThrowsWhenCopied exception{};
      throw exception;
    });
    QCOMPARE(fragile.message(), std::string("while copied"));
    QCOMPARE(client[0].applySync([] { return 1; }), 1);
  }

  // The error has the number that a thread which cannot be started has.
  void anErrorOfTheSystemKeepsItsOwnWords() {
    const Client client = startEngines(1);
    const auto error = thrownBy<RemoteError>([&] {
      client[0].applySync(
          []() -> int { throw std::system_error(EAGAIN, std::generic_category(), "the socket"); });
    });
    QVERIFY(error);
    QVERIFY2(error->message().starts_with("the socket"), error->what());
    QVERIFY(contains(exceptionText(std::system_error(EAGAIN, std::generic_category())), "threads"));
  }

  void anEngineGoesOnAfterAFailure() {
    const Client client = startEngines(1);
    for (int i = 0; i < 100; ++i)
      QVERIFY_THROWS_EXCEPTION(RemoteError, client[0].applySync(kThrow));
    QCOMPARE(client[0].applySync([] { return 1; }), 1);
  }

  void theMethodOfAFailureIsTheCallThatWasMade() {
    const Client client = startEngines(1);
    const auto methodOf = [](const auto& result) {
      return result.get(kReturnExceptions)[0].failure()->method;
    };
    QCOMPARE(methodOf(client[0].applyAsync(kThrow)), std::string("apply"));
    QCOMPARE(methodOf(client[0].mapAsync([](int) -> int { throw 1; }, upTo(1))),
             std::string("map"));
    QCOMPARE(methodOf(client[0].pull<int>("nothing")), std::string("pull"));
    QCOMPARE(methodOf(client[0].gather<Ints>("nothing")), std::string("gather"));
  }

  void aShortageOfMemoryIsRaisedAsOne() {
    const Client client = startEngines(1);
    const auto result = client[0].applyAsync([]() -> int { throw std::bad_alloc(); });
    QVERIFY_THROWS_EXCEPTION(std::bad_alloc, static_cast<void>(result.get()));
    QVERIFY(contains(exceptionText(std::bad_alloc()), "not enough memory"));
  }

  void eachKindOfFailureRaisesItsOwnError() {
    QVERIFY_THROWS_EXCEPTION(TaskAborted, abortedFailure("map")->raise());
    QVERIFY_THROWS_EXCEPTION(EngineError, lostFailure(3, "map")->raise());
    QVERIFY_THROWS_EXCEPTION(ImpossibleDependency, impossibleFailure("why", "map")->raise());
    const auto thrown = std::make_exception_ptr(std::logic_error("what"));
    QVERIFY_THROWS_EXCEPTION(RemoteError, describe(thrown, 3, "map")->raise());
    QVERIFY(contains(lostFailure(3, "map")->message, "engine 3"));
    QVERIFY(contains(lostFailure(kNoEngine, "map")->message, "every engine"));
  }

  void errorsAreCaughtAsTheStandardOnesTheyAre() {
    QVERIFY((std::is_base_of_v<std::runtime_error, NoEnginesRegistered>));
    QVERIFY((std::is_base_of_v<std::runtime_error, RemoteError>));
    QVERIFY((std::is_base_of_v<std::invalid_argument, InvalidDependency>));
    QVERIFY((!std::is_base_of_v<RemoteError, CompositeError>));
  }
};

}  // namespace fatou::engines::errors_test

static const fatou::engines::ConformanceTest<fatou::engines::errors_test::ErrorsTest> kTest(
    "ErrorsTest");
#include "errors_test.moc"
