// SPDX-License-Identifier: GPL-3.0-or-later
// Views of Python engines: names, functions, arrays, what is printed, what fails.
#include "core/python/python_calls.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/engines/tasks/errors.h"
#include "core/python/interpreter.h"
#include "core/python/interpreter_search.h"
#include "python_clients.h"

namespace fatou::python {
namespace {

using engines::Client;
using engines::RemoteError;

PyList upTo(int count) {
  PyList list;
  for (int i = 0; i < count; ++i) list.items.emplace_back(i);
  return list;
}

PyDict oneName(const char* name, PyValue value) {
  PyDict names;
  names.add(name, std::move(value));
  return names;
}

constexpr auto kDoubled = [](int i) { return 2 * i; };

}  // namespace

class PythonCallsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_client.emplace(m_clients.start(2));
    try {
      m_client->directView().applySync(Execute{"import numpy"});
      m_hasNumpy = true;
    } catch (const engines::CompositeError&) {
    }
  }
  void cleanupTestCase() { m_client.reset(); }

  // --- names ------------------------------------------------------------------------------

  void namesStayOnTheirEngine() {
    const auto all = m_client->directView();
    all.applySync(Execute{"a = 20"});
    (*m_client)[1].applySync(Execute{"a = a + 1"});
    QVERIFY(all.applySync(Pull{"a"}) == (std::vector<PyValue>{20, 21}));
    QVERIFY(all.applySync(Pull{"(a, None)"})[0] == PyValue(PyTuple{{20, PyValue()}}));
    all.applySync(Push{oneName("b", PyList{{1, "x"}})});
    QVERIFY((*m_client)[0].applySync(Pull{"b[1]"}) == PyValue("x"));
    all.applySync(Forget{});
    QVERIFY_THROWS_EXCEPTION(RemoteError, (*m_client)[0].applySync(Pull{"a"}));
  }

  void referencesAreTheEnginesOwnValues() {
    const auto all = m_client->directView();
    scatter(all, "part", upTo(5)).get();
    const auto sums = all.applySync(PythonFunction::named("sum"), PyValue(PyReference{"part"}));
    QVERIFY(sums == (std::vector<PyValue>{0 + 1 + 2, 3 + 4}));
    const auto inside =
        all.applySync(PythonFunction::named("len"), PyValue(PyList{{PyReference{"part"}, 1, 2}}));
    QVERIFY(inside == (std::vector<PyValue>{3, 3}));
  }

  void whatWasScatteredIsGathered() {
    const auto all = m_client->directView();
    for (const int count : {0, 1, 2, 5}) {
      scatter(all, "part", upTo(count)).get();
      QVERIFY(gather(all, "part") == PyValue(upTo(count)));
    }
    scatter(all, "id", upTo(2), true).get();
    QVERIFY(all.applySync(Pull{"id"}) == (std::vector<PyValue>{0, 1}));
    QVERIFY(gather(all, "id") == PyValue(upTo(2)));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, scatter(all, "part", PyValue(5)));
  }

  // --- functions --------------------------------------------------------------------------

  void functionsAreFoundByNameAndBySource() {
    const auto one = (*m_client)[0];
    QVERIFY(one.applySync(PythonFunction::named("math.sqrt"), PyValue(9)) == PyValue(3.0));
    one.applySync(Execute{"def twice(x, add=0): return 2 * x + add"});
    PythonFunction twice = PythonFunction::named("twice");
    twice.keywords = oneName("add", 1);
    QVERIFY(one.applySync(twice, PyValue(4)) == PyValue(9));
    const auto source = PythonFunction::ofSource("f", "def f(*args):\n  return list(args)\n");
    QVERIFY(one.applySync(source) == PyValue(PyList{}));
    QVERIFY(one.applySync(source, PyValue(1), PyValue("b")) == PyValue(PyList{{1, "b"}}));
    QVERIFY_THROWS_EXCEPTION(RemoteError, one.applySync(PythonFunction::named("no.such")));
  }

  void mapsEqualTheSerialMap() {
    const auto square = PythonFunction::ofSource("square", "def square(x): return x * x");
    const auto squares = m_client->loadBalancedView().mapSync(square, upTo(100).items);
    QCOMPARE(squares.size(), std::size_t{100});
    for (int i = 0; i < 100; ++i) QVERIFY(squares[static_cast<std::size_t>(i)] == PyValue(i * i));
    QVERIFY(m_client->directView().mapSync(square, upTo(7).items)[6] == PyValue(36));
  }

  void functionsOfBothLanguagesShareAView() {
    const auto all = m_client->directView();
    all.applySync(Execute{"n = 4"});
    QCOMPARE(all.applySync(kDoubled, 4), (std::vector<int>{8, 8}));
    QVERIFY(all.applySync(Pull{"n"})[1] == PyValue(4));
    const Client threads(1);
    try {
      threads[0].applySync(Pull{"n"});
      QFAIL("a thread is no Python");
    } catch (const RemoteError& error) {
      QCOMPARE(error.message(),
               std::string("engine 0 is no Python: a function of Python needs Python engines"));
    }
  }

  void recordsHaveTheProcessorTimeOfPython() {
    const auto result = (*m_client)[0].applyAsync(Execute{"for i in range(3000000): pass"});
    result.wait();
    QVERIFY(result.successful());
    QVERIFY(result.records().at(0).cpuTime > std::chrono::milliseconds(5));
  }

  // --- arrays -----------------------------------------------------------------------------

  void arraysOfAnySizeComeBack() {
    if (!m_hasNumpy) QSKIP("this Python has no numpy");
    const auto one = (*m_client)[0];
    for (const int rows : {0, 1, 1000, 200'000}) {
      const PyArray array = PyArray::of(Eigen::ArrayXXd::Random(rows, 2));
      one.applySync(Push{oneName("x", array)});
      QVERIFY(one.applySync(Pull{"x"}) == PyValue(array));
      one.applySync(Execute{"x += 1\ny = x.T"});  // it may be written, and is not in C order
      const PyValue turned = one.applySync(Pull{"y"});
      QVERIFY(turned.as<PyArray>()->shape()[1] == static_cast<std::uint64_t>(rows));
      QVERIFY(
          (one.applySync(Pull{"x"}).as<PyArray>()->toEigen<double>() == array.toEigen<double>() + 1)
              .all());
    }
    QVERIFY(one.applySync(Pull{"__import__('numpy').float32(2)"}).as<PyArray>()->isScalar());
  }

  void arraysAreCutByRows() {
    if (!m_hasNumpy) QSKIP("this Python has no numpy");
    const auto all = m_client->directView();
    const PyArray array = PyArray::of(Eigen::ArrayXXd::Random(5, 3));
    scatter(all, "rows", array).get();
    QVERIFY(all.applySync(Pull{"rows.shape"})[0] == PyValue(PyTuple{{3, 3}}));
    QVERIFY(gather(all, "rows") == PyValue(array));
    all.applySync(Execute{"rows = rows[:, :rows.shape[0]]"});
    QVERIFY_THROWS_EXCEPTION(engines::ShapeError, gather(all, "rows"));
  }

  // --- output -----------------------------------------------------------------------------

  void whatIsPrintedArrivesBeforeTheResult() {
    const std::size_t before = m_clients.output().size();
    (*m_client)[1].applySync(
        Execute{"import sys, os\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\n"
                "os.write(1, b'four\\n')"});
    const std::string output = m_clients.output().substr(before);
    QVERIFY(output.find("one") < output.find("three"));
    QVERIFY(output.find("three") != std::string::npos);
    QVERIFY(output.find("1e<two") != std::string::npos);
    QVERIFY(output.find("four") != std::string::npos);
  }

  void whatPrintsPastItsStreamsHasNoCallAhead() {
    Interpreter python(findInterpreter(tests::testPython()).value(), engineText().value(), {});
    std::chrono::nanoseconds cpuTime{0};
    const std::uint64_t ahead = python.begin("nothing", {});
    QVERIFY(ahead != 0);
    QVERIFY(python.finish(ahead, {}, cpuTime).isNone());
    const PyTuple prints{{PyValue("import os; os.write(1, b'x')"), PyValue("<cell>")}};
    python.call("execute", prints, {}, cpuTime);
    QCOMPARE(python.begin("nothing", {}), std::uint64_t{0});
  }

  void aFloodOfOutputIsCut() {
    const std::size_t before = m_clients.output().size();
    (*m_client)[0].applySync(Execute{"for i in range(40): print('x' * 1000000)"});
    const std::size_t printed = m_clients.output().size() - before;
    QVERIFY(printed > 10'000'000 && printed < 20'000'000);
    QVERIFY(m_clients.output().find("bytes more were printed and left out") != std::string::npos);
  }

  void aFloodOfOtherProgramsIsCutToo() {
    const std::size_t before = m_clients.output().size();
    (*m_client)[0].applySync(Execute{"import os\nos.system('head -c 40000000 /dev/zero')"});
    const std::string output = m_clients.output().substr(before);
    QVERIFY(output.size() > 10'000'000 && output.size() < 20'000'000);
    QVERIFY(output.find("bytes more were printed by other programs and left out") !=
            std::string::npos);
  }

  void aProgramThatPrintsWithoutEndHoldsUpNoTask() {
    const engines::EngineView engine = (*m_client)[0];
    engine.applySync(
        Execute{"import subprocess, time\nendless = subprocess.Popen(['yes'])\ntime.sleep(0.1)"});
    QVERIFY(engine.applySync(Pull{"40 + 2"}) == PyValue(42));
    engine.applySync(Execute{"endless.kill()\nendless.wait()"});
  }

  // --- failures ---------------------------------------------------------------------------

  void failuresAreThoseOfPython() {
    try {
      (*m_client)[1].applySync(Execute{"a = 1\nb = a / 0", "cell 7"});
      QFAIL("nothing was raised");
    } catch (const RemoteError& error) {
      QCOMPARE(error.typeName(), std::string("ZeroDivisionError"));
      QCOMPARE(error.engine(), 1);
      QVERIFY(error.message().starts_with("division by zero\n"));
      QVERIFY(error.message().find("\"cell 7\", line 2") != std::string::npos);
      QVERIFY(error.message().find("fatou engine") == std::string::npos);
    }
  }

  void failuresLeaveTheEngine_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("type");
    QTest::newRow("syntax") << "a = = 1"
                            << "SyntaxError";
    QTest::newRow("exit") << "import sys; sys.exit(2)"
                          << "SystemExit";
    QTest::newRow("recursion") << "def r(): r()\nr()"
                               << "RecursionError";
    QTest::newRow("memory") << "x = [0] * 10 ** 18"
                            << "MemoryError";
    QTest::newRow("bad text") << "class E(Exception):\n  def __str__(self): 1 / 0\nraise E"
                              << "E";
    QTest::newRow("surrogates") << "raise ValueError('\\ud800')"
                                << "ValueError";
  }
  void failuresLeaveTheEngine() {
    QFETCH(QString, code);
    QFETCH(QString, type);
    const auto one = (*m_client)[0];
    try {
      one.applySync(Execute{code.toStdString()});
      QFAIL("nothing was raised");
    } catch (const RemoteError& error) {
      QCOMPARE(QString::fromStdString(error.typeName()), type);
    }
    QVERIFY(one.applySync(Pull{"1 + 1"}) == PyValue(2));
  }

  void whatCannotTravelIsNamed() {
    const auto one = (*m_client)[0];
    for (const char* value : {"{'x': [1, lambda: 0]}", "2 ** 1000000", "object()"}) try {
        one.applySync(Pull{value});
        QFAIL("it travelled");
      } catch (const RemoteError& error) {
        QCOMPARE(error.typeName(), std::string("CannotTravel"));
      }
    QVERIFY(one.applySync(Pull{"2 ** 70"}) == PyValue(PyBigInt{"1180591620717411303424"}));
  }

 private:
  tests::PythonClients m_clients;
  std::optional<Client> m_client;
  bool m_hasNumpy = false;
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::PythonCallsTest)
#include "python_calls_test.moc"
