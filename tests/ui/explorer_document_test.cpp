// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/explorer_document.h"

#include <QSignalSpy>
#include <QTest>

#include "core/io/gradients/built_in_gradients.h"
#include "core/julia/formulas/formula.h"
#include "ui/state/state_commands.h"

using fatou::ui::ExplorerDocument;
using fatou::ui::ExplorerState;
using fatou::ui::StateCommands;

namespace {

ExplorerState withTmax(ExplorerState state, int tmax) {
  state.place.tmax = tmax;
  return state;
}

}  // namespace

class ExplorerDocumentTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aChangeIsOneStepThatUndoTakesBack() {
    ExplorerDocument document(ExplorerState::initial());
    const ExplorerState before = document.state();
    document.change(withTmax(before, 77), QStringLiteral("Iterations"));
    QCOMPARE(document.state().place.tmax, 77);
    document.history().undo();
    QVERIFY(document.state() == before);
    document.history().redo();
    QCOMPARE(document.state().place.tmax, 77);
  }

  void aGestureIsOneStepHoweverManyChangesItMakes() {
    ExplorerDocument document(ExplorerState::initial());
    const ExplorerState before = document.state();
    const int gesture = document.newGesture();
    for (int tmax = 10; tmax < 20; ++tmax)
      document.change(withTmax(before, tmax), QStringLiteral("Iterations"), gesture);
    document.change(withTmax(before, 99), QStringLiteral("Iterations"), document.newGesture());
    QCOMPARE(document.history().count(), 2);
    document.history().undo();
    QCOMPARE(document.state().place.tmax, 19);
    document.history().undo();
    QVERIFY(document.state() == before);
  }

  void aGestureThatEndsWhereItBeganLeavesNoStep() {
    ExplorerDocument document(ExplorerState::initial());
    const ExplorerState before = document.state();
    const int gesture = document.newGesture();
    document.change(withTmax(before, 10), QStringLiteral("Iterations"), gesture);
    document.change(before, QStringLiteral("Iterations"), gesture);
    QCOMPARE(document.history().count(), 0);
    QVERIFY(document.state() == before);
  }

  // Text that is being typed is another formula on the way.
  void aFormulaThatAGestureLeadsBackToHasItsMapAgain() {
    using fatou::julia::parseFormula;
    const auto withText = [](ExplorerState state, const char* text) {
      state.place.formula = parseFormula(text).value();
      return state;
    };
    ExplorerState before = withText(ExplorerState::initial(), "z^3+a*z+c,a=1");
    before.mapPlane = fatou::render::MapPlane{.parameter = "a"};
    ExplorerDocument document(before);
    const auto change = [&](const char* text, int gesture) {
      document.change(withText(document.state(), text), QStringLiteral("Formula"), gesture);
    };
    const int gesture = document.newGesture();
    change("z^3+a*z,a=1", gesture);
    QVERIFY(!document.state().mapPlane);
    change("z^3+a*z+c,a=2", gesture);
    QVERIFY(document.state().mapPlane == before.mapPlane);
    change("z^3", gesture);
    change("z^3+a*z+c,a=1", gesture);
    QVERIFY(document.state() == before);
    QCOMPARE(document.history().count(), 0);
    change("z^3+a*z,a=1", document.newGesture());
    change("z^3+a*z+c,a=1", document.newGesture());
    QVERIFY(!document.state().mapPlane);
  }

  void whatChangesNothingIsNoStepAndNoSignal() {
    ExplorerDocument document(ExplorerState::initial());
    QSignalSpy changes(&document, &ExplorerDocument::stateChanged);
    document.change(document.state(), QStringLiteral("Nothing"));
    QCOMPARE(document.history().count(), 0);
    QCOMPARE(changes.count(), 0);
  }

  void theNextGradientBringsItsInteriorUnlessAnotherWasChosen() {
    const auto gradients = fatou::io::builtInGradients();
    ExplorerState state = ExplorerState::initial();
    state.coloring.gradient = gradients[0];
    state.coloring.interior = gradients[0].interior;
    ExplorerDocument document(state);
    StateCommands commands(document, 8);
    commands.stepGradient(1);
    QVERIFY(document.state().coloring.gradient == gradients[1]);
    QVERIFY(document.state().coloring.interior == gradients[1].interior);
    state = document.state();
    const fatou::color::Rgb chosen{200, 100, 50};
    state.coloring.interior = chosen;
    document.change(state, QStringLiteral("Interior"));
    for (const int step : {1, -1, -1}) {
      commands.stepGradient(step);
      QVERIFY(document.state().coloring.interior == chosen);
    }
    QVERIFY(document.state().coloring.gradient == gradients[0]);
  }
};

QTEST_MAIN(ExplorerDocumentTest)
#include "explorer_document_test.moc"
