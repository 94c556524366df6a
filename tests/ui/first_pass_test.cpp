// SPDX-License-Identifier: GPL-3.0-or-later
// How coarse a picture is at first, so that something is seen at once.
#include "ui/picture/first_pass.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "ui/picture/picture.h"
#include "ui/picture/render_controller.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

render::RenderRequest requestOf(const char* formula, std::int32_t tmax = 5'000) {
  return {.picture = {.place = {.c = julia::parseComplex("0.3+0.1i").value(),
                                .view = julia::CentreView{.radius = julia::Decimal::fromDouble(2)},
                                .tmax = tmax,
                                .formula = julia::parseFormula(formula).value()},
                      .width = 1'024,
                      .height = 1'024},
          .engines = {.count = 2}};
}

constexpr const char* kSine = "c*sin(z),escape=50";

}  // namespace

class FirstPassTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsSoonThereIsNotShownCoarsely() {
    QCOMPARE(firstStride(0.0, kCoarsestPass), 1);
    QCOMPARE(firstStride(0.03, kCoarsestPass), 1);
  }

  void whatTakesLongIsCoarseFirst() {
    QCOMPARE(firstStride(0.04, kCoarsestPass), 2);
    QCOMPARE(firstStride(0.1, kCoarsestPass), 4);
    QCOMPARE(firstStride(1.5, kCoarsestPass), 8);  // in some 20 ms
    QCOMPARE(firstStride(3.0, kCoarsestPass), 16);
    QCOMPARE(firstStride(1e6, kCoarsestPass), kCoarsestPass);
  }

  void itIsNoCoarserThanWhatWouldBeShown() {
    for (const std::int32_t coarsest : {1, 2, 4, 16})
      QCOMPARE(firstStride(1e6, coarsest), coarsest);
  }

  void anotherFormulaMayCostTheMost() {
    SamplePrice price;
    const auto square = requestOf("z^2+c");
    const auto sine = requestOf(kSine);
    QCOMPARE(price.of(square), 0.0);
    price.learn(square, 1'000'000, 0.01);
    QCOMPARE(price.of(square), 1e-8);
    QVERIFY(price.of(sine) > 1e-5);
    // Once it is measured it costs what it does, with other numbers, too.
    price.learn(sine, 1'000'000, 0.5);
    QCOMPARE(price.of(sine), 5e-7);
    QCOMPARE(price.of(requestOf(kSine, 10'000)), 1e-6);
    QCOMPARE(price.of(requestOf(kSine, 50)), 5e-7);
    QVERIFY(price.of(requestOf("c*cos(z),escape=50")) > 1e-5);
  }

  void fewSamplesAreABoundOrNothing() {
    SamplePrice price;
    const auto square = requestOf("z^2+c");
    price.learn(square, 100, 0.01);
    QCOMPARE(price.of(square), 0.0);
    const auto sine = requestOf(kSine);
    price.learn(sine, 100, 0.001);  // less than was believed
    QCOMPARE(price.of(sine), 1e-5);
    price.learn(sine, 100, 0.01);  // which may be the time it took to hand them out
    QCOMPARE(price.of(sine), 1e-5);
    price.learn(sine, 100, 0.5);  // which may not
    QCOMPARE(price.of(sine), 5e-3);
    price.learn(sine, 0, 0.0);
    QCOMPARE(price.of(sine), 5e-3);
  }

  void anEmptyPictureShowsTheCoarsestPass() {
    Picture picture(color::Coloring::defaultColoring());
    const auto request = requestOf(kSine);
    picture.begin(request, julia::Raster::of(request.picture.place.view, 1'024, 1'024).value(),
                  false);
    QCOMPARE(picture.coarsestShown(), kCoarsestPass);
  }

  // The picture before it was quick, and says nothing of it.
  void aSlowFormulaIsShownCoarselyFirst() {
    RenderController renders;
    QSignalSpy passes(&renders, &RenderController::passDone);
    QSignalSpy finished(&renders, &RenderController::finished);
    renders.render({.request = requestOf("z^2+c", 50)});
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, tests::kPatienceMs);
    passes.clear();
    renders.render({.request = requestOf(kSine)});
    QTRY_VERIFY_WITH_TIMEOUT(passes.count() > 0, tests::kPatienceMs);
    QCOMPARE(passes.first().first().toInt(), kCoarsestPass);
    renders.stop();
    QTRY_VERIFY_WITH_TIMEOUT(!renders.isBusy(), tests::kPatienceMs);
  }
};

QTEST_MAIN(FirstPassTest)
#include "first_pass_test.moc"
