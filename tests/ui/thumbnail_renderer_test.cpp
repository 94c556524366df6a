// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thumbnail_renderer.h"

#include <limits>

#include <QDir>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include "core/io/places/place_file.h"
#include "core/julia/plane/deep_grid.h"
#include "places_samples.h"
#include "tests/core/repeating_engine.h"
#include "tests/patience.h"
#include "tests/processor_time.h"
#include "ui/models/places_model.h"

using namespace fatou;
using namespace fatou::ui;
using samples::place;

namespace {

const julia::Place kBasilica = place("b", "-1,0").place;

QRgb middle(const QImage& image) {
  return image.pixel(image.width() / 2, image.height() / 2);
}

// The picture, asked for and waited for.
QImage rendered(ThumbnailRenderer& renderer, const julia::Place& wanted) {
  QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
  const QImage known = renderer.thumbnail(wanted);
  if (!known.isNull()) return known;
  return ready.wait(tests::kPatienceMs) ? ready[0][1].value<QImage>() : QImage();
}

}  // namespace

class ThumbnailRendererTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aThumbnailArrivesOnceAndIsKept() {
    for (const int engines : {0, 1, 2}) {
      ThumbnailRenderer renderer{engines::Client(engines)};
      QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
      QVERIFY(renderer.thumbnail(kBasilica).isNull());
      QVERIFY(renderer.thumbnail(kBasilica).isNull());  // asked for twice, rendered once
      QVERIFY(ready.wait(tests::kPatienceMs));
      const QImage image = renderer.thumbnail(kBasilica);
      QCOMPARE(image.size(), QSize(84, 62));
      QCOMPARE(image, ready[0][1].value<QImage>());
      QVERIFY(ready[0][0].value<julia::Place>() == kBasilica);
      const color::Rgb inside = color::Coloring::defaultColoring().interior;
      QCOMPARE(middle(image), qRgb(inside.red, inside.green, inside.blue));
      QVERIFY(image.pixel(1, 1) != middle(image));
      QCOMPARE(ready.count(), 1);
    }
  }

  void enginesThatFailTakeNoThumbnailAway() {
    const auto field = [](const engines::Client& client) {
      return renderThumbnailField(kBasilica, QSize(84, 62), client, {}).field;
    };
    const auto here = field(engines::Client());
    const auto there = field(tests::repeatingClient());
    QVERIFY(here && there && here->numbers.counts == there->numbers.counts);
  }

  void theUpperHalfIsAbove() {
    julia::Place above = kBasilica;  // the basilica lies in the lower half of the view
    above.view = julia::CornerView{julia::Decimal::fromDouble(-2), julia::Decimal::fromDouble(-0.7),
                                   julia::Decimal::fromDouble(2), julia::Decimal::fromDouble(2.3)};
    ThumbnailRenderer renderer{engines::Client(1)};
    const QImage image = rendered(renderer, above);
    const color::Rgb inside = color::Coloring::defaultColoring().interior;
    QCOMPARE(image.pixel(42, 47), qRgb(inside.red, inside.green, inside.blue));
    QVERIFY(image.pixel(42, 15) != image.pixel(42, 47));
  }

  void sizeAndPixelRatioAreFollowed() {
    ThumbnailRenderer renderer{engines::Client(1)};
    QSignalSpy changed(&renderer, &ThumbnailRenderer::thumbnailsChanged);
    QVERIFY(!rendered(renderer, kBasilica).isNull());
    renderer.setSize({100, 74}, 1.0);
    QCOMPARE(renderer.thumbnail(kBasilica).size(), QSize(100, 74));  // without rendering again
    renderer.setSize({100, 74}, 2.0);
    QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
    QCOMPARE(renderer.thumbnail(kBasilica).size(), QSize(200, 148));  // at once, and then sharper
    QVERIFY(ready.wait(tests::kPatienceMs));
    QCOMPARE(ready[0][1].value<QImage>().devicePixelRatio(), 2.0);
    renderer.setSize({100, 74}, 2.0);
    renderer.setSize({0, 0}, 2.0);
    QCOMPARE(changed.count(), 2);
  }

  void anotherColoringRendersNothingAgain() {
    ThumbnailRenderer renderer{engines::Client(1)};
    QVERIFY(!rendered(renderer, kBasilica).isNull());
    QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
    QSignalSpy changed(&renderer, &ThumbnailRenderer::thumbnailsChanged);
    color::Coloring red = color::Coloring::defaultColoring();
    red.distanceLines = true;
    renderer.setColoring(red);  // which thumbnails do without
    red.interior = {200, 0, 0};
    for (const auto mapping : {color::Mapping::Linear, color::Mapping::Equalized}) {
      red.mapping = mapping;
      renderer.setColoring(red);
      QVERIFY(changed.wait(tests::kPatienceMs));
      QCOMPARE(middle(renderer.thumbnail(kBasilica)), qRgb(200, 0, 0));
    }
    QCOMPARE(changed.count(), 2);
    QCOMPARE(ready.count(), 0);
  }

  void nothingIsRenderedWhilePaused() {
    ThumbnailRenderer renderer{engines::Client(1)};
    QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
    renderer.setPaused(true);
    QVERIFY(renderer.thumbnail(kBasilica).isNull());
    QVERIFY(!ready.wait(100));
    renderer.setPaused(false);
    QVERIFY(ready.wait(tests::kPatienceMs));
  }

  void pausingInTheMidstLosesNothing() {
    ThumbnailRenderer renderer{engines::Client(2)};
    QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
    for (int i = 0; i < 20; ++i) {
      renderer.thumbnail(place("x", "-1," + std::to_string(i * 0.001)).place);
      renderer.setPaused(true);
      renderer.setPaused(false);
    }
    QTRY_COMPARE(ready.count(), 20);
  }

  void whatCannotBeRenderedIsTriedOnce() {
    julia::Place endless = kBasilica;
    endless.view =
        julia::CentreView{.centre = endless.c, .radius = julia::Decimal::parse("1e400").value()};
    ThumbnailRenderer renderer{engines::Client(1)};
    QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
    QVERIFY(renderer.thumbnail(endless).isNull());
    QVERIFY(ready.wait(tests::kPatienceMs));
    QVERIFY(renderer.thumbnail(endless).isNull());
    QVERIFY(!ready.wait(100));
  }

  void aPlaceOfEndlessIterationsCostsLittle() {
    julia::Place siegel = place("s", "-0.39054087021840005,-0.58678790734696875").place;
    siegel.tmax = std::numeric_limits<std::int32_t>::max();
    ThumbnailRenderer renderer{engines::Client(1)};
    QVERIFY(!rendered(renderer, siegel).isNull());  // all of it would take hours
  }

  void deepPlacesComeOutWithStructure() {
    ThumbnailRenderer renderer{engines::Client(2)};
    int deep = 0;
    const QDir folder{QLatin1StringView(kChosenPlaces)};
    for (const QString& name : folder.entryList()) {
      const auto chosen = io::readPlaceFile(folder.filePath(name));
      QVERIFY2(chosen.ok(), qPrintable(name));
      const julia::Place& place = chosen.value().place;
      if (julia::doublesResolve(place.view, 84, 62)) continue;
      ++deep;
      const QImage image = rendered(renderer, place);
      QCOMPARE(image.size(), QSize(84, 62));
      QSet<QRgb> colors;
      for (int y = 0; y < 62; ++y)
        for (int x = 0; x < 84; ++x) colors += image.pixel(x, y);
      QVERIFY2(colors.size() > 500, qPrintable(name));
    }
    QVERIFY(deep >= 8);
  }

  void aNarrowRegionIsCutNotSqueezed() {
    julia::Place tower = kBasilica;
    const auto number = julia::Decimal::fromDouble;
    tower.view = julia::CornerView{number(-0.5), number(-1e6), number(0.5), number(1e6)};
    ThumbnailRenderer renderer{engines::Client(1)};
    QCOMPARE(rendered(renderer, tower).size(), QSize(84, 62));
    tower.view = julia::CornerView{number(-0.5), number(-2), number(0.5), number(2)};
    const QImage image = rendered(renderer, tower);  // shows but the middle of the height
    QCOMPARE(image.pixel(42, 5), middle(image));
  }

  void itGoesInTheMidstOfItsWork() {
    for (int i = 0; i < 10; ++i) {
      auto renderer = std::make_unique<ThumbnailRenderer>(engines::Client(2));
      for (int k = 0; k < 30; ++k)
        renderer->thumbnail(place("x", "0.25," + std::to_string(k * 0.0001)).place);
      QTest::qWait(i);
      const double asked = tests::processorSeconds();
      renderer.reset();
      QVERIFY(tests::processorSeconds() - asked < 1.0);
    }
  }

  void thousandsOfPlacesAreBounded() {
    ThumbnailRenderer renderer{engines::Client(1)};
    renderer.setPaused(true);
    for (int i = 0; i < 300; ++i) renderer.thumbnail(place("x", "3," + std::to_string(i)).place);
    QSignalSpy ready(&renderer, &ThumbnailRenderer::thumbnailReady);
    renderer.setPaused(false);
    QTRY_COMPARE(ready.count(), 300);
    const julia::Place first = place("x", "3,0").place;
    QVERIFY(!renderer.thumbnail(first).isNull());  // the picture is kept, its field is not
    renderer.setSize({50, 37}, 1.0);
    renderer.thumbnail(first);
    QTRY_COMPARE(renderer.thumbnail(first).size(), QSize(50, 37));
  }
};

QTEST_MAIN(ThumbnailRendererTest)
#include "thumbnail_renderer_test.moc"
