// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for every formula whose basins are told apart, held against the catalogue: they
// can be, a step more is a count more, and both numbers are the same however they are computed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/program_scalar.h"
#include "core/kernels/simd_targets.h"
#include "core/render/renderer.h"
#include "tests/core/catalogue_rows.h"
#include "tests/core/rendered_numbers.h"

using namespace fatou;
using julia::Place;
using tests::renderedBasins;

namespace {

using Counts = std::vector<std::int32_t>;
using Numbers = tests::BasinNumbers;

constexpr std::int32_t kWidth = 33;
constexpr std::int32_t kHeight = 27;
constexpr std::int32_t kMostSteps = 60;

// The place of a row, with fewer steps.
Place placeOf(const io::CatalogueFormula& formula) {
  Place place = formula.shown();
  place.tmax = std::min(place.tmax, kMostSteps);
  return place;
}

// A formula with its discs and the scalar twin of their kernel.
class Scalar {
 public:
  explicit Scalar(const Place& place)
      : m_program(julia::buildProgram(place.formula, place.c).value()),
        m_basins(julia::basinsOf(place.formula, place.c).value()) {}

  Numbers numbers(const std::vector<double>& xs, const std::vector<double>& ys,
                  std::int32_t tmax) const {
    const std::size_t size = xs.size() * ys.size();
    Numbers numbers{Counts(size), Counts(size)};
    kernels::programBasinsScalar({.program = m_program,
                                  .discs = m_basins.discs,
                                  .escapeRadius = m_basins.escapeRadius,
                                  .tmax = tmax,
                                  .xs = xs,
                                  .ys = ys},
                                 {numbers.counts, numbers.cycles});
    return numbers;
  }
  kernels::ComplexNumber step(kernels::ComplexNumber z) const {
    return kernels::ScalarProgram(m_program)(z);
  }
  std::int32_t cycles() const { return m_basins.discs.back().cycle; }

 private:
  kernels::Program m_program;
  julia::Basins m_basins;
};

}  // namespace

class BasinOraclesTest : public QObject {
  Q_OBJECT

 private:
  const engines::Client m_client{5};

  // Only rows whose basins are what is seen.
  static void addRows() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const io::CatalogueFormula& each : tests::catalogue()) {
      if (each.basins) QTest::newRow(each.name.c_str()) << index;
      ++index;
    }
  }

 private Q_SLOTS:
  void cleanup() { kernels::useSimdTarget({}); }

  void basinsThatAreSeenCanBeToldApart_data() { addRows(); }
  void basinsThatAreSeenCanBeToldApart() {
    const Place place = tests::rowsFormula().shown();
    QVERIFY(place.formula.hasBasins());
    QVERIFY(julia::check(place).ok());
    const auto basins = julia::basinsOf(place.formula, place.c);
    QVERIFY2(basins.ok(), basins ? "" : basins.error().message.c_str());
    QVERIFY(julia::check(basins.value()).ok());
  }

  void otherFormulasAreShownAsTheyAre() {
    for (const io::CatalogueFormula& each : tests::catalogue())
      if (!each.basins) QVERIFY(each.shown() == each.place);
  }

  void aStepMoreIsACountMoreInTheSameBasin_data() { addRows(); }
  void aStepMoreIsACountMoreInTheSameBasin() {
    const Place place = placeOf(tests::rowsFormula());
    const julia::Grid grid = julia::makeGrid(place.view, kWidth, kHeight).value();
    const Scalar scalar(place);
    const Numbers numbers = scalar.numbers(grid.xs, grid.ys, place.tmax);
    for (std::size_t i = 0; i < numbers.counts.size(); ++i) {
      if (numbers.counts[i] == 0) continue;
      const auto next = scalar.step({grid.xs[i % grid.xs.size()], grid.ys[i / grid.xs.size()]});
      const Numbers later = scalar.numbers({next.re}, {next.im}, place.tmax - 1);
      QCOMPARE(numbers.counts[i], 1 + later.counts.front());
      QCOMPARE(numbers.cycles[i], later.cycles.front());
    }
  }

  void numbersAreTheSameHoweverTheyAreComputed_data() { addRows(); }
  void numbersAreTheSameHoweverTheyAreComputed() {
    const Place place = placeOf(tests::rowsFormula());
    const julia::Grid grid = julia::makeGrid(place.view, kWidth, kHeight).value();
    const Numbers expected = Scalar(place).numbers(grid.xs, grid.ys, place.tmax);
    render::RenderRequest request{.picture = {.place = place,
                                              .width = kWidth,
                                              .height = kHeight,
                                              .quantities = {.cycle = true}},
                                  .engines = {.bandRows = 4}};
    for (const std::string& target : kernels::simdTargetNames()) {
      QVERIFY(kernels::useSimdTarget(target));
      for (const auto kind : {render::ViewKind::Direct, render::ViewKind::Balanced})
        for (const int engines : {1, 2, 5}) {
          request.engines.viewKind = kind;
          request.engines.count = engines;
          QVERIFY2(renderedBasins(request, m_client) == expected, target.c_str());
        }
    }
  }

  // Every cycle that is told apart has pixels, where the whole of its basin is not elsewhere.
  void newtonsRootsAreAllSeen() {
    const auto& all = tests::catalogue();
    const auto row = std::ranges::find(all, "Newton: three roots", &io::CatalogueFormula::name);
    QVERIFY(row != all.end());
    const Place place = placeOf(*row);
    const julia::Grid grid = julia::makeGrid(place.view, kWidth, kHeight).value();
    const Scalar scalar(place);
    const Numbers numbers = scalar.numbers(grid.xs, grid.ys, place.tmax);
    QCOMPARE(scalar.cycles(), 3);
    for (const std::int32_t cycle : {1, 2, 3})
      QVERIFY(std::ranges::count(numbers.cycles, cycle) > kWidth * kHeight / 5);
  }
};

QTEST_GUILESS_MAIN(BasinOraclesTest)
#include "basin_oracles_test.moc"
