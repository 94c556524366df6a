// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/gradient.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include <QTest>

#include "core/color/oklab.h"

using namespace fatou::color;

namespace {

constexpr Rgb kBlack{0, 0, 0};
constexpr Rgb kWhite{255, 255, 255};

Gradient blackToWhite(bool cyclic) {
  return {.name = "G", .stops = {{0.0, kBlack}, {1.0, kWhite}}, .cyclic = cyclic};
}

int largestDifference(Rgb a, Rgb b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

}  // namespace

class GradientTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oklabKeepsEveryColour() {
    for (int red = 0; red < 256; red += 15)
      for (int green = 0; green < 256; green += 15)
        for (int blue = 0; blue < 256; blue += 15) {
          const Rgb color{static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green),
                          static_cast<std::uint8_t>(blue)};
          QVERIFY(toRgb(toOklab(color)) == color);
        }
  }

  void oklabOfWhiteAndRedIsThePublishedOne() {
    const auto white = toOklab(kWhite);
    QVERIFY(std::abs(white.lightness - 1.0) < 1e-6);
    QVERIFY(std::hypot(white.greenToRed, white.blueToYellow) < 1e-6);
    const auto red = toOklab({255, 0, 0});
    QVERIFY(std::abs(red.lightness - 0.627955) < 1e-5);
    QVERIFY(std::abs(red.greenToRed - 0.224863) < 1e-5);
    QVERIFY(std::abs(red.blueToYellow - 0.125846) < 1e-5);
  }

  void everyStopHasItsOwnColour() {
    const Gradient gradient = Gradient::defaultGradient();
    for (const auto& stop : gradient.stops) QVERIFY(colorAt(gradient, stop.position) == stop.color);
  }

  void aCycleRepeatsWithPeriodOne() {
    const Gradient gradient = Gradient::defaultGradient();
    QVERIFY(colorAt(gradient, 0.125) == colorAt(gradient, 3.125));
    QVERIFY(colorAt(gradient, 0.125) == colorAt(gradient, -0.875));
  }

  void whatIsNoCycleEndsWhereItEnds() {
    const Gradient gradient = blackToWhite(false);
    for (const double position : {-2.0, 0.0}) QVERIFY(colorAt(gradient, position) == kBlack);
    for (const double position : {1.0, 7.5}) QVERIFY(colorAt(gradient, position) == kWhite);
  }

  void nothingThatIsRepeatedHasASeam_data() {
    QTest::addColumn<bool>("cyclic");
    QTest::addRow("cyclic") << true;
    QTest::addRow("there and back") << false;
  }
  void nothingThatIsRepeatedHasASeam() {
    QFETCH(bool, cyclic);
    Gradient gradient = Gradient::defaultGradient();
    gradient.cyclic = cyclic;
    const auto colors = expanded(gradient, 4096);
    QCOMPARE(colors.size(), std::size_t{4096});
    for (std::size_t i = 0; i < colors.size(); ++i)
      QVERIFY(largestDifference(colors[i], colors[(i + 1) % colors.size()]) <= 4);
  }

  void thereAndBackIsSymmetric() {
    const auto colors = expanded(blackToWhite(false), 100);
    QVERIFY(colors[0] == kBlack && colors[50] == kWhite);
    for (std::size_t i = 1; i < 50; ++i) QVERIFY(colors[i] == colors[100 - i]);
  }

  void stopsNeedNotBeginAtZero() {
    const Gradient gradient{.stops = {{0.25, kBlack}, {0.75, kWhite}}};
    QVERIFY(colorAt(gradient, 0.0) == colorAt(gradient, 0.5));
    QVERIFY(colorAt(gradient, 0.25) == kBlack);
    QVERIFY(colorAt(gradient, 0.75) == kWhite);
  }

  void oneStopIsOneColour() {
    for (const bool cyclic : {true, false}) {
      const Gradient gradient{.stops = {{0.3, {1, 2, 3}}}, .cyclic = cyclic};
      for (const double position : {0.0, 0.3, 0.9, 1.0})
        QVERIFY(colorAt(gradient, position) == (Rgb{1, 2, 3}));
    }
  }

  void twoStopsInOnePlaceAreAStep() {
    const Gradient gradient{.stops = {{0.0, kBlack}, {0.5, kBlack}, {0.5, kWhite}, {1.0, kWhite}},
                            .cyclic = false};
    QVERIFY(colorAt(gradient, 0.4999) == kBlack);
    QVERIFY(colorAt(gradient, 0.5) == kWhite);
  }

  void simplifyingKeepsTheColoursAndDropsTheRest() {
    Gradient dense{.cyclic = false};
    const Gradient source = Gradient::defaultGradient();
    for (int i = 0; i <= 400; ++i) dense.stops.push_back({i / 400.0, colorAt(source, i / 400.0)});
    const Gradient few = simplified(dense, 1);
    QVERIFY2(few.stops.size() < 60, qPrintable(QString::number(few.stops.size())));
    for (const auto& stop : dense.stops)
      QVERIFY(largestDifference(colorAt(few, stop.position), stop.color) <= 1);
    QVERIFY(few.stops.front() == dense.stops.front() && few.stops.back() == dense.stops.back());
  }

  void reversedItRunsFromEndToBeginning() {
    for (const bool cyclic : {true, false}) {
      Gradient gradient = Gradient::defaultGradient();
      gradient.cyclic = cyclic;
      const Gradient back = reversed(gradient);
      QVERIFY(std::ranges::is_sorted(back.stops, {}, &GradientStop::position));
      for (int i = 1; i < 100; ++i)
        QVERIFY(largestDifference(colorAt(back, i / 100.0), colorAt(gradient, 1.0 - i / 100.0)) <=
                1);
      QCOMPARE(back.stops.size(), gradient.stops.size());
    }
  }

  void spreadEvenlyItHasEqualDistancesToTheEnds() {
    Gradient gradient = Gradient::defaultGradient();
    const Gradient cycle = spreadEvenly(gradient);
    QCOMPARE(cycle.stops[1].position, 1.0 / 8);
    QCOMPARE(cycle.stops.back().position, 7.0 / 8);
    gradient.cyclic = false;
    QCOMPARE(spreadEvenly(gradient).stops.back().position, 1.0);
    gradient.stops.resize(1);
    QVERIFY(spreadEvenly(gradient) == gradient);
  }

  void simplifyingLeavesAFewStopsAlone() {
    for (std::size_t size : {1U, 2U, 8U}) {
      Gradient gradient = Gradient::defaultGradient();
      gradient.stops.resize(size);
      QVERIFY(simplified(gradient, 1) == gradient);
    }
  }
};

QTEST_GUILESS_MAIN(GradientTest)
#include "gradient_test.moc"
