// SPDX-License-Identifier: GPL-3.0-or-later
// Programs with a parameter of each pixel: the planes of parameters.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_quantities.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/program_counts.h"
#include "tests/core/simd_rows.h"

using namespace fatou;
using kernels::ComplexNumber;
using kernels::ProgramJob;
using kernels::useSimdTarget;
using tests::addSimdTargets;
using tests::Counts;
using tests::countsOf;
using tests::linspace;
using tests::scalarCountsOf;
using tests::useSimdTargetOfRow;

namespace {

using Starts = std::vector<ComplexNumber>;

constexpr const char* kTexts[] = {"z^2+c",      "z^3-z+c",  "(z^3+c)/(z-1)",          "z^4+c/z^3",
                                  "c*z*(1-z)",  "c*sin(z)", "((z^2+c-1)/(2z+c-2))^2", "z^c+c",
                                  "conj(z)^2+c"};

kernels::Program programOf(const char* text, const char* c = "0", const char* parameter = "c") {
  const julia::Formula formula = julia::parseFormula(text).value();
  return julia::buildProgram(formula, julia::parseComplex(c).value(), {.parameter = parameter})
      .value();
}

// Another one for each pixel.
Starts startsFor(std::size_t count) {
  Starts starts;
  for (std::size_t i = 0; i < count; ++i)
    starts.push_back({.re = 0.01 * static_cast<double>(i % 97),
                      .im = 0.02 - 1.0 / static_cast<double>(1 + i % 13)});
  return starts;
}

}  // namespace

class ProgramParameterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void theSquareAsAProgramIsTheMandelbrotSet_data() { addSimdTargets(); }
  void theSquareAsAProgramIsTheMandelbrotSet() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-2.3, 0.9, 131);
    const auto ys = linspace(-1.3, 1.25, 67);
    const Starts starts(1);
    for (const std::int32_t tmax : {1, 2, 17, 700}) {
      Counts expected(xs.size() * ys.size(), -3);
      QVERIFY(kernels::mandelbrotEscapeTimes({tmax, xs, ys}, expected));
      for (const char* text : {"z^2+c", "z*z+c", "c+z*z"})
        QVERIFY2(countsOf({.program = programOf(text),
                           .escapeRadius = 2.0,
                           .tmax = tmax,
                           .xs = xs,
                           .ys = ys,
                           .starts = starts}) == expected,
                 text);
    }
  }

  void everyFormulaHasTheCountsOfTheScalarTwin_data() { addSimdTargets(); }
  void everyFormulaHasTheCountsOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-2.1, 2.0, 61);
    const auto ys = linspace(-1.9, 2.0, 37);
    const Starts one{{.re = 0.3, .im = -0.2}};
    const Starts all = startsFor(xs.size() * ys.size());
    for (const char* text : kTexts)
      for (const std::int32_t tmax : {1, 16, 17, 200})
        for (const Starts& starts : {one, all}) {
          const ProgramJob job{.program = programOf(text),
                               .escapeRadius = 16.0,
                               .tmax = tmax,
                               .xs = xs,
                               .ys = ys,
                               .starts = starts};
          QVERIFY2(countsOf(job) == scalarCountsOf(job), text);
        }
  }

  void everyLengthHas_data() { addSimdTargets(); }
  void everyLengthHas() {
    QVERIFY(useSimdTargetOfRow());
    const std::vector<double> ys{0.125, -0.5};
    for (std::size_t width = 0; width <= 70; ++width) {
      const auto xs = linspace(-1.5, 1.4, width);
      const Starts starts = startsFor(2 * width);
      if (starts.empty()) continue;
      const ProgramJob job{.program = programOf("z^3-z+c"),
                           .escapeRadius = 4.0,
                           .tmax = 300,
                           .xs = xs,
                           .ys = ys,
                           .starts = starts};
      QVERIFY(countsOf(job) == scalarCountsOf(job));
    }
  }

  void anOrbitLeavesByTheTrapToo_data() { addSimdTargets(); }
  void anOrbitLeavesByTheTrapToo() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-2.1, 2.0, 61);
    const auto ys = linspace(-1.9, 2.0, 37);
    const Starts starts = startsFor(xs.size() * ys.size());
    const kernels::Program trap = programOf("z^2+0.01*c-1");
    for (const char* text : kTexts) {
      ProgramJob job{.program = programOf(text),
                     .escapeRadius = 16.0,
                     .tmax = 100,
                     .xs = xs,
                     .ys = ys,
                     .starts = starts};
      const Counts without = countsOf(job);
      job.trap = &trap;
      job.trapRadius = 0.3;
      const Counts counts = countsOf(job);
      QVERIFY2(counts == scalarCountsOf(job), text);
      QVERIFY2(counts != without, text);
      for (std::size_t i = 0; i < counts.size(); ++i) QVERIFY2(counts[i] <= without[i], text);
    }
  }

  // As the program in which the parameter is a constant has them, whose start is the same.
  void aPixelHasTheCountOfItsParameter() {
    const std::vector<double> xs{-1.5, -0.25, 0.375, 1.0};
    const std::vector<double> ys{-0.5, 0.0, 0.75};
    const Starts starts{{.re = 0.5, .im = 0.25}};
    const std::vector<double> re{0.5};
    const std::vector<double> im{0.25};
    for (const char* text : {"z^2+c", "z^3-z+c", "(z^3+c)/(z-1)", "c*sin(z)"}) {
      const Counts counts = countsOf({.program = programOf(text),
                                      .escapeRadius = 8.0,
                                      .tmax = 90,
                                      .xs = xs,
                                      .ys = ys,
                                      .starts = starts});
      for (std::size_t i = 0; i < counts.size(); ++i) {
        const julia::ComplexDecimal c{julia::Decimal::fromDouble(xs[i % xs.size()]),
                                      julia::Decimal::fromDouble(ys[i / xs.size()])};
        const ProgramJob one{.program = programOf(text, c.text().c_str(), ""),
                             .escapeRadius = 8.0,
                             .tmax = 90,
                             .xs = re,
                             .ys = im};
        QVERIFY2(countsOf(one) == Counts{counts[i]}, text);
      }
    }
  }

  void smoothCountsAreThoseOfTheTwinAndOfTheMandelbrotSet_data() { addSimdTargets(); }
  void smoothCountsAreThoseOfTheTwinAndOfTheMandelbrotSet() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-2.1, 0.9, 71);
    const auto ys = linspace(-1.2, 1.3, 41);
    const Starts starts(1);
    const ProgramJob job{.program = programOf("z^2+c"),
                         .escapeRadius = 2.0,
                         .tmax = 300,
                         .xs = xs,
                         .ys = ys,
                         .starts = starts};
    const Counts counts = countsOf(job);
    std::vector<float> fast(counts.size());
    std::vector<float> twin(counts.size());
    std::vector<float> own(counts.size());
    QVERIFY(programQuantities(job, counts, {}, {.smooth = fast, .distance = {}}));
    QVERIFY(programQuantitiesScalar(job, counts, {}, {.smooth = twin, .distance = {}}));
    QVERIFY(fast == twin);
    QVERIFY(kernels::mandelbrotSmoothCounts({300, xs, ys}, counts, own));
    for (std::size_t i = 0; i < own.size(); ++i) QVERIFY(std::abs(own[i] - fast[i]) < 1e-3F);
  }
};

QTEST_GUILESS_MAIN(ProgramParameterTest)
#include "program_parameter_test.moc"
