// SPDX-License-Identifier: GPL-3.0-or-later
// The hints of a first start, and that nothing on the picture covers another.
#include "ui/canvas/first_hints.h"

#include <algorithm>

#include <QAction>
#include <QLabel>
#include <QTest>

#include "ui/map/map_view.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

QList<QLabel*> shownOn(const QWidget& canvas) {
  auto labels = canvas.findChildren<QLabel*>(Qt::FindDirectChildrenOnly);
  labels.removeIf([](const QLabel* label) { return !label->isVisible(); });
  return labels;
}

// Returns the texts of labels that lie over each other; empty where none do.
QString overlappingPairs(const QList<QLabel*>& labels) {
  QString texts;
  for (const QLabel* a : labels)
    for (const QLabel* b : labels)
      if (a != b && a->geometry().intersects(b->geometry()))
        texts += a->text() + QStringLiteral(" over ") + b->text() + u'\n';
  return texts;
}

// Moves the mouse over the picture, and returns whether it says what is there.
bool hasReadout(Program& program) {
  program.move(program.canvas(), program.canvas().rect().center(), Qt::NoButton);
  return std::ranges::any_of(shownOn(program.canvas()), [](const QLabel* label) {
    return label->text().startsWith(QStringLiteral("z₀"));
  });
}

}  // namespace

class FirstHintsTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void firstHintsGoOneByOneAndForGood() {
    const QString folder = newFolder();
    {
      Program program(folder);
      program.window->resize(1400, 900);
      VERIFY_SETTLED(program);
      const auto& hints = program.the<FirstHints>();
      const auto isSeen = [&program](const QString& text) {
        return std::ranges::any_of(
            program.canvas().findChildren<QLabel*>(),
            [&](const auto* label) { return label->isVisible() && label->text() == text; });
      };
      QCOMPARE(hints.left(), 3);
      QVERIFY(isSeen(QStringLiteral("Drag to move")));
      program.actions().fullScreen->trigger();
      QTRY_VERIFY(!isSeen(QStringLiteral("Drag to move")));
      program.actions().fullScreen->trigger();
      QTRY_VERIFY(isSeen(QStringLiteral("Drag to move")));
      program.wheel({100, 100}, 1);
      QCOMPARE(hints.left(), 2);
      QVERIFY(!isSeen(QStringLiteral("Turn the wheel to zoom")));
      QTest::mousePress(&program.canvas(), Qt::LeftButton, {}, {100, 100});
      program.move(program.canvas(), {140, 120}, Qt::LeftButton);
      QTest::mouseRelease(&program.canvas(), Qt::LeftButton, {}, {140, 120});
      QCOMPARE(hints.left(), 1);
    }
    Program program(folder);
    QCOMPARE(program.the<FirstHints>().left(), 1);
    QTest::mouseClick(&program.the<MapView>(), Qt::LeftButton, {}, {60, 40});
    QCOMPARE(program.the<FirstHints>().left(), 0);
  }

  void theHintAtTheMapWaitsForAFormulaWithAMap() {
    Program program(newFolder());
    program.window->resize(1400, 900);
    VERIFY_SETTLED(program);
    const auto isSeen = [&program] {
      return std::ranges::any_of(program.canvas().findChildren<QLabel*>(), [](const auto* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("map"));
      });
    };
    const auto labels = program.window->findChildren<QLabel*>();
    const auto inTheDock =
        std::ranges::find(labels, QStringLiteral("drag on the map"), &QLabel::text);
    QVERIFY(inTheDock != labels.end() && (*inTheDock)->isVisible());
    QVERIFY(isSeen());
    const auto show = [&program](const char* formula) {
      ExplorerState state = program.document.state();
      state.place.formula = julia::parseFormula(formula).value();
      program.document.change(state, QStringLiteral("Formula"));
    };
    show("z^2-1");
    QVERIFY(!isSeen() && !(*inTheDock)->isVisible());
    QCOMPARE(program.the<FirstHints>().left(), 3);
    show("z^2+c");
    QVERIFY(isSeen() && (*inTheDock)->isVisible());
  }

  void nothingOnThePictureLiesOverAnother() {
    Program program(newFolder());
    program.actions().showCycle->setChecked(true);
    for (const int width : {900, 1000, 1100, 1200, 1280, 1440, 1600, 2000}) {
      program.window->resize(width, 800);
      VERIFY_SETTLED(program);
      QTRY_VERIFY(hasReadout(program));
      QCOMPARE(overlappingPairs(shownOn(program.canvas())), QString());
    }
  }

  void firstHintsAreDoneByKeys() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().zoomIn->trigger();
    QCOMPARE(program.the<FirstHints>().left(), 2);
    QTest::keyClick(&program.canvas(), Qt::Key_Left);
    QCOMPARE(program.the<FirstHints>().left(), 1);
  }
};

QTEST_MAIN(FirstHintsTest)
#include "first_hints_test.moc"
