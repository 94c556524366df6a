// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/basin_colors.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <set>
#include <utility>
#include <vector>

#include <QTest>

#include "core/color/oklab.h"
#include "core/color/shader.h"

using namespace fatou::color;
using fatou::IterationNumbers;

namespace {

constexpr std::int32_t kTmax = 500;

Oklab colorOf(const Coloring& coloring, std::int32_t cycle, std::int32_t count) {
  const BasinColors colors(coloring);
  return toOklab(BasinColors::table()[colors.placeOf(cycle, count)]);
}

double hueOf(const Oklab& color) {
  return std::atan2(color.blueToYellow, color.greenToRed);
}

// In radians, 0 ... pi.
double hueBetween(const Oklab& a, const Oklab& b) {
  return std::abs(std::remainder(hueOf(a) - hueOf(b), 2.0 * std::numbers::pi));
}

std::vector<std::uint32_t> shaded(const Coloring& coloring, const IterationNumbers& samples) {
  std::vector<std::uint32_t> colors(samples.size());
  Shader(coloring, kTmax).shade(samples, colors);
  return colors;
}

}  // namespace

class BasinColorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cyclesHaveHuesThatAreFarApart() {
    const Coloring coloring = Coloring::defaultColoring();
    for (const auto& [cycles, least] : {std::pair(3, 1.2), std::pair(5, 0.7), std::pair(8, 0.4)})
      for (std::int32_t a = 1; a <= cycles; ++a)
        for (std::int32_t b = 1; b < a; ++b)
          QVERIFY(hueBetween(colorOf(coloring, a, 6), colorOf(coloring, b, 6)) > least);
  }

  void anOrbitThatTakesLongerIsDarker() {
    Coloring coloring = Coloring::defaultColoring();
    for (const Mapping mapping :
         {Mapping::Linear, Mapping::Logarithm, Mapping::SquareRoot, Mapping::Equalized}) {
      coloring.mapping = mapping;
      for (const std::int32_t cycle : {1, 2, 3}) {
        double last = 1.0;
        for (const std::int32_t count : {0, 4, 12, 30, 80}) {
          const double now = colorOf(coloring, cycle, count).lightness;
          QVERIFY(now < last);
          last = now;
        }
        const BasinColors colors(coloring);
        QVERIFY(colors.placeOf(cycle, 1'000'000) == colors.placeOf(cycle, 2'000'000'000));
        QVERIFY(colors.placeOf(cycle, -7) == colors.placeOf(cycle, 0));  // damaged on its way
      }
    }
  }

  void theOffsetTurnsAllHues() {
    const Coloring plain = Coloring::defaultColoring();
    Coloring turned = plain;
    turned.offset = plain.offset + 0.5;
    for (const std::int32_t cycle : {1, 2, 3})
      QVERIFY(hueBetween(colorOf(plain, cycle, 5), colorOf(turned, cycle, 5)) > 2.0);
  }

  void anyNumberOfACycleHasAColour() {
    Coloring coloring = Coloring::defaultColoring();
    for (const double offset : {-3.7, 0.0, 0.999999, 1.0}) {
      coloring.offset = offset;
      const BasinColors colors(coloring);
      std::set<std::size_t> places;
      for (std::int32_t cycle = 1; cycle <= 300; ++cycle) {
        const std::size_t place = colors.placeOf(cycle, cycle);
        QVERIFY(place < BasinColors::table().size());
        QVERIFY(place < BasinColors::wideTable().size());
        if (cycle <= 20) places.insert(place / BasinColors::kShades);
      }
      QCOMPARE(places.size(), std::size_t{20});
    }
  }

  // Points that have escaped, and those of no cycle, look as in any picture.
  void onlyPixelsOfACycleHaveItsColour() {
    const Coloring coloring = Coloring::defaultColoring();
    const std::array counts{3, 7, 7, kTmax, 9};
    const std::array cycles{-1, 2, -1, 0, 1};
    const auto with = shaded(coloring, {.counts = counts, .cycles = cycles});
    const auto without = shaded(coloring, {.counts = counts});
    const BasinColors colors(coloring);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (cycles[i] <= 0) {
        QCOMPARE(with[i], without[i]);
        continue;
      }
      const Rgb color = BasinColors::table()[colors.placeOf(cycles[i], counts[i])];
      QCOMPARE(with[i], 0xff000000U | static_cast<std::uint32_t>(color.red << 16) |
                            static_cast<std::uint32_t>(color.green << 8) | color.blue);
    }
  }

  void sixteenBitsAreTheSameColours() {
    const Coloring coloring = Coloring::defaultColoring();
    const std::array counts{3, 7, 40};
    const std::array cycles{1, 2, 3};
    const IterationNumbers samples{.counts = counts, .cycles = cycles};
    const auto narrow = shaded(coloring, samples);
    std::array<std::uint64_t, 3> wide{};
    Shader(coloring, kTmax, {}, Shader::Depth::Sixteen).shade(samples, wide);
    for (std::size_t i = 0; i < wide.size(); ++i)
      for (int c = 0; c < 3; ++c) {
        const auto of16 = static_cast<double>(wide[i] >> (32 - 16 * c) & 0xffffU) / 257.0;
        const auto of8 = static_cast<double>(narrow[i] >> (16 - 8 * c) & 0xffU);
        QVERIFY(std::abs(of16 - of8) <= 0.51);
      }
  }
};

QTEST_GUILESS_MAIN(BasinColorsTest)
#include "basin_colors_test.moc"
