// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas, the document and the engines together, driven by gestures.
#include "ui/window/explorer.h"

#include <algorithm>
#include <cmath>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/explorer_bench.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"

using namespace fatou;
using ui::ExplorerState;
using namespace fatou::tests;

class ExplorerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void thePictureOfTheStateAppears() {
    Bench bench;
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.canvas.picture().width(), 240);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void theWholeSetIsInThePictureWhateverItsSize_data() {
    QTest::addColumn<QByteArray>("c");
    QTest::addColumn<double>("end");
    QTest::newRow("segment") << QByteArray("-2") << 2.0;
    QTest::newRow("dust") << QByteArray("-6") << 3.0;
    QTest::newRow("basilica") << QByteArray("-1") << 1.618;
  }
  void theWholeSetIsInThePictureWhateverItsSize() {
    QFETCH(QByteArray, c);
    QFETCH(double, end);
    ExplorerState state = smallState();
    state.place.c = julia::parseComplex(c.toStdString()).value();
    Bench bench(state);
    for (const QSize size : {QSize(240, 180), QSize(120, 240)}) {
      bench.canvas.resize(size);
      bench.explorer.resetView();
      VERIFY_SETTLED(bench);
      const auto first = bench.pointAt({0, size.height() - 1});
      const auto last = bench.pointAt({size.width() - 1, 0});
      QVERIFY(first.real() < -end && last.real() > end);
      QVERIFY(first.imag() < -end && last.imag() > end);
      QVERIFY(std::min(last.real(), last.imag()) < 1.2 * end);
    }
  }

  void theWheelZoomsAtTheCursorInOneStep() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const ExplorerState before = bench.document.state();
    const auto point = bench.pointAt({60, 50});
    const double step = bench.mapping().stepX;
    QElapsedTimer burst;
    burst.start();
    bench.wheel({60, 50}, 1);
    bench.wheel({60, 50}, 2);
    const bool isOneBurst = burst.elapsed() < 500;  // else a busy machine made a pause between them
    VERIFY_SETTLED(bench);
    const auto mapping = bench.mapping();
    QVERIFY(std::abs(mapping.stepX * 2.0 / step - 1.0) < 1e-5);  // three notches double
    QVERIFY(std::abs(bench.pointAt({60, 50}) - point) < 2.0 * mapping.stepX);
    QCOMPARE(bench.document.history().count(), isOneBurst ? 1 : 2);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.document.history().setIndex(0);
    QVERIFY(bench.document.state() == before);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aDragMovesThePictureWithTheMouse() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto point = bench.pointAt({100, 90});
    bench.drag({100, 90}, {140, 60});
    QVERIFY(std::abs(bench.pointAt({140, 60}) - point) < 1e-12);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aBoxFillsTheCanvas() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto middle = bench.pointAt({100, 75});
    const double step = bench.mapping().stepX;
    bench.drag({70, 50}, {130, 100}, Qt::LeftButton, Qt::ShiftModifier);
    const auto mapping = bench.mapping();
    QVERIFY(std::abs(step / mapping.stepX - 3.6) < 1e-4);  // 180 rows for 50
    QVERIFY(std::abs(mapping.pointAt({119.5, 89.5}) - middle) < 1.5 * step);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void doubleClicksZoomInAndOut() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const double step = bench.mapping().stepX;
    QTest::mouseDClick(&bench.canvas, Qt::LeftButton, {}, {30, 40});
    QVERIFY(std::abs(step / bench.mapping().stepX - 2.0) < 1e-5);
    QTest::mouseDClick(&bench.canvas, Qt::RightButton, {}, {30, 40});
    QVERIFY(std::abs(step / bench.mapping().stepX - 1.0) < 1e-5);
    VERIFY_SETTLED(bench);
  }

  // A trackpad zooms by very little at a time, just above the switch to many digits.
  void manySmallZoomsAddUp() {
    Bench bench(deepState("1.9e-9"));
    VERIFY_SETTLED(bench);
    Q_EMIT bench.canvas.gestureBegun();
    const double before = bench.canvas.picture().raster().radius().log10();
    for (int k = 0; k < 400; ++k) Q_EMIT bench.canvas.zoomed({40, 30}, std::exp2(1.0 / 400.0));
    const double after = bench.canvas.picture().raster().radius().log10();
    QVERIFY(std::abs(before - after - std::log10(2.0)) < 0.01);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void keysPanAndZoom() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto corner = bench.pointAt({0, 0});
    QTest::keyClick(&bench.canvas, Qt::Key_Right);
    QVERIFY(bench.pointAt({0, 0}).real() > corner.real());
    QTest::keyClick(&bench.canvas, Qt::Key_Up);
    QVERIFY(bench.pointAt({0, 0}).imag() > corner.imag());
    const double step = bench.mapping().stepX;
    QTest::keyClick(&bench.canvas, Qt::Key_Plus);
    QVERIFY(bench.mapping().stepX < step);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void draggingCShowsPicturesAndIsOneStep() {
    Bench bench;
    VERIFY_SETTLED(bench);
    QSignalSpy passes(&bench.renders, &ui::RenderController::passDone);
    for (int k = 0; k < 30; ++k) {
      bench.explorer.setC({julia::Decimal::fromDouble(-0.7 + 0.001 * k), {}}, false);
      QCoreApplication::processEvents();
    }
    QTRY_VERIFY(passes.count() >= 1);
    bench.explorer.setC({julia::Decimal::fromDouble(-0.5), {}}, true);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.canvas.picture().request().picture.place.c.re.toDouble(), -0.5);
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aPreviewIsShownAndForgotten() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto c = bench.document.state().place.c;
    bench.explorer.previewC(julia::parseComplex("i").value());
    QTRY_VERIFY(bench.canvas.picture().request().picture.place.c != c);
    bench.explorer.previewC(std::nullopt);
    QTRY_VERIFY(bench.canvas.picture().request().picture.place.c == c);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.document.history().count(), 0);
  }

  void aPictureOfItsOwnSizeIsRenderedAsAsked() {
    ExplorerState state = smallState();
    state.size = ui::PixelSize{77, 50};
    const auto number = [](const char* text) { return julia::Decimal::parse(text).value(); };
    state.place.view =
        julia::CornerView{number("-1.3"), number("-1.3"), number("1.3"), number("1.3")};
    Bench bench(state);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.canvas.picture().width(), 77);
    QVERIFY(bench.canvas.picture().request().picture.place.view == state.place.view);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.drag({100, 90}, {160, 60});
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aPictureOfOneColourSaysWhy_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<double>("radius");
    QTest::addColumn<QString>("said");
    QTest::newRow("far away") << QStringLiteral("100") << 1.2 << QStringLiteral("far outside");
    QTest::newRow("in the trap") << QStringLiteral("-0.12256+0.74486i") << 1e-3
                                 << QStringLiteral("inside the set");
    QTest::newRow("a circle's middle")
        << QStringLiteral("0") << 0.1 << QStringLiteral("inside the set");
    QTest::newRow("not proven") << QStringLiteral("0.25") << 1e-3
                                << QStringLiteral("more iterations");
    QTest::newRow("of many colours") << QStringLiteral("-0.7269+0.1889i") << 1.2 << QString();
  }
  void aPictureOfOneColourSaysWhy() {
    QFETCH(QString, c);
    QFETCH(double, radius);
    QFETCH(QString, said);
    ExplorerState state = smallState();
    state.place.c = julia::parseComplex(c.toStdString()).value();
    state.place.view =
        julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(radius)};
    Bench bench(state);
    QSignalSpy notices(&bench.explorer, &ui::Explorer::noticeChanged);
    VERIFY_SETTLED(bench);
    const QString notice = notices.isEmpty() ? QString() : notices.last()[0].toString();
    QCOMPARE(notice.isEmpty(), said.isEmpty());
    QVERIFY2(notice.contains(said), qPrintable(notice));
  }
};

QTEST_MAIN(ExplorerTest)
#include "explorer_test.moc"
