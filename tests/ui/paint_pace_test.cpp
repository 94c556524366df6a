// SPDX-License-Identifier: GPL-3.0-or-later
// How often the canvas is painted while tiles come.
#include "ui/canvas/paint_pace.h"

#include <QElapsedTimer>
#include <QPaintEvent>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/explorer_bench.h"

using namespace fatou;
using namespace fatou::tests;
using ui::PaintPace;

namespace {

// Counts what a widget is asked to paint.
class Paints : public QObject {
 public:
  explicit Paints(QWidget& widget) { widget.installEventFilter(this); }

  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() != QEvent::Paint) return false;
    ++count;
    area |= static_cast<QPaintEvent*>(event)->region();
    return false;
  }

  int count = 0;
  QRegion area;
};

// How often a screen of 60 frames a second can have shown something, if the first frame came at
// once; timers may be early by a millisecond.
int mostPaints(const QElapsedTimer& timer) {
  return 2 + static_cast<int>(timer.elapsed() / 15);
}

constexpr int kParts = 60;

}  // namespace

class PaintPaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void partsAreAllPaintedButNotOneByOne() {
    QWidget widget;
    widget.resize(100, kParts);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    QCoreApplication::processEvents();
    PaintPace pace(widget);
    Paints paints(widget);
    QElapsedTimer timer;
    timer.start();
    pace.add({0, 0, 100, 1});
    QCoreApplication::processEvents();
    QVERIFY(paints.area.contains(QPoint(50, 0)));  // without waiting for a frame
    for (int row = 1; row < kParts; ++row) {
      pace.add({0, row, 100, 1});
      QCoreApplication::processEvents();
    }
    QVERIFY(paints.count <= mostPaints(timer));
    QTRY_COMPARE(paints.area.boundingRect(), widget.rect());
  }

  void whatIsWantedNowIsPaintedNow() {
    QWidget widget;
    widget.resize(100, 100);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    QCoreApplication::processEvents();
    PaintPace pace(widget);
    Paints paints(widget);
    pace.add({0, 0, 1, 1});
    pace.add({50, 0, 1, 1});
    pace.paintNow();
    QCoreApplication::processEvents();
    QVERIFY(paints.area.contains(QPoint(50, 0)));
    pace.add({60, 0, 1, 1});
    pace.restart();
    pace.add({70, 0, 1, 1});
    QCoreApplication::processEvents();
    QVERIFY(paints.area.contains(QPoint(70, 0)));
  }

  void tilesThatComeFasterThanFramesArePaintedTogether() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.canvas));
    VERIFY_SETTLED(bench);
    const auto job = render::RenderJob::create(bench.canvas.picture().request()).value();
    const auto tile = job->computeBlock(
        {.rect = {0, 0, job->request().picture.width, 1}, .sampling = {}}, std::stop_token());
    const render::BandRecord band{.rows = {0, 1}, .task = {.engine = 0}};
    QCoreApplication::processEvents();
    Paints paints(bench.canvas);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kParts; ++i) {
      bench.canvas.addTile(tile, band);
      QCoreApplication::processEvents();
    }
    QVERIFY(paints.count <= mostPaints(timer));
    QTRY_VERIFY(paints.count >= 1);
  }
};

QTEST_MAIN(PaintPaceTest)
#include "paint_pace_test.moc"
