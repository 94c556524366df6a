// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/painter.h"

#include <cmath>
#include <latch>
#include <numeric>
#include <thread>
#include <vector>

#include <QTest>

#include "core/color/srgb.h"

using namespace fatou::color;

namespace {

// Count 0 is black, and tmax, the interior, white.
constexpr std::int32_t kTmax = 9;
Painter blackAndWhite(int samples) {
  Coloring coloring = Coloring::defaultColoring();
  coloring.gradient.stops = {{0.0, {0, 0, 0}}};
  coloring.interior = {255, 255, 255};
  coloring.smooth = false;
  return Painter(coloring, kTmax, Equalization(), samples);
}

SampleField fieldOf(const std::vector<std::int32_t>& counts, std::size_t width) {
  return {.width = width, .samples = {.counts = counts}};
}

}  // namespace

class PainterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aPixelIsTheMeanOfTheLightOfItsSamples() {
    // Of two pixels of 2 x 2 samples, two and one are white.
    const std::vector<std::int32_t> counts{9, 0, 0, 0, 0, 9, 9, 0};
    const auto field = fieldOf(counts, 4);
    const Painter painter = blackAndWhite(2);
    std::vector<float> light(6);
    painter.paint(field, {.row = 0, .first = 0, .size = 2}, std::span(light));
    for (std::size_t i = 0; i < 6; ++i) QCOMPARE(light[i], i < 3 ? 0.5F : 0.25F);
    std::vector<std::uint8_t> eight(6);
    painter.paint(field, {.row = 0, .first = 0, .size = 2}, std::span(eight));
    std::vector<std::uint16_t> sixteen(6);
    painter.paint(field, {.row = 0, .first = 0, .size = 2}, std::span(sixteen));
    std::vector<std::uint32_t> packed(2);
    painter.paint(field, {.row = 0, .first = 0, .size = 2}, std::span(packed));
    QCOMPARE(int{eight[0]}, 188);  // the sRGB of half the light, not 128
    QCOMPARE(int{eight[3]}, 137);
    QCOMPARE(packed[0], 0xffbcbcbcU);
    for (std::size_t i = 0; i < 6; ++i)
      QVERIFY(std::abs(sixteen[i] / 65'535.0 - fromLinear(double{light[i]})) < 1e-5);
  }

  void aSpanIsThatPartOfItsRow() {
    const std::vector<std::int32_t> counts{0, 0, 0, 0, 0, 9, 0, 9};  // two rows of four
    std::vector<std::uint8_t> rgb(6);
    blackAndWhite(1).paint(fieldOf(counts, 4), {.row = 1, .first = 1, .size = 2}, std::span(rgb));
    QVERIFY((rgb == std::vector<std::uint8_t>{255, 255, 255, 0, 0, 0}));
  }

  // Without a gradient colours cannot be worked out, so this painter could be made but not paint.
  void aPainterThatNeverPaintsWorksNoColoursOut() {
    const Coloring none;
    const Painter painter(none, 200, Equalization(), 3);
    QCOMPARE(painter.samples(), 3);
  }

  void threadsThatPaintFirstAtOnceShareTheColours() {
    std::vector<std::int32_t> counts(201);
    std::iota(counts.begin(), counts.end(), 0);
    const PixelSpan all{.row = 0, .first = 0, .size = counts.size()};
    const auto field = fieldOf(counts, counts.size());
    const Painter painter(Coloring::defaultColoring(), 200, Equalization(), 1);
    std::vector<std::vector<std::uint8_t>> eight(4, std::vector<std::uint8_t>(3 * counts.size()));
    std::vector<std::vector<std::uint16_t>> sixteen(4,
                                                    std::vector<std::uint16_t>(3 * counts.size()));
    std::latch start(4);
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
          start.arrive_and_wait();
          painter.paint(field, all, std::span(eight[i]));
          painter.paint(field, all, std::span(sixteen[i]));
        });
    }
    for (std::size_t i = 1; i < 4; ++i) QVERIFY(eight[i] == eight[0] && sixteen[i] == sixteen[0]);
    const Painter alone(Coloring::defaultColoring(), 200, Equalization(), 1);
    std::vector<std::uint8_t> expected(3 * counts.size());
    alone.paint(field, all, std::span(expected));
    QVERIFY(eight[0] == expected);
  }

  void everyDepthHasTheSameColours() {
    const Coloring coloring = Coloring::defaultColoring();
    const Painter painter(coloring, 200, Equalization(), 1);
    std::vector<std::int32_t> counts(201);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = static_cast<std::int32_t>(i);
    const PixelSpan all{.row = 0, .first = 0, .size = counts.size()};
    std::vector<std::uint8_t> eight(3 * counts.size());
    std::vector<std::uint16_t> sixteen(3 * counts.size());
    std::vector<float> light(3 * counts.size());
    painter.paint(fieldOf(counts, counts.size()), all, std::span(eight));
    painter.paint(fieldOf(counts, counts.size()), all, std::span(sixteen));
    painter.paint(fieldOf(counts, counts.size()), all, std::span(light));
    for (std::size_t i = 0; i < eight.size(); ++i) {
      QVERIFY(std::abs(sixteen[i] / 257.0 - eight[i]) <= 0.51);
      QVERIFY(std::abs(double{light[i]} - toLinear(sixteen[i] / 65'535.0)) < 1e-6);
    }
  }
};

QTEST_GUILESS_MAIN(PainterTest)
#include "painter_test.moc"
