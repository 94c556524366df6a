// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_quantities.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_scalar.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/escape_time_jobs.h"
#include "tests/core/simd_rows.h"

using namespace fatou;
using kernels::ProgramJob;
using kernels::useSimdTarget;
using tests::addSimdTargets;
using tests::linspace;
using tests::useSimdTargetOfRow;

namespace {

constexpr const char* kTexts[] = {"z^2+c",
                                  "z^5+c",
                                  "z^3-z+c",
                                  "0.1*z^2+c",
                                  "3*z^4-z^2+c*z",
                                  "(z^2+c)^2+0.3z+c",
                                  "z^8+c*z^3-0.5z+c",
                                  "z^48+c,escape=9"};
constexpr const char* kC = "-0.4+0.55i";
constexpr double kPixelSize = 0.01;

struct Numbers {
  std::vector<std::int32_t> counts;
  std::vector<float> smooth;
  std::vector<float> distance;

  friend bool operator==(const Numbers&, const Numbers&) = default;
};

struct Setup {
  ProgramJob job;
  kernels::ProgramGrowth growth;
};

Setup setupOf(const char* text, std::int32_t tmax, const std::vector<double>& xs,
              const std::vector<double>& ys) {
  const julia::Formula formula = julia::parseFormula(text).value();
  const julia::ComplexDecimal c = julia::parseComplex(kC).value();
  const auto exit = julia::escapeExitOf(formula, c).value();
  return {{.program = julia::buildProgram(formula, c, {.slope = true}).value(),
           .escapeRadius = exit.radius,
           .tmax = tmax,
           .xs = xs,
           .ys = ys},
          {.degree = exit.degree, .lead = exit.lead}};
}

template <class Counts, class Quantities>
Numbers numbersBy(const Setup& setup, const Counts& countsOf, const Quantities& quantitiesOf) {
  const std::size_t size = setup.job.xs.size() * setup.job.ys.size();
  Numbers n{std::vector<std::int32_t>(size), std::vector<float>(size, -1.0F),
            std::vector<float>(size, -1.0F)};
  const kernels::EscapeQuantities wanted{n.smooth, n.distance, kPixelSize};
  if (!countsOf(setup.job, n.counts) || !quantitiesOf(setup.job, n.counts, setup.growth, wanted))
    return {};
  return n;
}

Numbers numbersOf(const Setup& setup) {
  return numbersBy(
      setup,
      [](const ProgramJob& job, std::vector<std::int32_t>& counts) {
        return programEscapeTimes(job, counts);
      },
      [](const auto&... arguments) { return programQuantities(arguments...); });
}

Numbers scalarNumbersOf(const Setup& setup) {
  return numbersBy(
      setup,
      [](const ProgramJob& job, std::vector<std::int32_t>& counts) {
        return programEscapeTimesScalar(job, counts);
      },
      [](const auto&... arguments) { return programQuantitiesScalar(arguments...); });
}

}  // namespace

class ProgramQuantitiesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void everyTargetHasTheBitsOfTheScalarTwin_data() { addSimdTargets(); }
  void everyTargetHasTheBitsOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    for (const char* text : kTexts)
      for (const std::size_t width : {1U, 7U, 33U, 60U}) {
        const auto xs = linspace(-1.7, 1.6, width);
        const auto ys = linspace(-1.5, 1.55, 23);
        const Setup setup = setupOf(text, 150, xs, ys);
        const Numbers found = numbersOf(setup);
        QVERIFY(!found.counts.empty());
        QVERIFY2(found == scalarNumbersOf(setup), text);
      }
  }

  void theSquareHasItsOwnNumbers() {
    const auto xs = linspace(-1.7, 1.6, 41);
    const auto ys = linspace(-1.5, 1.55, 39);
    const auto c = julia::parseComplex(kC).value().toDouble();
    const kernels::EscapeTimeJob job{c.real(), c.imag(), 150, xs, ys};
    const Numbers found = numbersOf(setupOf("z^2+c", 150, xs, ys));
    Numbers own = found;
    QVERIFY(kernels::escapeTimes(job, own.counts));
    QVERIFY(kernels::escapeQuantities(job, own.counts, {own.smooth, own.distance, kPixelSize}));
    QVERIFY(found.counts == own.counts);
    for (std::size_t i = 0; i < own.counts.size(); ++i) {
      QVERIFY(std::abs(found.smooth[i] - own.smooth[i]) <= 1e-4F);
      QVERIFY(std::abs(found.distance[i] - own.distance[i]) <= 1e-4F * own.distance[i]);
    }
  }

  // log w is multiplied by the degree with each step, so that f takes 1 from the smooth count.
  void aStepIsOneSmoothCount() {
    for (const char* text : kTexts) {
      const std::vector<double> xs{1.45};
      const std::vector<double> ys{1.2};
      const Setup first = setupOf(text, 150, xs, ys);
      const Numbers at = numbersOf(first);
      if (at.counts[0] == 0 || at.counts[0] == 150) continue;
      kernels::ScalarProgram f(first.job.program);
      const auto next = f({xs[0], ys[0]});
      const std::vector<double> nextXs{next.re};
      const std::vector<double> nextYs{next.im};
      const Numbers after = numbersOf(setupOf(text, 150, nextXs, nextYs));
      QVERIFY2(std::abs(at.smooth[0] - after.smooth[0] - 1.0F) <= 1e-4F, text);
    }
  }

  // The slope of the potential along a line, by differences.
  void aDistanceIsThePotentialOverItsGradient() {
    constexpr double kStep = 1e-4;
    for (const char* text : kTexts) {
      const std::vector<double> xs{1.4 - kStep, 1.4, 1.4 + kStep};
      const std::vector<double> ys{1.1 - kStep, 1.1, 1.1 + kStep};
      const Setup setup = setupOf(text, 150, xs, ys);
      const Numbers n = numbersOf(setup);
      // ln G = smooth times -ln degree, and something that is constant.
      const auto slopeOf = [&](std::size_t high, std::size_t low) {
        return (static_cast<double>(n.smooth[high]) - static_cast<double>(n.smooth[low])) *
               std::log(static_cast<double>(setup.growth.degree)) / (2.0 * kStep);
      };
      if (n.counts[4] == 150 || n.distance[4] == 0.0F) continue;
      const double distance = 1.0 / (std::hypot(slopeOf(5, 3), slopeOf(7, 1)) * kPixelSize);
      QVERIFY2(std::abs(distance / static_cast<double>(n.distance[4]) - 1.0) < 0.05, text);
    }
  }
};

QTEST_GUILESS_MAIN(ProgramQuantitiesTest)
#include "program_quantities_test.moc"
