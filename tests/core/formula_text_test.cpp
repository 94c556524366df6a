// SPDX-License-Identifier: GPL-3.0-or-later
// A formula as a value with parameters: its text, what is equal, and what is said of bad ones.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QTest>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/polynomial_form.h"

using namespace fatou;
using julia::Formula;
using julia::FormulaParameter;

namespace {

Formula formulaOf(std::string_view text) {
  return julia::parseFormula(text).value();
}

FormulaParameter parameterOf(std::string_view text) {
  return julia::parseParameter(text).value();
}

QString complaint(std::string_view text, const std::vector<FormulaParameter>& parameters = {}) {
  const auto formula = julia::parseFormula(text, parameters);
  return formula ? QString() : QString::fromStdString(formula.error().message);
}

}  // namespace

class FormulaTextTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aTextHasItsParameters() {
    const std::pair<const char*, const char*> rows[] = {
        {"z^2+a*z,a=0.5", "z^2+a*z,a=0.5"},
        {"z^2 + A z*1 , a = .50", ""},
        {"z^2 + A*z ; a = .50", "z^2+a*z,a=0.5"},
        {"b*z^2+a*z, b=1, a=2", "b*z^2+a*z,a=2,b=1"},
        {"z^2+a,a=0.3-0.2i", "z^2+a,a=0.3-0.2i"},
        {"z^2+a,a=0.3,-0.2", "z^2+a,a=0.3-0.2i"},
        {"z^2+a,a=-2i", "z^2+a,a=-2i"},
        {"z^2+a,a=i", "z^2+a,a=1i"},
        {"pow(z,3)+a,a=1e-30", "z^3+a,a=1e-30"},
        {"newton(z^3-1,a),a=0.7", "z-a*(z^3-1)/(3*z^2),a=0.7"},
        {"z^2+c,a=1", "z^2+c"},
        {"z^7+c", "z^7+c"},
        {"sin(z)", "sin(z)"}};
    for (const auto& [text, canonical] : rows) {
      if (*canonical == '\0') {
        QVERIFY2(!complaint(text).isEmpty(), text);
        continue;
      }
      QVERIFY2(complaint(text).isEmpty(), qPrintable(complaint(text)));
      QCOMPARE(julia::toString(formulaOf(text)), std::string(canonical));
      QVERIFY(formulaOf(canonical) == formulaOf(text));
    }
  }

  void parametersKeepAllTheirDigits() {
    const std::string digits = "0." + std::string(500, '7') + "1";
    const Formula formula = formulaOf("z^2+a*z,a=" + digits);
    QCOMPARE(formula.parameters().size(), std::size_t{1});
    QCOMPARE(formula.parameters()[0].value.re.text(), digits);
    QVERIFY(formulaOf(julia::toString(formula)) == formula);
    QVERIFY(formulaOf("z^2+a*z,a=" + digits + "2") != formula);
  }

  void parametersMayStandBesideTheText() {
    const std::vector<FormulaParameter> given{parameterOf("b=2"), parameterOf("a = 1-i")};
    const auto formula = julia::parseFormula("z^3+a*z+b*c", given);
    QVERIFY(formula.ok());
    QVERIFY(formula.value() == formulaOf("z^3+a*z+b*c,a=1-i,b=2"));
    const auto large = julia::parseComplex("1e999").value();
    QVERIFY(complaint("z^2+a", {{.name = "a", .value = large}})
                .startsWith(QLatin1String("parameter 'a' is not finite")));
    const auto c = julia::parseComplex("3+4i").value();
    const auto values = formula.value().values(c);
    QCOMPARE(values.size(), std::size_t{3});
    QVERIFY(values[0] == given[1].value && values[1] == given[0].value && values[2] == c);
    QVERIFY(formula.value().usesC());
    QVERIFY(!formulaOf("newton(z^3-1)").usesC());
    QCOMPARE(julia::expressionText(formula.value()), std::string("z^3+a*z+b*c"));
    const Formula other = formula.value().with("a", c);
    QVERIFY(other == formulaOf("z^3+a*z+b*c,a=3+4i,b=2"));
    QVERIFY(other != formula.value());
  }

  void formulasThatMeanTheSameAreEqual() {
    QVERIFY(formulaOf("c*sin(z)") == formulaOf("SIN(z)c"));
    QVERIFY(formulaOf("z^2+a,a=0.5") == formulaOf("a+z*z,a=5e-1"));
    QVERIFY(formulaOf("z^2+a,a=0.5") != formulaOf("z^2+a,a=0.25"));
    QVERIFY(formulaOf("z^2+a,a=0.5") != formulaOf("z^2+b,b=0.5"));
    QVERIFY(formulaOf("z^2+z^3") != formulaOf("z^2+z^4"));
    QVERIFY(formulaOf("z^2*z^2*z^2+c") == Formula(6));
    QVERIFY(Formula(3) != Formula(4) && formulaOf("sin(z)") != Formula());
    const Formula copy = formulaOf("sin(z)");
    QVERIFY(Formula(copy) == copy);
  }

  void powersHaveAnExpressionToo() {
    QCOMPARE(julia::toString(Formula(5).expression()), std::string("z^5+c"));
    const auto c = julia::parseComplex("1+2i").value();
    QVERIFY(Formula().values(c) == std::vector{c});
    QVERIFY(Formula().parameters().empty() && Formula().usesC() && Formula().isPower());
    for (int degree = 2; degree < 40; ++degree)
      QCOMPARE(julia::powerPlusC(Formula(degree).expression()).value_or(0), degree);
  }

  void badOnesAreOneSentence() {
    const std::pair<const char*, const char*> rows[] = {
        {"", "the formula is empty: write one like z^2+c"},
        {"c", "formula 'c' has no z in it"},
        {"1", "has no z in it"},
        {"z-z", "has no z in it"},
        {"z", "is a polynomial of degree 1"},
        {"z+c", "is a polynomial of degree 1"},
        {"2z-z^2+z*z", "is a polynomial of degree 1"},
        {"z^2+a", "formula 'z^2+a', character 5 ('a'): there is no number a: use z and c, or give"},
        {"z^2+a,a=1,a=2", "parameter 'a' has two values"},
        {"z^2+a,a=", "parameter 'a' has no value"},
        {"sin(z),escape=", "parameter 'escape' has no value: write it like escape=50"},
        {"z^2+c,escape=-1", "escape '-1' is no radius"},
        {"z^2+a,a=x", "is not a complex number"},
        {"z^2+a,a=1e999", "parameter 'a=1e999' is not finite"},
        {"z^2+c,c=1", "parameter 'c' has a meaning of its own"},
        {"z^2+c,sin=1", "parameter 'sin' has a meaning of its own"},
        {"z^2+c,1=1", "parameter '1' is no name"},
        {"z^2,", "character 4 (','): a comma stands"}};
    for (const auto& [text, part] : rows) {
      const QString said = complaint(text);
      QVERIFY2(said.contains(QLatin1String(part)),
               qPrintable(QString::fromLatin1(text) + QStringLiteral(" ") + said));
      QVERIFY2(!said.contains(u'\n') && said.size() < 200, qPrintable(said));
    }
    std::string many = "z^2+a0";
    for (int i = 0; i < 40; ++i) many += ",a" + std::to_string(i) + "=1";
    QVERIFY(complaint(many).contains(QLatin1String("too many parameters")));
    std::string deep = "z^3-1";
    for (int i = 0; i < 8; ++i) deep = "newton(" + deep + ")";
    QVERIFY(complaint(deep).contains(QLatin1String("too ")));
  }

  void mistakesAreMarkedInTheText() {
    QVERIFY(!julia::mistakeIn("z^2+a,a=1").has_value());
    const auto inside = julia::mistakeIn("z^2+foo(a),a=1");
    QVERIFY(inside.has_value());
    QCOMPARE(inside->position, std::size_t{4});
    QCOMPARE(inside->length, std::size_t{3});
    const auto whole = julia::mistakeIn("c+a,a=1");
    QVERIFY(whole.has_value());
    QCOMPARE(whole->position, std::size_t{0});
    QCOMPARE(whole->length, std::size_t{3});
    QVERIFY(julia::mistakeIn("z^2+a,a=x").has_value());
  }

  void aNameIsReadInEitherCase() {
    QCOMPARE(parameterOf(" Lambda = 1.5").name, std::string("lambda"));
    QVERIFY(!julia::parseParameter("lambda").ok());
    QVERIFY(!julia::parseParameter("=1").ok());
  }

  void polynomialsAreMultipliedOut() {
    const auto form = julia::polynomialForm(formulaOf("(z+1)^2*(z-1)+c/4").expression());
    QVERIFY(form.has_value());
    QCOMPARE(julia::degreeOf(*form), 3);
    QCOMPARE(form->size(), std::size_t{5});
    QCOMPARE(form->at({0, 1}).text(), std::string("0.25,0"));
    QCOMPARE(form->at({1, 0}).text(), std::string("-1,0"));
    for (const char* text : {"1/z", "sin(z)", "z^2/3", "z^2+pi", "z^0.5", "abs(z)", "z^2/c"})
      QVERIFY2(!julia::polynomialForm(formulaOf(text).expression()), text);
    // Too many terms are given up, not waited for.
    std::string long4 = "(z+c+a+1)";
    for (int i = 0; i < 6; ++i) long4 = "(" + long4 + "^9+c*z)";
    QVERIFY(!julia::polynomialForm(formulaOf(long4 + ",a=2").expression()));
  }
};

QTEST_GUILESS_MAIN(FormulaTextTest)
#include "formula_text_test.moc"
