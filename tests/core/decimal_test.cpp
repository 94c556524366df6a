// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/decimal.h"

#include <QTest>

#include "core/julia/complex_text.h"
#include "core/julia/corners_text.h"
#include "core/julia/decimal_arithmetic.h"
#include "core/julia/whole_number.h"

using fatou::julia::Decimal;
using fatou::julia::parseClearComplex;
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
    for (const char* dash : {"\xe2\x80\x93", "\xe2\x80\x91", "\xef\xbc\x8d"})
      row((std::string(dash) + "0.75").c_str(), -0.75);
    row("- 0.75", -0.75);
    row("\xc2\xa0"
        "1.5\xe2\x80\x89",
        1.5);  // no-break and thin space
    row("0.123\xe2\x80\x89"
        "456",
        0.123456);
    row("0.123_456", 0.123456);
    row("1.5\xc2\xb7"
        "10^-5",
        1.5e-5);
    row("1.5 \xc3\x97 10\xe2\x81\xbb\xe2\x81\xb5", 1.5e-5);
    row("1.5x10^{-5}", 1.5e-5);
    row("1.5*10**-5", 1.5e-5);
    row("1.5*^-5", 1.5e-5);
    row("1.5`20.3*^-5", 1.5e-5);
    row("1.5d-5", 1.5e-5);
    row("-10^-5", -1e-5);
    row("\xef\xbc\x90\xef\xbc\x8e\xef\xbc\x95", 0.5);
    row("\xd9\xa0.\xd9\xa5", 0.5);
    row("\"0.5\"", 0.5);
    row("0.5,", 0.5);
    row("0.5;", 0.5);
    row("0.5.", 0.5);
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
    for (const char* text : {"",
                             "-",
                             ".",
                             "e5",
                             "1e",
                             "1e+",
                             "12x",
                             "1 2",
                             "0x10",
                             "nan",
                             "inf",
                             "--1",
                             "1,5",
                             "1e99999999999999999999",
                             "1.5e-5*10^-5",
                             "2^3",
                             "*10^3",
                             "\xc3\x97"
                             "10",
                             "0.5,,",
                             "\xff",
                             "\xe2\x88"})
      QTest::newRow(text) << QByteArray(text);
  }
  void refusesWhatIsNoNumberAndNamesIt() {
    QFETCH(QByteArray, text);
    const auto parsed = Decimal::parse(text.toStdString());
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().message.find("'" + text.toStdString() + "'") != std::string::npos);
  }
  void saysWhatToDoAboutAComma() {
    for (const char* text : {"1,5", "1,234.5", "-0,75"})
      QCOMPARE(Decimal::parse(text).error().message,
               "'" + std::string(text) +
                   "' has a comma: write a point before the fraction and nothing between "
                   "thousands, like 1234.5");
  }
  // Powers of ten at the edges of 64 bits, written out or made of zeros.
  void refusesWhatIsTooLargeOrSmallAndSaysTheMost_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"1e1000001", "1e-1000001", "0.5e-9223372036854775807", "1e-9223372036854775808",
          "1e9223372036854775807", "1e9223372036854775808", "-1e-9223372036854775808"})
      QTest::newRow(text) << QByteArray(text);
    QTest::newRow("zeros before") << "0." + QByteArray(1'200'000, '0') + "1";
    QTest::newRow("zeros behind") << "1" + QByteArray(1'200'000, '0');
  }
  void refusesWhatIsTooLargeOrSmallAndSaysTheMost() {
    QFETCH(QByteArray, text);
    const auto parsed = Decimal::parse(text.toStdString());
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().message.find("at most 1000000") != std::string::npos);
    QVERIFY(parsed.error().message.size() < 200);
  }
  void readsTheLargestAndTheSmallest() {
    for (const char* text : {"1e1000000", "-1e-1000000", "1e-0001", "12.5e999999"})
      QVERIFY2(Decimal::parse(text).ok(), text);
    QVERIFY(Decimal::parse("0." + std::string(1'000'000, '0') + "1").ok());
    QVERIFY(decimal("0e1000000") == decimal("0"));
  }
  void addsNumbersOfAnySizeAtOnce() {
    const Decimal large = decimal("1e1000000");
    const Decimal small = decimal("-1e-1000000");
    QVERIFY(large + small == large);
    QVERIFY(small + large == large);
    QVERIFY(large - small == large);
    QVERIFY(small - large == decimal("-1e1000000"));
    QVERIFY(large - large == decimal("0"));
    QCOMPARE((decimal("0") + decimal("0.50")).text(), std::string("0.5"));
    // The last digit that there can be.
    QVERIFY(decimal("1") + decimal("1e-99999") != decimal("1"));
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
  void wholeNumbersAreReadHoweverTheyAreGrouped() {
    using fatou::julia::parseWholeNumber;
    for (const char* text : {"2000", " 2000 ", "2,000", "2 000",
                             "2\xe2\x80\xaf"
                             "000",
                             "2\xc2\xa0"
                             "000",
                             "2_000", "2'000", "2e3",
                             "2\xc2\xb7"
                             "10^3",
                             "+2000", "2000;"})
      QVERIFY2(parseWholeNumber(text) == 2000, text);
    QVERIFY(parseWholeNumber("2,147,483,647") == 2'147'483'647);
    QVERIFY(parseWholeNumber("-1 234 567") == -1'234'567);
    for (const char* text : {"", "x", "1.5", "2.000", "2,5", "2,00", "2,0000", ",000", "2,,000",
                             "20 00", "1 2", "2,000 000", "1e-1", "1e300", "50%", "2000 px"})
      QVERIFY2(!parseWholeNumber(text), text);
  }
  void sidesAreReadHoweverTheyAreCrossed() {
    using fatou::julia::parseSides;
    for (const char* text :
         {"1920x1080", "1920 x 1080", "1920X1080", "1920*1080",
          "1920\xc3\x97"
          "1080",
          "1920 \xc3\x97 1080", "1,920 x 1,080", "1920 x 1080 px", "1920x1080 pixels"})
      QVERIFY2((parseSides(text) == fatou::julia::Sides{1920, 1080}), text);
    for (const char* text :
         {"", "1920", "x", "1920x", "x1080", "1920x1080x3", "1920,1080", "a x b"})
      QVERIFY2(!parseSides(text), text);
  }
  void cornersAreReadHoweverTheyAreApart() {
    using fatou::julia::parseCorners;
    const auto wanted = parseCorners("-1.5,-1,1.5,1.25").value();
    QCOMPARE(wanted.ymax.text(), std::string("1.25"));
    for (const char* text :
         {"-1.5, -1, 1.5, 1.25", "-1.5 -1 1.5 1.25", "-1.5;-1;1.5;1.25", "(-1.5, -1, 1.5, 1.25)",
          "[-1.5,-1,1.5,1.25]", "(-1.5,-1),(1.5,1.25)", "-1.5-1i, 1.5+1.25i", "-1.5-i;1.5+1.25j",
          "\xe2\x88\x92"
          "1.5,\xe2\x80\x93"
          "1,1.5,1.25"})
      QVERIFY2(parseCorners(text).ok() && parseCorners(text).value() == wanted, text);
    for (const char* text : {"", "1,2,3", "1,2,3,4,5", "1,,2,3", "a,b,c,d", "1 2 3", "1,2,3,"})
      QVERIFY2(!parseCorners(text).ok(), text);
    QCOMPARE(parseCorners("0,0,1").error().message,
             std::string("'0,0,1' is not four numbers: write it like -1.3,-1.3,1.3,1.3"));
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
    // Pairs, sums, units.
    for (const char* text :
         {"-0.8,0.156",     " -0.8 , 0.156 ", "-0.8+0.156i",  "-0.8 + 0.156i",    "-0.8+0.156j",
          "0.156i-0.8",     "-0.8,0.156i",    "-0.8 0.156",   "-0.8 +0.156",      "-0.8\t0.156",
          "-0.8;0.156",     "-0.8|0.156",     "-0.8+0.156*i", "-0.8+0.156 * I",   "-0.8+0.156J",
          "-0.8 + i 0.156", "-0.8+i*0.156",   "-0.8+i0.156",  "(-0.8)+(0.156)*I", "-0.8 + 0.156im",
          "-0.8+0.156%i",   "-0.8+0.156I"})
      row(text, "-0.8,0.156");
    row("-.8+.156i", "-.8,.156");
    // Numbers as programming languages print them.
    for (const char* text :
         {"(-0.8+0.156j)", "(-0.8, 0.156)", "(-0.8,0.156)", "[-0.8, 0.156]", "{-0.8, 0.156}",
          "complex(-0.8,0.156)", "np.complex128(-0.8+0.156j)", "mpc(real='-0.8', imag='0.156')",
          "std::complex<double>(-0.8, 0.156)", "Complex[-0.8, 0.156]", "-0.8`20. + 0.156`*I",
          "$c = -0.8 + 0.156\\,\\mathrm{i}$", "((-0.8) + (0.156)*I)"})
      row(text, "-0.8,0.156");
    row("-0.8D0 + 0.156D0*i", "-0.8e0,0.156e0");
    // Numbers with labels, calls and punctuation around them.
    for (const char* text : {"c = -0.8+0.156i",
                             "c=-0.8,0.156",
                             "c: -0.8+0.156i",
                             "c := -0.8+0.156i",
                             "c          -0.8,0.156",
                             "--c -0.8,0.156",
                             "--c=-0.8,0.156",
                             "z^2 - 0.8 + 0.156i",
                             "z\xc2\xb2 + (-0.8 + 0.156i)",
                             "f(z) = z^2 - 0.8 + 0.156i",
                             "z -> z*z - 0.8 + 0.156i",
                             "z \xe2\x86\xa6 z\xc2\xb2 \xe2\x88\x92 0.8 + 0.156i",
                             "-0.8+0.156i,",
                             "-0.8+0.156i;",
                             "-0.8+0.156i.",
                             "-0.8,0.156.",
                             "-0.8,0.156,",
                             "'-0.8+0.156i'",
                             "`-0.8+0.156i`",
                             "\xe2\x80\x9c-0.8+0.156i\xe2\x80\x9d",
                             "\xc2\xab-0.8+0.156i\xc2\xbb",
                             "\xef\xbb\xbf-0.8+0.156i\r\n"})
      row(text, "-0.8,0.156");
    // Typeset.
    row("\xe2\x80\x93"
        "0.8 \xe2\x88\x92 0.156\xe2\x80\x89"
        "i",
        "-0.8,-0.156");
    row("-0.8\xc2\xa0+\xc2\xa0"
        "0.156\xf0\x9d\x91\x96",
        "-0.8,0.156");
    row("\xef\xbc\x8d\xef\xbc\x90\xef\xbc\x8e\xef\xbc\x98\xef\xbc\x8b\xef\xbd\x89", "-0.8,1");
    // Powers of ten.
    row("1e-3-2e-3i", "1e-3,-2e-3");
    row("1.5*^-3 + 2.5*^-3*I", "1.5e-3,2.5e-3");
    row("1.5\xc2\xb7"
        "10^-3 - 2\xc3\x97"
        "10\xe2\x81\xbb\xc2\xb3 i",
        "1.5e-3,-2e-3");
    row("-10^-3i", "0,-1e-3");
    // Decimal commas that cannot be anything else.
    row("-0,8+0,156i", "-0.8,0.156");
    row("-0,8+2i", "-0.8,2");
    row("-0,8; 0,156", "-0.8,0.156");
    row("-0,8, 0,156", "-0.8,0.156");
    row("-0,8 0,156", "-0.8,0.156");
    // Parts.
    row("i", "0,1");
    row("-i", "0,-1");
    row("I", "0,1");
    row("+-i", "0,-1");
    row("(i)", "0,1");
    row("i1", "0,1");
    row("2-i", "2,-1");
    row("0.5i", "0,0.5");
    row("0.25", "0.25,0");
    row("0.25.", "0.25,0");
    row("5.", "5.,0");
    row("0.25;", "0.25,0");
    row("1,2", "1,2");
    row("-0,75", "-0,75");
    row("0.100,00.20", "0.100,00.20");
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
    for (const char* text : {"",
                             ",",
                             "1,",
                             ",1",
                             "1,2,3",
                             "1+2",
                             "1++2i",
                             "a+bi",
                             "1+2ii",
                             "-0.8-0.156",
                             "-0.8 - 0.156",
                             "0.123 456",
                             "1 2 3",
                             "1-2-3i",
                             "2i3",
                             "i,1",
                             "1+i,2",
                             "(1,2",
                             "1)",
                             "c =",
                             "c",
                             "z^2",
                             "x = 1",
                             "radius=1.2",
                             "sin(1)",
                             "1/2",
                             "((((((((((1))))))))))",
                             "--1",
                             "1--i"})
      QTest::newRow(text) << QByteArray(text);
  }
  void refusesWhatIsNoComplexNumber() {
    QFETCH(QByteArray, text);
    const auto parsed = parseComplex(text.toStdString());
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().message,
             "'" + text.toStdString() +
                 "' is not a complex number: write it like -0.8,0.156 or -0.8+0.156i");
  }
  void refusesWhatCanBeReadInTwoWays() {
    const auto isRefused = [](const fatou::Result<fatou::julia::ComplexDecimal>& read,
                              const std::string& text) {
      return !read.ok() && read.error().message ==
                               "'" + text +
                                   "' can be one number with a decimal comma or a pair: write a "
                                   "point for the comma, or a space behind it";
    };
    for (const char* text : {"0,156i", "-1,2i", "(0,5i)"})
      QVERIFY2(isRefused(parseComplex(text), text), text);
    for (const char* text : {"-0,75", "0,1", "c=-0,75", "(0,5)", "1,5e-3"}) {
      QVERIFY2(isRefused(parseClearComplex(text), text), text);
      QVERIFY2(parseComplex(text).ok(), text);  // the command line's pair
    }
    for (const char* text : {"-0, 75", "-0.8,0.156", "1,0", "-0,8+0,156i", "1,-2", "0+1i"})
      QVERIFY2(parseClearComplex(text).ok() &&
                   parseClearComplex(text).value() == parseComplex(text).value(),
               text);
  }
  void everyDigitOfALongNumberIsKept() {
    const std::string digits(50'000, '7');
    const auto number = parseComplex("c = (-0." + digits + " + 1." + digits + "*I)");
    QVERIFY(number.ok());
    QCOMPARE(number.value().text(), "-0." + digits + ",1." + digits);
  }
  void longNonsenseIsRefusedAtOnce() {
    for (const char* piece : {"(", "c=", "1+", "$", "\xe2\x80\x89", " ", "1 ", "10^", "*", ",", "i",
                              "z^2+", "complex(", "\\left", "`", "-"}) {
      std::string text;
      while (text.size() < 100'000) text += piece;
      QVERIFY2(!parseComplex(text).ok(), piece);
    }
  }
};

QTEST_GUILESS_MAIN(DecimalTest)
#include "decimal_test.moc"
