// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/shader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>
#include <vector>

#include <QTest>

#include "core/color/oklab.h"
#include "core/color/pixel_positions.h"
#include "core/kernels/simd_targets.h"

using namespace fatou::color;
using fatou::kernels::simdTargetNames;
using fatou::kernels::useSimdTarget;

namespace {

constexpr std::int32_t kLargest = std::numeric_limits<std::int32_t>::max();
constexpr Rgb kMagenta{255, 0, 255};  // far from every colour of the gradients used here
constexpr std::array kMappings{Mapping::Linear, Mapping::Logarithm, Mapping::SquareRoot,
                               Mapping::Equalized};

Coloring withMapping(Mapping mapping) {
  Coloring coloring = Coloring::defaultColoring();
  coloring.mapping = mapping;
  coloring.interior = kMagenta;
  return coloring;
}

Rgb rgbOf(std::uint32_t rgb32) {
  return {static_cast<std::uint8_t>(rgb32 >> 16), static_cast<std::uint8_t>(rgb32 >> 8),
          static_cast<std::uint8_t>(rgb32)};
}

Rgb shadeBand(const Shader& shader, std::int32_t count) {
  std::array<std::uint32_t, 1> rgb32{};
  shader.shade({.counts = std::array{count}}, rgb32);
  return rgbOf(rgb32[0]);
}

Rgb shadeSmooth(const Shader& shader, float smooth) {
  std::array<std::uint32_t, 1> rgb32{};
  shader.shade({.counts = std::array{0}, .smooth = std::array{smooth}}, rgb32);
  return rgbOf(rgb32[0]);
}

// The colour the documented formula gives, without a table.
Rgb colorByFormula(const Coloring& coloring, double count) {
  const double cycles = cyclesAt(coloring.mapping, count) * coloring.density;
  const double period = periodOf(coloring.gradient);
  double place = cycles / period + coloring.offset;
  place = (place - std::floor(place)) * period;
  return colorAt(coloring.gradient, place > 1.0 ? 2.0 - place : place);
}

int largestDifference(Rgb a, Rgb b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

// Counts of all sizes, and smooth counts, some of them infinite or no numbers, as no formula gives.
std::vector<std::int32_t> manyCounts() {
  std::vector<std::int32_t> counts;
  for (int i = 0; i < 4200; ++i) counts.push_back(i % 1001);
  for (double count = 1000.0; count < 2147483647.0; count *= 1.01)
    counts.push_back(static_cast<std::int32_t>(count));
  counts.push_back(kLargest);
  return counts;
}

std::vector<float> manySmoothCounts(std::size_t size) {
  constexpr float inf = std::numeric_limits<float>::infinity();
  std::vector<float> smooth{-inf, -1e30F, -8.0F, -7.5F, -0.0F,
                            0.0F, 999.5F, 1e30F, inf,   std::numeric_limits<float>::quiet_NaN()};
  for (std::size_t i = smooth.size(); i < size; ++i)
    smooth.push_back(-7.0F + 0.31F * static_cast<float>(i * i % 100'003));
  smooth.resize(size);
  return smooth;
}

double distance(Rgb a, Rgb b) {
  const auto p = toOklab(a);
  const auto q = toOklab(b);
  return std::hypot(p.lightness - q.lightness, p.greenToRed - q.greenToRed,
                    p.blueToYellow - q.blueToYellow);
}

}  // namespace

class ShaderTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void onlyTmaxIsInterior_data() {
    QTest::addColumn<std::int32_t>("tmax");
    for (const std::int32_t tmax : {1, 2, 256, 4095, 4096, 4097, 8192, 5000, 1'000'000, kLargest})
      QTest::addRow("tmax %d", tmax) << tmax;
  }
  void onlyTmaxIsInterior() {
    QFETCH(std::int32_t, tmax);
    for (const Mapping mapping : kMappings) {
      const Shader shader(withMapping(mapping), tmax);
      QVERIFY(shadeBand(shader, tmax) == kMagenta);
      QVERIFY(shadeBand(shader, tmax - 1) != kMagenta);
      QVERIFY(shadeBand(shader, 0) != kMagenta);
    }
  }

  void theTableIsTheFormula_data() {
    QTest::addColumn<int>("mapping");
    QTest::addColumn<bool>("cyclic");
    for (const bool cyclic : {true, false})
      for (const Mapping mapping : {Mapping::Linear, Mapping::Logarithm, Mapping::SquareRoot})
        QTest::addRow("%d %d", static_cast<int>(mapping), cyclic)
            << static_cast<int>(mapping) << cyclic;
  }
  void theTableIsTheFormula() {
    QFETCH(int, mapping);
    QFETCH(bool, cyclic);
    Coloring coloring = withMapping(static_cast<Mapping>(mapping));
    coloring.gradient.cyclic = cyclic;
    coloring.density = 1.7;
    coloring.offset = 0.3;
    const Shader shader(coloring, kLargest);
    for (std::int32_t count = 0; count < 4080; ++count)
      QVERIFY(largestDifference(shadeBand(shader, count), colorByFormula(coloring, count)) <= 2);
    for (float count = -6.5F; count < 4000.0F; count += 0.37F)
      QVERIFY(largestDifference(shadeSmooth(shader, count),
                                colorByFormula(coloring, static_cast<double>(count))) <= 4);
    for (double count = 4096; count < 1e6; count *= 1.0007) {
      const auto whole = static_cast<std::int32_t>(count);
      QVERIFY(largestDifference(shadeBand(shader, whole), colorByFormula(coloring, whole)) <= 3);
    }
  }

  // Without smooth counts most of the table is not worked out.
  void bandsHaveTheColoursOfTheirSmoothCounts() {
    for (const Mapping mapping : kMappings) {
      for (const std::int32_t tmax : {1, 8, 4'087, 4'088, 4'089, 100'000}) {
        Coloring coloring = withMapping(mapping);
        const Shader smooth(coloring, tmax);
        coloring.smooth = false;
        const Shader banded(coloring, tmax);
        for (std::int32_t count = 0; count <= tmax; ++count)
          QCOMPARE(shadeBand(banded, count), shadeBand(smooth, count));
      }
    }
  }

  void neighbouringCountsDifferGently() {
    const Shader shader(Coloring::defaultColoring(), 5000);
    for (std::int32_t count = 0; count < 4998; ++count) {
      const double step = distance(shadeBand(shader, count), shadeBand(shader, count + 1));
      QVERIFY2(step < 0.085, qPrintable(QStringLiteral("%1: %2").arg(count).arg(step)));
    }
  }

  void theInteriorStandsOutFromTheBands() {
    const Coloring coloring = Coloring::defaultColoring();
    const Shader shader(coloring, 256);
    for (const std::int32_t count : {0, 1, 5, 60})
      QVERIFY(distance(shadeBand(shader, count), coloring.interior) > 0.08);
  }

  void everyFloatHasAColour() {
    constexpr float inf = std::numeric_limits<float>::infinity();
    for (const Mapping mapping : kMappings) {
      const Shader shader(withMapping(mapping), 1000);
      for (const float smooth : {-inf, -1e30F, -8.0F, -7.0F, -0.0F, 999.0F, 1000.0F, 1e30F, inf,
                                 std::numeric_limits<float>::quiet_NaN()})
        QVERIFY(shadeSmooth(shader, smooth) != kMagenta);
    }
  }

  void linesAreTheInteriorsColourNearTheSetAndFadeWithinAPixel() {
    Coloring coloring = withMapping(Mapping::Logarithm);
    coloring.interior = {200, 40, 120};
    coloring.distanceLines = true;
    const Shader shader(coloring, 100);
    const auto at = [&](float away) {
      std::array<std::uint32_t, 1> rgb32{};
      shader.shade({.counts = std::array{20}, .smooth = {}, .distance = std::array{away}}, rgb32);
      return rgbOf(rgb32[0]);
    };
    const Rgb plain = shadeBand(shader, 20);
    for (const float away : {0.0F, 0.1F, 0.25F}) QVERIFY(at(away) == coloring.interior);
    for (const float away : {1.0F, 50.0F, std::numeric_limits<float>::quiet_NaN()})
      QVERIFY(at(away) == plain);
    int last = 0;
    for (float away = 0.0F; away <= 1.0F; away += 0.05F) {
      const int difference = largestDifference(at(away), coloring.interior);
      QVERIFY(difference >= last);
      last = difference;
    }
    QVERIFY(last > 20);
  }

  void offsetsAWholeCycleApartAreTheSamePicture() {
    for (const Mapping mapping : kMappings)
      for (const bool cyclic : {true, false}) {
        Coloring coloring = withMapping(mapping);
        coloring.gradient.cyclic = cyclic;
        coloring.offset = 0.0;
        const Shader first(coloring, 500);
        coloring.offset = 1.0;
        const Shader second(coloring, 500);
        for (std::int32_t count = 0; count < 500; ++count)
          QVERIFY(shadeBand(first, count) == shadeBand(second, count));
      }
  }

  void equalizedRunsOnceThroughTheGradient() {
    Coloring coloring = withMapping(Mapping::Equalized);
    coloring.gradient.cyclic = false;
    coloring.smooth = false;
    std::vector<std::int32_t> counts;
    for (std::int32_t count = 1; count <= 400; ++count) counts.push_back(count);
    CountHistogram histogram;
    histogram.add({.counts = counts}, false, 500);
    const Shader shader(coloring, 500, Equalization(histogram));
    for (const std::int32_t count : counts)
      QVERIFY(largestDifference(shadeBand(shader, count),
                                colorAt(coloring.gradient, (count - 1) / 400.0)) <= 2);
  }

  void everySimdTargetFindsThePlacesOfTheFormula_data() {
    QTest::addColumn<QString>("target");
    for (const std::string& name : simdTargetNames())
      QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
  }
  void everySimdTargetFindsThePlacesOfTheFormula() {
    QFETCH(QString, target);
    QVERIFY(useSimdTarget(target.toStdString()));
    const std::vector<std::int32_t> counts = manyCounts();
    const std::vector<float> smooth = manySmoothCounts(counts.size());
    std::vector<std::uint32_t> places(counts.size());
    using Scale = PositionRule::Scale;
    for (const Scale scale : {Scale::Entries, Scale::Linear, Scale::Root}) {
      const PositionRule rule{.scale = scale,
                              .periods = 0.037F,
                              .start = 0.7F,
                              .last = 20'000,
                              .tmax = 1000,
                              .interior = 77'777};
      findPositions(rule, counts, smooth, places);
      for (std::size_t i = 0; i < counts.size(); ++i)
        QCOMPARE(places[i], positionOf(rule, counts[i], smooth[i]));
      findPositions(rule, counts, {}, places);
      for (std::size_t i = 0; i < counts.size(); ++i)
        QCOMPARE(places[i], positionOf(rule, counts[i], static_cast<float>(counts[i])));
    }
  }

  void aPartOfTheRowHasItsPlacesAtEveryLength() {
    const PositionRule rule{.scale = PositionRule::Scale::Root, .periods = 0.4F, .tmax = 5};
    const std::vector<std::int32_t> counts = manyCounts();
    for (std::size_t size = 0; size <= 70; ++size) {
      std::vector<std::uint32_t> places(size + 1, 0xa5a5a5a5U);  // one guard
      findPositions(rule, std::span(counts).first(size), {}, std::span(places).first(size));
      for (std::size_t i = 0; i < size; ++i)
        QCOMPARE(places[i], positionOf(rule, counts[i], static_cast<float>(counts[i])));
      QCOMPARE(places.back(), 0xa5a5a5a5U);
    }
  }

  void bytesAreTheSameColoursAtEveryLength_data() {
    QTest::addColumn<int>("length");
    for (const int length : {0, 1, 2, 3, 63, 64, 65, 1023, 1024, 1025, 2049})
      QTest::addRow("%d pixels", length) << length;
  }
  void bytesAreTheSameColoursAtEveryLength() {
    QFETCH(int, length);
    const auto size = static_cast<std::size_t>(length);
    std::vector<std::int32_t> counts(size);
    std::vector<float> smooth(size);
    std::vector<float> distances(size);
    for (std::size_t i = 0; i < size; ++i) {
      counts[i] = static_cast<std::int32_t>(i % 61);
      smooth[i] = static_cast<float>(i) * 0.83F;
      distances[i] = static_cast<float>(i % 7) * 0.4F;
    }
    Coloring coloring = withMapping(Mapping::Logarithm);
    coloring.distanceLines = true;
    const Shader shader(coloring, 60);
    const fatou::IterationNumbers samples{
        .counts = counts, .smooth = smooth, .distance = distances};
    std::vector<std::uint32_t> rgb32(size);
    shader.shade(samples, rgb32);
    std::vector<std::uint8_t> rgb(3 * size + 1, 0xa5);  // one guard byte
    shader.shade(samples, std::span(rgb).first(3 * size));
    QCOMPARE(rgb.back(), std::uint8_t{0xa5});
    for (std::size_t i = 0; i < size; ++i) {
      QCOMPARE(rgb32[i] >> 24, 0xffU);
      QVERIFY((rgbOf(rgb32[i]) == Rgb{rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]}));
    }
  }
};

QTEST_GUILESS_MAIN(ShaderTest)
#include "shader_test.moc"
