// SPDX-License-Identifier: GPL-3.0-or-later
// Basins in the window: a part of the formula, so that they come and go with it.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <QSize>
#include <QTest>

#include "core/engines/client.h"
#include "core/julia/formulas/formula.h"
#include "core/render/render_job.h"
#include "ui/jobs/thumbnail_field.h"
#include "ui/picture/picture.h"
#include "ui/state/explorer_state.h"
#include "ui/state/picture_request.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

constexpr PixelSize kCanvas{64, 48};

ExplorerState stateOf(const char* formula) {
  ExplorerState state = ExplorerState::initial();
  state.place.formula = julia::parseFormula(formula).value();
  return state;
}

// A picture of a state, whole.
Picture pictureOf(const ExplorerState& state) {
  const auto request = pictureRequest(state, kCanvas).value();
  const auto& view = request.picture.place.view;
  Picture picture(color::Coloring::defaultColoring());
  picture.begin(request, julia::Raster::of(view, kCanvas.width, kCanvas.height).value());
  const auto job = render::RenderJob::create(request).value();
  const auto tile =
      job->computeBlock({.rect = {0, 0, kCanvas.width, kCanvas.height}, .sampling = {}}, {});
  picture.add(tile, 0);
  return picture;
}

}  // namespace

class BasinWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void basinsAreAskedForWithTheFormula() {
    const auto quantities = [](const char* formula) {
      return pictureRequest(stateOf(formula), kCanvas).value().picture.quantities;
    };
    QVERIFY(quantities("newton(z^3-1),basins=1").cycle);
    QVERIFY(!quantities("newton(z^3-1),basins=1").smooth);
    QVERIFY(!quantities("newton(z^3-1),escape=50").cycle);
    QVERIFY(!quantities("z^2+c").cycle);
  }

  // The numbers are kept, from which the picture is coloured anew.
  void aPictureOfBasinsIsColouredAnew() {
    Picture picture = pictureOf(stateOf("newton(z^3-1),basins=1"));
    QVERIFY(picture.isComplete());
    const QImage shown = picture.image();
    color::Coloring turned = color::Coloring::defaultColoring();
    turned.offset = 0.4;
    picture.setColoring(turned);
    QVERIFY(picture.image() != shown);
    picture.setColoring(color::Coloring::defaultColoring());
    QCOMPARE(picture.image(), shown);
    const auto pixel = picture.pixelAt({3, 4});
    QVERIFY(pixel && pixel->cycle && !pixel->smooth);
  }

  void aPictureWithoutSmoothCountsIsColouredAnew() {
    Picture picture = pictureOf(stateOf("2*z+sin(z),escape=50"));
    const QImage shown = picture.image();
    picture.setColoring(color::Coloring::defaultColoring());
    QCOMPARE(picture.image(), shown);
    QVERIFY(!picture.pixelAt({3, 4})->cycle);
  }

  void aThumbnailShowsBasins() {
    const auto place = stateOf("newton(z^3-1),basins=1").place;
    const auto outcome = renderThumbnailField(place, QSize(42, 31), engines::Client(), {});
    QVERIFY(outcome.field != nullptr);
    const auto& numbers = outcome.field->numbers;
    QCOMPARE(numbers.cycles.size(), std::size_t{42 * 31});
    for (const std::int32_t cycle : {1, 2, 3})
      QVERIFY(std::ranges::find(numbers.cycles, cycle) != numbers.cycles.end());
  }
};

QTEST_MAIN(BasinWindowTest)
#include "basin_window_test.moc"
