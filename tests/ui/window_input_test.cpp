// SPDX-License-Identifier: GPL-3.0-or-later
// The real window: keys, wheel and mouse, and whom they reach.
#include <random>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QList>
#include <QSet>
#include <QSlider>
#include <QTest>
#include <QWheelEvent>

#include "ui/canvas/fractal_canvas.h"
#include "ui/map/map_view.h"
#include "ui/panels/color_panel.h"
#include "ui/panels/places_panel.h"
#include "ui/panels/region_panel.h"
#include "ui/state/actions.h"
#include "ui/widgets/focus_ring.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

// The memory that this process holds, in MiB.
double residentMiB() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0.0;
  return file.readAll().split(' ').value(1).toDouble() * 4096.0 / (1 << 20);
}

// Whether a click somewhere on the widget would meet it.
bool isInSight(const QWidget& widget) {
  const QWidget& window = *widget.window();
  constexpr int kPoints = 8;
  for (int i = 0; i < kPoints * kPoints; ++i) {
    const QPoint at(widget.width() * (2 * (i % kPoints) + 1) / (2 * kPoints),
                    widget.height() * (2 * (i / kPoints) + 1) / (2 * kPoints));
    const QWidget* met = window.childAt(widget.mapTo(&window, at));
    if (met != nullptr && (met == &widget || widget.isAncestorOf(met))) return true;
  }
  return false;
}

}  // namespace

class WindowInputTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  void draggingOnTheMapIsOneStepOfC() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto& map = program.the<MapView>();
    const auto before = program.document.state().place.c;
    QTest::mousePress(&map, Qt::LeftButton, {}, {100, 60});
    for (int x = 100; x < 120; x += 4) program.move(map, {x, 60}, Qt::LeftButton);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, {120, 60});
    QVERIFY(!(program.document.state().place.c == before));
    QCOMPARE(program.document.history().count(), 1);
    VERIFY_SETTLED(program);
    QVERIFY(program.canvas().picture().request().picture.place.c ==
            program.document.state().place.c);
  }

  void enginesAndViewsChangeWhileRendering() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    Actions& actions = program.actions();
    for (QAction* action :
         {actions.viewSerial, actions.moreEngines, actions.kernelPlain, actions.viewDirect,
          actions.moreEngines, actions.kernelFast, actions.fewerEngines, actions.viewBalanced}) {
      action->trigger();
      program.wheel({100, 100}, 1);
      QCoreApplication::processEvents();
    }
    VERIFY_SETTLED(program);
    QCOMPARE(program.document.state().engines.count, 3);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
  }

  void escapeLeavesFullScreenWhereNothingIsToBeStopped() {
    Program program(newFolder());
    program.actions().fullScreen->setChecked(true);
    QVERIFY(program.window->isFullScreen());
    VERIFY_SETTLED(program);
    program.actions().stopRender->trigger();
    QVERIFY(!program.window->isFullScreen());
    QVERIFY(!program.actions().fullScreen->isChecked());
  }

  void theTabKeyReachesNothingThatIsNotShown() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    program.canvas().setFocus();
    QSet<QWidget*> seen;
    for (int press = 0; press < 80; ++press) {
      QTest::keyClick(program.window->focusWidget(), Qt::Key_Tab);
      QCoreApplication::processEvents();
      QWidget* focused = QApplication::focusWidget();
      QVERIFY(focused != nullptr);
      QVERIFY2(isInSight(*focused), focused->metaObject()->className());
      seen += focused;
    }
    QVERIFY(seen.size() > 20);
  }

  void whoIsBehindAnotherTabHasNoFocus() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    program.field<RegionPanel>(0).setFocus();  // which brings it to the front
    QTRY_VERIFY(!program.field<RegionPanel>(0).visibleRegion().isEmpty());
    qobject_cast<QDockWidget*>(program.the<PlacesPanel>().parentWidget())->raise();
    QTRY_VERIFY(!program.field<RegionPanel>(0).hasFocus());
  }

  void theCanvasShowsThatAKeyBroughtTheFocus() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    const auto& ring = program.the<FocusRing>();
    program.canvas().clearFocus();
    program.canvas().setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(ring.isVisible());
    QCOMPARE(ring.size(), program.canvas().size());
    QTest::mouseClick(&program.canvas(), Qt::LeftButton, {}, {90, 90});
    QVERIFY(!ring.isVisible());
  }

  void theWheelTurnsOnlyWhatHasTheFocus() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    auto* slider = program.the<ColorPanel>().findChild<QSlider*>();
    auto* box = program.the<ColorPanel>().findChild<QComboBox*>();
    const auto turn = [](QWidget& widget) {
      const QPoint at = widget.rect().center();
      QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(&widget, &event);
    };
    const int value = slider->value();
    const int index = box->currentIndex();
    program.canvas().setFocus();
    turn(*slider);
    turn(*box);
    turn(*box);
    QCOMPARE(slider->value(), value);
    QCOMPARE(box->currentIndex(), index);
    slider->setFocus();
    turn(*slider);
    QVERIFY(slider->value() != value);
  }

  // Whatever is done, the window lives, and what it shows in the end is right.
  void randomGestures() {
#ifdef __SANITIZE_ADDRESS__
    constexpr int kGestures = 2'500;  // each takes ten times as long
#else
    constexpr int kGestures = 10'000;
#endif
    Program program(newFolder());
    program.window->resize(420, 320);
    std::mt19937 random(20'261'125);
    const auto upTo = [&](int n) { return static_cast<int>(random() % unsigned(n)); };
    FractalCanvas& canvas = program.canvas();
    MapView& map = program.the<MapView>();
    const Actions& actions = program.actions();
    const QList<QAction*> some{
        actions.back,        actions.forward,      actions.resetView,    actions.stopRender,
        actions.zoomIn,      actions.zoomOut,      actions.showGrid,     actions.tintEngines,
        actions.heatMap,     actions.showCycle,    actions.nextGradient, actions.viewDirect,
        actions.viewSerial,  actions.viewBalanced, actions.kernelPlain,  actions.kernelFast,
        actions.moreEngines, actions.fewerEngines, actions.boxTool,      actions.panTool,
        actions.copyPlace,   actions.pastePlace};
    const auto anywhere = [&](const QWidget& widget) {
      return QPoint(upTo(widget.width()), upTo(widget.height()));
    };
    const auto dragOn = [&](QWidget& widget, Qt::MouseButton button) {
      QTest::mousePress(&widget, button, {}, anywhere(widget));
      program.move(widget, anywhere(widget), button);
      QTest::mouseRelease(&widget, button, {}, anywhere(widget));
    };
    [[maybe_unused]] double settledMiB = 0.0;
    for (int k = 0; k < kGestures; ++k) {
      if (k == 2'000) settledMiB = residentMiB();
      switch (upTo(10)) {
        case 0:
        case 1:
          program.wheel(anywhere(canvas), upTo(2) == 0 ? 1 : -1);
          break;
        case 2:
          dragOn(canvas, Qt::LeftButton);
          break;
        case 3:
          dragOn(canvas, Qt::MiddleButton);
          break;
        case 4:
          QTest::mouseDClick(&canvas, upTo(2) == 0 ? Qt::LeftButton : Qt::RightButton, {},
                             anywhere(canvas));
          break;
        case 5:
          dragOn(map, Qt::LeftButton);
          break;
        case 6:
          program.move(canvas, anywhere(canvas), Qt::NoButton);
          break;
        case 7:
        case 8:
          some[upTo(int(some.size()))]->trigger();
          break;
        case 9:
          if (upTo(20) == 0) program.window->resize(300 + upTo(300), 240 + upTo(200));
          break;
      }
      if (upTo(8) == 0) QCoreApplication::processEvents();
    }
    actions.resetView->trigger();
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    QVERIFY(program.document.history().count() <= 1'000);
#ifndef __SANITIZE_ADDRESS__  // which keeps freed memory back
    QVERIFY2(residentMiB() < settledMiB + 100.0, qPrintable(QString::number(residentMiB())));
    qInfo("resident after 2,000 gestures %.0f MiB, after 10,000 %.0f MiB", settledMiB,
          residentMiB());
#endif
  }
};

QTEST_MAIN(WindowInputTest)
#include "window_input_test.moc"
