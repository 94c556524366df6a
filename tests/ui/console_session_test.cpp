// SPDX-License-Identifier: GPL-3.0-or-later
// Cells on real Python processes: values, output, errors, targets, stop, names.
#include "ui/console/console_session.h"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <memory>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include <QSignalSpy>
#include <QTest>

#include "console_samples.h"

namespace fatou::ui {
namespace {

using tests::CellEar;

ConsoleSession::Setup setupOf(int engines, const std::string& program = tests::consolePython()) {
  return {.program = program, .engines = [engines] { return engines; }, .explorerSocket = {}};
}

// A session with what is heard of it.
struct Heard {
  explicit Heard(ConsoleSession::Setup setup = setupOf(2)) : session(std::move(setup)) {}

  // The result of a cell, once it is there; one that never comes fails as stopped.
  CellResult result(const char* text, const CellTarget& target = CellTarget::here()) {
    const CellRunId run = session.run(QString::fromUtf8(text), target);
    if (!QTest::qWaitFor([&] { return ear.of(run) != nullptr; }, tests::kPatienceMs)) {
      CellResult none;
      none.isStopped = true;
      return none;
    }
    return *ear.of(run);
  }
  const EngineValue* value(const QString& name, int engine) const {
    const auto& values = session.values();
    const auto found = std::ranges::find_if(values, [&](const EngineValue& each) {
      return each.name == name && each.engine == engine;
    });
    return found == values.end() ? nullptr : &*found;
  }

  ConsoleSession session;
  CellEar ear{session};
};

}  // namespace

class ConsoleSessionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingStartsBeforeTheFirstCell() {
    Heard heard(setupOf(2, "/nowhere/python3"));
    QTest::qWait(1);
    QVERIFY(heard.ear.results.empty() && heard.ear.notices.isEmpty());
  }

  void theLastLineIsTheValue() {
    Heard heard;
    const CellResult result = heard.result("a = 6\na * 7");
    QVERIFY2(result.isGood(), qPrintable(result.complaint));
    QCOMPARE(result.values.size(), std::size_t{1});
    QCOMPARE(result.values[0].engine, kHereEngine);
    QCOMPARE(result.values[0].text, QStringLiteral("42"));
    QVERIFY(heard.result("a = 1").values.empty());
    QVERIFY(heard.result("None").values.empty());
    QCOMPARE(heard.result("_ + a").values.at(0).text, QStringLiteral("43"));
  }

  void namesAreATable() {
    Heard heard;
    QVERIFY(heard.result("text = 'abc'\nnumbers = [1, 2]").isGood());
    const EngineValue* numbers = heard.value(QStringLiteral("numbers"), kHereEngine);
    QVERIFY(numbers != nullptr);
    QCOMPARE(numbers->type, QStringLiteral("list"));
    QCOMPARE(numbers->shape, QStringLiteral("2"));
    QCOMPARE(numbers->first, QStringLiteral("[1, 2]"));
    QVERIFY(heard.result("x = 5", CellTarget::all()).isGood());
    QVERIFY(heard.value(QStringLiteral("x"), 0) != nullptr);
    QVERIFY(heard.value(QStringLiteral("x"), 1) != nullptr);
    QVERIFY(heard.value(QStringLiteral("numbers"), kHereEngine) != nullptr);  // still
  }

  void namesAndAttributesAreCompleted() {
    Heard heard;
    QVERIFY(heard.result("import math\nmatrix = 1").isGood());
    const auto words = heard.session.completions(QStringLiteral("mat"));
    QCOMPARE(words, QStringList({QStringLiteral("math"), QStringLiteral("matrix")}));
    QVERIFY(
        heard.session.completions(QStringLiteral("math.sq")).contains(QStringLiteral("math.sqrt")));
    QVERIFY(heard.session.completions(QStringLiteral("prin")).contains(QStringLiteral("print")));
    QVERIFY(heard.session.completions(QStringLiteral("lam")).contains(QStringLiteral("lambda")));
  }

  void eachEngineOfASliceRunsIt() {
    Heard heard(setupOf(3));
    const CellResult result =
        heard.result("import os\nos.getpid()", readCellTarget(QStringLiteral("1:")).value());
    QVERIFY(result.isGood());
    QCOMPARE(result.values.size(), std::size_t{2});
    QCOMPARE(result.values[0].engine, 1);
    QCOMPARE(result.values[1].engine, 2);
    QVERIFY(result.values[0].text != result.values[1].text);
    const CellResult none = heard.result("1", readCellTarget(QStringLiteral("7:9")).value());
    QVERIFY2(none.complaint.contains(QStringLiteral("7:9")), qPrintable(none.complaint));
  }

  void aRangeIsBalanced() {
    Heard heard;
    QSignalSpy tasks(&heard.session, &ConsoleSession::ranTasks);
    const CellResult result =
        heard.result("i * i", readCellTarget(QStringLiteral("balanced 3:8")).value());
    QVERIFY(result.isGood());
    QStringList texts;
    for (const CellValue& value : result.values) texts << value.text;
    QCOMPARE(texts.join(u' '), QStringLiteral("9 16 25 36 49"));
    QCOMPARE(tasks.size(), 1);
    const auto run = tasks[0][0].value<render::RunRecord>();
    QVERIFY(run.complete && !run.bands.empty());
    QVERIFY(run.bands[0].name.starts_with("cell 1, i = "));
  }

  void tasksAreToldWhileTheCellRuns() {
    Heard heard;
    std::vector<std::string> told;
    std::shared_ptr<const render::BandWatch> watch;
    QObject::connect(&heard.session, &ConsoleSession::tasksBegan, &heard.ear,
                     [&](const CellTasksBegun& begun) { watch = begun.watch; });
    QObject::connect(&heard.session, &ConsoleSession::tasksEnded, &heard.ear,
                     [&](const std::vector<render::BandRecord>& tasks) {
                       for (const auto& task : tasks) told.push_back(task.name);
                     });
    QSignalSpy ran(&heard.session, &ConsoleSession::ranTasks);
    const tests::Gate gate;
    const CellRunId run = heard.session.run(gate.waitsWhere(QStringLiteral("i == 3")),
                                            readCellTarget(QStringLiteral("balanced 0:4")).value());
    QTRY_COMPARE(told.size(), std::size_t{3});
    QTRY_COMPARE(watch->underWay().size(), std::size_t{1});
    QVERIFY(heard.ear.of(run) == nullptr && ran.isEmpty());
    gate.open();
    QTRY_VERIFY(heard.ear.of(run) != nullptr);
    QVERIFY(heard.ear.of(run)->isGood());
    QVERIFY(watch->underWay().empty());
    std::ranges::sort(told);
    for (std::size_t i = 0; i < 3; ++i) QCOMPARE(told[i], "cell 1, i = " + std::to_string(i));
    QCOMPARE(ran.size(), 1);
    QCOMPARE(ran[0][0].value<render::RunRecord>().bands.size(), std::size_t{4});
  }

  void aStopEndsABalancedCell() {
    Heard heard;
    QSignalSpy ran(&heard.session, &ConsoleSession::ranTasks);
    const CellRunId run =
        heard.session.run(QStringLiteral("print('at', i, flush=True)\nwhile i > 1: pass"),
                          readCellTarget(QStringLiteral("balanced 0:1000")).value());
    QTRY_VERIFY(heard.ear.plain.contains(QStringLiteral("at ")));
    heard.session.stop();
    QTRY_VERIFY(heard.ear.of(run) != nullptr);
    QVERIFY(heard.ear.of(run)->isStopped);
    QCOMPARE(ran.size(), 1);
    QVERIFY(!ran[0][0].value<render::RunRecord>().complete);
  }

  void outputComesBeforeTheResult() {
    Heard heard;
    QVERIFY(heard.result("import sys\nprint('one')\nprint('two', file=sys.stderr)").isGood());
    QCOMPARE(heard.ear.printed[QStringLiteral("-1o")], QStringLiteral("one\n"));
    QCOMPARE(heard.ear.printed[QStringLiteral("-1e")], QStringLiteral("two\n"));
    QVERIFY(heard.result("print('three')", CellTarget::all()).isGood());
    QCOMPARE(heard.ear.printed[QStringLiteral("1o")], QStringLiteral("three\n"));
  }

  void errorsHaveTheirLineAndEngine() {
    Heard heard;
    const CellResult here = heard.result("a = 1\ndef f():\n  return a / 0\nf()");
    QCOMPARE(here.errors.size(), std::size_t{1});
    QCOMPARE(here.errors[0].line, 3);
    QCOMPARE(here.errors[0].sentence, QStringLiteral("ZeroDivisionError: division by zero"));
    QVERIFY(here.errors[0].traceback.contains(QStringLiteral("return a / 0")));
    QVERIFY(!here.errors[0].traceback.contains(QStringLiteral("fatou")));
    const CellResult syntax = heard.result("a = 1\nb = = 2");
    QCOMPARE(syntax.errors.at(0).line, 2);
    QVERIFY(syntax.errors[0].sentence.startsWith(QStringLiteral("SyntaxError")));
    const CellResult all = heard.result("1 / 0", CellTarget::all());
    QCOMPARE(all.errors.size(), std::size_t{2});
    QCOMPARE(all.errors[1].engine, 1);
  }

  void stopIsAnInterrupt() {
    Heard heard;
    QVERIFY(heard.result("kept = 1").isGood());
    const CellRunId run = heard.session.run(
        QStringLiteral("print('in', flush=True)\nwhile True: pass"), CellTarget::here());
    const CellRunId waiting = heard.session.run(QStringLiteral("1"), CellTarget::here());
    QTRY_VERIFY(heard.ear.plain.contains(QStringLiteral("in")));
    heard.session.stop();
    QTRY_VERIFY(heard.ear.of(run) != nullptr);
    QVERIFY(heard.ear.of(run)->isStopped && heard.ear.of(waiting)->isStopped);
    QVERIFY(heard.ear.of(run)->errors.empty());
    QCOMPARE(heard.result("kept").values.at(0).text, QStringLiteral("1"));
  }

  void whatDoesNotHeedTheStopIsStartedAnew() {
    Heard heard;
    const CellRunId run = heard.session.run(
        QStringLiteral("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                       "print('in', flush=True)\nwhile True: pass"),
        CellTarget::here());
    QTRY_VERIFY(heard.ear.plain.contains(QStringLiteral("in")));
    heard.session.stop();
    QTRY_VERIFY(heard.ear.of(run) != nullptr);
    QVERIFY(heard.ear.of(run)->isStopped);
    QTRY_VERIFY(!heard.ear.notices.isEmpty());
    QVERIFY(heard.ear.notices[0].contains(QStringLiteral("was lost")));
    QCOMPARE(heard.result("2 + 2").values.at(0).text, QStringLiteral("4"));
  }

  void anEngineThatDiesIsTold() {
    Heard heard;
    const CellResult result = heard.result("import os\nos._exit(3)", CellTarget::all());
    QCOMPARE(result.errors.size(), std::size_t{2});
    QTRY_COMPARE(heard.ear.notices.size(), 2);
  }

  void anEngineThatDiesInABalancedCellIsOneError() {
    Heard heard;
    const CellResult result = heard.result("import os\nif i == 1: os._exit(3)",
                                           readCellTarget(QStringLiteral("balanced 0:4")).value());
    QVERIFY2(result.complaint.isEmpty(), qPrintable(result.complaint));
    QCOMPARE(result.errors.size(), std::size_t{1});
    const int dead = result.errors[0].engine;
    QVERIFY(heard.value(QStringLiteral("i"), 1 - dead) != nullptr);
    QVERIFY(heard.value(QStringLiteral("i"), dead) == nullptr);
  }

  void restartForgets() {
    Heard heard;
    QVERIFY(heard.result("kept = 1").isGood());
    heard.session.restart();
    QVERIFY(heard.session.values().empty());
    QCOMPARE(heard.result("kept").errors.at(0).sentence,
             QStringLiteral("NameError: name 'kept' is not defined"));
  }

  void restartEndsTheEnginesAtOnce() {
    Heard heard;
    const CellResult result = heard.result("import os\nos.getpid()");
    const auto process = static_cast<pid_t>(result.values.at(0).text.toLongLong());
    QVERIFY(process > 0 && ::kill(process, 0) == 0);
    heard.session.restart();
    QTRY_VERIFY(::kill(process, 0) != 0);
    QCOMPARE(heard.result("1 + 1").values.at(0).text, QStringLiteral("2"));
  }

  void aStopEndsALaunch() {
    const tests::SilentPython silent;
    Heard heard(setupOf(2, silent.path().toStdString()));
    const CellRunId run = heard.session.run(QStringLiteral("1"), CellTarget::all());
    QTRY_VERIFY(silent.hasBegun());
    heard.session.stop();
    QTRY_VERIFY(heard.ear.of(run) != nullptr);
    QVERIFY(heard.ear.of(run)->isStopped);
    QVERIFY2(heard.ear.of(run)->complaint.isEmpty(), qPrintable(heard.ear.of(run)->complaint));
  }

  void withoutPythonASentenceSaysWhatToDo() {
    Heard heard(setupOf(2, "/nowhere/python3"));
    const CellResult result = heard.result("1");
    QVERIFY2(result.complaint.contains(QStringLiteral("/nowhere/python3")),
             qPrintable(result.complaint));
    QVERIFY(result.complaint.endsWith(u'.'));
  }

  void anEndWhileACellRunsIsQuick() {
    auto heard = std::make_unique<Heard>();
    heard->session.run(QStringLiteral("print('in', flush=True)\nimport time\ntime.sleep(1000)"),
                       CellTarget::all());
    QTRY_VERIFY(heard->ear.plain.contains(QStringLiteral("in")));
    heard.reset();  // hangs where the cell is waited for
  }
};

}  // namespace fatou::ui

QTEST_GUILESS_MAIN(fatou::ui::ConsoleSessionTest)
#include "console_session_test.moc"
