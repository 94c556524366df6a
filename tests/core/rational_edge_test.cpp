// SPDX-License-Identifier: GPL-3.0-or-later
// Deep views of rational maps at their edges: the rim, the interior, and what is refused.
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/rational_depth.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/rational_escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/render/parameter_map.h"
#include "tests/core/rational_maps.h"
#include "tests/core/simd_rows.h"

using namespace fatou;  // NOLINT: a test
using tests::addSimdTargets;
using tests::complex;
using tests::Counts;
using tests::countsOf;
using tests::formulaRequest;
using tests::tileOf;
using tests::useSimdTargetOfRow;

namespace {

constexpr const char* kC = "-0.2+0.7i";

struct Values {
  Counts counts;
  std::vector<float> smooth;

  friend bool operator==(const Values&, const Values&) = default;
};

// What a kernel computes of a request.
template <class Kernel>
Values valuesOf(const render::RenderRequest& request, const Kernel& kernel) {
  const julia::Place& place = request.picture.place;
  const auto exit = julia::escapeExitOf(place.formula, place.c).value();
  const auto grid = julia::makeDeepGrid(place.view, request.picture.width, request.picture.height,
                                        julia::centreOf(place.view));
  const kernels::RationalReference reference(
      julia::rationalDepth({.place = place, .escapeRadius = exit.radius}, grid).value());
  const auto program = julia::buildProgram(place.formula, place.c).value();
  const kernels::RationalJob job{.reference = reference,
                                 .program = program,
                                 .growth = {.degree = exit.degree, .lead = exit.lead},
                                 .xs = grid.offsets.xs,
                                 .ys = grid.offsets.ys};
  const std::size_t size = job.xs.size() * job.ys.size();
  Values values{.counts = Counts(size, -1), .smooth = std::vector<float>(size, -1.0F)};
  const kernels::EscapeQuantities wanted{.smooth = values.smooth, .distance = {}};
  if (!kernel(job, values.counts, wanted)) return {};
  return values;
}

// Around a point of the Julia set, and around a critical point with its orbit.
std::vector<render::RenderRequest> mixedViews(std::int32_t width) {
  const tests::PrecisionScope precision(90);
  const tests::BigComplex one = tests::bigComplex(1.0, 0.0);
  const tests::BigComplex zero = tests::bigComplex(0.0, 0.0);
  const tests::BigComplex c = tests::toBig(complex(kC));
  const tests::RationalMap cubic{{c, zero - one, zero, one}, {one}};
  const tests::RationalMap fraction{{c, zero, zero, one}, {zero - one, one}};
  const auto around = [&](const tests::RationalMap& map) {
    return tests::decimalOf(tests::juliaPointOf(map, 12, 60), 60);
  };
  return {formulaRequest("z^3-z+c", complex(kC), around(cubic), "1e-15", 300, width, 7),
          formulaRequest("z^3-z+c", complex(kC), around(cubic), "1e-45", 600, width, 7),
          formulaRequest("(z^3+c)/(z-1)", complex(kC), around(fraction), "1e-30", 500, width, 7),
          formulaRequest("z^3+c", tests::misiurewiczC(), {}, "1e-30", 400, width, 7)};
}

}  // namespace

class RationalEdgeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTargetHasTheBitsOfTheScalarTwin_data() { addSimdTargets(); }
  void everyTargetHasTheBitsOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    for (const std::int32_t width : {2, 9, 67})
      for (const render::RenderRequest& request : mixedViews(width)) {
        const Values expected =
            valuesOf(request, [](const auto& job, auto& counts, const auto& wanted) {
              return kernels::rationalEscapeTimesScalar(job, counts, wanted);
            });
        const Values found =
            valuesOf(request, [](const auto& job, auto& counts, const auto& wanted) {
              return kernels::rationalEscapeTimes(job, counts, wanted);
            });
        QVERIFY(!found.counts.empty());
        QVERIFY(found == expected);
      }
    kernels::useSimdTarget({});
  }

  // 2^-100 beside the rim of the exit doubles see no side.
  void pixelsBesideTheRimAreToldApart() {
    const auto request = formulaRequest("z^4+c", complex(kC), complex("2,0"), "1e-60", 50, 4, 3);
    const Counts counts = countsOf(request);
    for (std::size_t i = 0; i < counts.size(); ++i) QCOMPARE(counts[i] == 0, i % 4 >= 2);
  }

  void oneThatIsStoppedSaysSo() {
    std::stop_source source;
    source.request_stop();
    const auto job = render::RenderJob::create(
        formulaRequest("z^3-z+c", complex(kC), complex("0.1"), "1e-60", 100, 4, 3),
        {.stop = source.get_token()});
    QVERIFY(!job.ok());
    QVERIFY(job.error().message.find("stopped") != std::string::npos);
  }

  // The orbit of 0 stays at a point that repels for as long as c has digits.
  void orbitsBeyondTheMostStepsAreRefused() {
    const auto request = formulaRequest("z^3+c", tests::misiurewiczC(), {}, "1e-30", 600, 4, 3);
    const auto job = render::RenderJob::create(request, {.mostSteps = 50});
    QVERIFY(!job.ok());
    QVERIFY2(job.error().message.find("tmax of at most 50") != std::string::npos,
             job.error().message.c_str());
  }

  void theInteriorIsDoneWhateverTmaxIs() {
    for (const char* c : {"0.1+0.1i", "0", "-0.3i"})
      for (const char* centre : {"0", "0.1+0.1i", "0.25"}) {
        const auto request =
            formulaRequest("z^3+c", complex(c), complex(centre), "1e-30", 2'000'000'000, 5, 5);
        QVERIFY((tileOf(request).counts == 2'000'000'000).all());
      }
  }

  void formulasWithoutDepthSaySo() {
    for (const char* text :
         {"c*sin(z),escape=50", "conj(z)^2+c,escape=4", "z^2.5+c,escape=4", "z^80+z+c,escape=4"}) {
      const auto request = formulaRequest(text, complex(kC), complex("0.1"), "1e-30", 100, 4, 3);
      const auto job = render::RenderJob::create(request);
      QVERIFY2(!job.ok(), text);
      QCOMPARE(job.error().message,
               julia::why(request.picture.place.formula, julia::Ability::Deep));
    }
  }

  void numbersOfTooManyDigitsAreRefused() {
    const std::string c = "0.1" + std::string(400, '3');
    const auto request =
        formulaRequest("(z^2+c)^3+c,escape=4", complex(c), complex("0.1"), "1e-30", 100, 4, 3);
    const auto job = render::RenderJob::create(request);
    QVERIFY(!job.ok());
    QVERIFY(job.error().message.find("(z^2+c)^3+c have too many digits") != std::string::npos);
  }

  void aDeepMapOfAnotherFormulaIsRefused() {
    const render::MapRequest map{
        .view = {.centre = {}, .radius = julia::Decimal::parse("1e-30").value()},
        .formula = julia::parseFormula("c*sin(z),escape=50").value()};
    QVERIFY(!render::check(map).ok());
  }
};

QTEST_GUILESS_MAIN(RationalEdgeTest)
#include "rational_edge_test.moc"
