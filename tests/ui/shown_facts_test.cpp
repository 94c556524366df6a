// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says and draws of a formula: found beside the GUI thread, and of nothing else
// than what is shown.
#include <algorithm>
#include <complex>
#include <limits>
#include <memory>
#include <vector>

#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "ui/canvas/dynamics_overlay.h"
#include "ui/jobs/facts_finder.h"
#include "ui/panels/facts_box.h"
#include "ui/panels/facts_text.h"
#include "ui/panels/parameter_panel.h"
#include "ui/widgets/disclosure.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Formula;

namespace {

julia::Place placeOf(const char* formula, const char* c = "-1") {
  return {.c = julia::parseComplex(c).value(),
          .view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(1.5)},
          .formula = julia::parseFormula(formula).value()};
}

FoundFacts factsAt(const julia::Place& place) {
  return factsOf(place.formula, place.c);
}

std::shared_ptr<const FoundFacts> sharedFactsAt(const julia::Place& place) {
  return std::make_shared<const FoundFacts>(factsAt(place));
}

// A picture of 100 x 100 pixels around 0, from -2 to 2.
CanvasMapping mappingAroundZero() {
  CanvasMapping mapping;
  mapping.plane = PlaneMapping::of(
      julia::Raster::of(julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(2.0)},
                        100, 100)
          .value());
  return mapping;
}

template <typename Paint>
QImage painted(Paint paint) {
  QImage image(100, 100, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::black);
  QPainter painter(&image);
  paint(painter);
  painter.end();
  return image;
}

QImage cyclesOver(const DynamicsOverlay& overlay, const julia::Place& place) {
  return painted([&](QPainter& painter) {
    overlay.paintCycles(painter, mappingAroundZero(), {0, 0, 100, 100}, place);
  });
}

QImage orbitsOver(const DynamicsOverlay& overlay, const julia::Place& place) {
  return painted(
      [&](QPainter& painter) { overlay.paintCriticalOrbits(painter, mappingAroundZero(), place); });
}

QImage nothing() {
  return painted([](QPainter&) {});
}

bool says(const QWidget& widget, const QString& words) {
  return std::ranges::any_of(widget.findChildren<QLabel*>(),
                             [&words](const auto* label) { return label->text().contains(words); });
}

}  // namespace

class ShownFactsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void factsAreFoundBesideThisThread() {
    FactsFinder finder;
    QSignalSpy found(&finder, &FactsFinder::found);
    const julia::Place place = placeOf("newton(z^3-1),escape=50");
    finder.find(place.formula, place.c);
    QCOMPARE(found.count(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, tests::kPatienceMs);
    const auto facts = found.first().first().value<std::shared_ptr<const FoundFacts>>();
    QVERIFY(facts->areOf(place.formula, place.c));
    QCOMPARE(facts->facts.cycles.size(), std::size_t{3});
  }

  void anOrbitIsShownAsFarAsItIsFinite() {
    const std::vector<std::complex<double>> shown{{0.0, 0.0}, {1.0, 0.5}};
    std::vector<std::complex<double>> longer = shown;
    longer.emplace_back(std::numeric_limits<double>::infinity(), 0.0);
    longer.emplace_back(0.5, -0.5);
    const auto over = [](const auto& orbit) {
      return painted([&](QPainter& painter) { paintOrbit(painter, mappingAroundZero(), orbit); });
    };
    QVERIFY(over(longer) == over(shown));
    QVERIFY(over(shown) != nothing());
  }

  void theLatestFormulaIsTheOneThatIsFound() {
    FactsFinder finder;
    QSignalSpy found(&finder, &FactsFinder::found);
    for (int k = 0; k < 100; ++k)
      finder.find(Formula(), {.re = julia::Decimal::fromDouble(0.01 * k), .im = {}});
    const julia::Place last = placeOf("z^3+c", "0.25");
    finder.find(last.formula, last.c);
    const auto isLast = [&] {
      return !found.isEmpty() &&
             found.last().first().value<std::shared_ptr<const FoundFacts>>()->areOf(last.formula,
                                                                                    last.c);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLast(), tests::kPatienceMs);
    QVERIFY(found.count() < 5);
  }

  void aFactIsALine_data() {
    QTest::addColumn<QString>("formula");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* formula, int line, const char* text) {
      QTest::addRow("%s %d", formula, line)
          << QString::fromUtf8(formula) << line << QString::fromUtf8(text);
    };
    row("z^2+c", 0, "2, polynomial");
    row("(z^3+c)/(z-2),escape=50", 0, "3, rational map");
    row("sin(z),escape=50", 0, "no rational map, or one of a large degree");
    row("conj(z)^2+c,escape=50", 0, "no rational map: it has no complex derivative");
    row("z^2+c", 1, "|z| > 2, proven");
    row("z^3-z+c", 1, "|z| > 2, proven");
    row("sin(z),escape=50", 1, "|z| > 50, given");
    row("z^3-z+c,escape=50", 1, "|z| > 50, given; proven from 2 on");
    row("z^2+c", 2, "0");
    row("z^4-2z^2", 2, "1");
    row("z^4+c", 2, "0 (3 times)");
    row("sin(z),escape=50", 2, "not known");
    row("z^2+c", 3, "period 2 at 0, superattracting");
    row("z^2+2", 3, "none found");
    row("newton(z^3-1),escape=50", 3, "fixed point 1, superattracting");
    row("sin(z),escape=50", 3, "not known");
    row("z^3+c", 4, "turns about 0 by 1/3; mirrored in the real axis");
    row("z^2+i*z", 4, "none seen");
  }

  void aFactIsALine() {
    QFETCH(QString, formula);
    QFETCH(int, line);
    QFETCH(QString, text);
    const auto lines = factLines(factsAt(placeOf(qPrintable(formula))));
    QCOMPARE(lines.size(), qsizetype{5});
    QVERIFY2(lines[line].text.contains(text), qPrintable(lines[line].text));
    QVERIFY(!lines[line].toolTip.isEmpty());
  }

  void longListsAreCut() {
    const auto lines = factLines(factsAt(placeOf("newton(z^8+15z^4-16),escape=50")));
    QVERIFY2(lines[3].text.endsWith(QStringLiteral("4 more")), qPrintable(lines[3].text));
  }

  void theSummaryIsOneLine() {
    QCOMPARE(factsSummary(factsAt(placeOf("z^3+c", "0.2"))),
             QStringLiteral("degree 3 · |z| > 2 · 1 critical point · 1 cycle"));
    QCOMPARE(factsSummary(factsAt(placeOf("sin(z),escape=50"))), QStringLiteral("|z| > 50"));
  }

  void thePanelSaysTheFactsOfWhatItShows() {
    ParameterPanel panel;
    const julia::Place newton = placeOf("newton(z^3-1),escape=50");
    panel.setPlace(newton);
    QSignalSpy missed(&panel, &ParameterPanel::cycleMissed);
    panel.setFacts(factsAt(placeOf("z^3+c")));
    const FactsBox& box = *panel.findChild<FactsBox*>();
    QVERIFY(!says(box, QStringLiteral("polynomial")));
    QCOMPARE(missed.count(), 0);
    panel.setFacts(factsAt(newton));
    QVERIFY(says(box, QStringLiteral("3, rational map")));
    const auto sections = panel.findChildren<Disclosure*>();
    QVERIFY(std::ranges::any_of(sections, [](const Disclosure* section) {
      return section->heading().startsWith(QStringLiteral("Facts: degree 3"));
    }));
    QVERIFY(says(panel, QStringLiteral("fixed point 1, superattracting")));
    QCOMPARE(missed.last().at(1).toString(), QString());
  }

  void thePanelSaysThatThereIsNoCycle() {
    ParameterPanel panel;
    const julia::Place dust = placeOf("z^3+c", "2");
    panel.setPlace(dust);
    QSignalSpy missed(&panel, &ParameterPanel::cycleMissed);
    panel.setFacts(factsAt(dust));
    QCOMPARE(missed.last().at(1).toString(),
             QStringLiteral("No attracting cycle: the critical orbit escapes"));
  }

  void whyThereIsNoCycleIsWhatCriticalOrbitsDo() {
    const auto why = [](const char* formula, const char* c) {
      return noCycleText(factsAt(placeOf(formula, c)));
    };
    QCOMPARE(why("z^3-z+c", "9"),
             QStringLiteral("No attracting cycle: all critical orbits escape"));
    QCOMPARE(why("z^3+c", "0"), QString());
    QVERIFY(why("z^2-2", "0").contains(QStringLiteral("settles on one")));
    // It stays at 2, whose imaginary part, which counts here, is 0.
    QVERIFY(why("z^2-2,escape_im=1", "0").contains(QStringLiteral("settles on one")));
    QVERIFY(why("sin(z),escape=50", "0").contains(QStringLiteral("known")));
  }

  void cyclesOfAnyFormulaAreDrawn() {
    DynamicsOverlay overlay;
    const julia::Place newton = placeOf("newton(z^3-1),escape=50");
    QCOMPARE(cyclesOver(overlay, newton), nothing());
    overlay.setFacts(sharedFactsAt(newton));
    QVERIFY(cyclesOver(overlay, newton) != nothing());
    // Those of another formula or c are not.
    QCOMPARE(cyclesOver(overlay, placeOf("newton(z^3-2),escape=50")), nothing());
    QCOMPARE(cyclesOver(overlay, placeOf("newton(z^3-1),escape=50", "0.5")), nothing());
  }

  void theCycleOfTheSquareIsThatOfItsPicture() {
    DynamicsOverlay overlay;
    const julia::Place basilica = placeOf("z^2+c");
    overlay.setFacts(sharedFactsAt(basilica));
    QCOMPARE(cyclesOver(overlay, basilica), nothing());
    overlay.setCycle(julia::findAttractingCycle({-1.0, 0.0}));
    QVERIFY(cyclesOver(overlay, basilica) != nothing());
    QCOMPARE(cyclesOver(overlay, placeOf("z^3+c")), nothing());
  }

  void criticalOrbitsAreDrawn() {
    DynamicsOverlay overlay;
    const julia::Place place = placeOf("z^3-0.75z+c", "0.2i");
    overlay.setFacts(sharedFactsAt(place));
    QVERIFY(orbitsOver(overlay, place) != nothing());
    QCOMPARE(orbitsOver(overlay, placeOf("z^3+c", "0.2i")), nothing());
    QCOMPARE(factsAt(place).criticalOrbits.size(), std::size_t{2});
  }

  void aNoteIsOfTheCThatHasNoCycle() {
    DynamicsOverlay overlay;
    const julia::Place place = placeOf("z^3+c", "2");
    overlay.setCycleNote(place.c, QStringLiteral("none"));
    QCOMPARE(overlay.cycleNote(place), QStringLiteral("none"));
    QCOMPARE(overlay.cycleNote(placeOf("z^3+c", "3")), QString());
  }
};

QTEST_MAIN(ShownFactsTest)
#include "shown_facts_test.moc"
