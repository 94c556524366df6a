// SPDX-License-Identifier: GPL-3.0-or-later
// The map of c: its frame, what gestures on it mean, and who renders it.
#include <cmath>

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/patience.h"
#include "tests/processor_time.h"
#include "ui/map/map_controller.h"
#include "ui/map/map_frame.h"
#include "ui/map/map_view.h"

using namespace fatou;
using julia::ComplexDecimal;
using ui::MapController;
using ui::MapFrame;
using ui::MapPicture;
using ui::MapView;

namespace {

using Complex = std::complex<double>;

constexpr QSize kSize(266, 190);

Complex toDouble(const ComplexDecimal& c) {
  return {c.re.toDouble(), c.im.toDouble()};
}

double unitOf(const MapFrame& frame) {
  return frame.unit.toDouble();
}

// The distance of a point from a position, in pixels of the frame.
double pixelsApart(const MapFrame& frame, const ComplexDecimal& point, QPointF position) {
  const QPointF away = frame.positionOf(point) - position;
  return std::hypot(away.x(), away.y());
}

void mouse(QWidget& widget, QEvent::Type type, QPointF at, Qt::MouseButton button = Qt::NoButton,
           Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  const bool up = type == QEvent::MouseButtonRelease;
  QMouseEvent event(type, at, widget.mapToGlobal(at),
                    type == QEvent::MouseMove ? Qt::NoButton : button, up ? Qt::NoButton : button,
                    modifiers);
  QCoreApplication::sendEvent(&widget, &event);
}

void wheel(QWidget& widget, QPointF at, int notches) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton,
                    Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&widget, &event);
}

ComplexDecimal decimal(const char* text) {
  return julia::parseComplex(text).value();
}

// The c of a spy's signal number `index`.
ComplexDecimal cOf(const QSignalSpy& spy, qsizetype index) {
  return spy.at(index).at(0).value<ComplexDecimal>();
}
std::optional<ComplexDecimal> previewOf(const QSignalSpy& spy, qsizetype index) {
  return spy.at(index).at(0).value<std::optional<ComplexDecimal>>();
}

render::MapRequest smallMap(std::int32_t width = 40) {
  return {.view = {.centre = decimal("-0.6"), .radius = julia::Decimal::fromDouble(1.2)},
          .width = width,
          .height = 30};
}

// A map whose orbits creep past the cusp: they are not proven inside, and not over in a billion
// steps.
render::MapRequest endlessMap() {
  return {.view = {.centre = decimal("0.25"), .radius = julia::Decimal::fromDouble(1e-14)},
          .tmax = 1'000'000'000};
}

}  // namespace

class MapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qRegisterMetaType<ComplexDecimal>("fatou::julia::ComplexDecimal");
    qRegisterMetaType<std::optional<ComplexDecimal>>("std::optional<fatou::julia::ComplexDecimal>");
  }

  void homeShowsTheWholeSetInEveryShape() {
    for (const QSizeF size : {QSizeF(266, 190), QSizeF(100, 900), QSizeF(900, 100), QSizeF(1, 1)})
      for (const char* c : {"-2,0", "0.47,0", "-0.2,1.12"})
        QVERIFY(QRectF(QPointF(), size).contains(MapFrame::home(size).positionOf(decimal(c))));
  }
  void zoomingLeavesThePointUnderTheCursor() {
    const auto frame = MapFrame::home(kSize);
    const QPointF at(31.5, 170.0);
    for (const double factor : {0.7, 1.01, 8.0, 1e9, 1e60}) {
      const auto zoomed = frame.zoomed(at, factor);
      QVERIFY(pixelsApart(frame, zoomed.pointAt(at), at) < 0.01 + 0.1 / factor);
      const auto back = zoomed.zoomed(at, 1.0 / factor);
      QVERIFY(pixelsApart(frame, back.centre, {133, 95}) < 0.02);
    }
  }
  void zoomingEndsFarDownAndWhereTheSetWouldBeLost() {
    auto frame = MapFrame::home(kSize);
    QVERIFY(unitOf(frame.zoomed({3, 5}, 1e-300)) < 1.0);
    QVERIFY(std::abs(toDouble(frame.panned({1e9, -1e9}).centre)) < 5.0);
    for (int i = 0; i < 50; ++i) frame = frame.zoomed({3, 5}, 1e300);
    QCOMPARE(std::round(frame.unit.log10()), -10'000.0);
    QVERIFY(frame.zoomed({3, 5}, 10.0) == frame);
    QVERIFY(pixelsApart(frame.panned({7, -9}), frame.centre, {140, 86}) < 1e-2);
  }
  void aBoxFillsTheMap() {
    const auto frame = MapFrame::home(kSize);
    const auto boxed = frame.zoomedTo({0, 0, 133, 95});
    QVERIFY(boxed.unit == frame.unit * 0.5);
    QVERIFY(pixelsApart(boxed, frame.pointAt({66.5, 47.5}), {133, 95}) < 0.2);
  }
  void resizingKeepsWhatIsShown() {
    const auto frame = MapFrame::home(kSize).zoomed({100, 50}, 16.0);
    const auto resized = frame.resized(kSize * 2);
    QVERIFY(resized.unit == frame.unit * 0.5);
    QVERIFY(resized.centre == frame.centre);
  }
  void aPointOfADeepMapHasItsDigits();
  void panningADeepMapThereAndBackIsTheSameMap();
  void aFrameClosesInOnTheDigitsOfAPoint();
  void theZoomIsShownWhereItIsDeep();

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
  void asksForThePixelsOfItsScreen();
  void showsThePictureWhereItBelongs();
  void aJumpShowsNothingOfTheOldPicture();

  void rendersWhatTheViewShows();
  void theLatestRequestWins();
  void coloursTheLastMapAnew();
  void stepsThatAllPixelsTakeGiveNoColour();
  void waitsWhilePaused();
  void makesWhatIsAskedForWhenTheLastOneIsDoneAndNotTaken();
  void leavesTheEnginesWithinMilliseconds();
  void waitsForEngines();
  void saysWhatFailed();
  void endsCleanlyWhileRendering();

 private:
  static std::unique_ptr<MapView> shownView() {
    auto view = std::make_unique<MapView>();
    view->resize(kSize);
    view->show();
    if (!QTest::qWaitForWindowExposed(view.get(), tests::kPatienceMs)) return nullptr;
    return view;
  }
};

void MapTest::aPointOfADeepMapHasItsDigits() {
  const QPointF spot(31.5, 170.0);
  for (const double factor : {1e15, 1e60, 1e300}) {
    const auto frame = MapFrame::home(kSize).centredOn(decimal("-0.1,0.95")).zoomed(spot, factor);
    const auto places = static_cast<std::int64_t>(std::log10(factor));
    for (const QPointF at : {spot, QPointF(0, 0), QPointF(265.25, 3.5)}) {
      const auto point = frame.pointAt(at);
      QVERIFY(pixelsApart(frame, point, at) < 0.1);
      QVERIFY(-std::min(point.re.exponent(), point.im.exponent()) >= places);
      QVERIFY(-point.re.exponent() <= places + 4);
    }
  }
}

void MapTest::panningADeepMapThereAndBackIsTheSameMap() {
  for (const double factor : {1.0, 1e60}) {
    const auto frame = MapFrame::home(kSize).zoomed({40, 40}, factor);
    for (const QPointF delta : {QPointF(1, 0), QPointF(-33.3, 17.7), QPointF(150, -90)}) {
      const auto there = frame.panned(delta);
      QVERIFY(!(there == frame));
      QVERIFY(there.panned(-delta) == frame);
      QVERIFY(pixelsApart(there, frame.centre, QPointF(133, 95) + delta) < 1e-2);
    }
  }
}

void MapTest::aFrameClosesInOnTheDigitsOfAPoint() {
  const auto home = MapFrame::home(kSize);
  const auto point = decimal("-1.75,0.00000000000000000000000000000000000000012345");
  const auto close = home.closeTo(point);
  QVERIFY(close.centre == point);
  QVERIFY(std::abs(close.unit.log10() - (static_cast<double>(point.im.exponent()) - 1.0)) < 1e-9);
  QVERIFY(close.closeTo(decimal("0.5")).unit == close.unit);  // no less close
  QVERIFY(home.closeTo(decimal("1")).unit == home.unit);
}

void MapTest::theZoomIsShownWhereItIsDeep() {
  const auto home = MapFrame::home(kSize);
  QCOMPARE(ui::zoomText(home), QString());
  QCOMPARE(ui::zoomText(home.zoomed({}, 999.0)), QString());
  QCOMPARE(ui::zoomText(home.zoomed({}, 1e3)), QStringLiteral("× 10³"));
  QCOMPARE(ui::zoomText(home.zoomed({}, 3e150)), QStringLiteral("× 10¹⁵⁰"));
}

void MapTest::theKeyCFindsC() {
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

void MapTest::takesADeepCWithItsDigits() {
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

void MapTest::pressingAndMovingTakesC() {
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

void MapTest::aPressOutsideTheLeftButtonTakesNothing() {
  const auto view = shownView();
  QSignalSpy spy(view.get(), &MapView::cRequested);
  for (const auto button : {Qt::RightButton, Qt::MiddleButton}) {
    mouse(*view, QEvent::MouseButtonPress, {100, 60}, button);
    mouse(*view, QEvent::MouseButtonRelease, {100, 60}, button);
  }
  QCOMPARE(spy.count(), 0);
}

void MapTest::hoveringWithAModifierPreviews() {
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

void MapTest::theWheelKeepsThePointUnderTheCursor() {
  const auto view = shownView();
  QSignalSpy spy(view.get(), &MapView::viewChanged);
  const QPointF at(200, 30);
  const auto point = view->frame().pointAt(at);
  const double offBefore = pixelsApart(view->frame(), point, at);
  const double before = unitOf(view->frame());
  wheel(*view, at, 3);
  QVERIFY(std::abs(unitOf(view->frame()) - 0.5 * before) < 1e-12);
  QVERIFY(pixelsApart(view->frame(), point, at) < 2.0 * offBefore + 1e-2);
  QCOMPARE(spy.count(), 1);
  QTest::keyClick(view.get(), Qt::Key_Minus);
  QVERIFY(unitOf(view->frame()) > 0.5 * before);
}

void MapTest::rightDragAndSpaceDragPan() {
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

void MapTest::doubleClickCentres() {
  const auto view = shownView();
  const auto point = view->frame().pointAt({30, 40});
  mouse(*view, QEvent::MouseButtonDblClick, {30, 40}, Qt::LeftButton);
  mouse(*view, QEvent::MouseButtonRelease, {30, 40}, Qt::LeftButton);
  QVERIFY(pixelsApart(view->frame(), point, {133, 95}) < 0.1);
}

void MapTest::arrowsNudgeByPixelsOfTheMap() {
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

void MapTest::aNudgeKeepsTheOtherCoordinatesDigits() {
  const auto view = shownView();
  view->setParameter(decimal("-0.5,0.250000000000000000000000000001"));
  QTest::keyClick(view.get(), Qt::Key_Right);
  QCOMPARE(view->parameter().im.text(), std::string("0.250000000000000000000000000001"));
}

void MapTest::shiftDragZoomsToABoxAndEndsThePreview() {
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

void MapTest::homeShowsAllAgain() {
  const auto view = shownView();
  const auto home = view->frame();
  view->setFrame(home.zoomed({3, 4}, 50.0));
  QTest::keyClick(view.get(), Qt::Key_Home);
  QVERIFY(view->frame() == home);
}

void MapTest::asksForThePixelsOfItsScreen() {
  const auto view = shownView();
  const auto request = view->request();
  QCOMPARE(request.width, int(std::ceil(kSize.width() * view->devicePixelRatioF())));
  QCOMPARE(request.height, int(std::ceil(kSize.height() * view->devicePixelRatioF())));
  QVERIFY(render::check(request).ok());
  view->setFrame(view->frame().zoomed({3, 4}, 1e4));
  QVERIFY(view->request().tmax > request.tmax);
  view->setFrame(view->frame().zoomed({3, 4}, 1e300));
  QVERIFY(render::check(view->request()).ok());
}

// A picture with one white pixel: it stays at its point of the plane, old or new, and grows.
void MapTest::showsThePictureWhereItBelongs() {
  const auto view = shownView();
  QImage image(kSize, QImage::Format_RGB32);
  image.fill(Qt::black);
  image.setPixelColor(200, 40, Qt::white);
  view->setParameter(decimal("-2"));
  view->setPicture({image, view->frame().centre, view->frame().unit});
  QCOMPARE(view->grab().toImage().pixelColor(200, 40), QColor(Qt::white));
  QCOMPARE(view->grab().toImage().pixelColor(201, 40), QColor(Qt::black));
  view->setFrame(view->frame().panned({-50, 30}));
  QCOMPARE(view->grab().toImage().pixelColor(150, 70), QColor(Qt::white));
  view->setFrame(view->frame().zoomed({150.5, 70.5}, 8.0));
  for (const QPoint at : {QPoint(149, 69), QPoint(150, 70), QPoint(152, 71)})
    QVERIFY(view->grab().toImage().pixelColor(at).lightness() > 100);
}

void MapTest::aJumpShowsNothingOfTheOldPicture() {
  const auto view = shownView();
  QImage image(kSize, QImage::Format_RGB32);
  image.fill(Qt::green);
  const auto home = view->frame();
  const auto deep = home.zoomed({133, 95}, 1e60);
  const auto aside = deep.centredOn(decimal("-2,1"));
  for (const auto& [from, to] : {std::pair(home, deep), std::pair(deep, home),
                                 std::pair(deep, aside), std::pair(aside, deep)}) {
    view->setFrame(from);
    view->setPicture({image, from.centre, from.unit});
    QCOMPARE(view->grab().toImage().pixelColor(60, 150), QColor(Qt::green));
    view->setFrame(to);
    QVERIFY(view->grab().toImage().pixelColor(60, 150) != QColor(Qt::green));
  }
}

void MapTest::rendersWhatTheViewShows() {
  const auto view = shownView();
  MapController controller{engines::Client(2)};
  QSignalSpy ready(&controller, &MapController::pictureReady);
  controller.serve(view.get());
  QVERIFY(controller.isBusy());
  QVERIFY(ready.wait(tests::kPatienceMs));
  QVERIFY(!controller.isBusy());
  const auto picture = ready.at(0).at(0).value<MapPicture>();
  QCOMPARE(picture.image.size(), QSize(view->request().width, view->request().height));
  const auto interior = color::Coloring::defaultColoring().interior;
  const auto atOrigin =
      picture.image.pixelColor(view->frame().positionOf(decimal("-0.1")).toPoint());
  QCOMPARE(atOrigin, QColor(interior.red, interior.green, interior.blue));
  wheel(*view, {20, 20}, 1);
  QVERIFY(ready.wait(tests::kPatienceMs));
  QVERIFY(ready.at(1).at(0).value<MapPicture>().step / picture.step < 1.0);
}

void MapTest::theLatestRequestWins() {
  MapController controller{engines::Client(2)};
  QSignalSpy ready(&controller, &MapController::pictureReady);
  for (int width = 30; width <= 60; ++width) {
    if (width % 3 == 0) controller.render(endlessMap());
    controller.render(smallMap(width));
  }
  QTRY_VERIFY(!controller.isBusy());
  QCOMPARE(ready.count(), 1);
  QCOMPARE(ready.at(0).at(0).value<MapPicture>().image.width(), 60);
}

void MapTest::coloursTheLastMapAnew() {
  MapController controller{engines::Client(1)};
  QSignalSpy ready(&controller, &MapController::pictureReady);
  auto coloring = color::Coloring::defaultColoring();
  coloring.interior = {1, 2, 3};
  controller.setColoring(coloring);  // before there is a map: nothing to do
  QVERIFY(!controller.isBusy());
  controller.render(smallMap());
  QVERIFY(ready.wait(tests::kPatienceMs));
  for (const auto mapping : {color::Mapping::Linear, color::Mapping::Equalized}) {
    coloring.mapping = mapping;
    coloring.interior.red = static_cast<std::uint8_t>(coloring.interior.red + 100);
    controller.setColoring(coloring);
    QVERIFY(ready.wait(tests::kPatienceMs));
    const auto image = ready.last().at(0).value<MapPicture>().image;
    QCOMPARE(image.pixelColor(image.width() / 2 + 5, 15), QColor(coloring.interior.red, 2, 3));
  }
}

void MapTest::stepsThatAllPixelsTakeGiveNoColour() {
  ui::MapField near{.request = smallMap(3)};
  near.request.height = 1;
  near.request.tmax = 50;
  near.counts = {1, 4, 50};
  near.smooth = {1.5F, 4.25F, 50.0F};
  ui::MapField far = near;
  far.request.tmax += 3000;
  for (auto& count : far.counts) count += 3000;
  for (auto& count : far.smooth) count += 3000.0F;
  for (const auto mapping : {color::Mapping::Logarithm, color::Mapping::Equalized}) {
    auto coloring = color::Coloring::defaultColoring();
    coloring.mapping = mapping;
    QCOMPARE(ui::shadedMap(far, coloring).image, ui::shadedMap(near, coloring).image);
  }
  ui::MapField inside = near;
  inside.counts = {50, 50, 50};
  const auto interior = color::Coloring::defaultColoring().interior;
  QCOMPARE(ui::shadedMap(inside, color::Coloring::defaultColoring()).image.pixelColor(1, 0),
           QColor(interior.red, interior.green, interior.blue));
}

void MapTest::waitsWhilePaused() {
  MapController controller{engines::Client(1)};
  QSignalSpy ready(&controller, &MapController::pictureReady);
  QSignalSpy idle(&controller, &MapController::idle);
  controller.render(endlessMap());
  controller.setPaused(true);
  QVERIFY(idle.wait(tests::kPatienceMs));
  controller.render(smallMap(41));
  QTest::qWait(20);
  QCOMPARE(ready.count(), 0);
  QVERIFY(controller.isBusy());
  controller.setPaused(false);
  QVERIFY(ready.wait(tests::kPatienceMs));
  QCOMPARE(ready.at(0).at(0).value<MapPicture>().image.width(), 41);
  controller.setPaused(true);
  controller.setPaused(false);  // nothing waits
  QVERIFY(!controller.isBusy());
}

void MapTest::makesWhatIsAskedForWhenTheLastOneIsDoneAndNotTaken() {
  MapController controller{engines::Client(1)};
  QSignalSpy ready(&controller, &MapController::pictureReady);
  QSignalSpy idle(&controller, &MapController::idle);
  controller.render(smallMap());
  QTest::qSleep(50);  // most likely done, but no event has said so
  controller.setPaused(true);
  controller.render(smallMap(41));
  QVERIFY(idle.wait(tests::kPatienceMs));
  QVERIFY(controller.isBusy());
  ready.clear();
  controller.setPaused(false);
  QVERIFY(ready.wait(tests::kPatienceMs));
  QCOMPARE(ready.at(0).at(0).value<MapPicture>().image.width(), 41);
  auto coloring = color::Coloring::defaultColoring();
  coloring.interior = {1, 2, 3};
  controller.render(smallMap(43));
  QTest::qSleep(50);
  controller.setPaused(true);
  controller.setColoring(coloring);
  QVERIFY(idle.wait(tests::kPatienceMs));
  QVERIFY(controller.isBusy());
  ready.clear();
  controller.setPaused(false);
  QVERIFY(ready.wait(tests::kPatienceMs));
  const auto image = ready.at(0).at(0).value<MapPicture>().image;
  QCOMPARE(image.pixelColor(image.width() / 2 + 5, 15), QColor(1, 2, 3));
}

// What is tested is the time: without a stop this would take hours.
void MapTest::leavesTheEnginesWithinMilliseconds() {
  MapController controller{engines::Client(2)};
  QSignalSpy idle(&controller, &MapController::idle);
  std::vector<double> times;
  for (int i = 0; i < 20; ++i) {
    controller.setPaused(false);
    controller.render(endlessMap());
    QTest::qWait(5);  // it is under way
    QCOMPARE(idle.count(), i);
    const double asked = tests::processorSeconds();
    controller.setPaused(true);
    QVERIFY(idle.wait(tests::kPatienceMs));
    times.push_back(1e3 * (tests::processorSeconds() - asked));
  }
  std::ranges::sort(times);
  qInfo("computed for %.2f ms more (median), %.2f ms (most)", times[10], times.back());
  QVERIFY(times[10] < 100.0);
}

void MapTest::waitsForEngines() {
  MapController controller{engines::Client(0)};
  QSignalSpy failed(&controller, &MapController::failed);
  QSignalSpy ready(&controller, &MapController::pictureReady);
  controller.render(smallMap());
  QTest::qWait(10);
  QVERIFY(controller.isBusy());
  controller.setClient(engines::Client(1));
  QVERIFY(ready.wait(tests::kPatienceMs));
  QCOMPARE(failed.count(), 0);
}

void MapTest::saysWhatFailed() {
  MapController controller{engines::Client(1)};
  QSignalSpy failed(&controller, &MapController::failed);
  controller.render(smallMap(0));
  QVERIFY(failed.wait(tests::kPatienceMs));
  QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("width 0")));
  QSignalSpy ready(&controller, &MapController::pictureReady);
  controller.render(smallMap());
  QVERIFY(ready.wait(tests::kPatienceMs));
}

void MapTest::endsCleanlyWhileRendering() {
  const auto view = shownView();
  MapController controller{engines::Client(2)};
  controller.serve(view.get());
  controller.render(endlessMap());
  QTest::qWait(3);
}

QTEST_MAIN(MapTest)
#include "map_test.moc"
