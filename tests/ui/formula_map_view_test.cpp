// SPDX-License-Identifier: GPL-3.0-or-later
// The map of a typed formula: of which parameter it is, and what is chosen on it.
#include <QImage>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "ui/map/critical_counter.h"
#include "ui/map/map_controller.h"
#include "ui/map/map_menu.h"
#include "ui/map/map_text.h"
#include "ui/map/map_view.h"
#include "ui/panels/parameter_panel.h"

using namespace fatou;
using julia::Formula;
using render::MapPlane;
using ui::MapController;
using ui::MapView;

namespace {

constexpr const char* kCubic = "z^3-3*a^2*z+c,a=0.5-0.25i";

Formula formulaOf(const char* text) {
  return julia::parseKnownFormula(text).value();
}
julia::ComplexDecimal numberOf(const char* text) {
  return julia::parseComplex(text).value();
}

void click(QWidget& widget, QPointF at) {
  for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
    QMouseEvent event(type, at, widget.mapToGlobal(at), Qt::LeftButton,
                      type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
  }
}

std::complex<double> valueOfA(const Formula& formula) {
  return formula.parameters().front().value.toDouble();
}

QStringList titles(const QMenu& menu) {
  QStringList texts;
  for (const QAction* action : menu.actions()) texts << action->text();
  return texts;
}

}  // namespace

class FormulaMapViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFormulaBringsTheMapOfItsFirstParameter() {
    MapView map;
    map.resize(266, 190);
    QCOMPARE(ui::mapName(Formula(), map.plane()), QStringLiteral("Mandelbrot set"));
    QSignalSpy changed(&map, &MapView::viewChanged);
    map.setFormula(formulaOf(kCubic));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(map.plane().parameter, std::string("c"));
    QVERIFY(map.request().formula == formulaOf(kCubic));
    QVERIFY(render::check(map.request()).ok());
    QCOMPARE(map.frame().centre.toDouble(), std::complex<double>());
    QVERIFY(map.toolTip().contains(QStringLiteral("a value of c")));
    map.setFormula(formulaOf("z^3+l/z^3,l=0.1,escape=50"));
    QCOMPARE(map.plane().parameter, std::string("l"));
    QCOMPARE(map.parameter().toDouble(), std::complex<double>(0.1));
    map.setFormula(Formula());
    QVERIFY(map.plane() == MapPlane());
    QVERIFY(map.toolTip().contains(QStringLiteral("Mandelbrot set")));
  }

  void onAnotherMapItsNumberIsChosen() {
    MapView map;
    map.resize(266, 190);
    map.setFormula(formulaOf(kCubic));
    map.setParameter(numberOf("0.125,-0.5"));
    map.setPlane({.parameter = "a"});
    QCOMPARE(map.parameter().toDouble(), std::complex<double>(0.5, -0.25));
    QCOMPARE(map.request().plane.c.toDouble(), std::complex<double>(0.125, -0.5));
    QSignalSpy ofC(&map, &MapView::cRequested);
    QSignalSpy changed(&map, &MapView::viewChanged);
    Formula last;
    bool isFinished = false;
    connect(&map, &MapView::numbersRequested, this, [&](const Formula& formula, bool finished) {
      last = formula;
      isFinished = finished;
    });
    click(map, {100, 60});
    QVERIFY(isFinished);
    QCOMPARE(ofC.count(), 0);
    const auto chosen = map.frame().pointAt({100, 60}).toDouble();
    QVERIFY(std::abs(valueOfA(last) - chosen) < 1e-12);
    QCOMPARE(map.parameter().toDouble(), valueOfA(last));
    // The map of a is the same for every a, not so for every c.
    map.setFormula(last);
    map.setFormula(formulaOf(kCubic));
    QCOMPARE(changed.count(), 0);
    map.setParameter(numberOf("1"));
    QCOMPARE(changed.count(), 1);
  }

  void anotherNumberIsAnotherMapOfC() {
    MapView map;
    map.setFormula(formulaOf(kCubic));
    const auto frame = map.frame();
    QSignalSpy changed(&map, &MapView::viewChanged);
    map.setFormula(formulaOf("z^3-3*a^2*z+c,a=0.75"));
    QCOMPARE(changed.count(), 1);
    QVERIFY(map.frame() == frame);
    map.setPlane({.critical = 2});
    QCOMPARE(changed.count(), 2);
    QCOMPARE(map.request().plane.critical, 2);
    QCOMPARE(ui::mapName(formulaOf(kCubic), map.plane()), QStringLiteral("Map of c, point 2"));
    map.setPlane({.parameter = "nobody"});
    QCOMPARE(changed.count(), 2);
  }

  void theMenuOffersWhatThereIs() {
    MapPlane chosen;
    QMenu menu;
    ui::addPlaneChoices(menu, formulaOf(kCubic), {},
                        [&](const MapPlane& plane) { chosen = plane; });
    QMenu& critical = ui::addPointMenu(menu);
    QVERIFY(!critical.menuAction()->isEnabled());
    ui::fillPointChoices(critical, 2, {}, [&](const MapPlane& plane) { chosen = plane; });
    QVERIFY(critical.menuAction()->isEnabled());
    QCOMPARE(menu.actions().size(), 2);
    const QMenu* planes = menu.actions().at(0)->menu();
    const QMenu* points = menu.actions().at(1)->menu();
    QCOMPARE(titles(*planes), (QStringList{QStringLiteral("c"), QStringLiteral("a")}));
    QCOMPARE(points->actions().size(), 3);
    QVERIFY(points->actions().at(0)->isChecked());
    planes->actions().at(1)->trigger();
    QCOMPARE(chosen.parameter, std::string("a"));
    points->actions().at(2)->trigger();
    QCOMPARE(chosen.critical, render::kAllCritical);
    QMenu none;
    ui::addPlaneChoices(none, formulaOf("c*z*(1-z)"), {}, [](const MapPlane&) {});
    QVERIFY(none.isEmpty());
    ui::fillPointChoices(ui::addPointMenu(none), 1, {}, [](const MapPlane&) {});
    QVERIFY(!none.actions().at(0)->isVisible());
  }

  void criticalPointsAreCountedBesideThisThread() {
    ui::CriticalCounter counter;
    QSignalSpy counted(&counter, &ui::CriticalCounter::counted);
    counter.count(formulaOf(kCubic), {});
    QCOMPARE(counted.count(), 0);
    QVERIFY(counted.wait(tests::kPatienceMs));
    QCOMPARE(counted.first().first().value<std::int32_t>(), 2);
    counter.count(formulaOf(kCubic), {});  // which is known
    QCOMPARE(counted.count(), 2);
    counter.count(formulaOf("c*z*(1-z)"), {});
    QVERIFY(counted.wait(tests::kPatienceMs));
    QCOMPARE(counted.last().first().value<std::int32_t>(), 1);
  }

  void theMenuGetsThePointsOnceTheyAreCounted() {
    MapView map;
    map.resize(266, 190);
    map.setFormula(formulaOf(kCubic));
    map.show();
    QTest::mouseClick(&map, Qt::RightButton, Qt::NoModifier, {50, 50});
    const auto menuOf = [&map] {
      return map.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
    };
    QTRY_VERIFY_WITH_TIMEOUT(menuOf() != nullptr, tests::kPatienceMs);
    QMenu* menu = menuOf();
    const QAction* points = menu->actions().last();
    QTRY_VERIFY_WITH_TIMEOUT(points->isEnabled(), tests::kPatienceMs);
    QCOMPARE(points->menu()->actions().size(), 3);
    QSignalSpy requested(&map, &MapView::planeRequested);
    points->menu()->actions().at(1)->trigger();
    QCOMPARE(map.plane().critical, 2);
    QCOMPARE(requested.count(), 1);
    menu->close();
  }

  void withoutAParameterItHasNoMarkOfOne() {
    MapView view;
    view.resize(280, 180);
    view.setFormula(formulaOf("z^2+0.1"));
    view.setParameter(numberOf("0.5,0.5"));
    const QImage here = view.grab().toImage();
    view.setParameter(numberOf("-0.5,0"));
    QCOMPARE(view.grab().toImage(), here);
  }

  void itIsDrawnOrSaidWhyNot() {
    MapController controller{engines::Client(2)};
    QSignalSpy ready(&controller, &MapController::pictureReady);
    QSignalSpy failed(&controller, &MapController::failed);
    QSignalSpy refused(&controller, &MapController::refused);
    render::MapRequest map{.view = {.radius = julia::Decimal::fromDouble(1.5)},
                           .width = 24,
                           .height = 18,
                           .tmax = 60,
                           .formula = formulaOf("((z^2+c-1)/(2z+c-2))^2")};
    controller.render(map);
    QVERIFY(ready.wait(tests::kPatienceMs));
    map.formula = formulaOf("(c-1)*z^2+z");  // of which no radius is proven for c = 1
    for (int i = 0; i < 2; ++i) {
      map.tmax += 1;
      controller.render(map);
      QVERIFY(failed.wait(tests::kPatienceMs));
    }
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused.first().first().toString().contains(QStringLiteral("escape=50")));
  }

  void thePanelPassesNumbersOn() {
    ui::ParameterPanel panel;
    Formula taken;
    std::optional<Formula> seen;
    connect(&panel, &ui::ParameterPanel::numbersRequested, this,
            [&](const Formula& formula, bool) { taken = formula; });
    connect(&panel, &ui::ParameterPanel::numbersPreviewed, this,
            [&](const std::optional<Formula>& formula) { seen = formula; });
    Q_EMIT panel.mapView().numbersRequested(formulaOf(kCubic), true);
    Q_EMIT panel.mapView().numbersPreviewed(formulaOf(kCubic));
    QVERIFY(taken == formulaOf(kCubic));
    QVERIFY(seen == formulaOf(kCubic));
  }
};

QTEST_MAIN(FormulaMapViewTest)
#include "formula_map_view_test.moc"
