// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/resolved_decimal.h"

#include <cmath>

#include <QTest>

using namespace fatou::julia;

namespace {

constexpr Scaled kOne{0.5, 1};
constexpr Scaled kSmall{0.5, -89};

Decimal decimal(const std::string& text) {
  return Decimal::parse(text).value();
}

std::string sum(const char* base, double offset, std::int64_t exponent, std::int64_t places) {
  return resolvedSum(decimal(base), offset, Scaled{0.5, exponent + 1}, places).text();
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
    QCOMPARE(sum("0.000000123", 0.0, 0, 9), std::string("0.000000123"));
    QCOMPARE(sum("1", 1.0, -10'000, 40), std::string("1"));
    QCOMPARE(sum("0.123456789", 0.0, 0, 4), std::string("0.1235"));
  }

  void aSumKeepsEveryDigitItNeeds() {
    const std::string base = "-1.7548776662466927600495088963585286918946066177727931439892839706";
    QCOMPARE(resolvedSum(decimal(base), 0.0, kOne, 64).text(), base);
    QCOMPARE(resolvedSum(decimal(base), 0x1p-200, kOne, 62).text(),
             std::string("-1.75487766624669276004950889635852869189460661777279314398928335"));
    const Decimal tiny = resolvedSum(decimal("0"), 1.0, Scaled{0.5, -3'321}, 1'010);
    QVERIFY(tiny.text().starts_with("1.") || tiny.text().starts_with("9."));
    QVERIFY(std::abs(Scaled::of(tiny).log2() + 3'322) < 1e-9);
  }

  void thereAndBackIsWhereItWas() {
    for (const char* text : {"0", "-0.123456789012345678901234567890123", "1e-33", "2"})
      for (const double offset : {0.3, 1e-3, 123.456, 1e-9}) {
        const Decimal base = decimal(text);
        const Decimal there = resolvedSum(base, offset, kSmall, 33);
        QVERIFY(resolvedSum(there, -offset, kSmall, 33) == base);
      }
  }

  void placesTellPixelsApart() {
    QCOMPARE(placesFor(Scaled::of(1.0)), 1);
    QCOMPARE(placesFor(Scaled::of(0.01)), 3);
    QCOMPARE(placesFor(Scaled::of(0.011)), 3);
    QCOMPARE(placesFor(Scaled::of(1e6)), 0);
    QCOMPARE(placesFor(Scaled::of(decimal("1e-5000"))), 5'001);
  }
};

QTEST_GUILESS_MAIN(ResolvedDecimalTest)
#include "resolved_decimal_test.moc"
