// SPDX-License-Identifier: GPL-3.0-or-later
// Deep views of basins, whose orbits pass poles and end in discs, against every point of every
// orbit with all digits.
#include <cstdint>
#include <optional>
#include <string>

#include <QTest>

#include "core/julia/formulas/basins.h"
#include "core/kernels/simd_targets.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "tests/core/rational_maps.h"

using namespace fatou;  // NOLINT: a test
using tests::bigComplex;
using tests::BigComplex;
using tests::BigFloat;

namespace {

// Newton's method for z^3 - 1: (2 z^3 + 1) / (3 z^2).
tests::RationalMap newton() {
  const BigComplex zero = bigComplex(0.0, 0.0);
  return {{bigComplex(1.0, 0.0), zero, zero, bigComplex(2.0, 0.0)},
          {zero, zero, bigComplex(3.0, 0.0)}};
}

// Around a point that some steps take to the pole at 0.
render::RenderRequest deepRequest(int depth, std::int32_t width, std::int32_t height) {
  const auto digits = static_cast<unsigned>(depth + 20);
  const tests::PrecisionScope precision(digits + 20);
  const auto centre =
      tests::decimalOf(tests::preimageOf(newton(), bigComplex(0.0, 0.0), 14, digits), digits);
  auto request = tests::deepRequest(tests::complex("0"), centre, "1e-" + std::to_string(depth),
                                    300 + 20 * depth, width, height);
  request.picture.place.formula = julia::parseKnownFormula("newton(z^3-1),basins=1").value();
  request.picture.quantities.cycle = true;
  return request;
}

struct Ended {
  std::int32_t count = 0;
  std::int32_t cycle = kernels::kNoCycle;

  friend bool operator==(const Ended&, const Ended&) = default;
};

Ended exactEnd(const julia::Basins& basins, BigComplex z, std::int32_t tmax) {
  const tests::RationalMap map = newton();
  for (std::int32_t t = 0; t < tmax; ++t) {
    for (const kernels::BasinDisc& disc : basins.discs)
      if (tests::modulus(z - bigComplex(disc.re, disc.im)) <= BigFloat(disc.radius))
        return {t, disc.cycle};
    z = map(z);
  }
  return {tmax, kernels::kNoCycle};
}

}  // namespace

class DeepBasinTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void endsAreThoseOfExactOrbits_data() {
    QTest::addColumn<int>("depth");
    for (const int depth : {30, 100}) QTest::addRow("1e-%d", depth) << depth;
  }
  void endsAreThoseOfExactOrbits() {
    QFETCH(int, depth);
    const auto request = deepRequest(depth, 6, 5);
    const auto& place = request.picture.place;
    const render::Tile tile = tests::tileOf(request);
    const auto basins = julia::basinsOf(place.formula, place.c).value();
    QVERIFY(basins.discs.size() >= 3);
    const auto grid = julia::makeDeepGrid(place.view, 6, 5, julia::centreOf(place.view));
    const tests::PrecisionScope precision(static_cast<unsigned>(4 * depth + 100));
    int undecidable = 0;
    for (std::size_t i = 0; i < 30; ++i) {
      const auto exactAt = [&](double beside) {
        return exactEnd(basins, tests::pointOf(grid, i, beside), place.tmax);
      };
      const Ended found{tile.counts.data()[i], tile.cycles.data()[i]};
      const Ended exact = exactAt(0.0);
      QVERIFY(found.count < place.tmax);
      if (found == exact) continue;
      QVERIFY(exactAt(0x1p-30) != exact || exactAt(-0x1p-30) != exact);
      ++undecidable;
    }
    QVERIFY(undecidable <= 2);
  }

  void everyTargetAndNumberOfEnginesHasTheSameNumbers() {
    auto request = deepRequest(60, 37, 21);
    const auto job = render::RenderJob::create(request).value();
    std::optional<render::Tile> first;
    for (const std::string& target : kernels::simdTargetNames()) {
      QVERIFY(kernels::useSimdTarget(target));
      const render::Tile tile = tests::tileOf(request);
      if (!first) first = tile;
      QVERIFY((tile.counts == first->counts).all() && (tile.cycles == first->cycles).all());
    }
    kernels::useSimdTarget({});
    const engines::Client client{5};
    for (const int engines : {1, 2, 5}) {
      request.engines.count = engines;
      render::Frame frame(37, {0, 21});
      const auto run =
          render::Renderer(client).render(render::RenderJob::create(request).value(), frame.rows(),
                                          [&](const auto& tile, const auto&) { frame.add(tile); });
      QVERIFY(run.ok() && frame.complete());
      for (std::size_t i = 0; i < frame.counts().size(); ++i)
        QCOMPARE(frame.counts()[i], first->counts.data()[i]);
    }
  }
};

QTEST_GUILESS_MAIN(DeepBasinTest)
#include "deep_basin_test.moc"
