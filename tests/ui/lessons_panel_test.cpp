// SPDX-License-Identifier: GPL-3.0-or-later
// The lessons' dock: opening runs nothing; buttons measure, show and run; guesses stand beside what
// was measured.
#include "ui/lessons/lessons_panel.h"

#include <QDockWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/lessons_stage.h"
#include "tests/ui/window_program.h"
#include "ui/console/cell_view.h"
#include "ui/console/console_panel.h"
#include "ui/lessons/action_view.h"
#include "ui/lessons/guess_slider.h"
#include "ui/lessons/printed_figures.h"
#include "ui/lessons/question_view.h"

using namespace fatou;
using namespace fatou::ui;

using Stage = tests::LessonsStage;

class LessonsPanelTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void everyPageOfEveryLessonCanBeShownAndRunsNothing() {
    Stage stage;
    QSignalSpy begun(&stage.comparisons, &LabController::begun);
    const ExplorerState before = stage.document.state();
    QTRY_COMPARE(stage.list().count(), 8);
    for (int row = 0; row < 8; ++row) {
      stage.panel.openLesson(row);
      const auto pages = stage.panel.lessons()[static_cast<std::size_t>(row)].pages.size();
      for (std::size_t page = 0; page < pages; ++page) {
        QCOMPARE(stage.panel.page(), static_cast<int>(page));
        stage.panel.next();
      }
      QCOMPARE(stage.panel.page(), -1);  // the list again
      QVERIFY(stage.isDone(row));
    }
    QVERIFY(stage.cells.asked.empty());
    QVERIFY(begun.isEmpty());
    QVERIFY(stage.document.state() == before);
  }

  void aGuessStandsBesideWhatIsMeasured() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.open();
    QTRY_COMPARE(stage.panel.page(), 0);
    auto* question = stage.panel.findChild<QuestionView*>();
    question->slider().setValue(50);
    QVERIFY2(question->said().contains(u"2.0"), qPrintable(question->said()));
    QVERIFY(!question->slider().markPosition());
    QVERIFY(!stage.shows(QStringLiteral("Measured:")));
    QSignalSpy ended(&stage.comparisons, &LabController::ended);
    stage.panel.findChild<ActionView*>()->button().click();
    QVERIFY(ended.wait(tests::kPatienceMs));
    QVERIFY2(question->said().startsWith(u"You guessed 2.0; it is "), qPrintable(question->said()));
    QVERIFY(question->slider().markPosition().has_value());
    QVERIFY(!question->slider().isEnabled());
    QVERIFY(stage.shows(QStringLiteral("Measured:")));
    QVERIFY(stage.panel.findChild<ActionView*>()->button().isEnabled());
  }

  void wordsFollowTheMachine() {
    for (const int cores : {2, 64}) {
      Stage stage(cores);
      QTRY_COMPARE(stage.list().count(), 8);
      stage.open();
      QTRY_COMPARE(stage.panel.page(), 0);
      QCOMPARE(stage.shows(QStringLiteral("Few cores.")), cores == 2);
      QCOMPARE(stage.shows(QStringLiteral("Many cores.")), cores == 64);
    }
  }

  void aCellRunsWhereItSaysAndItsNumbersComeIntoTheText() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.open();
    QTRY_COMPARE(stage.panel.page(), 0);
    stage.panel.findChild<CellView*>()->run();
    QCOMPARE(stage.cells.asked.size(), std::size_t{1});
    QCOMPARE(cellTargetText(stage.cells.asked.front().target), QStringLiteral("balanced 0:4"));
    QVERIFY(stage.cells.asked.front().text.contains(u"part ="));
    stage.begin();
    for (int i = 0; i < 4; ++i) stage.print(i % 2, QStringLiteral("part = %1\n").arg(i));
    QVERIFY(!stage.shows(QStringLiteral("Their sum")));
    stage.end(false);
    QVERIFY(stage.shows(QStringLiteral("Their sum is 6.")));
  }

  void aCellThatWasStoppedTellsNothing() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.open();
    QTRY_COMPARE(stage.panel.page(), 0);
    stage.panel.findChild<CellView*>()->run();
    stage.begin();
    stage.print(0, QStringLiteral("part = 1\n"));
    stage.end(true);
    QVERIFY(!stage.shows(QStringLiteral("Their sum")));
  }

  void showingIsOneStepOfTheHistory() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.open();
    QTRY_COMPARE(stage.panel.page(), 0);
    const ExplorerState before = stage.document.state();
    stage.panel.next();
    QCOMPARE(stage.panel.page(), 1);
    QCOMPARE(stage.panel.findChildren<ActionView*>().size(), 1);  // the page before is gone
    stage.panel.findChild<ActionView*>()->button().click();
    QCOMPARE(stage.document.state().place.tmax, 99);
    QCOMPARE(stage.document.state().engines.count, 3);
    QVERIFY(stage.document.state().engines.viewKind == render::ViewKind::Direct);
    stage.document.history().undo();
    QVERIFY(stage.document.state() == before);
  }

  void theWindowHasItOnTheEnginesOfItsConsole() {
    Program program(newFolder());
    auto& panel = program.the<LessonsPanel>();
    const CellRunner* console = &program.the<ConsolePanel>().session();
    QVERIFY(&panel.session().cells() == console);
    QVERIFY(panel.lessons().empty());  // nothing is read before it is looked at
    program.window->findChild<QDockWidget*>(QStringLiteral("lessons"))->show();
    QTRY_COMPARE(panel.lessons().size(), std::size_t{8});
  }

  void namesWithoutEndAreLeftOut() {
    PrintedFigures printed;
    for (int i = 0; i < 2'000; ++i) printed.take(0, QStringLiteral("n%1 = 1\n").arg(i));
    printed.take(0, QStringLiteral("n0 = 2\n"));
    QCOMPARE(printed.of("n0").size(), std::size_t{2});
    QVERIFY(printed.of("n1999").empty());
  }

  void aBadFileIsOneSentenceAndTheListStays() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.open("# Bad\nAbout.\n\n## Page\n\n```bash\nrm -rf /\n```\n");
    QTRY_VERIFY(stage.shows(QStringLiteral("'bash' is no kind of block")));
    QVERIFY(stage.shows(QStringLiteral("small.md")));
    QCOMPARE(stage.list().count(), 8);
    QCOMPARE(stage.panel.page(), -1);
  }
};

QTEST_MAIN(LessonsPanelTest)
#include "lessons_panel_test.moc"
