// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <QTest>

#include "core/color/oklab.h"
#include "core/color/shading.h"

using fatou::color::gradientColor;
using fatou::color::Palette;
using fatou::color::Rgb;
using fatou::color::shade;
using fatou::color::ShadingTable;
using fatou::color::toOklab;

namespace {

constexpr std::int32_t kLargest = std::numeric_limits<std::int32_t>::max();

Rgb shadeOne(const ShadingTable& table, std::int32_t count) {
  std::array<std::uint8_t, 3> rgb{};
  table.shade(std::array{count}, rgb);
  return {rgb[0], rgb[1], rgb[2]};
}

// The colour the documented formula gives, without a table.
Rgb colorByFormula(const Palette& palette, std::int32_t count) {
  return gradientColor(palette, std::log2(1.0 + count / palette.lift) / palette.octavesPerCycle);
}

int largestDifference(Rgb a, Rgb b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

double distance(Rgb a, Rgb b) {
  const auto p = toOklab(a);
  const auto q = toOklab(b);
  return std::hypot(p.lightness - q.lightness, p.greenToRed - q.greenToRed,
                    p.blueToYellow - q.blueToYellow);
}

std::vector<std::uint8_t> bytesOf(Rgb color) {
  return {color.red, color.green, color.blue};
}

}  // namespace

class PaletteTest : public QObject {
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
    const auto white = toOklab({255, 255, 255});
    QVERIFY(std::abs(white.lightness - 1.0) < 1e-6);
    QVERIFY(std::hypot(white.greenToRed, white.blueToYellow) < 1e-6);
    const auto red = toOklab({255, 0, 0});
    QVERIFY(std::abs(red.lightness - 0.627955) < 1e-5);
    QVERIFY(std::abs(red.greenToRed - 0.224863) < 1e-5);
    QVERIFY(std::abs(red.blueToYellow - 0.125846) < 1e-5);
  }

  void everyStopHasItsOwnColour() {
    const Palette palette = Palette::defaultPalette();
    for (const auto& stop : palette.stops)
      QVERIFY(gradientColor(palette, stop.position) == stop.color);
  }

  void theGradientRepeatsWithPeriodOne() {
    const Palette palette = Palette::defaultPalette();
    QVERIFY(gradientColor(palette, 0.125) == gradientColor(palette, 3.125));
    QVERIFY(gradientColor(palette, 0.125) == gradientColor(palette, -0.875));
  }

  void theGradientHasNoJumpNotEvenAtItsSeam() {
    const Palette palette = Palette::defaultPalette();
    for (int i = 0; i < 2000; ++i)
      QVERIFY(largestDifference(gradientColor(palette, i / 1000.0),
                                gradientColor(palette, (i + 1) / 1000.0)) <= 4);
  }

  void stopsNeedNotBeginAtZero() {
    const Palette palette{
        .name = {}, .stops = {{0.25, {0, 0, 0}}, {0.75, {255, 255, 255}}}, .interior = {}};
    QVERIFY(gradientColor(palette, 0.0) == gradientColor(palette, 0.5));
    QVERIFY(gradientColor(palette, 0.25) == (Rgb{0, 0, 0}));
    QVERIFY(gradientColor(palette, 0.75) == (Rgb{255, 255, 255}));
  }

  void oneStopIsOneColour() {
    const Palette palette{.name = {}, .stops = {{0.3, {1, 2, 3}}}, .interior = {}};
    for (const double phase : {0.0, 0.3, 0.9})
      QVERIFY(gradientColor(palette, phase) == (Rgb{1, 2, 3}));
  }

  void onlyTmaxIsInterior_data() {
    QTest::addColumn<std::int32_t>("tmax");
    for (const std::int32_t tmax : {1, 2, 256, 4095, 4096, 4097, 8192, 5000, 1'000'000, kLargest})
      QTest::addRow("tmax %d", tmax) << tmax;
  }
  void onlyTmaxIsInterior() {
    QFETCH(std::int32_t, tmax);
    Palette palette = Palette::defaultPalette();
    palette.interior = {255, 0, 255};  // far from every colour of the gradient
    const ShadingTable table(palette, tmax);
    QVERIFY(shadeOne(table, tmax) == palette.interior);
    QVERIFY(shadeOne(table, tmax - 1) != palette.interior);
    QVERIFY(shadeOne(table, 0) == colorByFormula(palette, 0));
  }

  void theTableIsTheFormula_data() {
    QTest::addColumn<std::int32_t>("tmax");
    QTest::addRow("every count has an entry") << 4096;
    QTest::addRow("counts share entries") << kLargest;
  }
  void theTableIsTheFormula() {
    QFETCH(std::int32_t, tmax);
    const Palette palette = Palette::defaultPalette();
    const ShadingTable table(palette, tmax);
    for (std::int32_t count = 0; count < 4096; ++count)
      QVERIFY(shadeOne(table, count) == colorByFormula(palette, count));
    for (double count = 4096; count < tmax; count *= 1.0007) {
      const auto whole = static_cast<std::int32_t>(count);
      QVERIFY(largestDifference(shadeOne(table, whole), colorByFormula(palette, whole)) <= 1);
    }
  }

  void neighbouringCountsDifferGently() {
    const ShadingTable table(Palette::defaultPalette(), 5000);
    for (std::int32_t count = 0; count < 4998; ++count) {
      const double step = distance(shadeOne(table, count), shadeOne(table, count + 1));
      QVERIFY2(step < 0.085, qPrintable(QStringLiteral("%1: %2").arg(count).arg(step)));
    }
  }

  void theInteriorStandsOutFromTheBands() {
    const Palette palette = Palette::defaultPalette();
    const ShadingTable table(palette, 256);
    for (const std::int32_t count : {0, 1, 5, 60})
      QVERIFY(distance(shadeOne(table, count), palette.interior) > 0.08);
  }

  void partsOfARowAreShadedLikeTheWhole_data() {
    QTest::addColumn<int>("length");
    for (const int length : {0, 1, 2, 3, 63, 64, 65}) QTest::addRow("%d pixels", length) << length;
  }
  void partsOfARowAreShadedLikeTheWhole() {
    QFETCH(int, length);
    constexpr std::int32_t tmax = 60;
    const Palette palette = Palette::defaultPalette();
    std::vector<std::int32_t> counts(static_cast<std::size_t>(length));
    std::iota(counts.begin(), counts.end(), 0);
    std::vector<std::uint8_t> rgb(3 * counts.size() + 1, 0xa5);  // one guard byte
    shade(counts, tmax, palette, std::span(rgb).first(3 * counts.size()));
    QCOMPARE(rgb.back(), std::uint8_t{0xa5});
    std::vector<std::uint8_t> expected;
    for (const std::int32_t count : counts)
      for (const auto byte :
           bytesOf(count >= tmax ? palette.interior : colorByFormula(palette, count)))
        expected.push_back(byte);
    expected.push_back(0xa5);
    QVERIFY(rgb == expected);
  }
};

QTEST_GUILESS_MAIN(PaletteTest)
#include "palette_test.moc"
