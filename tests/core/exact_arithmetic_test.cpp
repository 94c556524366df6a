// SPDX-License-Identifier: GPL-3.0-or-later
// Sums, products, quotients and powers of decimals that are decimals again, and those that are not.
#include "core/julia/numbers/exact_arithmetic.h"

#include <optional>
#include <string>

#include <QTest>

using namespace fatou;
using julia::ComplexDecimal;

namespace {

constexpr std::size_t kDigits = 50;

ComplexDecimal number(const std::string& text) {
  return julia::parseComplex(text).value();
}

QString textOf(const std::optional<ComplexDecimal>& value) {
  return value ? QString::fromStdString(value->text()) : QStringLiteral("none");
}

QString quotient(const std::string& a, const std::string& b) {
  return textOf(julia::exactQuotient(number(a), number(b), kDigits));
}

}  // namespace

class ExactArithmeticTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sumsAndProducts() {
    QCOMPARE(textOf(julia::exactSum(number("0.1"), number("0.2"), kDigits)),
             QStringLiteral("0.3,0"));
    QCOMPARE(textOf(julia::exactSum(number("1+2i"), number("-1-2i"), kDigits)),
             QStringLiteral("0,0"));
    QCOMPARE(textOf(julia::exactProduct(number("i"), number("i"), kDigits)),
             QStringLiteral("-1,0"));
    QCOMPARE(textOf(julia::exactProduct(number("0.5-2i"), number("1.5+0.25i"), kDigits)),
             QStringLiteral("1.25,-2.875"));
    QCOMPARE(textOf(julia::exactProduct(number("0"), number("1e200"), kDigits)),
             QStringLiteral("0,0"));
  }

  void quotientsWhereThereAreAny() {
    QCOMPARE(quotient("1", "8"), QStringLiteral("0.125,0"));
    QCOMPARE(quotient("-3", "0.15"), QStringLiteral("-20,0"));
    QCOMPARE(quotient("1", "3"), QStringLiteral("none"));
    QCOMPARE(quotient("1", "0.7"), QStringLiteral("none"));
    QCOMPARE(quotient("2.1", "0.7"), QStringLiteral("3,0"));
    QCOMPARE(quotient("1+i", "1-i"), QStringLiteral("0,1"));
    QCOMPARE(quotient("1", "1+i"), QStringLiteral("0.5,-0.5"));
    QCOMPARE(quotient("1", "1+2i"), QStringLiteral("0.2,-0.4"));
    QCOMPARE(quotient("1", "2+3i"), QStringLiteral("none"));
    QCOMPARE(quotient("0", "7"), QStringLiteral("0,0"));
    QCOMPARE(quotient("1e30", "1e-30"), QStringLiteral("1e60,0"));
    QCOMPARE(quotient("0.000123", "1024"), QStringLiteral("0.0000001201171875,0"));
  }

  void powers() {
    const auto power = [](const char* base, int exponent) {
      return textOf(julia::exactPower(number(base), exponent, kDigits));
    };
    QCOMPARE(power("2", 10), QStringLiteral("1024,0"));
    QCOMPARE(power("1+i", 4), QStringLiteral("-4,0"));
    QCOMPARE(power("0.5", 3), QStringLiteral("0.125,0"));
    QCOMPARE(power("7", 0), QStringLiteral("1,0"));
    QCOMPARE(power("i", 7), QStringLiteral("0,-1"));
    QCOMPARE(power("1.5", 1000), QStringLiteral("none"));
  }

  void whatIsTooLongIsNone() {
    QCOMPARE(textOf(julia::exactSum(number("1e30"), number("1e-30"), kDigits)),
             QStringLiteral("none"));
    QCOMPARE(textOf(julia::exactSum(number("1e20"), number("1e-20"), kDigits)),
             QStringLiteral("100000000000000000000.00000000000000000001,0"));
    QCOMPARE(textOf(julia::exactProduct(number("1e200"), number("1e200"), kDigits)),
             QStringLiteral("none"));
    const std::string sevens(40, '7');
    QCOMPARE(textOf(julia::exactProduct(number(sevens), number(sevens), kDigits)),
             QStringLiteral("none"));
  }

  void numbersAreWrittenInOneWay() {
    for (const char* text : {"0.5", "5e-1", "0.50", ".5", "+0.5"})
      QCOMPARE(julia::plain(julia::Decimal::parse(text).value()).text(), std::string("0.5"));
    QVERIFY(julia::isZero(julia::negated(number("0"))));
    QCOMPARE(textOf(julia::negated(number("1-2i"))), QStringLiteral("-1,2"));
  }
};

QTEST_GUILESS_MAIN(ExactArithmeticTest)
#include "exact_arithmetic_test.moc"
