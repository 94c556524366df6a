// SPDX-License-Identifier: GPL-3.0-or-later
// Gestures on the canvas at any depth, and any tangle of them.
#include <cmath>
#include <random>

#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/explorer_bench.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"
#include "ui/window/explorer.h"

using namespace fatou;
using ui::ExplorerState;
using namespace fatou::tests;

class ExplorerDepthTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void zoomingGoesOnBelowDoubles() {
    Bench bench(deepState("1e-8"));
    VERIFY_SETTLED(bench);
    QSignalSpy notices(&bench.explorer, &ui::Explorer::noticeChanged);
    const auto centre = julia::centreOf(bench.document.state().place.view);
    for (int k = 0; k < 12; ++k) {
      bench.explorer.zoomBy(1e5);
      QCoreApplication::processEvents();
    }
    VERIFY_SETTLED(bench);
    QCOMPARE(notices.count(), 0);
    const auto& picture = bench.canvas.picture();
    QVERIFY(std::abs(picture.raster().radius().log10() + 68.0) < 1e-3);
    QVERIFY(!picture.raster().isInDoubles());
    QVERIFY(julia::centreOf(bench.document.state().place.view) == centre);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    for (int k = 0; k < 12; ++k) bench.explorer.zoomBy(1e-5);
    VERIFY_SETTLED(bench);
    QVERIFY(std::abs(picture.raster().radius().log10() + 8.0) < 1e-3);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void deepGesturesMoveThePictureAndKeepWhatIsShared() {
    Bench bench(deepState("1e-40"));
    VERIFY_SETTLED(bench);
    const auto& picture = bench.canvas.picture();
    const auto under = [&](QPoint at) { return picture.pixelAt(at)->z0; };
    const auto point = under({100, 90});
    bench.drag({100, 90}, {140, 60});
    QVERIFY(picture.pixelAt({140, 60}));
    QVERIFY(under({140, 60}) == point);
    QVERIFY(!picture.pixelAt({10, 10}));
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.drag({140, 60}, {100, 90});
    QVERIFY(under({100, 90}) == point);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.wheel({60, 50}, 3);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.drag({70, 50}, {130, 100}, Qt::LeftButton, Qt::ShiftModifier);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    for (int k = 0; k < 4; ++k) bench.document.history().undo();
    VERIFY_SETTLED(bench);
    QVERIFY(under({100, 90}) == point);
  }

  // The critical orbit of i never escapes, and thousands of digits make every step of it dear.
  void anOrbitThatTakesLongIsShownAndCanBeStopped() {
    ExplorerState state = deepState("1e-9000");
    state.place.c = julia::parseComplex("i").value();
    std::get<julia::CentreView>(state.place.view).centre = {};
    state.place.tmax = 2'000'000'000;
    Bench bench(state);
    QSignalSpy progress(&bench.renders, &ui::RenderController::orbitProgressed);
    QTRY_VERIFY(progress.count() >= 2);
    QVERIFY(progress[1][0].toLongLong() > progress[0][0].toLongLong());
    QSignalSpy failed(&bench.renders, &ui::RenderController::failed);
    QSignalSpy finished(&bench.renders, &ui::RenderController::finished);
    bench.explorer.stop();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(failed.count(), 0);
  }

  void anyTangleOfGesturesEndsWithTheRightPicture_data() {
    QTest::addColumn<ExplorerState>("state");
    QTest::newRow("from the whole set") << smallState();
    QTest::newRow("about where doubles end") << deepState("1.4e-9");
    QTest::newRow("in the deep") << deepState("1e-60");
  }
  void anyTangleOfGesturesEndsWithTheRightPicture() {
    QFETCH(ExplorerState, state);
    Bench bench(state);
    std::mt19937 random(4);
    const auto upTo = [&](int n) { return static_cast<int>(random() % unsigned(n)); };
    const auto anywhere = [&] { return QPoint(upTo(240), upTo(180)); };
    for (int k = 0; k < 100; ++k) {
      switch (upTo(7)) {
        case 0:
          bench.wheel(anywhere(), 1 + upTo(3));
          break;
        case 1:
          bench.wheel(anywhere(), -1 - upTo(2));
          break;
        case 2:
          bench.drag(anywhere(), anywhere());
          break;
        case 3:
          bench.drag(anywhere(), anywhere(), Qt::LeftButton, Qt::ShiftModifier);
          break;
        case 4:
          bench.document.history().undo();
          break;
        case 5:
          bench.canvas.resize(60 + upTo(300), 40 + upTo(200));
          break;
        case 6:
          QTest::keyClick(&bench.canvas, Qt::Key_Left);
          break;
      }
      if (upTo(3) == 0) QCoreApplication::processEvents();
      if (upTo(12) == 0) {
        VERIFY_SETTLED(bench);
        QVERIFY(bench.hasTheCountsOfTheCommandLine());
      }
    }
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }
};

QTEST_MAIN(ExplorerDepthTest)
#include "explorer_depth_test.moc"
