// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/resolved_decimal.h"

#include <cmath>

#include <QTest>

using namespace fatou::julia;

namespace {

Decimal decimal(const std::string& text) {
  return Decimal::parse(text).value();
}

std::string sum(const char* base, double offset, std::int64_t exponent, std::int64_t places) {
  return resolvedSum(decimal(base), offset, exponent, places).text();
}

}  // namespace

class ResolvedDecimalTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSumHasThePlacesAskedFor() {
    QCOMPARE(sum("0", 0.0, 0, 5), std::string("0"));
    QCOMPARE(sum("0", 0.5, 0, 0), std::string("1"));
    QCOMPARE(sum("0", -0.4, 0, 0), std::string("0"));
    QCOMPARE(sum("-0.5", 0.25, 0, 3), std::string("-0.25"));
    QCOMPARE(sum("-0.5", 0.25, 0, 1), std::string("-0.3"));
    QCOMPARE(sum("9.99", 0.009, 0, 2), std::string("10"));
    QCOMPARE(sum("1.5", 1.0, -1, 5), std::string("2"));
    QCOMPARE(sum("120", 0.0, 0, 0), std::string("120"));
    QCOMPARE(sum("0.0625", -0.0625, 0, 9), std::string("0"));
    QCOMPARE(sum("0.000000123", 0.0, 0, 9), std::string("1.23e-7"));
    QCOMPARE(sum("1", 1.0, -10'000, 40), std::string("1"));
    QCOMPARE(sum("0.123456789", 0.0, 0, 4), std::string("0.1235"));
  }

  void aSumKeepsEveryDigitItNeeds() {
    const std::string base = "-1.7548776662466927600495088963585286918946066177727931439892839706";
    QCOMPARE(resolvedSum(decimal(base), 0.0, 0, 64).text(), base);
    QCOMPARE(resolvedSum(decimal(base), 0x1p-200, 0, 62).text(),
             std::string("-1.75487766624669276004950889635852869189460661777279314398928335"));
    const Decimal tiny = resolvedSum(decimal("0"), 1.0, -3'322, 1'010);
    QVERIFY(tiny.text().starts_with("1.") || tiny.text().starts_with("9."));
    QVERIFY(std::abs(ScaledReal::of(tiny).log2() + 3'322) < 1e-9);
  }

  void thereAndBackIsWhereItWas() {
    for (const char* text : {"0", "-0.123456789012345678901234567890123", "1e-33", "2"})
      for (const double offset : {0.3, 1e-3, 123.456, 1e-9}) {
        const Decimal base = decimal(text);
        const Decimal there = resolvedSum(base, offset, -90, 33);
        QVERIFY(resolvedSum(there, -offset, -90, 33) == base);
      }
  }

  void placesTellPixelsApart() {
    QCOMPARE(placesFor(ScaledReal::of(1.0)), 1);
    QCOMPARE(placesFor(ScaledReal::of(0.01)), 3);
    QCOMPARE(placesFor(ScaledReal::of(0.011)), 3);
    QCOMPARE(placesFor(ScaledReal::of(1e6)), 0);
    QCOMPARE(placesFor(ScaledReal::of(decimal("1e-5000"))), 5'001);
  }

  void anOffsetIsTheDifferenceHoweverSmall() {
    const ComplexDecimal from{decimal("0.5"), decimal("-1")};
    const ComplexDecimal to{decimal("0.5" + std::string(1'000, '0') + "1"), decimal("-1")};
    const ScaledReal size = ScaledReal::of(decimal("1e-1002"));
    const auto offset = offsetBetween(from, to, size.exponent);
    QVERIFY(std::abs(offset.real() - size.mantissa) < 1e-15);
    QCOMPARE(offset.imag(), 0.0);
    QVERIFY(std::isinf(offsetBetween(from, {decimal("1"), decimal("0")}, -3'000).real()));
  }

  void anyRealNumberIsScaledAndBack() {
    for (const double value : {1.0, -0.3, 1e-300, 5e-324, 1e300, 0.0}) {
      QCOMPARE(ScaledReal::of(value).toDouble(), value);
      QCOMPARE(ScaledReal::of(value).toDecimal().toDouble(), value);
    }
    const ScaledReal tiny{1.25, -40'000};
    QVERIFY(ScaledReal::of(tiny.toDecimal()) == tiny);
    QCOMPARE(tiny / (tiny * 3.0), 1.0 / 3.0);
    QVERIFY(tiny < tiny * 3.0 && tiny * 3.0 < ScaledReal::of(1e-300));
    QCOMPARE(tiny.toDouble(), 0.0);
  }
};

QTEST_GUILESS_MAIN(ResolvedDecimalTest)
#include "resolved_decimal_test.moc"
