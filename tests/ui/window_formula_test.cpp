// SPDX-License-Identifier: GPL-3.0-or-later
// The real window and its formula: typed, chosen from the catalogue, and what is drawn of it.
#include <algorithm>
#include <string>

#include <QAction>
#include <QImage>
#include <QListView>
#include <QTest>

#include "ui/map/map_view.h"
#include "ui/models/catalogue_model.h"
#include "ui/panels/catalogue_dialog.h"
#include "ui/panels/formula_edit.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

class WindowFormulaTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void aTypedFormulaIsShownAndUndoneAtOnce() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto& edit = program.the<FormulaEdit>();
    program.type(edit, "z^3-0.5z+c");
    QVERIFY(program.document.state().place.formula == julia::parseFormula("z^3-0.5z+c").value());
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    QVERIFY(program.window->windowTitle().startsWith(QStringLiteral("z^3-0.5*z+c, c = -0.7269")));
    const ExplorerState typed = program.document.state();
    program.type(edit, "foo(z)");
    QVERIFY(!edit.problem().isEmpty());
    QTest::keyClick(&edit, Qt::Key_Escape);
    program.actions().back->trigger();
    QVERIFY(program.document.state().place.formula == julia::Formula());
    QCOMPARE(edit.text(), QStringLiteral("z^2+c"));
    program.actions().forward->trigger();
    QVERIFY(program.document.state() == typed);
    QCOMPARE(edit.text(), QStringLiteral("z^3-0.5z+c"));
  }

  void afterReturnTheKeysAreThePicturesAgain() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto& edit = program.the<FormulaEdit>();
    program.type(edit, "z^3+c(");
    QVERIFY(program.window->focusWidget() == &edit);  // there is something to be mended
    program.type(edit, "z^3+c");
    QVERIFY(program.window->focusWidget() == &program.canvas());
  }

  void theChoiceOfAMapIsUndone() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.type(program.the<FormulaEdit>(), "z^3+a*z+c, a=0.5");
    auto& map = program.the<MapView>();
    QCOMPARE(map.plane().parameter, std::string("c"));
    map.setPlane({.parameter = "a"});
    Q_EMIT map.planeRequested(map.plane());
    QCOMPARE(map.plane().parameter, std::string("a"));
    QCOMPARE(program.document.history().undoText(), QStringLiteral("Map of a"));
    program.actions().back->trigger();
    QCOMPARE(map.plane().parameter, std::string("c"));
    program.actions().forward->trigger();
    QCOMPARE(map.plane().parameter, std::string("a"));
  }

  void aFormulaOfTheCatalogueBringsItsPlace() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().showCatalogue->trigger();
    auto* list = program.the<CatalogueDialog>().findChild<QListView*>();
    QTRY_VERIFY(list->model()->rowCount() > 0);
    const QModelIndex last = list->model()->index(list->model()->rowCount() - 1, 0);
    list->scrollTo(last);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(last).center());
    QVERIFY(program.document.state().place == placeOfFormula(last).place);
    VERIFY_SETTLED(program);
    program.the<CatalogueDialog>().close();
    program.actions().back->trigger();
    QVERIFY(program.document.state().place.formula == julia::Formula());
  }

  void criticalOrbitsAreDrawnOnceTheyAreFound() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const QImage without = program.canvas().grab().toImage();
    program.actions().showCriticalOrbits->setChecked(true);
    QTRY_VERIFY(program.canvas().grab().toImage() != without);
    program.actions().showCriticalOrbits->setChecked(false);
    QCOMPARE(program.canvas().grab().toImage(), without);
  }
};

QTEST_MAIN(WindowFormulaTest)
#include "window_formula_test.moc"
