// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_escape_time.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

#include <QByteArray>
#include <QCryptographicHash>
#include <QTest>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/program_scalar.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/formula_texts.h"
#include "tests/core/program_counts.h"
#include "tests/core/simd_rows.h"

using namespace fatou;
using kernels::ProgramJob;
using kernels::useSimdTarget;
using tests::addSimdTargets;
using tests::Counts;
using tests::countsOf;
using tests::linspace;
using tests::scalarCountsOf;
using tests::useSimdTargetOfRow;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// Every kind of instruction is in one of them.
constexpr const char* kTexts[] = {"z^2+c",
                                  "z^3-z+c",
                                  "(z^3+c)/(z-1)",
                                  "newton(z^3-1)",
                                  "c*sin(z)",
                                  "exp(z)*c-z/2",
                                  "z^c+c",
                                  "c^z",
                                  "z^z+0.2",
                                  "(z+1)^z",
                                  "z^(z+1)",
                                  "z^1.5+c",
                                  "sqr(abs(re(z))+i*abs(im(z)))+c",
                                  "conj(z)^2+c",
                                  "((z^2+c-1)/(2z+c-2))^2",
                                  "c/z^2+z^2-(1-z)/(z^2+2)",
                                  "sqrt(z)*2-log(z+1)+c",
                                  "2-z^4*tan(z)/(3-c*z)"};

kernels::Program programOf(const char* text, const char* c = "-0.123+0.745i") {
  const julia::Formula formula = julia::parseFormula(text).value();
  return julia::buildProgram(formula, julia::parseComplex(c).value()).value();
}

// A thousand programs that nobody would write.
std::vector<kernels::Program> drawnPrograms() {
  const std::vector<julia::FormulaParameter> a{julia::parseParameter("a=0.4-0.3i").value()};
  const auto c = julia::parseComplex("-0.3+0.6i").value();
  tests::Texts texts;
  std::vector<kernels::Program> programs;
  for (int i = 0; programs.size() < 1'000 && i < 20'000; ++i) {
    const auto formula = julia::parseFormula(texts.formula(1 + i % 5), a);
    if (!formula) continue;
    if (const auto program = julia::buildProgram(formula.value(), c))
      programs.push_back(program.value());
  }
  return programs;
}

// The loop of the kernel's promise, with the return to an earlier point left out.
std::int32_t countAt(const kernels::Program& program, double radius, std::int32_t tmax,
                     kernels::ComplexNumber z) {
  kernels::ScalarProgram f(program);
  for (std::int32_t t = 0; t < tmax; ++t) {
    if (!(z.re * z.re + z.im * z.im <= radius * radius)) return t;
    z = f(z);
  }
  return tmax;
}

}  // namespace

class ProgramEscapeTimeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void everyFormulaHasTheCountsOfTheScalarTwin_data() { addSimdTargets(); }
  void everyFormulaHasTheCountsOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-2.1, 2.0, 61);
    const auto ys = linspace(-1.9, 2.0, 37);
    for (const char* text : kTexts)
      for (const double radius : {2.0, 16.0, 1e6})
        for (const std::int32_t tmax : {1, 15, 16, 17, 200}) {
          const ProgramJob job{
              .program = programOf(text), .escapeRadius = radius, .tmax = tmax, .xs = xs, .ys = ys};
          QVERIFY2(countsOf(job) == scalarCountsOf(job), text);
        }
  }

  void anyProgramHas_data() { addSimdTargets(); }
  void anyProgramHas() {
    QVERIFY(useSimdTargetOfRow());
    static const std::vector<kernels::Program> kPrograms = drawnPrograms();
    QCOMPARE(kPrograms.size(), std::size_t{1'000});
    const auto xs = linspace(-1.7, 1.6, 9);
    const auto ys = linspace(-1.1, 1.2, 5);
    for (const kernels::Program& program : kPrograms) {
      const ProgramJob job{
          .program = program, .escapeRadius = 50.0, .tmax = 12, .xs = xs, .ys = ys};
      QVERIFY(countsOf(job) == scalarCountsOf(job));
    }
  }

  void everyLengthHas_data() { addSimdTargets(); }
  void everyLengthHas() {
    QVERIFY(useSimdTargetOfRow());
    const std::vector<double> ys{0.125, -0.5};
    for (std::size_t width = 0; width <= 70; ++width) {
      const auto xs = linspace(-1.5, 1.4, width);
      const ProgramJob job{
          .program = programOf("z^3-z+c"), .escapeRadius = 4.0, .tmax = 300, .xs = xs, .ys = ys};
      QVERIFY(countsOf(job) == scalarCountsOf(job));
    }
  }

  void theSquareAsAProgramIsTheSquare_data() { addSimdTargets(); }
  void theSquareAsAProgramIsTheSquare() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-1.6, 1.6, 131);
    const auto ys = linspace(-1.3, 1.25, 67);
    for (const char* c :
         {"-0.123+0.745i", "-0.065+0.66i", "-0.7269+0.1889i", "i", "-1", "0.3", "-6", "2.5-1i"}) {
      const auto number = julia::parseComplex(c).value().toDouble();
      const kernels::EscapeTimeJob square{number.real(), number.imag(), 1000, xs, ys};
      Counts expected(xs.size() * ys.size(), -3);
      QVERIFY(kernels::escapeTimes(square, expected));
      for (const char* text : {"z^2+c", "z*z+c", "c+z*z"})
        QVERIFY2(countsOf({.program = programOf(text, c),
                           .escapeRadius = 2.0,
                           .tmax = 1000,
                           .xs = xs,
                           .ys = ys}) == expected,
                 c);
    }
  }

  // The hash of the counts by the numpy program at the origin of the project.
  void theSquareAsAProgramHasItsHash_data() { addSimdTargets(); }
  void theSquareAsAProgramHasItsHash() {
    QVERIFY(useSimdTargetOfRow());
    const auto axis = linspace(-1.3, 1.3, 1024);
    const Counts counts = countsOf({.program = programOf("z*z+c", "-0.065+0.66i"),
                                    .escapeRadius = 2.0,
                                    .tmax = 256,
                                    .xs = axis,
                                    .ys = axis});
    const QByteArrayView bytes(reinterpret_cast<const char*>(counts.data()),
                               static_cast<qsizetype>(counts.size() * sizeof(counts[0])));
    QCOMPARE(QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256).toHex(),
             QByteArray("bf66df051f1ffc72acdbc307b4edd89a94ac63c9a0c97dfe1a4ec173a991cd1c"));
  }

  void aStepMoreIsACountMore() {
    const auto xs = linspace(-1.5, 1.5, 23);
    const auto ys = linspace(-1.5, 1.5, 19);
    for (const char* text : kTexts) {
      const kernels::Program program = programOf(text);
      const Counts counts =
          countsOf({.program = program, .escapeRadius = 8.0, .tmax = 100, .xs = xs, .ys = ys});
      kernels::ScalarProgram f(program);
      for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const auto next = f({xs[i % xs.size()], ys[i / xs.size()]});
        QVERIFY2(counts[i] == 1 + countAt(program, 8.0, 99, next), text);
      }
    }
  }

  void whatIsNotFiniteIsOutside_data() { addSimdTargets(); }
  void whatIsNotFiniteIsOutside() {
    QVERIFY(useSimdTargetOfRow());
    const std::vector<double> xs{0.0, 1.0, kInfinity, -kInfinity, kNoNumber, 1e300, 3e-320};
    const std::vector<double> ys{0.0, kNoNumber};
    for (const char* text : kTexts) {
      const ProgramJob job{
          .program = programOf(text), .escapeRadius = 1e100, .tmax = 50, .xs = xs, .ys = ys};
      const Counts counts = countsOf(job);
      QVERIFY2(counts == scalarCountsOf(job), text);
      for (const std::size_t i : {2U, 3U, 4U, 5U, 7U, 8U}) QCOMPARE(counts[i], 0);
    }
    // 1 is the pole: its image is no number, whatever the radius.
    const std::vector<double> pole{1.0};
    const std::vector<double> zero{0.0};
    QCOMPARE(countsOf({.program = programOf("(z^3+c)/(z-1)"),
                       .escapeRadius = 1e100,
                       .tmax = 50,
                       .xs = pole,
                       .ys = zero}),
             Counts{1});
  }

  void anOrbitThatReturnsIsInsideForAsLongAsIsAsked_data() { addSimdTargets(); }
  void anOrbitThatReturnsIsInsideForAsLongAsIsAsked() {
    QVERIFY(useSimdTargetOfRow());
    constexpr std::int32_t kLast = std::numeric_limits<std::int32_t>::max();
    const std::vector<double> xs{1.5, -2.0, 0.75};
    const std::vector<double> ys{0.25};
    QCOMPARE(countsOf({.program = programOf("newton(z^3-1)"),
                       .escapeRadius = 1e6,
                       .tmax = kLast,
                       .xs = xs,
                       .ys = ys}),
             Counts(3, kLast));
  }

  void nobodyCountsWhenStopped_data() { addSimdTargets(); }
  void nobodyCountsWhenStopped() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-0.1, 0.1, 64);
    std::stop_source stop;
    stop.request_stop();
    Counts counts(xs.size() * xs.size());
    const ProgramJob job{.program = programOf("z^3-0.5*z"),
                         .escapeRadius = 2.0,
                         .tmax = 1'000'000,
                         .xs = xs,
                         .ys = xs};
    QVERIFY(!programEscapeTimes(job, counts, stop.get_token()));
    QVERIFY(!programEscapeTimesScalar(job, counts, stop.get_token()));
  }
};

QTEST_GUILESS_MAIN(ProgramEscapeTimeTest)
#include "program_escape_time_test.moc"
