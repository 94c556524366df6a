// SPDX-License-Identifier: GPL-3.0-or-later
// What the canvas knows and shows of a picture while it is moved about.
#include "ui/canvas/picture.h"

#include <QPainter>
#include <QProxyStyle>
#include <QTest>
#include <QWidget>

#include "core/render/progressive_renderer.h"
#include "tests/patience.h"
#include "ui/canvas/landed_rows.h"
#include "ui/canvas/zoom_ease.h"
#include "ui/picture_request.h"

using namespace fatou;
using ui::ExplorerState;
using ui::Picture;
using ui::PixelSize;

namespace {

constexpr PixelSize kCanvas{160, 120};

ExplorerState rabbit() {
  ExplorerState state = ExplorerState::initial();
  state.place.c = julia::parseComplex("-0.123+0.745i").value();
  state.place.tmax = 200;
  state.engines.count = 2;
  return state;
}

ExplorerState panned(ExplorerState state, int right, int up, PixelSize canvas = kCanvas) {
  const auto view = ui::movableView(state, canvas).value().panned(right, up);
  state.place.view = ui::movedView(state, view);
  return state;
}

ExplorerState zoomed(ExplorerState state, double factor) {
  const auto view = ui::movableView(state, kCanvas).value().zoomed(50, 40, factor).value();
  state.place.view = ui::movedView(state, view);
  return state;
}

void begin(Picture& picture, const ExplorerState& state, PixelSize canvas = kCanvas) {
  const auto request = ui::pictureRequest(state, canvas).value();
  picture.begin(request, julia::Raster::of(request.picture.place.view, request.picture.width,
                                           request.picture.height)
                             .value());
}

// Computes what the picture lacks and returns how many samples that were.
std::int64_t complete(Picture& picture, std::int32_t coarsest = 1) {
  std::int64_t samples = 0;
  const auto job = render::RenderJob::create(picture.request()).value();
  const render::Renderer renderer{engines::Client(2)};
  const auto run = render::renderProgressively(
      renderer, job, {.known = picture.known(), .coarsest = coarsest},
      {.tile =
           [&](const render::Tile& tile, const render::BandRecord& band) {
             samples += tile.counts.size();
             picture.add(tile, band.task.engine);
           },
       .passBegun = [](std::size_t) {},
       .passDone = [](std::int32_t) {}});
  if (!run || !run.value().complete) qFatal("the run did not complete");
  picture.finish();
  return samples;
}

// J of the picture's request, computed apart from all of this.
std::vector<std::int32_t> countsAfresh(const Picture& picture) {
  render::RenderRequest request = picture.request();
  request.engines.viewKind = render::ViewKind::Serial;
  request.engines.kernel = render::Kernel::Plain;
  const auto job = render::RenderJob::create(request).value();
  const auto tile = job->computeBlock(
      {.rect = {0, 0, request.picture.width, request.picture.height}, .sampling = {}},
      std::stop_token());
  return {tile.counts.data(), tile.counts.data() + tile.counts.size()};
}

std::vector<std::int32_t> countsOf(const Picture& picture) {
  return {picture.counts().begin(), picture.counts().end()};
}

// A style that wants animations of a length, or none.
class Animated : public QProxyStyle {
 public:
  explicit Animated(int milliseconds) : m_milliseconds(milliseconds) {}
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* result) const override {
    if (hint == SH_Widget_Animation_Duration) return m_milliseconds;
    return QProxyStyle::styleHint(hint, option, widget, result);
  }

 private:
  int m_milliseconds;
};

}  // namespace

class PictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPanComputesTheUncoveredStripsOnly() {
    Picture picture(color::Coloring::defaultColoring());
    const ExplorerState state = rabbit();
    begin(picture, state);
    QCOMPARE(complete(picture), std::int64_t{160 * 120});
    begin(picture, panned(state, 10, -7));
    QVERIFY(!picture.isComplete());
    QCOMPARE(complete(picture), std::int64_t{10 * 120 + 150 * 7});
    QCOMPARE(countsOf(picture), countsAfresh(picture));
  }

  void thereAndBackAgainKeepsNothingWrong() {
    Picture picture(color::Coloring::defaultColoring());
    ExplorerState state = rabbit();
    begin(picture, state);
    complete(picture);
    for (const auto& [right, up] : {std::pair{30, 20}, {-75, 3}, {159, 0}, {0, -119}, {500, 500}}) {
      state = panned(state, right, up);
      begin(picture, state);
      complete(picture, 4);
      QCOMPARE(countsOf(picture), countsAfresh(picture));
    }
  }

  void aZoomComputesAllAndShowsTheOldPictureMeanwhile() {
    Picture picture(color::Coloring::defaultColoring());
    const ExplorerState state = rabbit();
    begin(picture, state);
    complete(picture);
    const QImage before = picture.image().copy();
    begin(picture, zoomed(state, 2.0));
    // The zoom's fixed point, from the upper left, shows the same colour.
    QCOMPARE(picture.image().pixel(50, 79), before.pixel(50, 79));
    QVERIFY(!picture.pixelAt({50, 79}));
    QCOMPARE(complete(picture), std::int64_t{160 * 120});
    QCOMPARE(countsOf(picture), countsAfresh(picture));
  }

  void aZoomedPictureGoesFromWhereItWasSeenToItsPlace() {
    Animated style(200);
    QWidget widget;
    widget.setStyle(&style);
    ui::ZoomEase ease(&widget);
    Picture picture(color::Coloring::defaultColoring());
    const QRectF canvas(0, 0, 160, 120);
    begin(picture, rabbit());
    begin(picture, zoomed(rabbit(), 2.0));
    ease.start(canvas, picture);
    QVERIFY(ease.isRunning());
    // The way begins half as large, about the point that was zoomed at, and moves at once.
    const QRectF first = ease.rect(canvas);
    const double scale = first.width() / 160;
    QVERIFY(scale > 0.51 && scale < 1.0);
    QVERIFY(std::abs(first.height() - scale * 120) < 0.01);
    QVERIFY(std::abs(first.x() + scale * 50.5 - 50.5) < 0.01);
    QVERIFY(std::abs(first.y() + scale * 79.5 - 79.5) < 0.01);
    // A second zoom, right then, begins where the first one is.
    begin(picture, zoomed(zoomed(rabbit(), 2.0), 2.0));
    ease.start(first, picture);
    const double second = ease.rect(canvas).width();
    QVERIFY(second > first.width() / 2 && second < 160.0);
    QTRY_VERIFY(!ease.isRunning());
    QCOMPARE(ease.rect(canvas), canvas);
  }

  void nothingMovesWhereTheStyleWantsNoAnimations() {
    Animated style(0);
    QWidget widget;
    widget.setStyle(&style);
    ui::ZoomEase ease(&widget);
    Picture picture(color::Coloring::defaultColoring());
    begin(picture, rabbit());
    begin(picture, zoomed(rabbit(), 2.0));
    ease.start({0, 0, 160, 120}, picture);
    QVERIFY(!ease.isRunning());
  }

  void anotherSetIsNotEasedTo() {
    Picture picture(color::Coloring::defaultColoring());
    begin(picture, rabbit());
    QVERIFY(picture.lastPlace().isEmpty());
    begin(picture, zoomed(rabbit(), 2.0));
    QVERIFY(!picture.lastPlace().isEmpty());
    ExplorerState other = zoomed(rabbit(), 3.0);
    other.place.c = {};
    begin(picture, other);
    QVERIFY(picture.lastPlace().isEmpty());
  }

  void aJumpOfAnySizeLeavesNothingOfTheOldPicture() {
    Picture picture(color::Coloring::defaultColoring());
    ExplorerState state = rabbit();
    begin(picture, state);
    complete(picture);
    for (const char* radius : {"1e-5", "1", "1e-990", "1", "1e-12", "1e-300"}) {
      state.place.view = julia::CentreView{.centre = julia::parseComplex("0.1,0.2").value(),
                                           .radius = julia::Decimal::parse(radius).value()};
      begin(picture, state);
      QCOMPARE(picture.image().pixel(80, 60), picture.image().pixel(3, 100));
      QVERIFY(!picture.pixelAt({80, 60}));
    }
  }

  void anotherCanvasSizeKeepsNoWrongPixel() {
    Picture picture(color::Coloring::defaultColoring());
    const ExplorerState state = rabbit();
    for (const PixelSize canvas : {PixelSize{160, 120}, {200, 120}, {90, 60}, {2, 2}, {300, 7}}) {
      begin(picture, state, canvas);
      complete(picture, 2);
      QCOMPARE(countsOf(picture), countsAfresh(picture));
    }
  }

  void anotherEngineCountIsARunOfItsOwn() {
    Picture picture(color::Coloring::defaultColoring());
    ExplorerState state = rabbit();
    begin(picture, state);
    complete(picture);
    state.engines.count = 3;
    begin(picture, state);
    QVERIFY(!picture.isComplete());
  }

  void aPartOfAPictureSurvivesAPan() {
    Picture picture(color::Coloring::defaultColoring());
    const ExplorerState state = rabbit();
    begin(picture, state);
    const auto job = render::RenderJob::create(picture.request()).value();
    picture.add(job->computeBlock({.rect = {0, 60, 160, 30}, .sampling = {}}, {}), 1);
    QCOMPARE(picture.engineOfRow(45), std::optional<int>(1));
    begin(picture, panned(state, 0, 10));
    QVERIFY(picture.pixelAt({80, 55}));
    QCOMPARE(complete(picture), std::int64_t{160 * 90});
    QCOMPARE(countsOf(picture), countsAfresh(picture));
  }

  void coarseCellsGiveWayToFineOnes() {
    Picture coarse(color::Coloring::defaultColoring());
    Picture fine(color::Coloring::defaultColoring());
    begin(coarse, rabbit());
    begin(fine, rabbit());
    complete(coarse, 8);
    complete(fine, 1);
    QVERIFY(coarse.isComplete());
    QCOMPARE(coarse.image(), fine.image());
  }

  void newColorsNeedNoNewCounts() {
    Picture picture(color::Coloring::defaultColoring());
    begin(picture, rabbit());
    complete(picture);
    const auto counts = countsOf(picture);
    const QImage before = picture.image().copy();
    auto coloring = picture.coloring();
    coloring.offset = 0.5;
    picture.setColoring(coloring);
    QVERIFY(picture.image() != before);
    QCOMPARE(countsOf(picture), counts);
    coloring.offset = 0.0;
    picture.setColoring(coloring);
    QCOMPARE(picture.image(), before);
  }

  void equalizedColorsDependOnThePictureAlone() {
    auto coloring = color::Coloring::defaultColoring();
    coloring.mapping = color::Mapping::Equalized;
    Picture once(coloring);
    begin(once, rabbit());
    complete(once);
    Picture moved(coloring);
    begin(moved, panned(rabbit(), -40, 11));
    complete(moved);
    begin(moved, rabbit());
    complete(moved, 4);
    QCOMPARE(moved.image(), once.image());
  }

  void thePixelUnderTheCursorIsTheOneComputed() {
    Picture picture(color::Coloring::defaultColoring());
    begin(picture, rabbit());
    QVERIFY(!picture.pixelAt({0, 0}));
    complete(picture);
    const auto pixel = picture.pixelAt({7, 5});
    QVERIFY(pixel.has_value());
    const auto grid = julia::makeGrid(picture.request().picture.place.view, 160, 120).value();
    QCOMPARE(pixel->z0.re.toDouble(), grid.xs[7]);
    QCOMPARE(pixel->z0.im.toDouble(), grid.ys[114]);
    QCOMPARE(pixel->count, picture.counts()[114 * 160 + 7]);
    QVERIFY(!picture.pixelAt({160, 0}));
    QVERIFY(!picture.pixelAt({0, -1}));
  }

  void aPictureIsShownAsItWasWhileItsRowsLanded() {
    QImage image(4, 6, QImage::Format_RGB32);
    for (int y = 0; y < 6; ++y)
      for (int x = 0; x < 4; ++x) image.setPixel(x, y, qRgb(60 * x, 40 * y, 0));
    QImage shown = image;
    {
      QPainter painter(&shown);
      const std::int32_t cells[] = {0, 0, 1, 2,
                                    2};  // from the lowest row; the highest is left alone
      ui::paintLanded(painter, {}, image, cells, Qt::blue);
    }
    for (int x = 0; x < 4; ++x) {
      QCOMPARE(shown.pixelColor(x, 0), image.pixelColor(x, 0));
      QCOMPARE(shown.pixelColor(x, 1), shown.pixelColor(x, 2));  // one sample for two rows
      QCOMPARE(shown.pixelColor(x, 1), shown.pixelColor(x - x % 2, 1));
      QCOMPARE(shown.pixelColor(x, 3), image.pixelColor(x, 3));
      QCOMPARE(shown.pixelColor(x, 4), QColor(Qt::blue));
      QCOMPARE(shown.pixelColor(x, 5), QColor(Qt::blue));
    }
  }
};

QTEST_MAIN(PictureTest)
#include "picture_test.moc"
