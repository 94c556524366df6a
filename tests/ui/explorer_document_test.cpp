// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer_document.h"

#include <QSignalSpy>
#include <QTest>

using fatou::ui::ExplorerDocument;
using fatou::ui::ExplorerState;

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

  void whatChangesNothingIsNoStepAndNoSignal() {
    ExplorerDocument document(ExplorerState::initial());
    QSignalSpy changes(&document, &ExplorerDocument::stateChanged);
    document.change(document.state(), QStringLiteral("Nothing"));
    QCOMPARE(document.history().count(), 0);
    QCOMPARE(changes.count(), 0);
  }
};

QTEST_MAIN(ExplorerDocumentTest)
#include "explorer_document_test.moc"
