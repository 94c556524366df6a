// SPDX-License-Identifier: GPL-3.0-or-later
// Critical points as functions of a parameter: where the orbits of a map begin.
#include "core/julia/formulas/critical_family.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include <QTest>

#include "core/julia/formulas/critical_points.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/formulas/plain_roots.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/rational_family.h"
#include "core/julia/formulas/rational_form.h"

using namespace fatou;
using julia::CriticalFamily;
using kernels::ComplexNumber;

namespace {

using Number = std::complex<double>;
using Numbers = std::vector<Number>;

CriticalFamily familyOf(const char* text, const char* parameter = "c") {
  const julia::Formula formula = julia::parseFormula(text).value();
  return CriticalFamily::create(formula, julia::parseComplex("0.3-0.2i").value(), parameter);
}

Numbers pointsOf(const CriticalFamily& family, Number parameter) {
  std::vector<ComplexNumber> points(family.size());
  family.points({.re = parameter.real(), .im = parameter.imag()}, points);
  Numbers numbers;
  for (const ComplexNumber& each : points) numbers.emplace_back(each.re, each.im);
  return numbers;
}

bool areNear(const Numbers& a, const Numbers& b, double error = 1e-14) {
  return std::ranges::equal(a, b, [error](Number x, Number y) {
    return std::abs(x - y) <= error * std::max(1.0, std::abs(y));
  });
}

Numbers rootsOf(const std::vector<ComplexNumber>& polynomial) {
  std::vector<ComplexNumber> roots(polynomial.size() - 1);
  julia::plainRoots(polynomial, roots);
  Numbers numbers;
  for (const ComplexNumber& each : roots) numbers.emplace_back(each.re, each.im);
  return numbers;
}

}  // namespace

class CriticalFamilyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ofPowersItIsZeroToTheBit() {
    for (const char* text : {"z^2+c", "z^3+c", "z^4+c", "z^7+c", "c*z^2+1", "z^2*(z^2+c)-z^4"}) {
      const CriticalFamily family = familyOf(text);
      QCOMPARE(family.size(), std::size_t{1});
      QVERIFY(family.isConstant(0));
      const ComplexNumber point = family.point(0, {.re = -0.7, .im = 0.3});
      QVERIFY(point.re == 0.0 && point.im == 0.0);
      QVERIFY(!std::signbit(point.re) && !std::signbit(point.im));
    }
  }

  void thoseThatAreFunctionsOfTheParameterKeepTheirOrder() {
    const CriticalFamily cubic = familyOf("z^3-3*a^2*z+c,a=1", "a");
    const CriticalFamily magnet = familyOf("((z^2+c-1)/(2z+c-2))^2");
    const CriticalFamily logistic = familyOf("c*z*(1-z)");
    for (const Number a : {Number(0.5, 0.25), Number(-0.5, 0.25), Number(-1.0, -2.0)}) {
      QVERIFY(areNear(pointsOf(cubic, a), {a, -a}));
      // 1, which is fixed, and the pole are none.
      const Number root = std::sqrt(1.0 - a);
      QVERIFY(areNear(pointsOf(magnet, a), {root, -root, 1.0 - a}));
      QVERIFY(areNear(pointsOf(logistic, a), {0.5}));
    }
  }

  void ofAnotherParameterTheyAreConstant() {
    const CriticalFamily cubic = familyOf("z^3-3*a^2*z+c,a=0.5");
    QCOMPARE(cubic.size(), std::size_t{2});
    QVERIFY(cubic.isConstant(0) && cubic.isConstant(1));
    QVERIFY(areNear(pointsOf(cubic, {2.0, 1.0}), {0.5, -0.5}));
  }

  void rootsOfNewtonsMethodAreLeftOut() {
    const CriticalFamily family = familyOf("newton(z^3+(c-1)*z-c)");
    QVERIFY(areNear(pointsOf(family, {0.3, 0.4}), {0.0}));
    QCOMPARE(julia::degreeInZ(family.fixedPoints()), 3);
    QCOMPARE(julia::degreeInZ(familyOf("((z^2+c-1)/(2z+c-2))^2").fixedPoints()), 1);
    QVERIFY(familyOf("z^2+c").fixedPoints().empty());
    QVERIFY(familyOf("z^3-3*a^2*z+c,a=1", "a").fixedPoints().empty());
  }

  void aPolynomialIsAnExpression() {
    const auto family = familyOf("newton(z^3+(c-1)*z-c)");
    const auto text = julia::toString(julia::expressionOf(family.fixedPoints(), "c").value());
    const auto read = julia::parseExpression(text);
    QVERIFY2(std::holds_alternative<julia::Expression>(read), text.c_str());
    const auto form = julia::polynomialForm(std::get<julia::Expression>(read));
    const auto expected = julia::polynomialForm(
        std::get<julia::Expression>(julia::parseExpression("-(z^3+(c-1)*z-c)")));
    QVERIFY2(form && form == expected, text.c_str());
  }

  // The slopes 15 (z^2 + 1)^2 and 120 (z^2 + 1)^2 (z^3 + 2), written out.
  void multipleRootsOfASlopeCountOnce() {
    const CriticalFamily family = familyOf("3*z^5+10*z^3+15*z+c");
    QCOMPARE(family.size(), std::size_t{2});
    for (const Number z : pointsOf(family, {0.3, 0.4})) QVERIFY(z * z == Number(-1.0, 0.0));
    QCOMPARE(familyOf("15*z^8+40*z^6+48*z^5+30*z^4+160*z^3+240*z+c").size(), std::size_t{5});
  }

  void aStopEndsTheSearch() {
    std::stop_source stop;
    stop.request_stop();
    const auto formula = julia::parseFormula("z^3-3*a^2*z+c,a=1").value();
    QCOMPARE(CriticalFamily::create(formula, {}, "a", stop.get_token()).size(), std::size_t{0});
    const std::vector<ComplexNumber> cubic{{-1.0, 0.0}, {}, {}, {1.0, 0.0}};
    std::vector<ComplexNumber> roots(3);
    julia::plainRoots(cubic, roots, stop.get_token());
    Numbers begun;
    for (const ComplexNumber& each : roots) begun.emplace_back(each.re, each.im);
    QVERIFY(!areNear(begun, rootsOf(cubic), 1e-3));
  }

  void polesAreLeftOut() {
    const CriticalFamily family = familyOf("z^2+c/z^2");
    const Numbers points = pointsOf(family, {0.0, 0.0625});
    QCOMPARE(points.size(), std::size_t{4});
    for (const Number z : points) QVERIFY(std::abs(std::pow(z, 4) - Number(0.0, 0.0625)) < 1e-15);
  }

  void entireFunctionsHaveThatNearestToZero() {
    QVERIFY(areNear(pointsOf(familyOf("c*sin(z)"), 1.0), {std::acos(0.0)}));
    QVERIFY(areNear(pointsOf(familyOf("c*cos(z)"), 1.0), {0.0}));
    QVERIFY(areNear(pointsOf(familyOf("c*sinh(z)"), 1.0), {Number(0.0, std::acos(0.0))}));
  }

  void whereNoneAreKnownThereAreNone() {
    for (const char* text : {"c*exp(z)", "conj(z)^2+c", "z^z+c", "sin(z)+z^2+c"})
      QCOMPARE(familyOf(text).size(), std::size_t{0});
  }

  void aPowerOfADivisorThatIsNoWholeNumberMakesNoFamily() {
    const julia::Formula formula =
        julia::parseFormula("((((1/z)^1000)^1000)^1000)^1000+z^2+c").value();
    const julia::Expression expression = formula.expression();
    const julia::ExpressionGraph graph(expression);
    QVERIFY(!julia::rationalFamily(graph, expression.root(), {}, "c").has_value());
  }

  // Those of the exact search at a parameter, whatever their order.
  void theyAreThoseOfTheMapAtEachParameter() {
    for (const char* text : {"z^5-c*z^3+c^2*z-1", "(z^3+c)/(z-1)", "z^3/3-c*z+pi", "z^3+c*z^2+i*z",
                             "(z^4+c*z)/(c*z^2+2)", "z^2+c/z^2+1/z"})
      for (const char* parameter : {"0.3+0.4i", "-1.5+0.25i", "2-3i"}) {
        const julia::Formula formula = julia::parseFormula(text).value();
        const auto c = julia::parseComplex(parameter).value();
        const auto map = julia::rationalForm(formula.expression(), formula.values(c)).value();
        const auto roots = julia::criticalPoints(map).value();
        const Numbers points = pointsOf(familyOf(text), c.toDouble());
        for (const Number z : points)
          QVERIFY2(std::ranges::any_of(
                       roots, [z](const auto& root) { return std::abs(root.value - z) < 1e-11; }),
                   text);
        const auto isFound = [&points](const julia::PolynomialRoot& root) {
          return std::ranges::any_of(
              points, [&root](Number z) { return std::abs(root.value - z) < 1e-11; });
        };
        const auto found = std::ranges::count_if(roots, isFound);
        QVERIFY2(static_cast<std::size_t>(found) == points.size(), text);
      }
  }

  void plainRootsAreRoots() {
    QVERIFY(areNear(rootsOf({{-6.0, 0.0}, {3.0, 0.0}}), {2.0}));
    QVERIFY(areNear(rootsOf({{1.0, 0.0}, {-1e9, 0.0}, {1.0, 0.0}}), {1e9, 1e-9}));
    QVERIFY(areNear(rootsOf({{1.0, 0.0}, {1e9, 0.0}, {1.0, 0.0}}), {-1e-9, -1e9}));
    QVERIFY(areNear(rootsOf({{0.0, 0.0}, {0.0, 0.0}, {3.0, 0.0}}), {0.0, 0.0}));
    // (z - 1) (z - 2) (z + 3)
    QVERIFY(areNear(rootsOf({{6.0, 0.0}, {-7.0, 0.0}, {0.0, 0.0}, {1.0, 0.0}}), {-3.0, 1.0, 2.0}));
    const Numbers lower = rootsOf({{-6.0, 0.0}, {3.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}});
    QCOMPARE(lower[0], Number(2.0));
    QVERIFY(std::isnan(lower[1].real()) && std::isnan(lower[2].real()));
    for (const Number z : rootsOf({{1.0, 0.0}, {std::numeric_limits<double>::infinity(), 0.0}}))
      QVERIFY(std::isnan(z.real()));
  }
};

QTEST_GUILESS_MAIN(CriticalFamilyTest)
#include "critical_family_test.moc"
