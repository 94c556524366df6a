// SPDX-License-Identifier: GPL-3.0-or-later
// Counts as they are sent: back to the bit, and never more memory than bytes can claim.
#include "core/render/packed_counts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/wire/wire.h"
#include "core/kernels/simd_targets.h"
#include "core/render/renderer.h"
#include "tests/core/simd_rows.h"

using namespace fatou;
using Counts = std::vector<std::int32_t>;

namespace {

constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();

// Stretches of equal counts; the steps between them and their lengths are small in some trials and
// large in others.
Counts randomCounts(std::mt19937& random, int trial) {
  const auto number = [&random](std::int64_t below) {
    return static_cast<std::int64_t>(random()) % below;
  };
  constexpr std::int64_t kSteps[] = {1, 3, 8, 9, 100, std::int64_t{1} << 32};
  const std::int64_t step = kSteps[number(6)];
  const std::int64_t longest = trial % 3 == 0 ? 1 : trial % 3 == 1 ? 20 : 5'000;
  Counts counts;
  std::int64_t count = number(1'000);
  for (std::int64_t stretches = number(40); stretches > 0; --stretches) {
    count += number(step) - step / 2;
    counts.insert(counts.end(), static_cast<std::size_t>(1 + number(longest)),
                  static_cast<std::int32_t>(count));
  }
  return counts;
}

void putRest(std::string& bytes, std::uint32_t rest) {
  for (; rest >= 0x80; rest >>= 7) bytes.push_back(static_cast<char>(0x80 | (rest & 0x7F)));
  bytes.push_back(static_cast<char>(rest));
}

// The bytes that the header describes, count by count.
std::string plainlyPacked(const Counts& counts) {
  std::string bytes;
  std::uint32_t before = 0;
  for (std::size_t at = 0; at < counts.size();) {
    std::size_t end = at + 1;
    while (end < counts.size() && counts[end] == counts[at]) ++end;
    const auto count = static_cast<std::uint32_t>(counts[at]);
    const std::uint32_t difference = count - before;
    const bool isNegative = difference >> 31 != 0;
    const std::uint32_t step = isNegative ? 2U * (0U - difference) - 1U : 2U * difference;
    const auto more = static_cast<std::uint32_t>(end - at - 1);
    bytes.push_back(static_cast<char>(std::min(step, 15U) + 16U * std::min(more, 15U)));
    if (step >= 15U) putRest(bytes, step - 15U);
    if (more >= 15U) putRest(bytes, more - 15U);
    before = count;
    at = end;
  }
  return bytes.size() < 4 * counts.size() ? bytes : std::string();
}

// Whether packedCounts() gives these bytes for the counts and for all of their first ones around
// the sizes at which words of changes, and blocks of such words, begin.
bool areSameBytes(const Counts& counts) {
  constexpr std::size_t kSizes[] = {1,   2,   3,     63,    64,    65,    66,    127,
                                    128, 129, 4'095, 4'096, 4'097, 4'098, 4'160, 4'161};
  if (render::packedCounts(counts) != plainlyPacked(counts)) return false;
  return std::ranges::all_of(kSizes, [&counts](std::size_t size) {
    const std::span first = std::span(counts).first(std::min(size, counts.size()));
    return render::packedCounts(first) == plainlyPacked(Counts(first.begin(), first.end()));
  });
}

}  // namespace

class PackedCountsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void countsComeBackToTheBit() {
    std::mt19937 random(29);
    for (int trial = 0; trial < 2'000; ++trial) {
      const Counts counts = randomCounts(random, trial);
      const std::string packed = render::packedCounts(counts);
      if (packed.empty()) continue;  // no shorter
      QVERIFY(packed.size() < 4 * counts.size());
      std::vector<std::int32_t> again(counts.size() + 1, 7);
      const std::span<std::int32_t> all = std::span(again).first(counts.size());
      QVERIFY(render::unpackCounts(packed, all) && std::ranges::equal(all, counts));
      QCOMPARE(again.back(), 7);
      QVERIFY(!render::unpackCounts(packed, again));
      QVERIFY(!render::unpackCounts(packed, std::span(again).first(counts.size() - 1)));
    }
  }
  void stretchesOfEveryLengthComeBackAndNoneIsTooLong() {
    for (std::size_t first = 1; first < 70; ++first)
      for (std::size_t second = 1; second < 70; ++second) {
        Counts counts(first, 1);
        counts.insert(counts.end(), second, -2);
        const std::string packed = render::packedCounts(counts);
        Counts room(counts.size() + 1, 7);
        QVERIFY(render::unpackCounts(packed, std::span(room).first(counts.size())));
        counts.push_back(7);  // what stands behind is not written over
        QCOMPARE(room, counts);
      }
  }
  void packedBytesAreThoseOfThePlainWay_data() { tests::addSimdTargets(); }
  void packedBytesAreThoseOfThePlainWay() {
    QVERIFY(tests::useSimdTargetOfRow());
    std::mt19937 random(37);
    for (int trial = 0; trial < 300; ++trial) QVERIFY(areSameBytes(randomCounts(random, trial)));
    for (const std::int32_t count : {0, 7, 8, 1'000'000, -1, kLeast, kMost})
      QVERIFY(areSameBytes(Counts(9'000, count)));
    Counts each(9'000);  // a stretch for every count, of steps around those that need a rest
    for (std::size_t i = 0; i < each.size(); ++i)
      each[i] = static_cast<std::int32_t>(i % 2 == 0 ? 0 : i / 2 % 160);
    QVERIFY(areSameBytes(each));
    Counts extremes;  // steps of five bytes between stretches that are long enough to be packed
    constexpr std::int32_t kCounts[] = {0, kLeast, 0, kMost};
    for (std::size_t i = 0; i < 300; ++i) extremes.insert(extremes.end(), 1 + i, kCounts[i % 4]);
    QVERIFY(!render::packedCounts(extremes).empty());
    QVERIFY(areSameBytes(extremes));
    Counts noise(9'000);
    for (std::int32_t& count : noise) count = static_cast<std::int32_t>(random());
    QVERIFY(areSameBytes(noise));
    kernels::useSimdTarget({});
  }
  void packedCountsHaveTheBytesTheirHeaderSays() {
    // 5; a step down to 3 and fourteen more; a step of 8, whose fold is 16, and 20 more.
    std::vector<std::int32_t> counts{5};
    counts.insert(counts.end(), 15, 3);
    counts.insert(counts.end(), 21, 11);
    const std::string bytes{'\x0A', '\xE3', '\xFF', '\x01', '\x05'};
    QCOMPARE(render::packedCounts(counts), bytes);
    for (const std::size_t length : {std::size_t{14}, std::size_t{15}, std::size_t{16},
                                     std::size_t{142}, std::size_t{143}, std::size_t{144}}) {
      const std::vector<std::int32_t> same(length + 1, -1);
      std::vector<std::int32_t> again(length + 1);
      const std::string packed = render::packedCounts(same);
      QCOMPARE(packed.size(),
               std::size_t{1} + (length >= 15 ? 1U : 0U) + (length >= 143 ? 1U : 0U));
      QVERIFY(render::unpackCounts(packed, again) && again == same);
    }
    QCOMPARE(render::packedCounts({}), std::string());
    QVERIFY(render::unpackCounts({}, {}));
    constexpr std::int32_t kNoise[] = {0, kMost, -1, 12'345'678};
    QCOMPARE(render::packedCounts(kNoise), std::string());
  }
  void damagedCountsAreRefusedOrOthers() {
    std::mt19937 random(31);
    std::vector<std::int32_t> counts;
    for (int i = 0; i < 400; ++i) counts.insert(counts.end(), 1 + random() % 30, i * i % 50);
    const std::string packed = render::packedCounts(counts);
    QVERIFY(!packed.empty());
    std::vector<std::int32_t> room(counts.size() + 1, 7);
    const std::span<std::int32_t> all = std::span(room).first(counts.size());
    for (std::size_t size = 0; size < packed.size(); ++size)
      QVERIFY(!render::unpackCounts(std::string_view(packed).substr(0, size), all));
    QVERIFY(!render::unpackCounts(packed + '\0', all));
    for (int round = 0; round < 5'000; ++round) {
      std::string damaged = packed;
      for (int k = 0; k < 3; ++k)
        damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
      static_cast<void>(render::unpackCounts(damaged, all));
      QCOMPARE(room.back(), 7);
    }
    QVERIFY(!render::unpackCounts("\xF0\xFF\xFF\xFF\xFF\xFF\xFF", all));  // a number without end
  }
  void aFewBytesClaimNoMemory() {
    const auto bytesOf = [](const auto& put) {
      engines::Writer writer;
      writer.pack();
      put(writer);
      return std::move(writer).take();
    };
    const auto claim = [](engines::Writer& writer, std::int32_t rows, std::int32_t columns) {
      engines::writeTo(writer, PixelRect{});
      engines::writeTo(writer, render::Sampling{});
      engines::writeTo(writer, true);
      engines::writeTo(writer, rows);
      engines::writeTo(writer, columns);
      engines::writeTo(writer, std::string("\xF0"));
    };
    for (const auto& size :
         {std::pair(kMost, kMost), std::pair(1, kMost), std::pair(0, 5), std::pair(-1, -1)}) {
      const auto bytes = bytesOf([&](auto& writer) { claim(writer, size.first, size.second); });
      engines::Reader reader{std::string_view(bytes)};
      QVERIFY_THROWS_EXCEPTION(engines::WireError, engines::readFrom<render::Tile>(reader));
    }
    // Each of two that come to 40 MB could be sent packed; together they are more than a message
    // may hold, so that the second one is sent as it lies.
    render::Tile tile;
    tile.counts = render::CountArray::Zero(4'096, 2'560);
    const std::vector<render::Tile> tiles(2, tile);
    const auto bytes = bytesOf([&](auto& writer) { engines::writeTo(writer, tiles); });
    QVERIFY(bytes.size() > 4U * 4'096 * 2'560 && bytes.size() < 5U * 4'096 * 2'560);
    engines::Reader reader{std::string_view(bytes)};
    const auto again = engines::readFrom<std::vector<render::Tile>>(reader);
    QVERIFY(again.size() == 2 && (again[1].counts == tile.counts).all());
    // A tile that packs both all the same is refused.
    const auto one = bytesOf([&](auto& writer) { engines::writeTo(writer, tile); });
    const auto both = bytesOf([&](auto& writer) {
      engines::writeCount(writer, 2);
      for (int i = 0; i < 2; ++i) writer.raw(one.data(), one.size());
    });
    QVERIFY(both.size() < 1'000);
    engines::Reader hostile{std::string_view(both)};
    QVERIFY_THROWS_EXCEPTION(engines::WireError,
                             engines::readFrom<std::vector<render::Tile>>(hostile));
  }
};

QTEST_GUILESS_MAIN(PackedCountsTest)
#include "packed_counts_test.moc"
