// SPDX-License-Identifier: GPL-3.0-or-later
// The console in the real window: cells set the picture, and their tasks are in the strip.
#include <cstddef>
#include <string>

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

#include "console_samples.h"
#include "ui/console/cell_edit.h"
#include "ui/console/cell_output.h"
#include "ui/console/cell_view.h"
#include "ui/console/console_panel.h"
#include "ui/console/values_model.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/run_strip.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

// Types a cell, runs it by the key, and waits for its end. Returns whether all went well.
bool runCell(const ConsolePanel& panel, const char* text, const CellTarget& target) {
  CellView& cell = *panel.cells().back();
  bool isGood = false;
  QObject::connect(&cell, &CellView::finished, &cell,
                   [&isGood](const CellResult& result) { isGood = result.isGood(); });
  cell.setText(QString::fromUtf8(text));
  cell.setTarget(target);
  QTest::keyClick(&cell.edit(), Qt::Key_Return, Qt::ShiftModifier);
  const bool hasEnded = QTest::qWaitFor([&cell] { return !cell.isRunning(); }, tests::kPatienceMs);
  QObject::disconnect(&cell, &CellView::finished, &cell, nullptr);
  return hasEnded && isGood;
}

// Runs a cell for four numbers; the task of the last one waits for the gate.
CellView& beginWaiting(const Program& program, const tests::Gate& gate) {
  CellView& cell = *program.the<ConsolePanel>().cells().back();
  cell.setText(gate.waitsWhere(QStringLiteral("i == 3")));
  cell.setTarget(readCellTarget(QStringLiteral("balanced 0:4")).value());
  cell.run();
  return cell;
}

}  // namespace

class ConsoleWindowTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (QFile::exists(QStringLiteral("/usr/bin/python3")))
      qputenv("FATOU_PYTHON", "/usr/bin/python3");  // which has numpy where there are several
  }

  void cellsAndSlidersDriveOneDocument() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const auto& panel = program.the<ConsolePanel>();
    const auto* dock = program.window->findChild<QDockWidget*>(QStringLiteral("console"));
    QVERIFY(dock != nullptr && dock->isHidden());
    QVERIFY(runCell(panel, "explorer.c = -0.8+0.156j\nexplorer.tmax = 321", CellTarget::here()));
    QCOMPARE(program.document.state().place.c.text(), std::string("-0.8,0.156"));
    QCOMPARE(program.document.state().place.tmax, 321);
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    program.actions().back->trigger();
    QCOMPARE(program.document.state().place.tmax, 300);
    QCOMPARE(program.document.state().place.c.text(), std::string("-0.7269,0.1889"));
  }

  void whoAsksForTheConsoleTypesIntoIt() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().showConsole->trigger();
    CellView& cell = *program.the<ConsolePanel>().cells().back();
    QTRY_COMPARE(program.window->focusWidget(), &cell.edit());
  }

  void outputOfAFewLinesIsSeenWhole() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().showConsole->trigger();
    const auto& panel = program.the<ConsolePanel>();
    const CellView& cell = *panel.cells().back();
    QVERIFY(runCell(panel, "for k in range(4): print(k)", CellTarget::all()));
    const auto* output = cell.findChild<CellOutput*>();
    QTRY_VERIFY(output->isVisible());
    QVERIFY(output->blockCount() >= 4);
    QTRY_COMPARE(output->verticalScrollBar()->maximum(), 0);
  }

  void valuesAreInTheTableOnceACellHasRun() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const auto& panel = program.the<ConsolePanel>();
    const auto* table = panel.findChild<QTableView*>();
    QVERIFY(table->isHidden());
    QVERIFY(runCell(panel, "answer = 42", CellTarget::all()));
    QVERIFY(!table->isHidden());
    const auto* model = table->model();
    QCOMPARE(model->index(0, ValuesModel::NameColumn).data().toString(), QStringLiteral("answer"));
    QCOMPARE(model->index(0, ValuesModel::FirstColumn).data().toString(), QStringLiteral("42"));
    panel.session().restart();
    QVERIFY(table->isHidden());
  }

  void whatStopsAPictureStopsCells() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    QAction* stop = program.actions().stopRender;
    QTRY_VERIFY(!stop->isEnabled());
    CellView& cell = *program.the<ConsolePanel>().cells().back();
    cell.setText(QStringLiteral("import time\ntime.sleep(1000)"));
    cell.run();
    QTRY_VERIFY(stop->isEnabled());
    stop->trigger();
    QTRY_VERIFY(!cell.isRunning());
    QVERIFY(!stop->isEnabled());
  }

  void tasksAreInTheStripByName() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const auto& panel = program.the<ConsolePanel>();
    const auto& strip = program.the<RunStrip>();
    QTRY_VERIFY(!strip.isLive());
    QVERIFY(runCell(panel, "sum(range(1000))", CellTarget::all()));
    const RunLanes& run = strip.findChild<EngineLanes*>()->run();
    QCOMPARE(run.bands().size(), std::size_t{2});
    QCOMPARE(run.bands()[0].name, std::string("cell 1"));
    QVERIFY(!run.rowsOf(0).has_value());
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
  }

  void tasksAreInTheStripWhileTheyRun() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const auto& strip = program.the<RunStrip>();
    const auto& lanes = *strip.findChild<EngineLanes*>();
    QTRY_VERIFY(!strip.isLive());
    const tests::Gate gate;
    CellView& cell = beginWaiting(program, gate);
    QTRY_COMPARE(lanes.run().bands().size(), std::size_t{3});
    QTRY_COMPARE(lanes.run().underWay().size(), std::size_t{1});
    QVERIFY(strip.isLive() && cell.isRunning());
    QVERIFY(lanes.run().bands()[0].name.starts_with("cell 1, i = "));
    gate.open();
    QTRY_VERIFY(!cell.isRunning());
    QVERIFY(!strip.isLive());
    QCOMPARE(lanes.run().bands().size(), std::size_t{4});
    QVERIFY(lanes.run().underWay().empty());
  }

  void aPictureThatBeginsMeanwhileHasTheStrip() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const auto& strip = program.the<RunStrip>();
    const auto& lanes = *strip.findChild<EngineLanes*>();
    QTRY_VERIFY(!strip.isLive());
    const tests::Gate gate;
    CellView& cell = beginWaiting(program, gate);
    QTRY_COMPARE(lanes.run().bands().size(), std::size_t{3});
    program.wheel(program.canvas().rect().center(), 1);
    QTRY_VERIFY(program.settled() && !strip.isLive());
    QVERIFY(lanes.run().rowsOf(0).has_value() && lanes.run().wallTime().has_value());
    QVERIFY(cell.isRunning());
    gate.open();
    QTRY_VERIFY(!cell.isRunning());
    QCOMPARE(lanes.run().bands().size(), std::size_t{4});
    QVERIFY(!lanes.run().rowsOf(0).has_value());
    QVERIFY(program.hasTheCountsOfTheCommandLine());
  }
};

QTEST_MAIN(ConsoleWindowTest)
#include "console_window_test.moc"
