// SPDX-License-Identifier: GPL-3.0-or-later
// Cells as they are typed and read, without Python behind them.
#include <cstddef>
#include <map>

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "console_samples.h"
#include "core/python/py_value.h"
#include "ui/console/cell_edit.h"
#include "ui/console/cell_history.h"
#include "ui/console/cell_output.h"
#include "ui/console/cell_view.h"
#include "ui/console/console_panel.h"
#include "ui/console/output_relay.h"
#include "ui/console/python_highlighter.h"
#include "ui/console/values_model.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

using tests::ToldRunner;

CellResult resultOf(CellRunId run) {
  CellResult result;
  result.run = run;
  return result;
}

// The parts of a line as text: "k3 t5" for a keyword of three letters and a text of five.
QString partsOf(const QString& line, char16_t& open) {
  QStringList parts;
  for (const PythonStretch& stretch : pythonStretches(line, open))
    parts << QString(QStringLiteral("ktncd")[static_cast<int>(stretch.part)]) +
                 QString::number(stretch.start) + u'+' + QString::number(stretch.length);
  return parts.join(u' ');
}

}  // namespace

class ConsoleViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void targetsAreRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read");
    const auto row = [](const char* text, const char* read) {
      QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(read);
    };
    row("here", "here");
    row(" All ", "all");
    row("all engines", "all");
    row("0:2", "0:2");
    row("-1:", "-1:");
    row("::2", "::2");
    row("3", "3:4");
    row("balanced 0:1000", "balanced 0:1000");
    row("balanced 10:0:-2", "balanced 10:0:-2");
    row("balanced 3:3", "");
    row("balanced :", "");
    row("balanced 0:10000000", "");
    row("0:2:0", "");
    row("there", "");
    row("", "");
  }
  void targetsAreRead() {
    QFETCH(QString, text);
    QFETCH(QString, read);
    const auto target = readCellTarget(text);
    QCOMPARE(target ? cellTargetText(target.value()) : QString(), read);
    if (!target) QVERIFY(QString::fromStdString(target.error().message).contains(text.left(80)));
  }

  void pythonIsColoured() {
    char16_t open = 0;
    QCOMPARE(partsOf(QStringLiteral("def f(x): return 'a' # b"), open),
             QStringLiteral("k0+3 k10+6 t17+3 c21+3"));
    QCOMPARE(partsOf(QStringLiteral("x1 = 1.5e3 + '''a"), open), QStringLiteral("n5+5 t13+4"));
    QCOMPARE(open, u'\'');
    QCOMPARE(partsOf(QStringLiteral("b''' if"), open), QStringLiteral("t0+4 k5+2"));
    QCOMPARE(open, char16_t{0});
    QCOMPARE(partsOf(QStringLiteral("@one"), open), QStringLiteral("d0+4"));
  }

  void onlyAKeyOrTheButtonRuns() {
    ToldRunner runner;
    CellView cell(runner);
    cell.show();
    cell.setText(QStringLiteral("1 + 1"));
    cell.setTarget(CellTarget::all());
    QTest::keyClick(&cell.edit(), Qt::Key_Return);
    QVERIFY(runner.asked.empty());
    QTest::keyClick(&cell.edit(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(runner.asked.size(), std::size_t{1});
    QVERIFY(runner.asked[0].target == CellTarget::all());
    QVERIFY(cell.isRunning());
    cell.run();  // it runs already
    QCOMPARE(runner.asked.size(), std::size_t{1});
    auto* button = cell.findChild<QToolButton*>();
    button->click();
    QCOMPARE(runner.stops, 1);
    Q_EMIT runner.finished(resultOf(1));
    QVERIFY(!cell.isRunning());
    button->click();
    QCOMPARE(runner.asked.size(), std::size_t{2});
  }

  void aBadTargetIsRefused() {
    ToldRunner runner;
    CellView cell(runner);
    cell.setText(QStringLiteral("1"));
    cell.findChild<QComboBox*>()->setCurrentText(QStringLiteral("there"));
    cell.run();
    QVERIFY(runner.asked.empty());
    QVERIFY(cell.output().toPlainText().contains(QStringLiteral("'there'")));
  }

  void outputHasItsEngine() {
    ToldRunner runner;
    CellView cell(runner);
    cell.setText(QStringLiteral("print(1)"));
    cell.run();
    Q_EMIT runner.output(1, 0, 1, QStringLiteral("a\nb"));
    Q_EMIT runner.output(1, 1, 1, QStringLiteral("c\n"));
    Q_EMIT runner.output(7, 1, 1, QStringLiteral("another cell's\n"));
    CellResult result = resultOf(1);
    result.values.push_back({.engine = kHereEngine, .text = QStringLiteral("42")});
    Q_EMIT runner.finished(result);
    QCOMPARE(cell.output().toPlainText(), QStringLiteral("[0] a\n[1] c\n[0] b\n42"));
  }

  void linesOfTheWindowsInterpreterGrow() {
    ToldRunner runner;
    CellView cell(runner);
    cell.setText(QStringLiteral("print(1)"));
    cell.run();
    Q_EMIT runner.output(1, kHereEngine, 1, QStringLiteral("a"));
    QCOMPARE(cell.output().toPlainText(), QStringLiteral("a"));
    Q_EMIT runner.output(1, kHereEngine, 1, QStringLiteral("b\n\nc"));
    Q_EMIT runner.output(1, kHereEngine, 2, QStringLiteral("d\n"));
    Q_EMIT runner.output(1, kHereEngine, 1, QStringLiteral("e\n"));
    QCOMPARE(cell.output().toPlainText(), QStringLiteral("ab\n\nc\nd\ne"));
    CellResult result = resultOf(1);
    result.values.push_back({.engine = kHereEngine, .text = QStringLiteral("42")});
    Q_EMIT runner.finished(result);
    QCOMPARE(cell.output().toPlainText(), QStringLiteral("ab\n\nc\nd\ne\n42"));
  }

  void errorsAreMarkedAtTheirLine() {
    ToldRunner runner;
    CellView cell(runner);
    cell.setText(QStringLiteral("a = 1\nb = a / 0"));
    cell.run();
    CellResult result = resultOf(1);
    result.errors.push_back({.engine = 1,
                             .line = 2,
                             .sentence = QStringLiteral("ZeroDivisionError: division by zero"),
                             .traceback = {}});
    Q_EMIT runner.finished(result);
    QCOMPARE(cell.edit().errorLine(), 2);
    QCOMPARE(cell.edit().extraSelections().size(), 1);
    QCOMPARE(cell.output().toPlainText(),
             QStringLiteral("[1] line 2: ZeroDivisionError: division by zero"));
    cell.edit().insertPlainText(QStringLiteral("#"));
    QCOMPARE(cell.edit().errorLine(), 0);
  }

  void tabCompletesAndReturnIndents() {
    ToldRunner runner;
    runner.words = {QStringLiteral("math.sqrt")};
    CellView cell(runner);
    CellEdit& edit = cell.edit();
    QTest::keyClicks(&edit, QStringLiteral("if math.sq"));
    QTest::keyClick(&edit, Qt::Key_Tab);
    QCOMPARE(cell.text(), QStringLiteral("if math.sqrt"));
    QTest::keyClicks(&edit, QStringLiteral("(4):"));
    QTest::keyClick(&edit, Qt::Key_Return);
    QTest::keyClicks(&edit, QStringLiteral("a"));
    QCOMPARE(cell.text(), QStringLiteral("if math.sqrt(4):\n    a"));
  }

  void historyIsKept() {
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    Settings settings(store);
    CellHistory history(settings);
    history.add(QStringLiteral("one"));
    history.add(QStringLiteral("two\nlines"));
    history.add(QStringLiteral("one"));
    QCOMPARE(CellHistory(settings).texts(),
             QStringList({QStringLiteral("two\nlines"), QStringLiteral("one")}));
    QCOMPARE(history.stepped(-1, QStringLiteral("begun")), QStringLiteral("one"));
    QCOMPARE(history.stepped(-1, {}), QStringLiteral("two\nlines"));
    QCOMPARE(history.stepped(-1, {}), QStringLiteral("two\nlines"));
    QCOMPARE(history.stepped(1, {}), QStringLiteral("one"));
    QCOMPARE(history.stepped(1, {}), QStringLiteral("begun"));
  }

  void valuesAreATable() {
    ValuesModel model;
    const QAbstractItemModelTester tester(&model);
    const python::PyTuple row{{"J", "ndarray", python::PyTuple{{3, 4}}, "array([[1,\n 2]])"}};
    model.setValues(engineValues(python::PyList{{row, "no row"}}, kHereEngine));
    QCOMPARE(model.rowCount(), 1);
    const auto text = [&model](int column) { return model.index(0, column).data().toString(); };
    QCOMPARE(text(ValuesModel::EngineColumn), QStringLiteral("here"));
    QCOMPARE(text(ValuesModel::NameColumn), QStringLiteral("J"));
    QCOMPARE(text(ValuesModel::ShapeColumn), QStringLiteral("3 × 4"));
    QCOMPARE(text(ValuesModel::FirstColumn), QStringLiteral("array([[1, 2]])"));
    model.setValues({{.engine = 0, .name = QStringLiteral("a"), .first = QStringLiteral("<b>")}});
    QCOMPARE(model.index(0, ValuesModel::FirstColumn).data(Qt::ToolTipRole).toString(),
             QStringLiteral("<p>&lt;b&gt;</p>"));
  }

  void aFloodOfOutputIsCut() {
    QObject receiver;
    int wakes = 0;
    OutputRelay relay(receiver, [&wakes] { ++wakes; });
    const auto put = [&relay](int engine, const QByteArray& text) {
      relay.put({.engine = engine, .stream = 1, .text = text});
    };
    const QByteArray line(99, 'x');
    for (int i = 0; i < 100'000; ++i) put(i % 2, line + '\n');  // 5 MB each
    put(0, "the last line\n");
    put(2, "another's\n");
    std::map<int, QByteArray> taken;
    for (const auto& piece : relay.take()) taken[piece.engine] += piece.text;
    QVERIFY(taken[0].size() < 3 * OutputRelay::kMostWaiting);
    QVERIFY(taken[0].contains("bytes more were printed than can be shown and left out\n"));
    QVERIFY(taken[0].endsWith("the last line\n"));
    QCOMPARE(taken[2], QByteArray("another's\n"));
    QTRY_COMPARE(wakes, 1);
    put(0, "short\n");
    QCOMPARE(relay.take().at(0).text, QByteArray("short\n"));
    relay.close();
  }

  void cellsThatRunAndTheEmptyOneAreNotForgotten() {
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    Settings settings(store);
    ConsoleSession::Setup setup;
    setup.program = "/nowhere/python3";
    ConsolePanel panel(setup, settings);
    for (int i = 0; i < 60; ++i) {  // none ends, as no event is handled
      CellView& cell = *panel.cells().back();
      cell.setText(QString::number(i));
      cell.run();
      QVERIFY(cell.isRunning() && panel.cells().back() != &cell);
    }
    QCOMPARE(panel.cells().size(), std::size_t{61});
    for (std::size_t i = 0; i < 60; ++i) QCOMPARE(panel.cells()[i]->text(), QString::number(i));
    QTRY_VERIFY(!panel.cells()[59]->isRunning());
  }

  void aCellThatRanIsFollowedByAnother() {
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    Settings settings(store);
    ConsoleSession::Setup setup;
    setup.program = "/nowhere/python3";
    ConsolePanel panel(setup, settings);
    QCOMPARE(panel.cells().size(), std::size_t{1});
    CellView& cell = *panel.cells()[0];
    QSignalSpy finished(&cell, &CellView::finished);
    cell.setText(QStringLiteral("1"));
    cell.run();
    QCOMPARE(panel.cells().size(), std::size_t{2});
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(cell.output().toPlainText().contains(QStringLiteral("/nowhere/python3")));
    QTest::keyClick(&panel.cells()[1]->edit(), Qt::Key_Up);
    QCOMPARE(panel.cells()[1]->text(), QStringLiteral("1"));
  }
};

QTEST_MAIN(ConsoleViewTest)
#include "console_view_test.moc"
