// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/equalization.h"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

using namespace fatou::color;

namespace {

constexpr std::int32_t kTmax = 2000;

struct Field {
  std::vector<std::int32_t> counts;
  std::vector<float> smooth;

  fatou::IterationNumbers rows(std::size_t first, std::size_t size) const {
    return {.counts = std::span(counts).subspan(first, size),
            .smooth = std::span(smooth).subspan(first, size)};
  }
};

Field makeField(std::size_t size) {
  std::mt19937 random(7);
  Field field;
  for (std::size_t i = 0; i < size; ++i) {
    const double share = static_cast<double>(random()) / 4294967296.0;
    const auto count = static_cast<std::int32_t>(3.0 / (share + 0.001));
    field.counts.push_back(std::min(count, kTmax));
    field.smooth.push_back(static_cast<float>(field.counts.back()) + static_cast<float>(share));
  }
  return field;
}

CountHistogram histogramOf(const fatou::IterationNumbers& samples, bool smooth) {
  CountHistogram histogram;
  histogram.add(samples, smooth, kTmax);
  return histogram;
}

}  // namespace

class EqualizationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void itIsTheSameHoweverBandsAreMerged() {
    const Field field = makeField(10'000);
    for (const bool smooth : {false, true}) {
      const CountHistogram whole = histogramOf(field.rows(0, 10'000), smooth);
      const CountHistogram a = histogramOf(field.rows(0, 1), smooth);
      const CountHistogram b = histogramOf(field.rows(1, 6'000), smooth);
      const CountHistogram c = histogramOf(field.rows(6'001, 3'999), smooth);
      CountHistogram forwards = a;
      forwards.merge(b);
      forwards.merge(c);
      CountHistogram backwards = c;
      backwards.merge({});
      backwards.merge(b);
      backwards.merge(a);
      CountHistogram added = a;
      added.add(field.rows(1, 9'999), smooth, kTmax);
      QVERIFY(forwards == whole && backwards == whole && added == whole);
      QVERIFY(Equalization(forwards) == Equalization(whole));
    }
  }

  void theInteriorIsNotCounted() {
    const std::vector<std::int32_t> counts{kTmax, 3, kTmax, kTmax - 1};
    QCOMPARE(histogramOf({.counts = counts}, false).total(), std::uint64_t{2});
  }

  void ofNothingItIsTheLogarithm() {
    for (const Equalization& none : {Equalization(), Equalization(CountHistogram())})
      for (const double count : {-3.0, 0.0, 7.5, 1e6})
        QCOMPARE(none.rank(count), cyclesAt(Mapping::Logarithm, count));
  }

  void itRisesFromZeroToOne() {
    const Field field = makeField(5'000);
    const Equalization ranks(histogramOf(field.rows(0, 5'000), true));
    QCOMPARE(ranks.rank(-8.0), 0.0);
    QCOMPARE(ranks.rank(1e9), 1.0);
    double last = 0.0;
    for (double count = -7.0; count < 2.0 * kTmax; count += 0.173) {
      const double rank = ranks.rank(count);
      QVERIFY(rank >= last && rank <= 1.0);
      last = rank;
    }
  }

  void aCountsRankIsTheShareBelowIt() {
    const std::vector<std::int32_t> counts{1, 1, 1, 5, 5, 9, 12, 400};
    const Equalization ranks(histogramOf({.counts = counts}, false));
    QCOMPARE(ranks.rank(1), 0.0);
    QCOMPARE(ranks.rank(2), 3.0 / 8);
    QCOMPARE(ranks.rank(5), 3.0 / 8);
    QCOMPARE(ranks.rank(9), 5.0 / 8);
    QCOMPARE(ranks.rank(12), 6.0 / 8);
    QCOMPARE(ranks.rank(400), 7.0 / 8);
    QCOMPARE(ranks.rank(500), 1.0);
  }

  void itsSizeIsBoundedWhateverTheCounts() {
    constexpr float inf = std::numeric_limits<float>::infinity();
    const std::vector<std::int32_t> counts(6, 1);
    const std::vector<float> smooth{-inf,   inf,   std::numeric_limits<float>::quiet_NaN(),
                                    -1e30F, 1e30F, 2147483647.0F};
    const CountHistogram histogram = histogramOf({.counts = counts, .smooth = smooth}, true);
    QCOMPARE(histogram.total(), std::uint64_t{6});
    QCOMPARE(Equalization(histogram).rank(0.0), 0.5);
  }
};

QTEST_GUILESS_MAIN(EqualizationTest)
#include "equalization_test.moc"
