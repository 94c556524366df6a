// SPDX-License-Identifier: GPL-3.0-or-later
// Which picture the map of c asks for, and where it shows the one that it has.
#include <cmath>
#include <utility>

#include <QImage>
#include <QTest>

#include "core/render/parameter_map.h"
#include "tests/ui/map_samples.h"
#include "ui/map/map_view.h"

using namespace fatou;
using namespace fatou::tests;

class MapViewPictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void asksForThePixelsOfItsScreen();
  void showsThePictureWhereItBelongs();
  void aJumpShowsNothingOfTheOldPicture();
};

void MapViewPictureTest::asksForThePixelsOfItsScreen() {
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
void MapViewPictureTest::showsThePictureWhereItBelongs() {
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

void MapViewPictureTest::aJumpShowsNothingOfTheOldPicture() {
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

QTEST_MAIN(MapViewPictureTest)
#include "map_view_picture_test.moc"
