// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for every formula, held against the catalogue: a step more is a count more, J is
// the same however it is computed, and what mathematics says is true of what is counted.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/orbit.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_scalar.h"
#include "core/kernels/simd_targets.h"
#include "core/render/renderer.h"
#include "tests/core/catalogue_rows.h"
#include "tests/core/rendered_numbers.h"

using namespace fatou;
using julia::Place;
using tests::renderedCounts;
using Number = std::complex<double>;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr std::int32_t kWidth = 27;  // with a column and a row through the centre
constexpr std::int32_t kHeight = 19;
constexpr std::int32_t kMostSteps = 40;

Place placeOf(const io::CatalogueFormula& formula) {
  Place place = formula.place;
  place.tmax = std::min(place.tmax, kMostSteps);
  return place;
}

kernels::Program programOf(const Place& place) {
  return julia::buildProgram(place.formula, place.c).value();
}

// J by the scalar twin of the kernel that the formula has.
Counts scalarCounts(const Place& place, const std::vector<double>& xs,
                    const std::vector<double>& ys) {
  Counts counts(xs.size() * ys.size());
  const Number c = place.c.toDouble();
  if (julia::rowOf(place.formula).program)
    kernels::programEscapeTimesScalar(
        {.program = programOf(place),
         .escapeRadius = julia::escapeExitOf(place.formula, place.c).value().radius,
         .tmax = place.tmax,
         .xs = xs,
         .ys = ys},
        counts);
  else
    kernels::escapeTimesScalar({.cRe = c.real(),
                                .cIm = c.imag(),
                                .tmax = place.tmax,
                                .xs = xs,
                                .ys = ys,
                                .degree = place.formula.degree()},
                               counts);
  return counts;
}

Number valueOf(kernels::ScalarProgram& f, Number w) {
  const kernels::ComplexNumber z = f({w.real(), w.imag()});
  return {z.re, z.im};
}

// f and J of one number, in the arithmetic of the formula's kernel.
class Step {
 public:
  explicit Step(const Place& place)
      : m_place(place),
        m_hasProgram(julia::rowOf(place.formula).program),
        m_radius(julia::escapeExitOf(place.formula, place.c).value().radius),
        m_program(programOf(place)) {}

  Number operator()(Number w) {
    if (!m_hasProgram) return julia::orbitOf(m_place.formula, m_place.c.toDouble(), w, 2).back();
    return valueOf(m_program, w);
  }

  std::int32_t count(Number z, std::int32_t tmax) {
    for (std::int32_t t = 0; t < tmax; ++t) {
      const double norm = z.real() * z.real() + z.imag() * z.imag();
      if (!(norm <= m_radius * m_radius)) return t;
      z = (*this)(z);
    }
    return tmax;
  }

 private:
  Place m_place;
  bool m_hasProgram;
  double m_radius;
  kernels::ScalarProgram m_program;
};

// 2 n + 1 numbers from -reach to reach, exactly symmetrical.
std::vector<double> symmetricAxis(int n, double reach) {
  std::vector<double> axis;
  for (int i = -n; i <= n; ++i) axis.push_back(i * (reach / n));
  return axis;
}

Counts transposed(const Counts& counts, std::size_t side) {
  Counts result(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) result[(i % side) * side + i / side] = counts[i];
  return result;
}

Counts upsideDown(const Counts& counts, std::size_t side) {
  Counts result;
  for (std::size_t row = side; row-- > 0;) {
    const auto from = counts.begin() + static_cast<std::ptrdiff_t>(row * side);
    result.insert(result.end(), from, from + static_cast<std::ptrdiff_t>(side));
  }
  return result;
}

Counts turnedByHalf(const Counts& counts) {
  return {counts.rbegin(), counts.rend()};
}

}  // namespace

class CatalogueOraclesTest : public QObject {
  Q_OBJECT

 private:
  const engines::Client m_client{5};

  void agreesThroughEveryView(render::RenderRequest request, const Counts& expected,
                              const std::string& target) {
    for (const auto kernel : {render::Kernel::Plain, render::Kernel::Fast})
      for (const auto kind : {render::ViewKind::Direct, render::ViewKind::Balanced})
        for (const int engines : {1, 2, 5}) {
          request.engines.kernel = render::kernelFor(request.picture.place.formula, kernel);
          if (request.engines.kernel != kernel) continue;
          request.engines.viewKind = kind;
          request.engines.count = engines;
          QVERIFY2(renderedCounts(request, m_client) == expected,
                   (target + " " + toString(kernel) + " " + toString(kind)).c_str());
        }
  }

 private Q_SLOTS:
  void cleanup() { kernels::useSimdTarget({}); }

  // J(w, tmax) = 1 + J(f(w), tmax - 1) wherever w is not outside already.
  void aStepMoreIsACountMore_data() { tests::addCatalogueRows(); }
  void aStepMoreIsACountMore() {
    const Place place = placeOf(tests::rowsFormula());
    const julia::Grid grid = julia::makeGrid(place.view, kWidth, kHeight).value();
    render::RenderRequest request{.picture = {.place = place, .width = kWidth, .height = kHeight}};
    const Counts counts = renderedCounts(request, m_client);
    QCOMPARE(counts.size(), grid.xs.size() * grid.ys.size());
    Step f(place);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      const Number next = f({grid.xs[i % grid.xs.size()], grid.ys[i / grid.xs.size()]});
      QCOMPARE(counts[i], 1 + f.count(next, place.tmax - 1));
    }
  }

  void jIsTheSameHoweverItIsComputed_data() { tests::addCatalogueRows(); }
  void jIsTheSameHoweverItIsComputed() {
    const Place place = placeOf(tests::rowsFormula());
    const julia::Grid grid = julia::makeGrid(place.view, kWidth, kHeight).value();
    const Counts expected = scalarCounts(place, grid.xs, grid.ys);
    const render::RenderRequest request{
        .picture = {.place = place, .width = kWidth, .height = kHeight},
        .engines = {.bandRows = 4}};
    for (const std::string& target : kernels::simdTargetNames()) {
      QVERIFY(kernels::useSimdTarget(target));
      agreesThroughEveryView(request, expected, target);
    }
  }

  // Only quarter turns, half turns and the mirror image are exact in doubles.
  void whatIsSymmetricIsSoToTheBit_data() { tests::addCatalogueRows(); }
  void whatIsSymmetricIsSoToTheBit() {
    const Place place = placeOf(tests::rowsFormula());
    const auto symmetry = julia::formulaFacts(place.formula, place.c).symmetry;
    const std::vector<double> axis = symmetricAxis(20, 1.4375);
    const Counts counts = scalarCounts(place, axis, axis);
    const std::size_t side = axis.size();
    const Counts mirrored = upsideDown(counts, side);
    if (symmetry.conjugation) QVERIFY(counts == mirrored);
    if (symmetry.turns % 2 == 0) QVERIFY(counts == turnedByHalf(counts));
    // i (x + iy) = -y + ix: the transposed picture's mirror image.
    if (symmetry.turns % 4 == 0) QVERIFY(counts == transposed(mirrored, side));
  }

  void whatIsNotSymmetricIsNotSaidToBe() {
    const Place rabbit = placeOf(tests::catalogue().front());
    const std::vector<double> axis = symmetricAxis(20, 1.4375);
    const Counts counts = scalarCounts(rabbit, axis, axis);
    QVERIFY(counts != upsideDown(counts, axis.size()));
    QVERIFY(counts != transposed(upsideDown(counts, axis.size()), axis.size()));
    QVERIFY(counts == turnedByHalf(counts));
  }

  // Orbits as they are counted, from the rim of the disc and from within.
  void nothingLeavesAProvenDisc_data() { tests::addCatalogueRows(); }
  void nothingLeavesAProvenDisc() {
    const Place place = placeOf(tests::rowsFormula());
    kernels::ScalarProgram f(programOf(place));
    for (const auto& cycle : julia::formulaFacts(place.formula, place.c).cycles) {
      if (!cycle.hasTrap() || cycle.period() > 20) continue;
      for (int i = 0; i < 60; ++i) {
        const double part = i % 2 == 0 ? 1.0 : std::sqrt(i / 60.0);
        const double angle = i * std::numbers::phi;
        Number z =
            cycle.points.front() + std::polar(part * cycle.trapRadius * (1.0 - 1e-12), angle);
        for (std::size_t step = 1; step <= 10 * cycle.period(); ++step) {
          z = valueOf(f, z);
          if (step % cycle.period() == 0)
            QVERIFY(std::abs(z - cycle.points.front()) <= cycle.trapRadius);
        }
      }
    }
  }

  // A radius that is proven is one: what is outside goes on outwards.
  void whatHasEscapedGoesOn_data() { tests::addCatalogueRows(); }
  void whatHasEscapedGoesOn() {
    const Place place = placeOf(tests::rowsFormula());
    const auto radius = julia::formulaFacts(place.formula, place.c).escapeRadius;
    if (!radius) return;
    kernels::ScalarProgram f(programOf(place));
    for (int i = 0; i < 100; ++i) {
      const Number z = std::polar(*radius * (1.0 + 1e-9 + 0.01 * i), 2.4 * i);
      QVERIFY(std::abs(valueOf(f, z)) > std::abs(z));
    }
  }
};

QTEST_GUILESS_MAIN(CatalogueOraclesTest)
#include "catalogue_oracles_test.moc"
