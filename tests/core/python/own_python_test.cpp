// SPDX-License-Identifier: GPL-3.0-or-later
// Engines that are no Python and start one of their own, as ranks of MPI jobs do.
#include "core/python/own_python.h"

#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/engines/tasks/errors.h"
#include "core/python/serve/served_call.h"
#include "python_clients.h"
#include "tests/patience.h"

namespace fatou::python {
namespace {

// A call on an engine that starts a Python for it.
struct OwnCall {
  PyValue call;
  std::string program = tests::testPython();

  PyValue operator()(engines::Engine& engine) const {
    return ServedCalls{.startsPython = true, .program = program}(engine, call);
  }
};

OwnCall served(std::vector<PyValue> call) {
  return {.call = PyTuple{std::move(call)}};
}

OwnCall execute(const std::string& text) {
  return served({PyValue("execute"), PyValue(text), PyValue("<cell>")});
}

OwnCall pull(const std::string& name) {
  return served({PyValue("pull"), PyValue(PyList{{PyValue(name)}})});
}

// A value, and what was printed with it.
PyTuple given(const PyValue& value, const std::string& out = {}, const std::string& err = {}) {
  return PyTuple{{value, PyValue(PyBytes{out}), PyValue(PyBytes{err})}};
}

}  // namespace

class OwnPythonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesStayWithTheirEngine() {
    const engines::Client client(2);
    client[0].applySync(execute("a = 1"));
    client[1].applySync(execute("a = 2"));
    QVERIFY(client[0].applySync(pull("a")) == PyValue(given(PyList{{PyValue(1)}})));
    QVERIFY(client[1].applySync(pull("a")) == PyValue(given(PyList{{PyValue(2)}})));
  }

  void whatIsPrintedComesWithTheValue() {
    const engines::Client client(1);
    const PyValue value =
        client[0].applySync(execute("import os, sys\nprint('out')\nprint('err', file=sys.stderr)"));
    QVERIFY(value == PyValue(given(PyValue(), "out\n", "err\n")));
    const PyValue more = client[0].applySync(execute("os.system('head -c 1000000 /dev/zero')"));
    QCOMPARE(more.as<PyTuple>()->items[1].as<PyBytes>()->bytes.size(), std::size_t{1'000'000});
  }

  void whatAFailedCallPrintedIsNotTheNextOnes() {
    const engines::Client client(1);
    QVERIFY_THROWS_EXCEPTION(engines::RemoteError,
                             client[0].applySync(execute("print('lost')\n1 / 0")));
    QVERIFY(client[0].applySync(pull("1")) == PyValue(given(PyList{{PyValue(1)}})));
  }

  void tasksOfPythonEnginesAreDoneByAnEnginesOwn() {
    const engines::Client client(2);
    const auto all = client.directView();
    const auto done = [](auto task) {
      return InOwnPython<decltype(task)>{.task = std::move(task), .program = tests::testPython()};
    };
    const auto answers = all.applySync(done(Execute{"print('out')", "<cell>"}));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      QCOMPARE(answers[i].engine, client.ids()[i]);
      QCOMPARE(answers[i].out, std::string("out\n"));
    }
    const std::vector<PyValue> squares{4, 9};
    const auto roots =
        client.loadBalancedView().mapSync(done(PythonFunction::named("math.sqrt")), squares);
    QVERIFY(roots[0].value == PyValue(2.0) && roots[1].value == PyValue(3.0));
    const auto failing = done(Execute{"print('said')\n1 / 0", "<cell>"});
    QVERIFY_THROWS_EXCEPTION(engines::RemoteError, client[0].applySync(failing));
    QCOMPARE(client[0].applySync(done(Execute{"pass", "<cell>"})).out, std::string("said\n"));
  }

  void oneThatDiesIsStartedAnew() {
    const engines::Client client(1);
    client[0].applySync(execute("a = 1"));
    try {
      client[0].applySync(execute("import os\nos._exit(3)"));
      QFAIL("it lives");
    } catch (const std::exception& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(QStringLiteral("it ended with code 3")),
               error.what());
    }
    QVERIFY(client[0].applySync(pull("40 + 2")) == PyValue(given(PyList{{PyValue(42)}})));
    QVERIFY_THROWS_EXCEPTION(engines::RemoteError, client[0].applySync(pull("a")));
  }

  void aStopIsAKeyboardInterrupt() {
    const engines::Client client(1);
    client[0].applySync(execute("a = 1"));
    const auto result = client[0].applyAsync(execute("while True: pass"));
    QTest::qWait(50);  // mostly it runs by then; where it does not, it never starts
    result.cancel();
    QVERIFY(result.wait(tests::kPatience));
    QVERIFY_THROWS_EXCEPTION(engines::TaskAborted, result.get());
    QVERIFY(client[0].applySync(pull("a")) == PyValue(given(PyList{{PyValue(1)}})));
  }

  void aPythonThatIsNotThereIsNamed() {
    const engines::Client client(1);
    OwnCall call = pull("1");
    call.program = "/no/such/python";
    try {
      client[0].applySync(call);
      QFAIL("it is there");
    } catch (const std::exception& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(QStringLiteral("/no/such/python")),
               error.what());
    }
  }
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::OwnPythonTest)
#include "own_python_test.moc"
