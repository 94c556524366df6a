// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/actions.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QResizeEvent>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/help/about_dialog.h"
#include "ui/help/numbers_dialog.h"
#include "ui/help/shortcuts_dialog.h"
#include "ui/window/window_bars.h"

using namespace fatou::ui;

namespace {

QList<QAction*> inMenus(const Actions& actions) {
  QList<QAction*> all;
  for (const Actions::Group& group : actions.groups())
    for (QAction* action : group.actions)
      if (action != nullptr) all << action;
  return all;
}

QStringList labels(const QWidget& dialog) {
  QStringList texts;
  for (const QLabel* label : dialog.findChildren<QLabel*>()) texts << label->text();
  return texts;
}

}  // namespace

class ActionsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyActionIsInExactlyOneMenu() {
    const QList<QAction*> all = inMenus(m_actions);
    QCOMPARE(QSet<QAction*>(all.begin(), all.end()).size(), all.size());
    for (const QAction* action : m_actions.findChildren<QAction*>())
      QVERIFY2(all.contains(action), qPrintable(action->text()));
  }

  void everyActionSaysWhatItIsAndDoes() {
    QSet<QString> texts;
    for (const QAction* action : inMenus(m_actions)) {
      QVERIFY(!action->text().isEmpty());
      QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->text()));
      QVERIFY2(action->toolTip().startsWith(action->iconText()), qPrintable(action->text()));
      QVERIFY2(action->toolTip().endsWith(action->statusTip()), qPrintable(action->text()));
      for (const QKeySequence& key : action->shortcuts().mid(0, 1))
        QVERIFY2(action->toolTip().contains(key.toString(QKeySequence::NativeText)),
                 qPrintable(action->toolTip()));
      QVERIFY2(action->statusTip() != action->iconText(), qPrintable(action->text()));
      QVERIFY2(!texts.contains(action->text()), qPrintable(action->text()));
      texts << action->text();
    }
  }

  void noTwoActionsShareAKey() {
    QHash<QKeySequence, QString> owners;
    for (const QAction* action : inMenus(m_actions)) {
      for (const QKeySequence& keys : action->shortcuts()) {
        QVERIFY2(!keys.isEmpty(), qPrintable(action->text()));
        QVERIFY2(!owners.contains(keys),
                 qPrintable(keys.toString() + owners.value(keys) + action->text()));
        owners.insert(keys, action->text());
      }
    }
    QVERIFY(owners.size() > 30);
  }

  void noTwoEntriesOfAMenuShareALetter() {
    for (const Actions::Group& group : m_actions.groups()) {
      QSet<QChar> letters;
      for (const QAction* action : group.actions) {
        if (action == nullptr) continue;
        const QChar letter = action->text().at(action->text().indexOf(u'&') + 1).toLower();
        QVERIFY2(action->text().contains(u'&'), qPrintable(action->text()));
        QVERIFY2(!letters.contains(letter), qPrintable(action->text()));
        letters << letter;
      }
    }
  }

  void aSubmenuStandsAboveAnActionOfAMenuBeforeIt() {
    QSet<QAction*> before;
    int submenus = 0;
    for (const Actions::Group& group : m_actions.groups()) {
      submenus += group.above == nullptr ? 0 : 1;
      QVERIFY(group.above == nullptr || before.contains(group.above));
      before.unite(QSet<QAction*>(group.actions.begin(), group.actions.end()));
    }
    QCOMPARE(submenus, 2);
  }

  void undoIsCalledSoOnAButtonWhateverTheStep() {
    m_history.push(new QUndoCommand(QStringLiteral("Zoom")));
    QVERIFY(m_actions.back->text().endsWith(QStringLiteral("Zoom")));
    QCOMPARE(m_actions.back->iconText(), QStringLiteral("Undo"));
    m_history.clear();
  }

  void theToolBarHasWordsWhereThereIsRoom() {
    ToolBar bar(m_actions);
    const auto styleAt = [&bar](int width) {
      bar.resize(width, 60);
      QResizeEvent event(bar.size(), {});
      QCoreApplication::sendEvent(&bar, &event);
      return bar.toolButtonStyle();
    };
    QCOMPARE(styleAt(1'599), Qt::ToolButtonIconOnly);
    QCOMPARE(styleAt(4'000), Qt::ToolButtonTextUnderIcon);
    QCOMPARE(styleAt(800), Qt::ToolButtonIconOnly);
  }

  void whatIsOnTheToolBarHasAnIcon() {
    for (const QAction* action : m_actions.toolBar())
      QVERIFY(action == nullptr || !action->icon().isNull());
  }

  void backAndForwardWalkTheHistory() {
    QVERIFY(!m_actions.back->isEnabled());
    m_history.push(new QUndoCommand(QStringLiteral("Zoom")));
    QVERIFY(m_actions.back->isEnabled());
    m_actions.back->trigger();
    QCOMPARE(m_history.index(), 0);
    m_actions.forward->trigger();
    QCOMPARE(m_history.index(), 1);
    m_history.clear();
  }

  void aChoiceIsShownWithoutBeingMade() {
    QSignalSpy triggered(m_actions.viewKinds, &QActionGroup::triggered);
    Actions::choose(*m_actions.viewKinds, static_cast<int>(fatou::render::ViewKind::Serial));
    QCOMPARE(m_actions.viewKinds->checkedAction(), m_actions.viewSerial);
    QCOMPARE(triggered.count(), 0);
    m_actions.viewDirect->trigger();
    QCOMPARE(triggered.count(), 1);
    QCOMPARE(m_actions.viewDirect->data().toInt(),
             static_cast<int>(fatou::render::ViewKind::Direct));
  }

  void everyExclusiveGroupBeginsWithOneChecked() {
    QUndoStack history;
    const Actions fresh(history, nullptr);
    for (const QActionGroup* group : fresh.findChildren<QActionGroup*>())
      QCOMPARE(group->checkedAction(), group->actions().first());
  }

  void aMenuIsFilledWithItsSeparators() {
    QMenu menu;
    const QList<QAction*> entries = m_actions.canvasMenu();
    Actions::fill(menu, entries);
    QCOMPARE(menu.actions().size(), entries.size());
    for (qsizetype i = 0; i < entries.size(); ++i)
      QCOMPARE(menu.actions().at(i)->isSeparator(), entries.at(i) == nullptr);
  }

  void aLetterTypedIntoAFieldIsNoShortcut() {
    QWidget window;
    QVBoxLayout layout(&window);
    QLineEdit field;
    QWidget canvas;
    canvas.setFocusPolicy(Qt::StrongFocus);
    layout.addWidget(&field);
    layout.addWidget(&canvas);
    for (QAction* action : inMenus(m_actions)) window.addAction(action);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window, fatou::tests::kPatienceMs));

    QSignalSpy grid(m_actions.showGrid, &QAction::toggled);
    QSignalSpy closer(m_actions.zoomIn, &QAction::triggered);
    field.setFocus();
    QTest::keyClicks(&field, QStringLiteral("g+[-="));
    QCOMPARE(field.text(), QStringLiteral("g+[-="));
    QCOMPARE(grid.count() + closer.count(), 0);
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_G);
    QTest::keyClick(&canvas, Qt::Key_Plus);
    QCOMPARE(grid.count(), 1);
    QCOMPARE(closer.count(), 1);
  }

  void theListOfShortcutsHasEveryActionThatHasOne() {
    const ShortcutsDialog dialog(m_actions.groups(), nullptr);
    const QStringList texts = labels(dialog);
    for (const QAction* action : inMenus(m_actions)) {
      if (action->shortcut().isEmpty()) continue;
      QVERIFY2(texts.contains(action->iconText().remove(u'…')), qPrintable(action->iconText()));
      for (const QKeySequence& keys : action->shortcuts())
        QVERIFY2(texts.contains(keys.toString(QKeySequence::NativeText)),
                 qPrintable(keys.toString()));
    }
    for (const char* gesture : {"Wheel", "Drag", "Double click", "Pinch", "Shift+drag", "Shift+C",
                                "Centre on c", "Move c by a pixel", "Zoom in time", "Shift+wheel",
                                "Shift+Return", "Ctrl+Return", "Stop it, and those that wait"})
      QVERIFY2(texts.contains(QLatin1String(gesture)), gesture);
  }

  void theNumbersAreExplained() {
    const QStringList texts = labels(NumbersDialog(nullptr));
    for (const char* term : {"J", "Wall time", "Serial time", "Speed-up", "Efficiency", "Imbalance",
                             "Iterations/s", "Serial", "Direct", "Balanced"})
      QVERIFY2(texts.contains(QLatin1String(term)), term);
  }

  void aboutTellsVersionVectorsAndLicence() {
    const QStringList texts =
        labels(AboutDialog({QStringLiteral("9.8.7"), QStringLiteral("AVX9")}, nullptr));
    for (const char* fact : {"9.8.7", "AVX9", "GPL-3.0-or-later"})
      QVERIFY2(texts.contains(QLatin1String(fact)), fact);
  }

  void helpIsClosedByEscape() {
    NumbersDialog dialog(nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog, fatou::tests::kPatienceMs));
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
  }

 private:
  QUndoStack m_history;
  Actions m_actions{m_history, nullptr};
};

QTEST_MAIN(ActionsTest)
#include "actions_test.moc"
