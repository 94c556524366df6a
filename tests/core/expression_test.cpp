// SPDX-License-Identifier: GPL-3.0-or-later
// What expressions are worth: in many digits against another library, in doubles against many
// digits, and their derivatives against differences.
#include <cmath>
#include <complex>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <QTest>

#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/formula_names.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/numbers/decimal_arithmetic.h"
#include "tests/core/boost_float.h"
#include "tests/core/elementary_oracle.h"

using namespace fatou;
using julia::ComplexDecimal;
using julia::Decimal;
using julia::Expression;

namespace {

constexpr std::int64_t kDigits = 60;

const char* const kHolomorphic[] = {"z^2+c",
                                    "z^3-z+c",
                                    "(z^2+c)^2+0.3z+c",
                                    "z^8+c*z^3-0.5z+c",
                                    "(z^3+c)/(z-1)",
                                    "((z^2+c-1)/(2z+c-2))^2",
                                    "newton(z^3-1)",
                                    "newton(z^3-2z+2,0.7+0.1i)",
                                    "newton(sin(z)-c)",
                                    "z^-3+c/z",
                                    "z^2+c/z^2",
                                    "z^5*(1-z)^4/3",
                                    "d(z^4*sin(z))",
                                    "c*exp(z)",
                                    "c*sin(z)",
                                    "c*cos(z)+z/pi",
                                    "tan(c*z)",
                                    "sinh(z)*cosh(z)-tanh(z)",
                                    "log(z+3)*sqrt(z+3)",
                                    "asin(z/4)+acos(z/5)+atan(z/6)",
                                    "asinh(z/4)+acosh(z/5+3)+atanh(z/6)",
                                    "(z+3)^c",
                                    "c^z",
                                    "(z+4)^(z/2)",
                                    "e^(z^2)+e*z",
                                    "z^0.5+2^z"};

const char* const kOthers[] = {"conj(z)^2+c", "abs(z)^2+c", "(abs(re(z))+i*abs(im(z)))^2+c",
                               "arg(z+4)*z", "|z|*z-re(c)*z"};

Expression expressionOf(const char* text) {
  const auto parsed = julia::parseExpression(text);
  return std::get<Expression>(parsed);
}

ComplexDecimal decimals(std::complex<double> z) {
  return {.re = Decimal::fromDouble(z.real()), .im = Decimal::fromDouble(z.imag())};
}

std::vector<std::complex<double>> points() {
  std::vector<std::complex<double>> all;
  for (int i = 0; i < 40; ++i)
    all.emplace_back(1.7 * std::sin(1.3 * i + 0.2), 1.6 * std::cos(2.1 * i + 0.7));
  return all;
}

const std::complex<double> kC(0.8125, -0.375);

// The expression's parameter c, where it has one.
std::vector<ComplexDecimal> valuesFor(const Expression& expression, const ComplexDecimal& c) {
  return std::vector<ComplexDecimal>(expression.parameterNames().size(), c);
}

ComplexDecimal bigValue(const Expression& expression, const ComplexDecimal& z,
                        const ComplexDecimal& c) {
  return julia::bigValueOf(expression, z, valuesFor(expression, c), kDigits).value();
}

tests::BigComplex bigOf(const ComplexDecimal& z) {
  return {tests::toBig(z.re), tests::toBig(z.im)};
}

double sizeOf(const ComplexDecimal& z) {
  return std::abs(z.toDouble());
}

// (f(+h) - f(-h)) / 2h for h = 1e-20.
template <typename F>
ComplexDecimal difference(const F& f) {
  const Decimal h = Decimal::parse("1e-20").value();
  const Decimal scale = Decimal::parse("5e19").value();
  const ComplexDecimal above = f(h);
  const ComplexDecimal below = f(Decimal() - h);
  return {.re = (above.re - below.re) * scale, .im = (above.im - below.im) * scale};
}

double distance(const ComplexDecimal& a, const ComplexDecimal& b) {
  return sizeOf({.re = a.re - b.re, .im = a.im - b.im}) / (1.0 + sizeOf(b));
}

}  // namespace

class ExpressionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void functionsAgreeWithAnotherLibrary() {
    const tests::PrecisionScope precision(80);
    for (int f = 0; f < kernels::kElementaryFunctions; ++f) {
      const auto kind = static_cast<julia::NodeKind>(static_cast<int>(julia::kFirstFunction) + f);
      const std::string text = std::string(julia::functionName(kind)) + "(z)";
      const Expression expression = expressionOf(text.c_str());
      for (const std::complex<double> z : points()) {
        const auto ours = julia::bigValueOf(expression, decimals(z), {}, kDigits);
        QVERIFY2(ours.has_value(), text.c_str());
        const tests::BigComplex theirs =
            tests::exactValue(static_cast<kernels::ElementaryFunction>(f), bigOf(decimals(z)));
        const tests::BigFloat re = tests::toBig(ours->re) - theirs.re;
        const tests::BigFloat im = tests::toBig(ours->im) - theirs.im;
        const tests::BigFloat off = abs(re) + abs(im);
        QVERIFY2(off <= tests::BigFloat("1e-57") * (1 + tests::bigModulus(theirs)), text.c_str());
      }
    }
  }

  void aRationalMapAgreesWithAnotherLibrary() {
    const tests::PrecisionScope precision(80);
    const Expression expression = expressionOf("(z^3+c)/(z-1)");
    const tests::BigComplex c = tests::toBig(kernels::ComplexNumber{kC.real(), kC.imag()});
    for (const std::complex<double> point : points()) {
      const auto z = bigOf(decimals(point));
      const tests::BigComplex minusOne{-1, 0};
      const tests::BigComplex theirs = (z * z * z + c) / (z + minusOne);
      const ComplexDecimal ours = bigValue(expression, decimals(point), decimals(kC));
      const tests::BigFloat re = tests::toBig(ours.re) - theirs.re;
      const tests::BigFloat im = tests::toBig(ours.im) - theirs.im;
      const tests::BigFloat off = abs(re) + abs(im);
      QVERIFY(off <= tests::BigFloat("1e-57") * (1 + tests::bigModulus(theirs)));
    }
  }

  void doublesAreCloseToManyDigits() {
    for (const auto list :
         {std::span<const char* const>(kHolomorphic), std::span<const char* const>(kOthers)})
      for (const char* text : list) {
        const Expression expression = expressionOf(text);
        const auto values = valuesFor(expression, decimals(kC));
        const auto f = julia::ExpressionInDoubles::create(expression, values);
        QVERIFY2(f.ok(), text);
        for (const std::complex<double> z : points()) {
          const std::complex<double> exact =
              bigValue(expression, decimals(z), decimals(kC)).toDouble();
          QVERIFY2(std::abs(f.value()(z) - exact) <= 1e-11 * (1.0 + std::abs(exact)), text);
        }
      }
  }

  void derivativesAgreeWithDifferences() {
    for (const char* text : kHolomorphic) {
      const Expression expression = expressionOf(text);
      QVERIFY(expression.isHolomorphic());
      const auto slope = julia::derivative(expression);
      QVERIFY2(slope.ok(), text);
      for (const std::complex<double> z : points()) {
        const ComplexDecimal at = decimals(z);
        const ComplexDecimal slopeThere = bigValue(slope.value(), at, decimals(kC));
        const ComplexDecimal differences = difference([&](const Decimal& h) {
          return bigValue(expression, {.re = at.re + h, .im = at.im}, decimals(kC));
        });
        QVERIFY2(distance(differences, slopeThere) < 1e-25, text);
      }
    }
  }

  void derivativesByTheParameterDo() {
    for (const char* text : kHolomorphic) {
      const Expression expression = expressionOf(text);
      if (!expression.hasParameter("c")) continue;
      julia::ExpressionGraph graph(expression);
      const auto slope = graph.expression(julia::derivativeBy(graph, expression.root(), "c"));
      QVERIFY2(slope.ok(), text);
      const ComplexDecimal at = decimals(points()[3]);
      const ComplexDecimal c = decimals(kC);
      const ComplexDecimal differences = difference(
          [&](const Decimal& h) { return bigValue(expression, at, {.re = c.re + h, .im = c.im}); });
      QVERIFY2(distance(differences, bigValue(slope.value(), at, c)) < 1e-25, text);
    }
  }

  void whatIsNotHolomorphicHasNoDerivative() {
    for (const char* text : kOthers) {
      QVERIFY2(!expressionOf(text).isHolomorphic(), text);
      const auto slope = julia::derivative(expressionOf(text));
      QVERIFY2(
          !slope.ok() && slope.error().message.find("no complex derivative") != std::string::npos,
          text);
    }
    QVERIFY(expressionOf("z^2+abs(c)").isHolomorphic());
  }

  void aPoleHasNoValue() {
    const Expression expression = expressionOf("1/z");
    QVERIFY(!julia::bigValueOf(expression, {}, {}, 30).has_value());
    const auto f = julia::ExpressionInDoubles::create(expression, {});
    QVERIFY(!std::isfinite(f.value()(0.0).real()));
  }

  void constantsHaveAllTheirDigits() {
    const Expression expression = expressionOf("z+(0.1+0.2)*3");
    QCOMPARE(julia::toString(expression), std::string("z+0.9"));
    const Expression roots = expressionOf("z+sqrt(2)^2-2");
    const auto f = julia::ExpressionInDoubles::create(roots, {});
    QCOMPARE(f.value()(0.0), std::complex<double>(0.0, 0.0));
  }
};

QTEST_GUILESS_MAIN(ExpressionTest)
#include "expression_test.moc"
