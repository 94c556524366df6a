// SPDX-License-Identifier: GPL-3.0-or-later
// Typed formulas as pictures: the same counts through every view, those of exact numbers, and where
// their orbits escape.
#include <cmath>
#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/orbit.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/program_escape_time.h"
#include "core/render/renderer.h"
#include "tests/core/rendered_numbers.h"

using namespace fatou;
using julia::Formula;
using tests::renderedCounts;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr const char* kTexts[] = {"z^3-z+c", "(z^3+c)/(z-1),escape=1e3", "newton(z^3-1),escape=1e6",
                                  "c*sin(z),escape=50", "(z^2+c)^2+0.3z+c"};

Formula formulaOf(const std::string& text) {
  return julia::parseKnownFormula(text).value();
}
julia::ComplexDecimal numberOf(const std::string& text) {
  return julia::parseComplex(text).value();
}

render::RenderRequest requestOf(const char* text, std::int32_t tmax = 120) {
  render::RenderRequest request{.picture = {.width = 45, .height = 38}, .engines = {.count = 3}};
  request.picture.place = {
      .c = numberOf("-0.2+0.7i"),
      .view = julia::CentreView{.centre = numberOf("0.1-0.05i"),
                                .radius = julia::Decimal::parse("1.75").value()},
      .tmax = tmax,
      .formula = formulaOf(text)};
  return request;
}

Counts scalarCounts(const render::RenderRequest& request) {
  const auto& picture = request.picture;
  const auto grid = julia::makeGrid(picture.place.view, picture.width, picture.height).value();
  const auto exit = julia::escapeExitOf(picture.place.formula, picture.place.c).value();
  Counts counts(grid.xs.size() * grid.ys.size());
  kernels::programEscapeTimesScalar(
      {.program = julia::buildProgram(picture.place.formula, picture.place.c).value(),
       .escapeRadius = exit.radius,
       .tmax = picture.place.tmax,
       .xs = grid.xs,
       .ys = grid.ys},
      counts);
  return counts;
}

// J in numbers of 50 digits.
std::int32_t exactCount(const Formula& formula, const julia::ComplexDecimal& c, double radius,
                        std::int32_t tmax, std::complex<double> start) {
  const julia::Expression expression = formula.expression();
  const auto values = formula.values(c);
  julia::ComplexDecimal z{julia::Decimal::fromDouble(start.real()),
                          julia::Decimal::fromDouble(start.imag())};
  for (std::int32_t t = 0; t < tmax; ++t) {
    if (!(std::abs(z.toDouble()) <= radius)) return t;
    const auto next = julia::bigValueOf(expression, z, values, 50);
    if (!next) return t + 1 < tmax ? t + 1 : tmax;
    z = *next;
  }
  return tmax;
}

double radiusOf(const char* text, const char* c = "0") {
  const auto exit = julia::escapeExitOf(formulaOf(text), numberOf(c));
  return exit ? exit.value().radius : 0.0;
}

}  // namespace

class ProgramPictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyViewHasTheSameCounts_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : kTexts) QTest::newRow(text) << QString::fromLatin1(text);
  }
  void everyViewHasTheSameCounts() {
    QFETCH(QString, text);
    auto request = requestOf(text.toLatin1().constData());
    const Counts expected = scalarCounts(request);
    for (const auto view :
         {render::ViewKind::Serial, render::ViewKind::Direct, render::ViewKind::Balanced})
      for (const std::int32_t rows : {1, 7, 64}) {
        request.engines.viewKind = view;
        request.engines.bandRows = rows;
        QVERIFY(renderedCounts(request, engines::Client{4}) == expected);
      }
  }

  void countsAreThoseOfExactNumbers() {
    constexpr std::int32_t kFewSteps = 12;
    for (const char* text : kTexts) {
      const auto request = requestOf(text, kFewSteps);
      const auto& picture = request.picture;
      const auto grid = julia::makeGrid(picture.place.view, picture.width, picture.height).value();
      const double radius =
          julia::escapeExitOf(picture.place.formula, picture.place.c).value().radius;
      const Counts counts = scalarCounts(request);
      for (std::size_t i = 0; i < counts.size(); i += 17) {
        const std::complex<double> z(grid.xs[i % grid.xs.size()], grid.ys[i / grid.xs.size()]);
        const auto exact = exactCount(picture.place.formula, picture.place.c, radius, kFewSteps, z);
        QVERIFY2(counts[i] == exact, text);
      }
    }
  }

  void aPolynomialHasItsOwnRadius() {
    QCOMPARE(radiusOf("z^5+c", "0.5"), 2.0);
    QCOMPARE(radiusOf("z^3-z+c", "0.3"), 2.0);
    QCOMPARE(radiusOf("z^5+c", "100"), 4.0);
    QCOMPARE(radiusOf("0.1*z^2"), 16.0);  // |z|^2 / 10 > |z| from 10 on
    QCOMPARE(radiusOf("a*z^3+z^2,a=0"), 2.0);
    QCOMPARE(radiusOf("z^3-z+c,escape=100", "0.3"), 100.0);
  }

  void aFormulaKeepsItsRadiusOfEscape() {
    const Formula formula = julia::parseFormula("c*sin(z)+a, escape = 5e1, a=2").value();
    QVERIFY(julia::toString(formula).ends_with(",a=2,escape=50"));
    QVERIFY(julia::parseFormula(julia::toString(formula)).value().escapeRadius().has_value());
    QCOMPARE(formula.escapeRadius()->toDouble(), 50.0);
    QVERIFY(!formula.withEscapeRadius({}).escapeRadius().has_value());
    QVERIFY(!(formula == formula.withEscapeRadius({})));
    QCOMPARE(julia::toString(julia::parseFormula("z^2+c,escape=50").value()), std::string("z^2+c"));
    for (const char* radius : {"0", "-1", "1+i", "1e151", "x"}) {
      const auto refused = julia::parseFormula(std::string("sin(z),escape=") + radius);
      QVERIFY2(!refused.ok(), radius);
    }
  }

  void withoutARadiusAPlaceIsRefused() {
    auto request = requestOf("c*z^2+z");
    QVERIFY(render::check(request).ok());
    request.picture.place.c = numberOf("0");
    const auto sound = render::check(request);
    QVERIFY(!sound.ok());
    QVERIFY(sound.error().message.find("say a radius, like escape=50") != std::string::npos);
  }

  void aProgramThatCannotBeIsRefused() {
    auto request = requestOf("z^2+z/c,escape=9");
    QVERIFY(render::check(request).ok());
    request.picture.place.c = numberOf("0");
    QVERIFY(!render::check(request).ok());
  }

  void anOrbitEndsWhereItEscapes() {
    const auto orbit = julia::orbitOf(formulaOf("z^5+c"), {0.5, 0.0}, 1.0, 100);
    QCOMPARE(orbit.size(), std::size_t{3});
    QVERIFY(orbit[1] == std::complex<double>(1.5, 0.0));
    QVERIFY(std::abs(orbit[2]) > 2.0);
  }
};

QTEST_GUILESS_MAIN(ProgramPictureTest)
#include "program_picture_test.moc"
