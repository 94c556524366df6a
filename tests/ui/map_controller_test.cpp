// SPDX-License-Identifier: GPL-3.0-or-later
// Who renders the map of c: the latest request, on engines that may be slow, lost or none.
#include "ui/map/map_controller.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "tests/processor_time.h"
#include "tests/ui/map_samples.h"
#include "ui/map/map_view.h"

using namespace fatou;
using julia::ComplexDecimal;
using ui::MapController;
using ui::MapPicture;
using ui::MapView;
using namespace fatou::tests;

namespace {

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

class MapControllerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qRegisterMetaType<ComplexDecimal>("fatou::julia::ComplexDecimal");
    qRegisterMetaType<std::optional<ComplexDecimal>>("std::optional<fatou::julia::ComplexDecimal>");
  }

  void rendersWhatTheViewShows();
  void theLatestRequestWins();
  void coloursTheLastMapAnew();
  void stepsThatAllPixelsTakeGiveNoColour();
  void waitsWhilePaused();
  void makesWhatIsAskedForWhenTheLastOneIsDoneAndNotTaken();
  void leavesTheEnginesWithinMilliseconds();
  void waitsForEngines();
  void saysWhatFailed();
  void aMapThatIsTooDeepIsRefusedOnceAndNotThatOfAnotherFormula();
  void endsCleanlyWhileRendering();
};

void MapControllerTest::rendersWhatTheViewShows() {
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
  turnWheel(*view, {20, 20}, 1);
  QVERIFY(ready.wait(tests::kPatienceMs));
  QVERIFY(ready.at(1).at(0).value<MapPicture>().step / picture.step < 1.0);
}

void MapControllerTest::theLatestRequestWins() {
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

void MapControllerTest::coloursTheLastMapAnew() {
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

void MapControllerTest::stepsThatAllPixelsTakeGiveNoColour() {
  ui::MapField near{.request = smallMap(3)};
  near.request.height = 1;
  near.request.tmax = 50;
  near.numbers = {.width = static_cast<std::size_t>(near.request.width), .counts = {1, 4, 50}};
  near.numbers.smooth = {1.5F, 4.25F, 50.0F};
  ui::MapField far = near;
  far.request.tmax += 3000;
  for (auto& count : far.numbers.counts) count += 3000;
  for (auto& count : far.numbers.smooth) count += 3000.0F;
  for (const auto mapping : {color::Mapping::Logarithm, color::Mapping::Equalized}) {
    auto coloring = color::Coloring::defaultColoring();
    coloring.mapping = mapping;
    QCOMPARE(ui::shadedMap(far, coloring).image, ui::shadedMap(near, coloring).image);
  }
  ui::MapField inside = near;
  inside.numbers.counts = {50, 50, 50};
  const auto interior = color::Coloring::defaultColoring().interior;
  QCOMPARE(ui::shadedMap(inside, color::Coloring::defaultColoring()).image.pixelColor(1, 0),
           QColor(interior.red, interior.green, interior.blue));
}

void MapControllerTest::waitsWhilePaused() {
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

void MapControllerTest::makesWhatIsAskedForWhenTheLastOneIsDoneAndNotTaken() {
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
void MapControllerTest::leavesTheEnginesWithinMilliseconds() {
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

void MapControllerTest::waitsForEngines() {
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

void MapControllerTest::saysWhatFailed() {
  MapController controller{engines::Client(1)};
  QSignalSpy failed(&controller, &MapController::failed);
  controller.render(smallMap(0));
  QVERIFY(failed.wait(tests::kPatienceMs));
  QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("width 0")));
  QSignalSpy ready(&controller, &MapController::pictureReady);
  controller.render(smallMap());
  QVERIFY(ready.wait(tests::kPatienceMs));
}

void MapControllerTest::aMapThatIsTooDeepIsRefusedOnceAndNotThatOfAnotherFormula() {
  MapController controller{engines::Client(1)};
  QSignalSpy ready(&controller, &MapController::pictureReady);
  QSignalSpy failed(&controller, &MapController::failed);
  QSignalSpy refused(&controller, &MapController::refused);
  render::MapRequest map{
      .view = {.radius = julia::Decimal::fromDouble(1.5)}, .width = 16, .height = 12, .tmax = 50};
  controller.render(map);
  QVERIFY(ready.wait(tests::kPatienceMs));
  map.formula = julia::parseFormula("c*sin(z),escape=50").value();
  map.view.radius = julia::Decimal::parse("1e-30").value();
  for (int i = 0; i < 2; ++i) {
    controller.render(map);
    QVERIFY(failed.wait(tests::kPatienceMs));
  }
  QCOMPARE(refused.count(), 1);
  QVERIFY(refused.first().first().toString().startsWith(
      QStringLiteral("the map of c*sin(z) is computed in doubles alone")));
  // The last map was that of z^2 + c: other colours must not bring it back.
  color::Coloring other = color::Coloring::defaultColoring();
  other.offset = 0.5;
  controller.setColoring(other);
  QVERIFY(!controller.isBusy());
  QCOMPARE(ready.count(), 1);
}

void MapControllerTest::endsCleanlyWhileRendering() {
  const auto view = shownView();
  MapController controller{engines::Client(2)};
  controller.serve(view.get());
  controller.render(endlessMap());
  QTest::qWait(3);
}

QTEST_MAIN(MapControllerTest)
#include "map_controller_test.moc"
