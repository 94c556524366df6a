// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of the map of c: what it shows, at any depth.
#include "ui/map/map_frame.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <QTest>

#include "tests/ui/map_samples.h"

using namespace fatou;
using ui::MapFrame;
using namespace fatou::tests;

class MapFrameTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
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
};

void MapFrameTest::aPointOfADeepMapHasItsDigits() {
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

void MapFrameTest::panningADeepMapThereAndBackIsTheSameMap() {
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

void MapFrameTest::aFrameClosesInOnTheDigitsOfAPoint() {
  const auto home = MapFrame::home(kSize);
  const auto point = decimal("-1.75,0.00000000000000000000000000000000000000012345");
  const auto close = home.closeTo(point);
  QVERIFY(close.centre == point);
  QVERIFY(std::abs(close.unit.log10() - (static_cast<double>(point.im.exponent()) - 1.0)) < 1e-9);
  QVERIFY(close.closeTo(decimal("0.5")).unit == close.unit);  // no less close
  QVERIFY(home.closeTo(decimal("1")).unit == home.unit);
}

void MapFrameTest::theZoomIsShownWhereItIsDeep() {
  const auto home = MapFrame::home(kSize);
  QCOMPARE(ui::zoomText(home), QString());
  QCOMPARE(ui::zoomText(home.zoomed({}, 999.0)), QString());
  QCOMPARE(ui::zoomText(home.zoomed({}, 1e3)), QStringLiteral("× 10³"));
  QCOMPARE(ui::zoomText(home.zoomed({}, 3e150)), QStringLiteral("× 10¹⁵⁰"));
}

QTEST_MAIN(MapFrameTest)
#include "map_frame_test.moc"
