// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the history that a formula makes.
#include <QTest>
#include <QUndoStack>

#include "ui/models/places_model.h"
#include "ui/state/explorer_document.h"
#include "ui/state/history_text.h"
#include "ui/state/state_commands.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Formula;

class FormulaStepsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsTypedIsOneStepOfTheHistory() {
    ExplorerDocument document(ExplorerState::initial());
    StateCommands commands(document, 4);
    const auto parsed = [](const char* text) { return julia::parseFormula(text).value(); };
    commands.setFormula(parsed("z^3+c"), false);
    commands.setFormula(parsed("z^3+2c"), false);
    commands.setFormula(parsed("z^3+2c"), true);
    QCOMPARE(document.history().count(), 1);
    commands.setFormula(parsed("z^4+c"));
    QCOMPARE(document.history().count(), 2);
    document.history().undo();
    QVERIFY(document.state().place.formula == parsed("z^3+2c"));
    document.history().undo();
    QVERIFY(document.state() == ExplorerState::initial());
  }

  void theChoiceOfAMapIsAStepThatGoesWithItsFormula() {
    const auto parsed = [](const char* text) { return julia::parseFormula(text).value(); };
    ExplorerDocument document(ExplorerState::initial());
    StateCommands commands(document, 4);
    commands.setFormula(parsed("z^3+a*z+c,a=0.5"));
    const render::MapPlane ofA{.parameter = "a"};
    commands.setMapPlane(ofA, QStringLiteral("Map of a"));
    QCOMPARE(document.history().undoText(), QStringLiteral("Map of a"));
    commands.setFormula(parsed("z^3+a*z+c,a=0.25"));  // with another number
    QVERIFY(document.state().mapPlane == ofA);
    commands.setFormula(parsed("z^3+b*z+c,b=0.25"));
    QVERIFY(!document.state().mapPlane);
    document.history().undo();
    QVERIFY(document.state().mapPlane == ofA);
    document.history().undo();
    document.history().undo();
    QVERIFY(!document.state().mapPlane);
  }

  void aTitleNamesTheNumbers() {
    const auto titleOf = [](const char* formula) {
      return placeTitle({.c = julia::parseComplex("-0.5").value(),
                         .view = {},
                         .formula = julia::parseFormula(formula).value()});
    };
    QCOMPARE(titleOf("z^2+c"), QStringLiteral("c = -0.5,0"));
    QCOMPARE(titleOf("z^3+c"), QStringLiteral("z^3+c, c = -0.5,0"));
    QCOMPARE(titleOf("z^3+a*z+c,a=0.3-0.2i"),
             QStringLiteral("z^3+a*z+c, c = -0.5,0, a = 0.3,-0.2"));
    QCOMPARE(titleOf("z^3+a*z,a=2"), QStringLiteral("z^3+a*z, a = 2,0"));
    QVERIFY(!titleOf("p*z^3+q*z^2+r*z+s+c,p=1,q=2,r=3,s=4").contains(QStringLiteral("s = ")));
  }

  void aDeepViewComesBackWithTheFormulaThatHasDepth() {
    ExplorerState deep = ExplorerState::initial();
    deep.place.view =
        julia::CentreView{.centre = {}, .radius = julia::Decimal::parse("1e-30").value()};
    ExplorerDocument document(deep);
    StateCommands commands(document, 4);
    commands.setFormula(Formula(97), false);
    QVERIFY(document.state().place.view != deep.place.view);
    QVERIFY(document.history().undoText().contains(QStringLiteral("zoomed out")));
    commands.setFormula(Formula(), true);
    QVERIFY(document.state() == deep);
  }

  void aPlaceThatWasOpenedWhileOneTypedKeepsItsView() {
    ExplorerState deep = ExplorerState::initial();
    deep.place.view =
        julia::CentreView{.centre = {}, .radius = julia::Decimal::parse("1e-30").value()};
    ExplorerDocument document(deep);
    StateCommands commands(document, 4);
    commands.setFormula(Formula(97), false);
    ExplorerState opened = document.state();
    opened.place.formula = Formula(98);
    document.change(opened, QStringLiteral("Place"));
    commands.setFormula(Formula(), true);
    QVERIFY(document.state().place.view == opened.place.view);
  }

  void aPlaceOfAnotherFormulaIsCalledByIt() {
    const auto nameOf = [](const char* formula, const char* c) {
      return PlacesModel::suggestedName({.c = julia::parseComplex(c).value(),
                                         .view = {},
                                         .formula = julia::parseFormula(formula).value()});
    };
    QCOMPARE(nameOf("z^2+c", "-0.5"), QStringLiteral("−0.5"));
    QCOMPARE(nameOf("z^3+c", "-0.5"), QStringLiteral("z^3+c, c = −0.5"));
    QCOMPARE(nameOf("z^3-z", "0"), QStringLiteral("z^3-z"));
    QCOMPARE(
        formulaName(julia::parseFormula("(z+1)^9*(z+2)^9*(z+3)^9*(z+4)^9*(z+5)^9*(z+6)^9").value())
            .size(),
        qsizetype{40});
  }

  void theHistoryNamesTheNumberThatDiffers() {
    const Formula before = julia::parseFormula("a*sin(z)+b,a=1,b=2,escape=50").value();
    const auto step = [&before](const char* text) {
      return formulaStep(before, julia::parseFormula(text).value());
    };
    QCOMPARE(step("a*sin(z)+b,a=1,b=0.5i,escape=50"), QStringLiteral("b = 0,0.5"));
    QCOMPARE(step("a*sin(z)+b,a=1,b=2,escape=60"), QStringLiteral("Escape radius: 60"));
    QCOMPARE(step("a*sin(z)+b,a=1,b=2,escape=50,basins=1"), QStringLiteral("Basins told apart"));
    QCOMPARE(step("z^3+a,a=1"), QStringLiteral("Formula: z^3+a,a=1"));
  }
};

QTEST_GUILESS_MAIN(FormulaStepsTest)
#include "formula_steps_test.moc"
