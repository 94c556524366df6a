// SPDX-License-Identifier: GPL-3.0-or-later
// What gestures on the map of c mean.
#include "ui/map/map_view.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/map_samples.h"
#include "ui/map/map_frame.h"

using namespace fatou;
using julia::ComplexDecimal;
using ui::MapFrame;
using ui::MapView;
using namespace fatou::tests;

namespace {

void mouse(QWidget& widget, QEvent::Type type, QPointF at, Qt::MouseButton button = Qt::NoButton,
           Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  const bool up = type == QEvent::MouseButtonRelease;
  QMouseEvent event(type, at, widget.mapToGlobal(at),
                    type == QEvent::MouseMove ? Qt::NoButton : button, up ? Qt::NoButton : button,
                    modifiers);
  QCoreApplication::sendEvent(&widget, &event);
}

// The c of a spy's signal number `index`.
ComplexDecimal cOf(const QSignalSpy& spy, qsizetype index) {
  return spy.at(index).at(0).value<ComplexDecimal>();
}

std::optional<ComplexDecimal> previewOf(const QSignalSpy& spy, qsizetype index) {
  return spy.at(index).at(0).value<std::optional<ComplexDecimal>>();
}

}  // namespace

class MapViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qRegisterMetaType<ComplexDecimal>("fatou::julia::ComplexDecimal");
    qRegisterMetaType<std::optional<ComplexDecimal>>("std::optional<fatou::julia::ComplexDecimal>");
  }

  void pressingAndMovingTakesC();
  void aPressOutsideTheLeftButtonTakesNothing();
  void hoveringWithAModifierPreviews();
  void theWheelKeepsThePointUnderTheCursor();
  void rightDragAndSpaceDragPan();
  void doubleClickCentres();
  void arrowsNudgeByPixelsOfTheMap();
  void aNudgeKeepsTheOtherCoordinatesDigits();
  void shiftDragZoomsToABoxAndEndsThePreview();
  void homeShowsAllAgain();
  void theKeyCFindsC();
  void takesADeepCWithItsDigits();
};

void MapViewTest::theKeyCFindsC() {
  const auto view = shownView();
  view->setParameter(decimal("-0.10109636384562,0.95628651080914"));
  const auto unit = view->frame().unit;
  QTest::keyClick(view.get(), Qt::Key_C);
  QVERIFY(view->frame().centre == view->parameter());
  QVERIFY(view->frame().unit == unit);
  QTest::keyClick(view.get(), Qt::Key_C, Qt::ShiftModifier);
  QVERIFY(view->frame().centre == view->parameter());
  QVERIFY(view->frame().unit.log10() < -14.0);
}

void MapViewTest::takesADeepCWithItsDigits() {
  const auto view = shownView();
  QSignalSpy spy(view.get(), &MapView::cRequested);
  view->setFrame(view->frame().centredOn(decimal("0,1")).zoomed({10, 20}, 1e60));
  mouse(*view, QEvent::MouseButtonPress, {100, 60}, Qt::LeftButton);
  mouse(*view, QEvent::MouseButtonRelease, {100, 60}, Qt::LeftButton);
  const auto c = cOf(spy, 1);
  QVERIFY(c.re.digits().size() >= 58);
  QVERIFY(c.im.digits().size() >= 58);
  QVERIFY(pixelsApart(view->frame(), c, {100, 60}) < 0.1);
  // The ring: white on the circle about the point, wherever the map goes from here.
  QImage black(kSize, QImage::Format_RGB32);
  black.fill(Qt::black);
  view->setPicture({black, view->frame().centre, view->frame().unit});
  const auto ringAt = [&](QPoint at) {
    return view->grab().toImage().pixelColor(at + QPoint(5, 0)).lightness() > 200;
  };
  QVERIFY(ringAt({100, 60}));
  view->setFrame(view->frame().panned({40, -30}));
  QVERIFY(ringAt({140, 30}));
  QVERIFY(!ringAt({100, 60}));
  QTest::keyClick(view.get(), Qt::Key_Right);
  QVERIFY(pixelsApart(view->frame(), view->parameter(), {141, 30}) < 0.2);
  view->setParameter(c);
  view->setFrame(MapFrame::home(kSize));
  QCOMPARE(view->parameter().re.digits(), c.re.digits());
}

void MapViewTest::pressingAndMovingTakesC() {
  const auto view = shownView();
  QSignalSpy spy(view.get(), &MapView::cRequested);
  mouse(*view, QEvent::MouseButtonPress, {100, 60}, Qt::LeftButton);
  mouse(*view, QEvent::MouseMove, {101, 61}, Qt::LeftButton);
  mouse(*view, QEvent::MouseButtonRelease, {102, 62}, Qt::LeftButton);
  QCOMPARE(spy.count(), 3);
  const QPointF at[] = {{100, 60}, {101, 61}, {102, 62}};
  for (int i = 0; i < 3; ++i) {
    QVERIFY(pixelsApart(view->frame(), cOf(spy, i), at[i]) < 0.1);
    QCOMPARE(spy.at(i).at(1).toBool(), i == 2);
    QVERIFY(cOf(spy, i).re.text().size() < 8);  // no more digits than the map resolves
  }
  QVERIFY(view->parameter() == cOf(spy, 2));
}

void MapViewTest::aPressOutsideTheLeftButtonTakesNothing() {
  const auto view = shownView();
  QSignalSpy spy(view.get(), &MapView::cRequested);
  for (const auto button : {Qt::RightButton, Qt::MiddleButton}) {
    mouse(*view, QEvent::MouseButtonPress, {100, 60}, button);
    mouse(*view, QEvent::MouseButtonRelease, {100, 60}, button);
  }
  QCOMPARE(spy.count(), 0);
}

void MapViewTest::hoveringWithAModifierPreviews() {
  const auto view = shownView();
  const auto before = view->parameter();
  QSignalSpy taken(view.get(), &MapView::cRequested);
  QSignalSpy spy(view.get(), &MapView::cPreviewed);
  mouse(*view, QEvent::MouseMove, {50, 50});
  QCOMPARE(spy.count(), 0);
  mouse(*view, QEvent::MouseMove, {60, 50}, Qt::NoButton, Qt::ControlModifier);
  QCOMPARE(spy.count(), 1);
  QVERIFY(pixelsApart(view->frame(), *previewOf(spy, 0), {60, 50}) < 0.1);
  mouse(*view, QEvent::MouseMove, {61, 50});  // the key came up
  QCOMPARE(spy.count(), 2);
  QVERIFY(!previewOf(spy, 1));
  QTest::keyPress(view.get(), Qt::Key_Control, Qt::ControlModifier);  // and goes down, here
  QCOMPARE(spy.count(), 3);
  QTest::keyRelease(view.get(), Qt::Key_Control);
  QVERIFY(!previewOf(spy, 3));
  QVERIFY(view->parameter() == before);
  QCOMPARE(taken.count(), 0);

  QTest::keyPress(view.get(), Qt::Key_Control, Qt::ControlModifier);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(view.get(), &leave);
  QVERIFY(!previewOf(spy, 5));
}

void MapViewTest::theWheelKeepsThePointUnderTheCursor() {
  const auto view = shownView();
  QSignalSpy spy(view.get(), &MapView::viewChanged);
  const QPointF at(200, 30);
  const auto point = view->frame().pointAt(at);
  const double offBefore = pixelsApart(view->frame(), point, at);
  const double before = unitOf(view->frame());
  turnWheel(*view, at, 3);
  QVERIFY(std::abs(unitOf(view->frame()) - 0.5 * before) < 1e-12);
  QVERIFY(pixelsApart(view->frame(), point, at) < 2.0 * offBefore + 1e-2);
  QCOMPARE(spy.count(), 1);
  QTest::keyClick(view.get(), Qt::Key_Minus);
  QVERIFY(unitOf(view->frame()) > 0.5 * before);
}

void MapViewTest::rightDragAndSpaceDragPan() {
  const auto view = shownView();
  QSignalSpy taken(view.get(), &MapView::cRequested);
  const auto drag = [&](Qt::MouseButton button) {
    mouse(*view, QEvent::MouseButtonPress, {100, 60}, button);
    mouse(*view, QEvent::MouseMove, {140, 90}, button);
    mouse(*view, QEvent::MouseButtonRelease, {140, 90}, button);
  };
  const auto grabbed = view->frame().pointAt({100, 60});
  drag(Qt::RightButton);
  QVERIFY(pixelsApart(view->frame(), grabbed, {140, 90}) < 0.1);
  const auto again = view->frame().pointAt({100, 60});
  QTest::keyPress(view.get(), Qt::Key_Space);
  drag(Qt::LeftButton);
  QTest::keyRelease(view.get(), Qt::Key_Space);
  QVERIFY(pixelsApart(view->frame(), again, {140, 90}) < 0.1);
  QCOMPARE(taken.count(), 0);
  drag(Qt::LeftButton);
  QCOMPARE(taken.count(), 3);
}

void MapViewTest::doubleClickCentres() {
  const auto view = shownView();
  const auto point = view->frame().pointAt({30, 40});
  mouse(*view, QEvent::MouseButtonDblClick, {30, 40}, Qt::LeftButton);
  mouse(*view, QEvent::MouseButtonRelease, {30, 40}, Qt::LeftButton);
  QVERIFY(pixelsApart(view->frame(), point, {133, 95}) < 0.1);
}

void MapViewTest::arrowsNudgeByPixelsOfTheMap() {
  const auto view = shownView();
  view->setParameter(decimal("-0.5+0.25i"));
  QSignalSpy spy(view.get(), &MapView::cRequested);
  const double unit = unitOf(view->frame());
  const auto nudge = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    const Complex before = toDouble(view->parameter());
    QTest::keyClick(view.get(), key, modifiers);
    return (toDouble(view->parameter()) - before) / unit;
  };
  QVERIFY(std::abs(nudge(Qt::Key_Right) - Complex(1, 0)) < 0.1);
  QVERIFY(std::abs(nudge(Qt::Key_Up) - Complex(0, 1)) < 0.1);
  QVERIFY(std::abs(nudge(Qt::Key_Left, Qt::ShiftModifier) - Complex(-10, 0)) < 0.1);
  QVERIFY(std::abs(nudge(Qt::Key_Down) - Complex(0, -1)) < 0.1);
  QCOMPARE(spy.count(), 8);
  QCOMPARE(spy.at(6).at(1).toBool(), false);
  QCOMPARE(spy.at(7).at(1).toBool(), true);  // the key came up
  view->setFrame(view->frame().zoomed({133, 95}, 1000.0));
  const Complex before = toDouble(view->parameter());
  QTest::keyClick(view.get(), Qt::Key_Right);
  QVERIFY(std::abs(toDouble(view->parameter()) - before) < 1.1e-3 * unit);
}

void MapViewTest::aNudgeKeepsTheOtherCoordinatesDigits() {
  const auto view = shownView();
  view->setParameter(decimal("-0.5,0.250000000000000000000000000001"));
  QTest::keyClick(view.get(), Qt::Key_Right);
  QCOMPARE(view->parameter().im.text(), std::string("0.250000000000000000000000000001"));
}

void MapViewTest::shiftDragZoomsToABoxAndEndsThePreview() {
  const auto view = shownView();
  QSignalSpy previews(view.get(), &MapView::cPreviewed);
  QSignalSpy taken(view.get(), &MapView::cRequested);
  const auto middle = view->frame().pointAt({100, 70});
  mouse(*view, QEvent::MouseMove, {50, 20}, Qt::NoButton, Qt::ShiftModifier);
  QCOMPARE(previews.count(), 1);
  mouse(*view, QEvent::MouseButtonPress, {50, 20}, Qt::LeftButton, Qt::ShiftModifier);
  mouse(*view, QEvent::MouseMove, {150, 120}, Qt::LeftButton, Qt::ShiftModifier);
  QVERIFY(!previewOf(previews, 1));
  mouse(*view, QEvent::MouseButtonRelease, {150, 120}, Qt::LeftButton, Qt::ShiftModifier);
  QVERIFY(pixelsApart(view->frame(), middle, {133, 95}) < 0.3);
  QCOMPARE(taken.count(), 0);
}

void MapViewTest::homeShowsAllAgain() {
  const auto view = shownView();
  const auto home = view->frame();
  view->setFrame(home.zoomed({3, 4}, 50.0));
  QTest::keyClick(view.get(), Qt::Key_Home);
  QVERIFY(view->frame() == home);
}

QTEST_MAIN(MapViewTest)
#include "map_view_test.moc"
