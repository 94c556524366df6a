// SPDX-License-Identifier: GPL-3.0-or-later
// Orbits that escape by a part of z: |re z| > R and |im z| > R.
#include "core/kernels/escape_part.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/orbit.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/render/render_job.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/program_counts.h"
#include "tests/core/simd_rows.h"

using namespace fatou;
using kernels::EscapePart;
using kernels::ProgramJob;
using tests::addSimdTargets;
using tests::Counts;
using tests::countsOf;
using tests::scalarCountsOf;
using tests::useSimdTargetOfRow;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

julia::Formula formulaOf(const std::string& text) {
  return julia::parseKnownFormula(text).value();
}

kernels::Program programOf(const char* text) {
  return julia::buildProgram(julia::parseFormula(text).value(),
                             julia::parseComplex("0.9+0.3i").value())
      .value();
}

Counts basinsOf(const kernels::ProgramBasinJob& job, bool isScalar) {
  Counts counts(job.xs.size() * job.ys.size(), -1);
  Counts cycles = counts;
  const bool isDone =
      isScalar ? programBasinsScalar(job, {counts, cycles}) : programBasins(job, {counts, cycles});
  if (!isDone) return {};
  counts.insert(counts.end(), cycles.begin(), cycles.end());
  return counts;
}

}  // namespace

class EscapePartTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cleanup() { kernels::useSimdTarget({}); }

  void itIsReadAsPeopleWriteIt_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("printed");
    const auto row = [](const char* text, const char* printed) {
      QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(printed);
    };
    row("c*sin(z),escape=|im z|>50", "c*sin(z),escape_im=50");
    row("c*sin(z), escape = |Im(z)| > 5e1", "c*sin(z),escape_im=50");
    row("c*sin(z),escape_im=50", "c*sin(z),escape_im=50");
    row("c*exp(z),escape=|re z|>50", "c*exp(z),escape_re=50");
    row("c*exp(z),escape=|z|>50", "c*exp(z),escape=50");
    row("c*exp(z);escape=abs(z)>50", "c*exp(z),escape=50");
  }
  void itIsReadAsPeopleWriteIt() {
    QFETCH(QString, text);
    QFETCH(QString, printed);
    const julia::Formula formula = formulaOf(text.toStdString());
    QCOMPARE(QString::fromStdString(julia::toString(formula)), printed);
    QVERIFY(formulaOf(printed.toStdString()) == formula);
  }

  void theRadiusMayChangeAndGo() {
    const julia::Formula formula = formulaOf("c*sin(z),escape_im=50");
    QVERIFY(formula.escapePart() == EscapePart::Imaginary);
    const julia::Formula other = formula.withEscapeRadius(julia::Decimal::fromDouble(9));
    QCOMPARE(julia::toString(other), std::string("c*sin(z),escape_im=9"));
    QVERIFY(formula.withEscapeRadius({}).escapePart() == EscapePart::Modulus);
    QVERIFY(formula != formulaOf("c*sin(z),escape=50"));
  }

  void whatGoesByTheModulusIsNotOffered() {
    using julia::Ability;
    const julia::Formula formula = formulaOf("z^3+a*z+c,a=1,escape_re=50");
    for (const Ability ability : {Ability::Deep, Ability::Smooth, Ability::Distance})
      QVERIFY(!has(formula, ability));
    QVERIFY(has(formula, Ability::Map));
    const auto exit = julia::escapeExitOf(formula, {}).value();
    QVERIFY(exit.part == EscapePart::Real && exit.degree == 0 && exit.radius == 50.0);
  }

  void everyTargetCountsAsTheScalarLoop_data() { addSimdTargets(); }
  void everyTargetCountsAsTheScalarLoop() {
    QVERIFY(useSimdTargetOfRow());
    auto xs = tests::linspace(-9.0, 9.0, 37);
    xs.insert(xs.end(), {1e200, kInfinity, -0.0});
    const auto ys = tests::linspace(-4.0, 4.0, 23);
    const std::vector<kernels::BasinDisc> discs{{.re = 0.1, .im = 0.2, .radius = 0.5}};
    for (const char* text : {"c*sin(z)", "c*exp(z)", "conj(z)^2+c"})
      for (const EscapePart part : {EscapePart::Modulus, EscapePart::Real, EscapePart::Imaginary}) {
        const kernels::Program program = programOf(text);
        const Counts counts = countsOf(
            {.program = program, .escapeRadius = 5.0, .escapePart = part, .xs = xs, .ys = ys});
        QVERIFY(
            counts ==
            scalarCountsOf(
                {.program = program, .escapeRadius = 5.0, .escapePart = part, .xs = xs, .ys = ys}));
        const kernels::ProgramBasinJob basins{.program = program,
                                              .discs = discs,
                                              .escapeRadius = 5.0,
                                              .escapePart = part,
                                              .xs = xs,
                                              .ys = ys};
        QVERIFY(basinsOf(basins, false) == basinsOf(basins, true));
      }
  }

  void theOtherPartMayBeAsLargeAsItLikes() {
    const std::vector<double> xs{-100.0, 3.0, 100.0, 1e200};
    const std::vector<double> ys{1.0, 6.0};
    const auto program = julia::buildProgram(julia::Expression(), {}).value();
    const auto outside = [&](EscapePart part) {
      return countsOf({.program = program,
                       .escapeRadius = 5.0,
                       .escapePart = part,
                       .tmax = 9,
                       .xs = xs,
                       .ys = ys});
    };
    QVERIFY((outside(EscapePart::Imaginary) == Counts{9, 9, 9, 0, 0, 0, 0, 0}));
    QVERIFY((outside(EscapePart::Real) == Counts{0, 9, 0, 0, 0, 9, 0, 0}));
    QVERIFY((outside(EscapePart::Modulus) == Counts{0, 9, 0, 0, 0, 0, 0, 0}));
  }

  void aPictureCountsSo() {
    const render::PictureRequest picture{
        .place = {.c = julia::parseComplex("0.9").value(),
                  .view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(4)},
                  .tmax = 60,
                  .formula = formulaOf("c*sin(z),escape_im=20")},
        .width = 24,
        .height = 16};
    const auto job = render::RenderJob::create({.picture = picture}, {}).value();
    const render::Tile tile = job->computeBlock({.rect = {0, 0, 24, 16}, .sampling = {}}, {});
    const julia::Grid grid = julia::makeGrid(picture.place.view, 24, 16).value();
    const julia::Place& place = picture.place;
    for (int row = 0; row < 16; ++row)
      for (int column = 0; column < 24; ++column) {
        const auto orbit = julia::orbitOf(
            place.formula, {0.9, 0.0},
            {grid.xs[static_cast<std::size_t>(column)], grid.ys[static_cast<std::size_t>(row)]},
            60);
        const auto last = orbit.back();
        const bool isOut =
            !(kernels::escapeNorm(EscapePart::Imaginary, last.real(), last.imag()) <= 400.0);
        QCOMPARE(tile.counts(row, column),
                 static_cast<std::int32_t>(isOut ? orbit.size() - 1 : orbit.size()));
      }
  }
};

QTEST_GUILESS_MAIN(EscapePartTest)
#include "escape_part_test.moc"
