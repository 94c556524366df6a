// SPDX-License-Identifier: GPL-3.0-or-later
// Where neighbours differ: the same bits on every SIMD target, for every length.
#include "core/kernels/count_changes.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <QTest>

#include "core/kernels/simd_targets.h"
#include "tests/core/simd_rows.h"

using fatou::kernels::changeWords;
using fatou::kernels::countChanges;
using fatou::kernels::countChangesScalar;

namespace {

using Counts = std::vector<std::int32_t>;
using Words = std::vector<std::uint64_t>;

constexpr std::uint64_t kAll = ~std::uint64_t{0};

Words changesOf(const Counts& counts) {
  Words words(changeWords(counts.size()), kAll);
  countChanges(counts, words);
  return words;
}

Words scalarChangesOf(const Counts& counts) {
  Words words(changeWords(counts.size()), kAll);
  countChangesScalar(counts, words);
  return words;
}

}  // namespace

class CountChangesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { fatou::kernels::useSimdTarget({}); }

  void bitsSayWhichNeighboursDiffer() {
    QCOMPARE(scalarChangesOf({5}), Words{});
    QCOMPARE(scalarChangesOf({5, 5}), Words{0});
    QCOMPARE(scalarChangesOf({5, 6}), Words{1});
    QCOMPARE(scalarChangesOf({5, 5, -5, -5, 5}), Words{0b1010});
    Counts counts(130, 1);
    counts[64] = 2;   // differs from both sides: the last bit of a word, and the first of the next
    counts[129] = 2;  // the first bit of the third word
    QCOMPARE(scalarChangesOf(counts), (Words{std::uint64_t{1} << 63, 1, 1}));
  }

  void everyTargetFindsTheSameForEveryLength_data() { fatou::tests::addSimdTargets(); }
  void everyTargetFindsTheSameForEveryLength() {
    QVERIFY(fatou::tests::useSimdTargetOfRow());
    std::mt19937 random(41);
    for (std::size_t size = 1; size < 400; ++size) {
      Counts counts(size);
      for (std::int32_t& count : counts) count = static_cast<std::int32_t>(random() % 3);
      QCOMPARE(changesOf(counts), scalarChangesOf(counts));
      for (std::int32_t& count : counts) count = static_cast<std::int32_t>(random());
      QCOMPARE(changesOf(counts), scalarChangesOf(counts));
      QCOMPARE(changesOf(Counts(size, -7)), Words(changeWords(size), 0));
    }
  }

  // Counts that differ in one bit alone, at every place of two words.
  void noBitOfACountIsPassedOver_data() { fatou::tests::addSimdTargets(); }
  void noBitOfACountIsPassedOver() {
    QVERIFY(fatou::tests::useSimdTargetOfRow());
    for (std::size_t place = 0; place < 129; ++place)
      for (unsigned bit = 0; bit < 32; ++bit) {
        Counts counts(129, 0);
        counts[place] = static_cast<std::int32_t>(std::uint32_t{1} << bit);
        QCOMPARE(changesOf(counts), scalarChangesOf(counts));
      }
  }
};

QTEST_GUILESS_MAIN(CountChangesTest)
#include "count_changes_test.moc"
