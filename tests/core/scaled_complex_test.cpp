// SPDX-License-Identifier: GPL-3.0-or-later
// Scaling by powers of two without a call, against the standard library's, to the bit.
#include "core/kernels/scaled_complex.h"

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <QTest>

using namespace fatou::kernels;  // NOLINT: a test

namespace {

class ScaledComplexTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void scalingRoundsAsTheStandardLibraryDoes() {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<int> exponents(-2200, 2200);
    int subnormal = 0;
    for (int k = 0; k < 200'000; ++k) {
      const double x = std::bit_cast<double>(random());
      if (!std::isfinite(x)) continue;
      const int exponent = exponents(random);
      const double expected = std::ldexp(x, exponent);
      const double scaled = timesPowerOfTwo(x, exponent);
      QVERIFY2(std::bit_cast<std::uint64_t>(scaled) == std::bit_cast<std::uint64_t>(expected),
               qPrintable(QStringLiteral("%1 x 2^%2").arg(x, 0, 'g', 17).arg(exponent)));
      if (std::fpclassify(expected) == FP_SUBNORMAL) ++subnormal;
    }
    QVERIFY(subnormal > 1'000);
  }

  void exponentsAreTheStandardLibrarys() {
    std::mt19937_64 random(2);
    for (int k = 0; k < 100'000; ++k) {
      const double x = std::abs(std::bit_cast<double>(random()));
      if (std::isfinite(x) && x > 0.0) QCOMPARE(exponentOf(x), std::ilogb(x));
    }
    for (const double x : {std::numeric_limits<double>::denorm_min(), 0x1.8p-1060, 0x1p-1022,
                           std::numeric_limits<double>::max()})
      QCOMPARE(exponentOf(x), std::ilogb(x));
  }

  // The larger part is from 1 to 2 for numbers of any size.
  void numbersAreNormalised() {
    for (const double re : {0x1p-1074, -0x1.7p-1030, 0x1.cp-500, 1.0, -0x1.9p1000})
      for (const double im : {0.0, 0x1p-1074, 0x1.3p-200, -0x1.fp1020}) {
        const auto z = ScaledComplex::of(re, im, -7);
        const double larger = std::max(std::abs(z.re), std::abs(z.im));
        QVERIFY(larger >= 1.0 && larger < 2.0);
        QVERIFY(std::ldexp(larger, static_cast<int>(z.exponent) + 7) ==
                std::max(std::abs(re), std::abs(im)));
      }
    QVERIFY(ScaledComplex::of(0.0, -0.0).isZero());
  }
};

}  // namespace

QTEST_GUILESS_MAIN(ScaledComplexTest)
#include "scaled_complex_test.moc"
