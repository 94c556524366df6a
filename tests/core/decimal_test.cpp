// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/decimal.h"

#include <QTest>

using fatou::julia::Decimal;
using fatou::julia::parseComplex;
using fatou::julia::sumToDouble;

namespace {

Decimal decimal(const char* text) {
  return Decimal::parse(text).value();
}

}  // namespace

class DecimalTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsWhatPeopleWrite_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<double>("value");
    const auto row = [](const char* text, double value) {
      QTest::newRow(text) << QByteArray(text) << value;
    };
    row("0", 0.0);
    row("-0", 0.0);
    row("-0.065", -0.065);
    row("+1.5", 1.5);
    row(".5", 0.5);
    row("5.", 5.0);
    row("1e-300", 1e-300);
    row("  2E3 ", 2000.0);
    row("\xe2\x88\x92"
        "0.75",
        -0.75);
    row("0.1000000000000000055511151231257827021181583404541015625", 0.1);
    // Halfway between two doubles, and a hair above: a second rounding would get one wrong.
    row("9007199254740993", 9007199254740992.0);
    row("9007199254740993.00000000000000000000000000000000001", 9007199254740994.0);
    row("1e400", HUGE_VAL);
    row("1e-400", 0.0);
  }
  void readsWhatPeopleWrite() {
    QFETCH(QByteArray, text);
    QFETCH(double, value);
    const auto parsed = Decimal::parse(text.toStdString());
    QVERIFY(parsed.ok());
    QVERIFY(parsed.value().toDouble() == value);
  }
  void refusesWhatIsNoNumberAndNamesIt_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "12x", "1 2", "0x10", "nan", "inf",
                             "--1", "1,5", "1e99999999999999999999"})
      QTest::newRow(text) << QByteArray(text);
  }
  void refusesWhatIsNoNumberAndNamesIt() {
    QFETCH(QByteArray, text);
    const auto parsed = Decimal::parse(text.toStdString());
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().message.find("'" + text.toStdString() + "'") != std::string::npos);
  }
  void keepsTheTextAsGiven() {
    const std::string text = "-1.74995768370609350360221450607069970727110579726252077930242837820";
    QCOMPARE(Decimal::parse(text).value().text(), text);
  }
  void equalsByValue() {
    QVERIFY(decimal("0.50") == decimal("5e-1"));
    QVERIFY(decimal("-0") == decimal("0.000"));
    QVERIFY(decimal("100") == decimal("1e2"));
    QVERIFY(!(decimal("0.1") == decimal("0.10000000000000000000000000000001")));
    QVERIFY(!(decimal("0.1") == decimal("-0.1")));
  }
  void aDoubleComesBackAsItself() {
    for (const double value :
         {0.1, -1.0 / 3.0, 1e-300, 5e-324, 123456789.0, 1.7976931348623157e308})
      QVERIFY(Decimal::fromDouble(value).toDouble() == value);
  }
  void sumsRoundOnce() {
    QVERIFY(sumToDouble(decimal("0"), decimal("1.3"), -1.0) == -1.3);
    QVERIFY(sumToDouble(decimal("0.1"), decimal("0.2"), 1.0) == 0.3);  // in doubles it is not
    QVERIFY(sumToDouble(decimal("1"), decimal("1e-30"), 1.0) == 1.0);
    QVERIFY(sumToDouble(decimal("1e-40"), decimal("1"), 0.0) == 1e-40);
    QVERIFY(sumToDouble(decimal("0.7"), decimal("0.7"), -1.0) == 0.0);
    QVERIFY(sumToDouble(decimal("9007199254740993"), decimal("1e-35"), 1.0) == 9007199254740994.0);
  }
  void readsComplexNumbersInAllTheWaysPeopleWriteThem_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pair");
    const auto row = [](const char* text, const char* pair) {
      QTest::newRow(text) << QByteArray(text) << QByteArray(pair);
    };
    row("-0.8,0.156", "-0.8,0.156");
    row(" -0.8 , 0.156 ", "-0.8,0.156");
    row("-0.8+0.156i", "-0.8,0.156");
    row("-0.8 + 0.156i", "-0.8,0.156");
    row("-0.8+0.156j", "-0.8,0.156");
    row("1e-3-2e-3i", "1e-3,-2e-3");
    row("i", "0,1");
    row("-i", "0,-1");
    row("2-i", "2,-1");
    row("0.5i", "0,0.5");
    row("0.25", "0.25,0");
  }
  void readsComplexNumbersInAllTheWaysPeopleWriteThem() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pair);
    const auto parsed = parseComplex(text.toStdString());
    QVERIFY(parsed.ok());
    QCOMPARE(parsed.value().text(), pair.toStdString());
  }
  void refusesWhatIsNoComplexNumber_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", ",", "1,", ",1", "1,2,3", "i1", "1+2", "1++2i", "a+bi", "1+2ii"})
      QTest::newRow(text) << QByteArray(text);
  }
  void refusesWhatIsNoComplexNumber() {
    QFETCH(QByteArray, text);
    QVERIFY(!parseComplex(text.toStdString()).ok());
  }
};

QTEST_GUILESS_MAIN(DecimalTest)
#include "decimal_test.moc"
