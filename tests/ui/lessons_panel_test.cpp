// SPDX-License-Identifier: GPL-3.0-or-later
// The lessons' dock: opening runs nothing; buttons measure, show and run; guesses stand beside what
// was measured.
#include "ui/lessons/lessons_panel.h"

#include <algorithm>

#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/console_samples.h"
#include "tests/ui/window_program.h"
#include "ui/console/cell_view.h"
#include "ui/console/console_panel.h"
#include "ui/lessons/action_view.h"
#include "ui/lessons/guess_slider.h"
#include "ui/lessons/printed_figures.h"
#include "ui/lessons/question_view.h"
#include "ui/state/explorer_document.h"
#include "ui/state/settings.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

constexpr char kLesson[] = R"(# Small
A lesson for a test.
Minutes: 1

## First

Read this.

```ask faster
ask = How much faster?
from = 0
to = 4
measures = speedup(tiny, balanced, 2)
```

```compare tiny
about = A tiny picture
place = fatou:c=-0.065,0.66;center=0,0;radius=1.3;tmax=100
width = 32
height = 24
engines = 2
repeats = 1
```

Measured: {time(tiny, serial, 1):time}.

[if cores < 4] Few cores.

[else] Many cores.

```python name=sum over=0:4 gives=part
print("part =", i)
```

Their sum is {total(part):whole}.

## Second

```show
about = A dendrite
place = fatou:c=0,1;center=0,0;radius=1.5;tmax=99
engines = 3
view = direct
```
)";

struct Stage {
  QTemporaryDir folder;
  QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  Settings settings{store};
  ExplorerDocument document{ExplorerState::initial()};
  LabController comparisons;
  tests::ToldRunner cells;
  LessonsPanel panel;

  explicit Stage(int cores = 2)
      : panel({.session = {.document = document,
                           .comparisons = comparisons,
                           .cells = cells,
                           .cores = cores},
               .settings = settings}) {
    panel.resize(420, 900);
    panel.show();
  }
  QString path() const { return folder.filePath(QStringLiteral("small.md")); }
  void open(const QByteArray& text = kLesson) {
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
    file.write(text);
    file.close();
    panel.openFile(path());
  }
  QListWidget& list() const { return *panel.findChild<QListWidget*>(); }
  // What comes of the cell that was asked for last.
  void begin() { Q_EMIT cells.started(cells.asked.back().run); }
  void print(int engine, const QString& text) {
    Q_EMIT cells.output(cells.asked.back().run, engine, 1, text);
  }
  void end(bool isStopped) {
    CellResult result;
    result.run = cells.asked.back().run;
    result.isStopped = isStopped;
    result.seconds = 0.5;
    Q_EMIT cells.finished(result);
  }
  // Whether a label with this in it can be seen.
  bool shows(const QString& text) const {
    const auto labels = panel.findChildren<QLabel*>();
    return std::ranges::any_of(labels, [&](const QLabel* label) {
      return label->isVisible() && label->text().contains(text);
    });
  }
};

}  // namespace

class LessonsPanelTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void theListHasTheEightLessonsWithTheirMinutes() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    QVERIFY(stage.list().item(0)->text().contains(u"Engines, and what they know"));
    QVERIFY(stage.list().item(0)->text().contains(u"min"));
    QCOMPARE(stage.panel.page(), -1);
  }

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
      QVERIFY(stage.list().item(row)->text().contains(u"done"));
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

  void progressIsKeptAndTheLessonGoesOnThere() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.panel.openLesson(1);
    stage.panel.next();
    QCOMPARE(stage.settings.value(settings::kLessonProgress),
             QStringLiteral("2-direct-or-balanced:1"));
    stage.panel.showList();
    QVERIFY(stage.list().item(1)->text().contains(u"1 of "));
    stage.panel.openLesson(1);
    QCOMPARE(stage.panel.page(), 1);
    stage.panel.back();
    QCOMPARE(stage.panel.page(), 0);
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

  void whatALessonSaysIsNoHtml() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    QByteArray text = kLesson;
    text.replace("A lesson for a test.", "<img src='/dev/zero'>");
    text.replace("A tiny picture", "<img src='/dev/zero'>");
    stage.open(text);
    QTRY_COMPARE(stage.panel.page(), 0);
    QVERIFY(stage.list().item(8)->toolTip().contains(u"&lt;img"));
    QVERIFY(stage.panel.findChild<ActionView*>()->button().toolTip().contains(u"&lt;img"));
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
