// SPDX-License-Identifier: GPL-3.0-or-later
// Tests what is read of positions and formulas of XaoS.
#include "core/io/foreign/xaos_position.h"

#include <QTest>

#include "core/io/foreign/xaos_formula.h"
#include "tests/core/error_says.h"

using namespace fatou;
using namespace fatou::io;
using fatou::tests::says;

namespace {

ForeignEntry xaos(const std::string& commands) {
  const auto read = parseXaosPosition("(initstate)" + commands, "x");
  if (!read) qFatal("%s", read.error().message.c_str());
  return read.value();
}

julia::CentreView viewOf(const ForeignEntry& entry) {
  return std::get<julia::CentreView>(entry.view);
}

julia::ComplexDecimal number(const char* text) {
  return julia::parseComplex(text).value();
}

}  // namespace

class XaosPositionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatXaosLeavesOutIsItsOwn() {
    const ForeignEntry entry = xaos("(formula 'mandel4)(juliaseed .5 .25)(julia #t)");
    QCOMPARE(entry.formula, std::string("z^4+c"));
    QCOMPARE(entry.tmax, 170);
    QCOMPARE(viewOf(entry).radius.toDouble(), 1.25);
    QVERIFY(entry.parameters.front().second == number("0.5,0.25"));
    QVERIFY(!entry.isMap);
  }

  void aMapBecomesTheJuliaSetOfItsCentre() {
    const ForeignEntry entry = xaos("(formula 'mandel)(view -0.1 0.7 .01 .01)");
    QVERIFY(entry.isMap);
    QVERIFY(entry.parameters.front().second == number("-0.1,0.7"));
    QVERIFY(entry.view == wholeView());
    QCOMPARE(
        notTakenSentence(entry),
        std::string("Not taken over: the map itself, as this is the Julia set of its centre."));
  }

  void theOtherFormulasOfXaosAreWrittenForFatou() {
    const auto formula = [](const char* name, const char* more) {
      return xaos(std::string("(formula '") + name + ")" + more).formula;
    };
    QCOMPARE(formula("magnet", ""), std::string("((z^2+c-1)/(2*z+c-2))^2"));
    QCOMPARE(formula("newton", ""), std::string("newton(z^3-1)"));
    QCOMPARE(formula("newton", "(perturbation 0.1 0)"), std::string("z-(z^3-1)/(3*z^2)+c"));
    QVERIFY(!xaos("(formula 'newton)").isMap && xaos("(formula 'newton)(julia #t)").isMap);
    QCOMPARE(formula("user", "(usrform \"Z^2C+SIN(Z)\")"), std::string("z^2*c+sin(z)"));
    // A formula without c has no map.
    QVERIFY(!xaos("(formula 'user)(usrform \"cos(z)\")").isMap);
    QVERIFY(xaos("(formula 'user)(usrform \"cos(z)\")").parameters.empty());
  }

  void whatXaosHasAndFatouNotIsNamed() {
    const ForeignEntry entry = xaos(
        "(filter 'edge #t)(palette 1 2 3)(formula 'mandel)(julia #t)(angle 30)(plane 1)"
        "(incoloring 0)(usleep 5)(view 9 9 9 9)");
    QCOMPARE(notTakenSentence(entry),
             std::string("Not taken over: filter edge #t, palette 1 2 3, angle 30 and plane 1."));
    QVERIFY(entry.view == wholeView());  // numbers of another plane show nothing
  }

  void aCommandThatNobodyKnowsIsNamed() {
    QCOMPARE(notTakenSentence(xaos("(formula 'mandel)(julia #t)(warp 3 fast)(wait)")),
             std::string("Not taken over: warp 3 fast."));
  }

  void aPositionThatCannotBeReadSaysWhy() {
    const auto why = [](const char* text) { return parseXaosPosition(text, "x").error(); };
    QVERIFY(says(why(""), "it has no formula"));
    QVERIFY(says(why("(formula 'phoenix)"), "its formula phoenix is none of z alone"));
    QVERIFY(says(why("(formula 'user)"), "it has no formula"));
    QVERIFY(says(why("(formula 'user)(usrform \"z^2+p\")"), "has p, for which Fatou has no word"));
    QVERIFY(says(why("(view 0 0 1)"), "not four numbers"));
    QVERIFY(says(why("(view 0 0 1 x)"), "\"x\""));
    QVERIFY(says(why("(view 0 0 0 0)"), "no height"));
    QVERIFY(says(why("(view 0 0 1e-900000 1)"), "out of range"));
    QVERIFY(says(why("(maxiter 0)"), "maxiter has no number from 1"));
    QVERIFY(says(why("(maxiter 1e99)"), "maxiter has no number from 1"));
    QVERIFY(says(why("(juliaseed 1)"), "not two numbers"));
    QVERIFY(says(why("(julia 1)"), "neither #t nor #f"));
    QVERIFY(says(why("(palettecolors \"12345\")"), "six hexadecimal digits"));
    QVERIFY(says(why("(a (b))"), "a command in another one"));
    QVERIFY(says(why("(a \"b)"), "quotes are not closed"));
    QVERIFY(says(why("(a"), "not closed"));
    QVERIFY(says(why("a"), "words outside"));
    QVERIFY(says(why(";Animation file\n(a)"), "it is an animation of XaoS"));
    QVERIFY(says(parseXaosPosition(std::string(30'003, '(').replace(1, 30'001, ")"), "x").error(),
                 "not closed"));
    std::string many;
    for (int i = 0; i < 10'001; ++i) many += "(a)";
    QVERIFY(says(parseXaosPosition(many, "x").error(), "too many commands"));
  }

  void aFormulaOfXaosMeansWhatItComputes_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("written");
    const auto row = [](const char* typed, const char* written) {
      QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(written);
    };
    row("Z^2+C", "z^2+c");
    row(" z ^ 2 + c ", "z^2+c");
    row("Z^2C+C/Z", "z^2*c+c/z");
    row("z^2^3", "(z^2)^3");
    row("z^-2", "z^(-2)");
    row("-z^2+c", "-z^2+c");
    row("z-(c-1)", "z-(c-1)");
    row("z/(2c)", "z/(2*c)");
    row("1/2z", "1/2*z");
    row("2(z+1)(z-1)", "2*(z+1)*(z-1)");
    row("z*-2", "z*(-2)");
    row("(3-2i)*abs(im(z))", "(3-2*i)*abs(im(z))");
    row("COSH(Z)SINH(Z^1.2)", "cosh(z)*sinh(z^1.2)");
    row("powi(z;3)+c", "((z)^(3))+c");
    row("logn(5;z)", "(log(z)/log(5))");
    row("sqr(z)", "((z)^(z))");
    row("rabs(z)+2e3+2e", "abs(re(z))+2e3+2*e");
    row("pi_2+pi2", "(pi/2)+(2*pi)");
  }
  void aFormulaOfXaosMeansWhatItComputes() {
    QFETCH(QString, typed);
    QFETCH(QString, written);
    const auto formula = formulaOfXaos(typed.toStdString());
    QVERIFY2(formula.ok(), formula.ok() ? "" : formula.error().message.c_str());
    QCOMPARE(QString::fromStdString(formula.value()), written);
  }

  void aFormulaOfXaosThatIsNoneSaysWhy() {
    const auto why = [](const std::string& text) { return formulaOfXaos(text).error(); };
    QVERIFY(says(why("  "), "is empty"));
    QVERIFY(says(why("z^"), "ends too early"));
    QVERIFY(says(why("3=3"), "has \"=\" where an operator should be"));
    QVERIFY(says(why("(z"), "not closed"));
    QVERIFY(says(why("z)"), "has \")\""));
    QVERIFY(says(why("z^^2"), "has \"^\""));
    QVERIFY(says(why("sin z"), "has sinz"));
    QVERIFY(says(why("sin"), "sin without brackets"));
    QVERIFY(says(why("sin()"), "where a number or a name should be"));
    QVERIFY(says(why("sin(z;z)"), "other arguments"));
    QVERIFY(says(why("pow(z)"), "other arguments"));
    QVERIFY(says(why("rtni(z;2;1)"), "has rtni"));
    QVERIFY(says(why("."), "a point"));
    QVERIFY(says(why(std::string(101, '(')), "too many brackets"));
    QVERIFY(says(why(std::string(5'000, 'z')), "more than 4096"));
    // Each sqr() writes its argument twice.
    std::string squares = "z";
    for (int i = 0; i < 60; ++i) squares = "sqr(" + squares + ")";
    QVERIFY(says(why(squares), "becomes too long"));
  }
};

QTEST_GUILESS_MAIN(XaosPositionTest)
#include "xaos_position_test.moc"
