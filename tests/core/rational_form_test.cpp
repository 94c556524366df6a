// SPDX-License-Identifier: GPL-3.0-or-later
// Exact polynomials, their roots, and where discs go under a map.
#include "core/julia/formulas/rational_form.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <variant>
#include <vector>

#include <QTest>

#include "core/julia/formulas/critical_points.h"
#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/formulas/slope_enclosure.h"

using namespace fatou;
using julia::ComplexDecimal;
using julia::Decimal;
using julia::DecimalPolynomial;
using julia::Expression;

namespace {

using Number = std::complex<double>;

ComplexDecimal decimals(Number z) {
  return {.re = Decimal::fromDouble(z.real()), .im = Decimal::fromDouble(z.imag())};
}

Expression expressionOf(const char* text) {
  const auto parsed = julia::parseExpression(text);
  return std::get<Expression>(parsed);
}

DecimalPolynomial polynomialOf(const char* text) {
  return julia::rationalForm(expressionOf(text), {}).value().numerator;
}

std::size_t multiplicityAt(const std::vector<julia::PolynomialRoot>& roots, Number point) {
  for (const julia::PolynomialRoot& each : roots)
    if (std::abs(each.value - point) <= each.error && each.error < 1e-9) return each.multiplicity;
  return 0;
}

}  // namespace

class RationalFormTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsStoppedIsNothing() {
    const Expression fractions = expressionOf("1/(z-1)+1/(z+1)");
    std::stop_source stop;
    QVERIFY(julia::rationalForm(fractions, {}, stop.get_token()).has_value());
    stop.request_stop();
    QVERIFY(!julia::rationalForm(fractions, {}, stop.get_token()));
  }

  void theSizeOfFractionsIsKnownBeforehand() {
    const auto fractions = [](const char* text) {
      return julia::writtenSize(expressionOf(text)).ofFractions;
    };
    QCOMPARE(fractions("z^50-z"), std::int64_t{0});
    QCOMPARE(julia::writtenSize(expressionOf("z^50-z")).ofPolynomials, std::int64_t{50});
    QCOMPARE(fractions("newton(z^3-1)"), std::int64_t{3});
    QCOMPARE(fractions("z-(z^20-1)/(z^19-z)"), std::int64_t{20});
    // Within a function, too, and however large.
    QCOMPARE(fractions("sin(1/z^7)+z"), std::int64_t{7});
    QCOMPARE(fractions("1/((z^1000)^1000)^1000"), std::int64_t{65});
    QCOMPARE(fractions("exp(z)/sin(z)"), std::int64_t{0});
  }

  void aSumOfFractionsIsOneFraction() {
    const auto form = julia::rationalForm(expressionOf("1/(z-1)+1/(z+1)"), {}).value();
    QCOMPARE(form.numerator.size(), std::size_t{2});
    QCOMPARE(form.denominator.size(), std::size_t{3});
    QCOMPARE(form.degree(), std::size_t{2});
    QVERIFY(!form.isPolynomial());
    QVERIFY(julia::rationalForm(expressionOf("z^2+pi"), {}).has_value());
    QVERIFY(!julia::rationalForm(expressionOf("z^65"), {}));
    QVERIFY(!julia::rationalForm(expressionOf("exp(z)"), {}));
    const ComplexDecimal zero;
    QVERIFY(!julia::rationalForm(expressionOf("z^2/c"), std::vector{zero}));
  }

  void whatIsCommonIsFoundWhateverTheNumbers() {
    julia::PolynomialArithmetic arithmetic;
    const DecimalPolynomial common = polynomialOf("3z^3-0.1z+(2-7i)");
    const DecimalPolynomial a = arithmetic.product(polynomialOf("z^5+0.3z-7"), common);
    const DecimalPolynomial b = arithmetic.product(polynomialOf("(2+i)*z^2-3z+11"), common);
    const DecimalPolynomial found = arithmetic.commonDivisor(a, b);
    QVERIFY(!arithmetic.failed());
    QCOMPARE(found.size(), common.size());
    const DecimalPolynomial none =
        arithmetic.commonDivisor(polynomialOf("z^5+0.3z-7"), polynomialOf("z^4-z+11"));
    QCOMPARE(none.size(), std::size_t{1});
  }

  void multipleRootsAreCountedExactly() {
    const auto roots = julia::rootsOf(polynomialOf("z^3*(z-1)^2*(z+2)^2*(z-0.5i)"));
    QCOMPARE(roots.size(), std::size_t{4});
    QCOMPARE(multiplicityAt(roots, 0.0), std::size_t{3});
    QCOMPARE(multiplicityAt(roots, 1.0), std::size_t{2});
    QCOMPARE(multiplicityAt(roots, -2.0), std::size_t{2});
    QCOMPARE(multiplicityAt(roots, {0.0, 0.5}), std::size_t{1});
    QVERIFY(julia::rootsOf(polynomialOf("z-z+3")).empty());
  }

  // As often as not from the rim, where a bound is attained.
  void noImageIsOutsideItsBound() {
    const ComplexDecimal c = decimals({0.8125, -0.375});
    for (const char* text : {"z^2+c", "z^3-z+c", "(z^3+c)/(z-1)", "newton(z^3-1)", "z^7*c-z/3",
                             "((z^2+c-1)/(2z+c-2))^2", "-(z^2-c)^3/(z+4)"}) {
      const Expression expression = expressionOf(text);
      const std::vector<ComplexDecimal> values(expression.parameterNames().size(), c);
      const auto f = julia::ExpressionInDoubles::create(expression, values);
      const auto enclosure = julia::SlopeEnclosure::create(expression, values);
      QVERIFY2(f.ok() && enclosure.ok(), text);
      const Number centre(0.4, 0.6);
      const Number image = f.value()(centre);
      for (const double radius : {1e-17, 1e-9, 0.01, 0.2}) {
        const auto bound = enclosure.value().imageRadius(centre, radius, image);
        if (!bound) continue;  // a pole may be near
        for (int i = 0; i < 1'000; ++i) {
          const double part = i % 2 == 0 ? 1.0 : std::sqrt(i / 1000.0);
          const Number z = centre + std::polar(part * radius * (1.0 - 1e-12), 0.37 * i);
          if (std::abs(z - centre) > radius) continue;  // rounded out of it
          QVERIFY2(std::abs(f.value()(z) - image) <= *bound, text);
        }
      }
      QVERIFY2(enclosure.value().imageRadius(centre, 0.01, image).has_value(), text);
    }
  }

  void theBoundOfTheSquareIsAttained() {
    const Expression expression = expressionOf("z^2-1");
    const auto enclosure = julia::SlopeEnclosure::create(expression, {});
    const double bound = enclosure.value().imageRadius(-1.0, 0.25, 0.0).value();
    QVERIFY(std::abs(bound - 0.5625) < 1e-12);  // 2 r + r^2
    QVERIFY(bound > 0.5625);
  }

  void thereIsNoBoundAcrossAPole() {
    const auto inverse = julia::SlopeEnclosure::create(expressionOf("z^2+1/z"), {});
    QVERIFY(!inverse.value().imageRadius(0.5, 0.5, 2.25));
    QVERIFY(inverse.value().imageRadius(0.5, 0.4, 2.25).has_value());
    QVERIFY(!julia::SlopeEnclosure::create(expressionOf("sin(z)"), {}));
    QVERIFY(!julia::SlopeEnclosure::create(expressionOf("conj(z)^2"), {}));
  }
};

QTEST_GUILESS_MAIN(RationalFormTest)
#include "rational_form_test.moc"
