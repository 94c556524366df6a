// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of typed formulas: of any parameter, by any critical point.
#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/map_exit.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/kernels/program_escape_time.h"
#include "core/render/frame.h"
#include "core/render/parameter_map.h"
#include "core/render/program_map.h"

using namespace fatou;
using render::MapPlane;
using render::MapRequest;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr const char* kMagnet = "((z^2+c-1)/(2z+c-2))^2,escape=1000";

julia::Formula formulaOf(const char* text) {
  return julia::parseKnownFormula(text).value();
}
julia::ComplexDecimal numberOf(const char* text) {
  return julia::parseComplex(text).value();
}

MapRequest requestOf(const char* text, const MapPlane& plane = {}, const char* centre = "0.25,0",
                     const char* radius = "1.75") {
  return {.view = {.centre = numberOf(centre), .radius = julia::Decimal::parse(radius).value()},
          .width = 53,
          .height = 41,
          .tmax = 150,
          .formula = formulaOf(text),
          .plane = plane};
}

Counts countsOf(const MapRequest& request, const engines::Client& client = engines::Client(1)) {
  render::Frame frame(request.width, {0, request.height});
  const auto ended = render::MapRenderer(client).render(
      request, [&](const render::Tile& tile) { frame.add(tile); });
  if (!ended) qFatal("no map: %s", ended.error().message.c_str());
  return {frame.counts().begin(), frame.counts().end()};
}

std::string errorOf(const MapRequest& request) {
  const auto ended =
      render::MapRenderer(engines::Client(1)).render(request, [](const render::Tile&) {});
  return ended ? std::string() : ended.error().message;
}

// J of one parameter's orbit.
std::int32_t countAt(const char* text, const char* parameter, const MapPlane& plane = {}) {
  MapRequest request = requestOf(text, plane, parameter, "1e-9");
  request.width = request.height = 1;
  return countsOf(request).front();
}

bool hasText(const std::string& sentence, const char* part) {
  return sentence.find(part) != std::string::npos;
}

double radiusOf(const char* text, double most) {
  return julia::mapExitOf(formulaOf(text), {}, "c", most).value().radius;
}

}  // namespace

class FormulaMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSquareByItsProgramIsTheMandelbrotSet() {
    const MapRequest own = requestOf("z^2+c", {}, "-0.6,0.1");
    MapRequest program = own;
    program.plane.start = numberOf("0");
    QVERIFY(hasOwnKernels(own.formula, own.plane));
    QVERIFY(!hasOwnKernels(program.formula, program.plane));
    QVERIFY(countsOf(own) == countsOf(program));
  }

  void itIsTheKernelsPictureOnAnyEngines() {
    for (const char* text : {"z^3-z+c", "c*z*(1-z)", kMagnet, "c*sin(z),escape=50"})
      for (const std::int32_t critical : {1, render::kAllCritical}) {
        const MapRequest request = requestOf(text, {.critical = critical});
        const Counts one = countsOf(request);
        QVERIFY2(countsOf(request, engines::Client(2)) == one, text);
        QVERIFY2(countsOf(request, engines::Client(5)) == one, text);
        QVERIFY2(countsOf(request, engines::Client(2, engines::EngineKind::Loopback)) == one, text);
      }
  }

  // More rows than there is room for where all their orbits begin.
  void manyRowsAreAsEachAlone() {
    MapRequest request = requestOf("z^3-3*c^2*z+1", {.critical = render::kAllCritical});
    request.width = 4096;
    request.height = 160;
    request.tmax = 4;
    const auto map = render::ProgramMap::create(request).value();
    const auto grid = julia::makeGrid(request.view, request.width, request.height).value();
    const std::span<const double> ys(grid.ys);
    const std::size_t width = grid.xs.size();
    Counts whole(width * ys.size());
    Counts rows(whole.size());
    QVERIFY(map->fill(grid.xs, ys, whole, {}, {}));
    for (std::size_t row = 0; row < ys.size(); ++row)
      QVERIFY(map->fill(grid.xs, ys.subspan(row, 1), std::span(rows).subspan(row * width, width),
                        {}, {}));
    QVERIFY(whole == rows);
  }

  void anOrbitBeginsAtTheCriticalPoint() {
    const MapRequest request = requestOf("z^4+0.1z+c", {.start = numberOf("0.25-0.5i")});
    const auto grid = julia::makeGrid(request.view, request.width, request.height).value();
    const auto exit = julia::mapExitOf(request.formula, {}, "c", 4.0).value();
    const std::vector<kernels::ComplexNumber> starts{{.re = 0.25, .im = -0.5}};
    Counts expected(grid.xs.size() * grid.ys.size());
    QVERIFY(kernels::programEscapeTimesScalar(
        {.program = julia::buildProgram(request.formula, {}, {.parameter = "c"}).value(),
         .escapeRadius = exit.radius,
         .tmax = request.tmax,
         .xs = grid.xs,
         .ys = grid.ys,
         .starts = starts},
        expected));
    QVERIFY(countsOf(request) == expected);
    // Another start is another map.
    QVERIFY(countsOf(requestOf("z^4+0.1z+c")) != expected);
  }

  void theLatestOfAllCriticalPointsCounts() {
    const char* cubic = "z^3-3*a^2*z+c,a=0.6+0.3i";
    const Counts first = countsOf(requestOf(cubic, {.critical = 1}));
    const Counts second = countsOf(requestOf(cubic, {.critical = 2}));
    QVERIFY(first != second);
    Counts latest;
    std::ranges::transform(first, second, std::back_inserter(latest),
                           [](std::int32_t a, std::int32_t b) { return std::max(a, b); });
    QVERIFY(countsOf(requestOf(cubic, {.critical = render::kAllCritical})) == latest);
  }

  // The other numbers of the formula stay, among them c.
  void anyParameterHasAMap() {
    const char* cubic = "z^3-3*a^2*z+c,a=0.6,escape=100";
    const MapPlane ofA{.parameter = "a", .c = numberOf("0.2-0.1i")};
    const std::int32_t ofParameter = countAt(cubic, "0.35+0.8i", ofA);
    QCOMPARE(ofParameter, countAt("z^3-3*a^2*z+c,a=0.35+0.8i,escape=100", "0.2-0.1i"));
    QVERIFY(ofParameter > 0 && ofParameter < 150);
    const julia::Formula mcMullen = formulaOf("z^3+a/z^3,a=0.1,escape=100");
    QCOMPARE(render::usualPlane(mcMullen, {}).parameter, std::string("a"));
    QCOMPARE(render::mappedParameters(formulaOf(cubic)), (std::vector<std::string>{"c", "a"}));
  }

  // c = 10 goes to 1 and c = 2.5 to infinity, c = 0.5 stays; both square roots are mapped to 0.
  void theMapOfMagnetOneIsWhatIsKnownOfIt() {
    QCOMPARE(countAt(kMagnet, "0.5,0.01"), 150);
    const std::int32_t attracted = countAt(kMagnet, "10,0.01");
    QVERIFY(attracted > 2 && attracted < 20);
    QCOMPARE(countAt(kMagnet, "1.5,0.5", {.critical = 2}), countAt(kMagnet, "1.5,0.5"));
    const std::int32_t outside = countAt(kMagnet, "2.5,0.01");
    QVERIFY(outside > 2 && outside < 20);
    const MapRequest request = requestOf(kMagnet, {}, "1.3,0", "2");
    const Counts counts = countsOf(request);
    const auto width = static_cast<std::size_t>(request.width);
    const auto height = static_cast<std::size_t>(request.height);
    for (std::size_t row = 0; row < height / 2; ++row)
      QVERIFY(std::equal(counts.begin() + static_cast<std::ptrdiff_t>(row * width),
                         counts.begin() + static_cast<std::ptrdiff_t>((row + 1) * width),
                         counts.begin() + static_cast<std::ptrdiff_t>((height - 1 - row) * width)));
    const auto inside = std::ranges::count(counts, request.tmax);
    QVERIFY(inside > std::ssize(counts) / 10 && inside < std::ssize(counts) / 2);
  }

  // Of (z - 1) (z^2 + z + c): the orbit of 0 goes to one of the roots, or not, as for 0.31 + 1.64i.
  void theMapOfNewtonsMethodSaysWhereItFails() {
    const char* newton = "newton(z^3+(c-1)*z-c),escape=1e6";
    QCOMPARE(countAt(newton, "0.31+1.64i"), 150);
    for (const char* c : {"0.5", "-2", "1.5-0.5i"}) {
      const std::int32_t count = countAt(newton, c);
      QVERIFY2(count > 0 && count < 60, c);
      QCOMPARE(countAt("newton(z^3+(c-1)*z-c),basins=1", c), count);
    }
  }

  void whereOrbitsLeaveIsTheSameForAllMapsNearZero() {
    QCOMPARE(radiusOf("z^2+c", 100.0), 2.0);
    QCOMPARE(radiusOf("z^3-z+c", 1e-3), 4.0);
    QCOMPARE(radiusOf("z^3-z+c", 4.0), 4.0);
    QVERIFY(radiusOf("z^3-z+c", 1e6) > 64.0);
    QCOMPARE(radiusOf("c*z*(1-z)", 4.0), 8192.0);
    QCOMPARE(radiusOf("z^2+c/z^2", 4.0), 2.0);
    QCOMPARE(radiusOf("z^2+c/z^2,escape=77", 4.0), 77.0);
    QCOMPARE(radiusOf("c*sin(z),escape=50", 4.0), 50.0);
    const auto cubic = julia::mapExitOf(formulaOf("2*z^3/3+c*z"), {}, "c", 1.0).value();
    QCOMPARE(cubic.degree, 3);
    QVERIFY(std::abs(cubic.lead - 2.0 / 3.0) < 1e-15);
    // Nothing smooth is known where the first coefficient differs from pixel to pixel.
    QCOMPARE(julia::mapExitOf(formulaOf("c*z*(1-z)"), {}, "c", 1.0).value().degree, 0);
  }

  // They are from J to J + 1 where steps are powers; near the exit, those of z^3 - z + c are off by
  // -z + c, a few hundredths of a step.
  void smoothCountsAreNearTheCounts() {
    for (const char* text : {"z^3-z+c", "c*z*(1-z)"}) {
      const auto ended = render::MapRenderer(engines::Client(1))
                             .render(requestOf(text), [&](const render::Tile& tile) {
                               QCOMPARE(tile.smooth.size(), tile.counts.size());
                               const render::QuantityArray apart =
                                   tile.smooth - tile.counts.cast<float>();
                               QVERIFY2(apart.minCoeff() >= -0.05F, text);
                               QVERIFY2(apart.maxCoeff() <= 1.05F, text);
                             });
      QVERIFY(ended.ok());
    }
  }

  void saysWhatIsWrongWithAPlane() {
    QVERIFY(hasText(errorOf(requestOf("z^3-z+c", {.parameter = "b"})), "'b'"));
    QVERIFY(hasText(errorOf(requestOf("z^3-z+c", {.critical = 3})), "the formula has 2"));
    QVERIFY(hasText(errorOf(requestOf("z^3-z+c", {.critical = -1})), "critical point -1"));
    QVERIFY(hasText(errorOf(requestOf(kMagnet, {}, "0,0", "1e-30")), "too deep"));
    QVERIFY(hasText(errorOf(requestOf("(c-1)*z^2+z")), "escape="));
    QVERIFY(hasText(errorOf(requestOf("newton(z^3-1),escape=50")), "no parameter"));
    QVERIFY(hasText(errorOf(requestOf("c*sin(z),escape=50", {}, "0,0", "1e-30")), "too deep"));
  }

  // What a deep map cannot be computed of is said before anything is begun.
  void onlyPolynomialsOfFewTermsHaveDeepMaps() {
    const auto isSound = [](const char* text, const MapPlane& plane = {}) {
      return render::check(requestOf(text, plane, "0.3,0.4", "1e-30")).ok();
    };
    QVERIFY(isSound("z^3/3-z+c"));
    QVERIFY(isSound("z^3-z+c"));
    QVERIFY(isSound("z^2+c/a,a=3,escape=4"));
    QVERIFY(!isSound("z^2+c/a,a=1,escape=4", {.parameter = "a", .c = numberOf("0.5")}));
    QVERIFY(!isSound("z^2+c^200,escape=4"));
    QVERIFY(!isSound("(z^3+c*z)/z,escape=4"));
    const auto error = render::check(requestOf("z^2+c^200,escape=4", {}, "0.3,0.4", "1e-30"));
    QVERIFY(hasText(error.error().message, "too deep"));
  }
};

QTEST_GUILESS_MAIN(FormulaMapTest)
#include "formula_map_test.moc"
