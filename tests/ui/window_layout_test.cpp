// SPDX-License-Identifier: GPL-3.0-or-later
// The real window: panels, sizes, full screen, and what comes back of them.
#include "ui/window/window_layout.h"

#include <algorithm>
#include <string>

#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QList>
#include <QMainWindow>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QStatusBar>
#include <QStringList>
#include <QTest>
#include <QUndoView>

#include "ui/canvas/fractal_canvas.h"
#include "ui/map/map_view.h"
#include "ui/panels/color_panel.h"
#include "ui/panels/places_panel.h"
#include "ui/state/explorer_document.h"
#include "ui/state/settings.h"
#include "ui/style/theme.h"
#include "ui/widgets/dock_title.h"
#include "ui/window/explorer.h"
#include "ui/window/panel_table.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

class WindowLayoutTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void cAndIterationsAreInViewInASmallWindow() {
    Program program(newFolder());
    program.window->resize(1280, 690);
    VERIFY_SETTLED(program);
    QList<QLineEdit*> fields = program.the<MapView>().parentWidget()->findChildren<QLineEdit*>();
    fields.removeIf([](const QLineEdit* field) { return !field->isVisible(); });
    for (const QLineEdit* field : fields.first(4)) {
      const QString name = field->accessibleName();
      QVERIFY2(field->visibleRegion().boundingRect().size() == field->size(), qPrintable(name));
    }
    QCOMPARE(fields.at(3)->accessibleName(), QStringLiteral("Iterations"));
    program.type(*fields.at(3), "450");
    QCOMPARE(program.document.state().place.tmax, 450);
  }

  void theMapIsWholeInViewAtFirst() {
    Program program(newFolder());
    const auto& map = program.the<MapView>();
    QTRY_VERIFY(2 * dockOf(map).height() > 3 * dockOf(program.the<PlacesPanel>()).height());
    for (const QSize size : {QSize(1'280, 800), QSize(1'600, 1'000)}) {
      program.window->resize(size);
      VERIFY_SETTLED(program);
      program.actions().resetLayout->trigger();
      QTRY_COMPARE(map.visibleRegion().boundingRect().size(), map.size());
      QTRY_VERIFY(map.height() >= 175);
    }
  }

  void everyRowOfTheTableIsADockThatJoinsEarlierOnes() {
    Program program(newFolder());
    QStringList earlier;
    for (const PanelRow& row : panelTable()) {
      const QString name = QLatin1StringView(row.name);
      const auto* dock = program.window->findChild<QDockWidget*>(name);
      QVERIFY2(dock != nullptr && dock->widget() != nullptr, row.name);
      QCOMPARE(dock->windowTitle(), QLatin1StringView(row.title));
      QVERIFY2(row.behind == nullptr || earlier.contains(QLatin1StringView(row.behind)), row.name);
      QVERIFY2(!earlier.contains(name), row.name);
      earlier << name;
    }
    QCOMPARE(program.window->findChildren<QDockWidget*>().size(), earlier.size());
  }

  void noPanelIsCutAfterTheWindowWasSmall() {
    Program program(newFolder());
    program.window->resize(640, 480);
    VERIFY_SETTLED(program);
    program.window->resize(1300, 800);
    VERIFY_SETTLED(program);
    for (const QScrollArea* area : program.window->findChildren<QScrollArea*>()) {
      if (area->visibleRegion().isEmpty() || area->widget() == nullptr) continue;
      QVERIFY2(area->widget()->width() <= area->viewport()->width(),
               area->widget()->metaObject()->className());
    }
  }

  void fullScreenIsThePictureAloneAndGivesTheRestBack() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const QSize before = program.canvas().size();
    const auto docks = program.window->findChildren<QDockWidget*>();
    const auto shown = [&docks] {
      QList<QString> names;
      for (const auto* dock : docks)
        if (!dock->isHidden()) names += dock->objectName();
      return names;
    };
    const QList<QString> names = shown();
    QVERIFY(names.size() > 5);
    program.actions().fullScreen->trigger();
    QVERIFY(program.window->isFullScreen());
    QVERIFY(shown().isEmpty());
    QTRY_COMPARE(program.canvas().size(), program.window->size());
    program.window->keepLayout();  // as if it was quit now
    const QByteArray kept = program.settings.value(settings::kWindowLayout);
    QWidget next;
    QVERIFY(next.restoreGeometry(program.settings.value(settings::kWindowGeometry)));
    QVERIFY(!next.isFullScreen());  // else the next session could not leave it by its key
    QTest::keyClick(&program.canvas(), Qt::Key_Escape);
    QVERIFY(!program.window->isFullScreen());
    QCOMPARE(shown(), names);
    QTRY_COMPARE(program.canvas().size(), before);
    QTRY_COMPARE(program.window->saveState(), kept);
  }

  void whatTheStatusBarSaysIsOverThePictureWhereThereIsNone() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const QString notice = QStringLiteral("All of this is inside the set.");
    Q_EMIT program.the<Explorer>().noticeChanged(notice);
    const auto isOver = [&] {
      const auto labels = program.canvas().findChildren<QLabel*>();
      return std::ranges::any_of(labels, [&](const QLabel* label) {
        return label->isVisible() && label->text() == notice;
      });
    };
    QVERIFY(!isOver());
    program.actions().fullScreen->trigger();
    QVERIFY(isOver());
    program.actions().fullScreen->trigger();
    QVERIFY(!isOver());
  }

  void panelsAreBroughtBackAndPutWhereTheyWere() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto* dock = qobject_cast<QDockWidget*>(program.the<PlacesPanel>().parentWidget());
    dock->close();
    QVERIFY(dock->isHidden());
    QMenu* panels = nullptr;
    for (QMenu* menu : program.window->findChildren<QMenu*>())
      if (menu->actions().contains(dock->toggleViewAction())) panels = menu;
    QVERIFY(panels != nullptr);
    QCOMPARE(panels->actions().size(), 7);
    dock->toggleViewAction()->trigger();
    QVERIFY(!dock->isHidden());
    program.window->addDockWidget(Qt::RightDockWidgetArea, dock);
    dock->close();
    program.actions().resetLayout->trigger();
    QVERIFY(!dock->isHidden());
    QCOMPARE(program.window->dockWidgetArea(dock), Qt::LeftDockWidgetArea);
  }

  void docksHaveTheirSizesBackAfterTheWindowWasSmall() {
    Program program(newFolder());
    program.window->resize(1'300, 800);
    VERIFY_SETTLED(program);
    const auto docks = program.window->findChildren<QDockWidget*>();
    const auto sizes = [&docks] {
      QList<QSize> all;
      for (const auto* dock : docks)
        if (dock->isVisible() && dock->x() >= 0) all += dock->size();
      return all;
    };
    const QList<QSize> before = sizes();
    QVERIFY(before.size() >= 4);
    program.window->resize(640, 480);
    QCoreApplication::processEvents();
    QVERIFY(sizes() != before);
    program.window->resize(1'300, 800);
    QTRY_COMPARE(sizes(), before);
  }

  void noPanelIsNarrowerThanWhatIsInIt() {
    Program program(newFolder());
    program.window->resize(200, 150);
    QCoreApplication::processEvents();
    auto& colors = program.the<ColorPanel>();
    QVERIFY(colors.parentWidget()->width() >= colors.minimumSizeHint().width());
  }

  void theFirstWindowIsInsideTheScreen() {
    QSettings store(newFolder() + QStringLiteral("/settings.ini"), QSettings::IniFormat);
    QMainWindow window;
    restoreWindow(window, Settings(store));
    const QSize room = window.screen()->availableSize();
    QVERIFY(window.width() < room.width() && window.height() < room.height());
    QCOMPARE(window.isMaximized(), window.size() != QSize(1'440, 900));
  }

  void theHistoryDoesNotScrollSideways() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    ExplorerState state = program.document.state();
    program.document.change(smallState(), QStringLiteral("Elsewhere"));
    state.place.tmax = 70;
    program.document.change(state, QStringLiteral("c = 0.123456789").repeated(20));
    auto& view = program.the<QUndoView>();
    dockOf(view).raise();
    QTRY_VERIFY(view.visualRect(view.model()->index(1, 0)).isValid());
    QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    QVERIFY(view.visualRect(view.model()->index(1, 0)).width() <= view.viewport()->width());
  }

  void aLongNameOfAGradientDoesNotMakeThePanelWide() {
    Program program(newFolder());
    const int before = program.the<ColorPanel>().minimumSizeHint().width();
    color::Coloring coloring = program.document.state().coloring;
    coloring.gradient.name = std::string(200, 'w');
    program.the<ColorPanel>().setColoring(coloring);
    QCoreApplication::processEvents();
    QCOMPARE(program.the<ColorPanel>().minimumSizeHint().width(), before);
  }

  void settingsAndLayoutComeBack() {
    const QString folder = newFolder();
    {
      Program program(folder);
      program.actions().showGrid->setChecked(true);
      program.window->findChild<QDockWidget*>(QStringLiteral("run"))->close();
      program.window->resize(900, 640);
      program.window->close();
    }
    Program program(folder);
    QVERIFY(program.actions().showGrid->isChecked());
    QVERIFY(program.canvas().overlays().testFlag(Overlay::Grid));
    QVERIFY(program.window->findChild<QDockWidget*>(QStringLiteral("run"))->isHidden());
  }

  void everySizeWorks_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("small") << QSize(200, 150);
    QTest::newRow("8K") << QSize(7680, 4320);
  }
  void everySizeWorks() {
    QFETCH(QSize, size);
    Program program(newFolder());
    program.window->resize(size);
    VERIFY_SETTLED(program);
    QVERIFY(program.canvas().picture().width() >= 2);
    QVERIFY(!program.window->grab().isNull());
  }

  // The last test, as it changes the look of the application.
  void aPresentersTextIsLargerAtOnceAndComesBack() {
    const QString folder = newFolder();
    applyTheme(*qApp, ColorScheme::Light);
    {
      Program program(folder);
      VERIFY_SETTLED(program);
      const double size = QApplication::font().pointSizeF();
      const auto label = program.window->findChild<QStatusBar*>()->findChild<QLabel*>();
      const int height = label->sizeHint().height();
      program.actions().presenterText->trigger();
      QCOMPARE(QApplication::font().pointSizeF(), 1.6 * size);
      QTRY_VERIFY(label->sizeHint().height() > height);
      QCOMPARE(program.settings.value(settings::kTextSize), static_cast<int>(TextSize::Presenter));
      program.actions().darkScheme->trigger();
      QCOMPARE(QApplication::font().pointSizeF(), 1.6 * size);
    }
    Program program(folder);
    QVERIFY(program.actions().presenterText->isChecked());
    program.actions().normalText->trigger();
    applyTheme(*qApp, ColorScheme::System);
  }
};

QTEST_MAIN(WindowLayoutTest)
#include "window_layout_test.moc"
