// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_basins.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"

using namespace fatou;
using kernels::BasinDisc;
using kernels::ProgramBasinJob;
using kernels::useSimdTarget;
using tests::addSimdTargets;
using tests::linspace;
using tests::useSimdTargetOfRow;

namespace {

using Numbers = std::vector<std::int32_t>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

constexpr const char* kTexts[] = {
    "z^2+c",    "z^3-z+c",     "(z^3+c)/(z-1)",       "newton(z^3-1)", "newton(z^3-2z+2)",
    "c*sin(z)", "conj(z)^2+c", "sqrt(z)*2-log(z+1)+c"};

struct Basins {
  Numbers counts;
  Numbers cycles;

  friend bool operator==(const Basins&, const Basins&) = default;
};

kernels::Program programOf(const char* text) {
  const julia::Formula formula = julia::parseFormula(text).value();
  return julia::buildProgram(formula, julia::parseComplex("-0.123+0.745i").value()).value();
}

// Discs that attract nothing in general: the kernel takes any.
std::vector<BasinDisc> discs(std::size_t count) {
  std::vector<BasinDisc> all;
  for (std::size_t k = 0; k < count; ++k) {
    const auto at = static_cast<double>(k);
    all.push_back({.re = -1.0 + 0.3 * at,
                   .im = 0.8 - 0.25 * at,
                   .radius = 0.05 + 0.01 * at,
                   .cycle = static_cast<std::int32_t>(1 + k / 2)});
  }
  return all;
}

Basins emptyFor(const ProgramBasinJob& job) {
  const Numbers numbers(job.xs.size() * job.ys.size(), -7);
  return {numbers, numbers};
}

Basins basinsOf(const ProgramBasinJob& job) {
  Basins basins = emptyFor(job);
  return programBasins(job, {basins.counts, basins.cycles}) ? basins : Basins{};
}

Basins scalarBasinsOf(const ProgramBasinJob& job) {
  Basins basins = emptyFor(job);
  return programBasinsScalar(job, {basins.counts, basins.cycles}) ? basins : Basins{};
}

}  // namespace

class ProgramBasinsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void everyFormulaHasTheNumbersOfTheScalarTwin_data() { addSimdTargets(); }
  void everyFormulaHasTheNumbersOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-2.1, 2.0, 61);
    const auto ys = linspace(-1.9, 2.0, 37);
    for (const char* text : kTexts)
      for (const std::size_t count : {0U, 7U})
        for (const std::int32_t tmax : {1, 12, 13, 28, 200})
          for (const std::optional<double> radius :
               {std::optional<double>(), std::optional(2.0), std::optional(1e6)}) {
            const auto all = discs(count);
            const ProgramBasinJob job{.program = programOf(text),
                                      .discs = all,
                                      .escapeRadius = radius,
                                      .tmax = tmax,
                                      .xs = xs,
                                      .ys = ys};
            QVERIFY2(basinsOf(job) == scalarBasinsOf(job), text);
          }
  }

  void everyLengthHas_data() { addSimdTargets(); }
  void everyLengthHas() {
    QVERIFY(useSimdTargetOfRow());
    const std::vector<double> ys{0.125, -0.5};
    const auto all = discs(3);
    for (std::size_t width = 0; width <= 70; ++width) {
      const auto xs = linspace(-1.5, 1.4, width);
      const ProgramBasinJob job{.program = programOf("z^3-z+c"),
                                .discs = all,
                                .escapeRadius = 4.0,
                                .tmax = 300,
                                .xs = xs,
                                .ys = ys};
      QVERIFY(basinsOf(job) == scalarBasinsOf(job));
    }
  }

  // More orbits go on beyond their first steps than wait at a time.
  void manyOrbitsMayWait_data() { addSimdTargets(); }
  void manyOrbitsMayWait() {
    QVERIFY(useSimdTargetOfRow());
    const auto xs = linspace(-0.3, 0.3, 150);
    const auto ys = linspace(-0.3, 0.3, 101);
    const std::vector<BasinDisc> all{{.re = 0.2, .im = 0.1, .radius = 0.01, .cycle = 5}};
    const ProgramBasinJob job{.program = programOf("z^2+c"),
                              .discs = all,
                              .escapeRadius = 2.0,
                              .tmax = 150,
                              .xs = xs,
                              .ys = ys};
    QVERIFY(basinsOf(job) == scalarBasinsOf(job));
  }

  void withoutDiscsTheCountsAreThoseOfEscape() {
    const auto xs = linspace(-1.6, 1.6, 53);
    const auto ys = linspace(-1.3, 1.25, 41);
    for (const char* text : kTexts) {
      const Basins basins = basinsOf({.program = programOf(text),
                                      .discs = {},
                                      .escapeRadius = 8.0,
                                      .tmax = 100,
                                      .xs = xs,
                                      .ys = ys});
      Numbers counts(basins.counts.size());
      QVERIFY(kernels::programEscapeTimes(
          {.program = programOf(text), .escapeRadius = 8.0, .tmax = 100, .xs = xs, .ys = ys},
          counts));
      QVERIFY2(basins.counts == counts, text);
      for (std::size_t i = 0; i < counts.size(); ++i)
        QCOMPARE(basins.cycles[i], counts[i] == 100 ? kernels::kNoCycle : kernels::kEscapedCycle);
    }
  }

  // The rim belongs to a disc, the first of several discs counts, and a disc comes before escape.
  void anEndIsDecidedInOrder() {
    const std::vector<BasinDisc> all{{.re = 3.0, .im = 0.0, .radius = 1.0, .cycle = 2},
                                     {.re = 3.5, .im = 0.0, .radius = 1.0, .cycle = 1}};
    const std::vector<double> xs{1.75, 2.0, 3.0, 4.25, 4.75, 0.0};
    const std::vector<double> ys{0.0};
    const Basins basins = basinsOf({.program = programOf("z^2"),
                                    .discs = all,
                                    .escapeRadius = 2.5,
                                    .tmax = 5,
                                    .xs = xs,
                                    .ys = ys});
    QCOMPARE(basins.cycles, (Numbers{2, 2, 2, 1, kernels::kEscapedCycle, kernels::kNoCycle}));
    QCOMPARE(basins.counts, (Numbers{1, 0, 0, 0, 0, 5}));
  }

  void whatIsNotFiniteIsInNoDisc_data() { addSimdTargets(); }
  void whatIsNotFiniteIsInNoDisc() {
    QVERIFY(useSimdTargetOfRow());
    const std::vector<double> xs{0.0, kInfinity, -kInfinity, kNoNumber, 1e300};
    const std::vector<double> ys{0.0, kNoNumber};
    const auto all = discs(2);
    const Basins endless = basinsOf({.program = programOf("newton(z^3-1)"),
                                     .discs = all,
                                     .escapeRadius = {},
                                     .tmax = 50,
                                     .xs = xs,
                                     .ys = ys});
    const Basins escaping = basinsOf({.program = programOf("newton(z^3-1)"),
                                      .discs = all,
                                      .escapeRadius = 1e100,
                                      .tmax = 50,
                                      .xs = xs,
                                      .ys = ys});
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U}) {
      QCOMPARE(endless.counts[i], 50);
      QCOMPARE(endless.cycles[i], kernels::kNoCycle);
      QCOMPARE(escaping.counts[i], i == 0 ? 1 : 0);  // 0 goes to infinity
      QCOMPARE(escaping.cycles[i], kernels::kEscapedCycle);
    }
  }

  void itStopsWhenAsked() {
    std::stop_source stop;
    stop.request_stop();
    const std::vector<double> point{0.0};
    Basins basins = {{0}, {0}};
    const ProgramBasinJob job{.program = programOf("z^2"),
                              .discs = {},
                              .escapeRadius = 2.0,
                              .tmax = 1'000'000'000,
                              .xs = point,
                              .ys = point};
    QVERIFY(!programBasins(job, {basins.counts, basins.cycles}, stop.get_token()));
    QVERIFY(!programBasinsScalar(job, {basins.counts, basins.cycles}, stop.get_token()));
  }
};

QTEST_GUILESS_MAIN(ProgramBasinsTest)
#include "program_basins_test.moc"
