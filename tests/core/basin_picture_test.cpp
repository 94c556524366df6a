// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of basins: the same counts and cycles through every view and kind of engine, and those
// of numbers of many digits.
#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/remote/loopback.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/simd_targets.h"
#include "core/render/renderer.h"
#include "tests/core/rendered_numbers.h"

using namespace fatou;
using kernels::BasinDisc;
using tests::renderedBasins;

namespace {

using Counts = std::vector<std::int32_t>;
using Numbers = tests::BasinNumbers;

constexpr const char* kTexts[] = {"newton(z^3-1),basins=1", "newton(z^3-2z+2),basins=1",
                                  "z^3-z+c,basins=1"};

julia::ComplexDecimal numberOf(const std::string& text) {
  return julia::parseComplex(text).value();
}

render::RenderRequest requestOf(const char* text) {
  render::RenderRequest request{
      .picture = {.width = 45, .height = 38, .quantities = {.cycle = true}},
      .engines = {.count = 2}};
  request.picture.place = {
      .c = numberOf("0.3"),
      .view = julia::CentreView{.centre = numberOf("0.1-0.05i"),
                                .radius = julia::Decimal::parse("1.75").value()},
      .tmax = 200,
      .formula = julia::parseFormula(text).value()};
  return request;
}

julia::Grid gridOf(const render::PictureRequest& picture) {
  return julia::makeGrid(picture.place.view, picture.width, picture.height).value();
}

Numbers scalarNumbers(const render::PictureRequest& picture) {
  const auto grid = gridOf(picture);
  const auto basins = julia::basinsOf(picture.place.formula, picture.place.c).value();
  const std::size_t size = grid.xs.size() * grid.ys.size();
  Numbers numbers{Counts(size), Counts(size)};
  kernels::programBasinsScalar(
      {.program = julia::buildProgram(picture.place.formula, picture.place.c).value(),
       .discs = basins.discs,
       .escapeRadius = basins.escapeRadius,
       .tmax = picture.place.tmax,
       .xs = grid.xs,
       .ys = grid.ys},
      {numbers.counts, numbers.cycles});
  return numbers;
}

// A client of an engine in another process, so to speak, to which numbers are packed.
engines::Client remoteClient() {
  engines::RemoteEngine engine = engines::loopbackEngine();
  ++engine.info.process;
  engines::Client client;
  client.addEngine(std::move(engine));
  return client;
}

// An orbit in numbers of 50 digits: the first step at which it is in a disc, and the cycle whose
// points it is nearest to in the end.
struct ExactEnd {
  std::optional<std::int32_t> entry;
  std::int32_t cycle = 0;
};

std::int32_t nearestCycle(std::span<const BasinDisc> discs, std::complex<double> z) {
  double nearest = std::numeric_limits<double>::infinity();
  std::int32_t cycle = 0;
  for (const BasinDisc& disc : discs) {
    const double distance = std::abs(z - std::complex<double>(disc.re, disc.im));
    if (!(distance < nearest)) continue;
    nearest = distance;
    cycle = disc.cycle;
  }
  return cycle;
}

ExactEnd exactEnd(const julia::Place& place, std::span<const BasinDisc> discs,
                  std::complex<double> start) {
  constexpr std::int32_t kSteps = 60;
  const julia::Expression expression = place.formula.expression();
  const auto values = place.formula.values(place.c);
  julia::ComplexDecimal z{julia::Decimal::fromDouble(start.real()),
                          julia::Decimal::fromDouble(start.imag())};
  ExactEnd end;
  for (std::int32_t t = 0; t < kSteps; ++t) {
    const auto at = z.toDouble();
    const bool isIn = std::ranges::any_of(discs, [at](const BasinDisc& disc) {
      return std::abs(at - std::complex<double>(disc.re, disc.im)) <= disc.radius;
    });
    if (isIn && !end.entry) end.entry = t;
    const auto next = julia::bigValueOf(expression, z, values, 50);
    if (!next) return {};
    z = *next;
  }
  end.cycle = nearestCycle(discs, z.toDouble());
  return end;
}

}  // namespace

class BasinPictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { kernels::useSimdTarget({}); }

  void everyViewHasTheSameNumbers_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : kTexts) QTest::newRow(text) << QString::fromLatin1(text);
  }
  void everyViewHasTheSameNumbers() {
    QFETCH(QString, text);
    auto request = requestOf(text.toLatin1().constData());
    const Numbers expected = scalarNumbers(request.picture);
    for (const int engines : {1, 2, 5}) {
      const engines::Client client{engines};
      request.engines.count = engines;
      for (const auto view :
           {render::ViewKind::Serial, render::ViewKind::Direct, render::ViewKind::Balanced})
        for (const std::int32_t rows : {1, 7, 64}) {
          request.engines.viewKind = view;
          request.engines.bandRows = rows;
          QVERIFY(renderedBasins(request, client) == expected);
        }
    }
  }

  // Half of such a picture repeats the other, but with the conjugate cycles.
  void aMirroredPictureHasTheSameNumbers() {
    for (const char* text : kTexts)
      for (const std::int32_t height : {33, 37, 38}) {
        auto request = requestOf(text);
        request.picture.height = height;
        request.picture.place.view = julia::CentreView{
            .centre = numberOf("0.25"), .radius = julia::Decimal::parse("1.5").value()};
        const Numbers expected = scalarNumbers(request.picture);
        const auto job = render::RenderJob::create(request).value();
        QVERIFY(job->symmetry() == julia::Symmetry::Conjugation);
        for (const auto view :
             {render::ViewKind::Serial, render::ViewKind::Direct, render::ViewKind::Balanced}) {
          request.engines.viewKind = view;
          QVERIFY2(renderedBasins(request, engines::Client{2}) == expected, text);
        }
      }
    // A constant that is not real breaks the symmetry.
    auto turned = requestOf("newton(z^3-i),basins=1");
    turned.picture.place.view =
        julia::CentreView{.centre = numberOf("0"), .radius = julia::Decimal::parse("1.5").value()};
    const auto job = render::RenderJob::create(turned).value();
    QVERIFY(job->symmetry() == julia::Symmetry::None);
    QVERIFY(renderedBasins(turned, engines::Client{2}) == scalarNumbers(turned.picture));
  }

  void everyTargetHasTheSameNumbers() {
    for (const char* text : kTexts) {
      const auto request = requestOf(text);
      const Numbers expected = scalarNumbers(request.picture);
      for (const std::string& target : kernels::simdTargetNames()) {
        QVERIFY(kernels::useSimdTarget(target));
        QVERIFY2(renderedBasins(request, engines::Client{1}) == expected, text);
      }
    }
  }

  void anEngineElsewhereHasTheSameNumbers() {
    for (const char* text : kTexts) {
      auto request = requestOf(text);
      request.engines.count = 1;
      QVERIFY2(renderedBasins(request, remoteClient()) == scalarNumbers(request.picture), text);
    }
  }

  // The discs go along with a job, so that engines need not find the same ones.
  void aJobsDiscsGoAlong() {
    const auto request = requestOf(kTexts[0]);
    const auto job = render::RenderJob::create(request).value();
    auto recipe = job->recipe();
    QCOMPARE(recipe.basins->discs.size(), std::size_t{3});
    recipe.basins->discs.resize(1);
    const auto other = recipe.product(std::stop_token());
    const auto tile = other->computeBlock({.rect = {0, 0, 45, 38}, .sampling = {}}, {});
    QCOMPARE(tile.cycles.maxCoeff(), 1);
    recipe.basins->discs[0].radius = -1.0;
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, recipe.product(std::stop_token()));
  }

  void cyclesAreComputedWhereTheyAreAskedFor() {
    auto request = requestOf(kTexts[0]);
    const Numbers expected = scalarNumbers(request.picture);
    request.picture.quantities = {};
    const Numbers numbers = renderedBasins(request, engines::Client{2});
    QVERIFY(numbers.counts == expected.counts && numbers.cycles.empty());
    request.picture.place.formula = julia::parseFormula("z^3-z+c").value();
    QVERIFY(render::check(request).ok());
    request.picture.quantities = {.cycle = true};
    QVERIFY(!render::check(request).ok());
  }

  void aFormulaWithoutACycleIsRefused() {
    auto request = requestOf("z^2+c+a,a=0,basins=1");
    request.picture.place.c = numberOf("-2");
    const auto job = render::RenderJob::create(request);
    QVERIFY(!job.ok());
    QVERIFY(job.error().message.find("no attracting cycle") != std::string::npos);
  }

  void basinsAreThoseOfExactNumbers_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("roots") << QString::fromLatin1(kTexts[0]);
    QTest::newRow("a false attractor") << QString::fromLatin1(kTexts[1]);
  }
  void basinsAreThoseOfExactNumbers() {
    QFETCH(QString, text);
    const auto request = requestOf(text.toLatin1().constData());
    const auto& place = request.picture.place;
    const auto discs = julia::basinsOf(place.formula, place.c).value().discs;
    const auto grid = gridOf(request.picture);
    const Numbers numbers = scalarNumbers(request.picture);
    std::vector<bool> seen(static_cast<std::size_t>(discs.back().cycle) + 1);
    for (std::size_t i = 0; i < numbers.counts.size(); i += 7) {
      const std::complex<double> z(grid.xs[i % grid.xs.size()], grid.ys[i / grid.xs.size()]);
      const ExactEnd exact = exactEnd(place, discs, z);
      QVERIFY(exact.entry.has_value());
      QCOMPARE(numbers.counts[i], *exact.entry);
      QCOMPARE(numbers.cycles[i], exact.cycle);
      seen[static_cast<std::size_t>(exact.cycle)] = true;
    }
    QVERIFY(std::all_of(seen.begin() + 1, seen.end(), [](bool is) { return is; }));
  }
};

QTEST_GUILESS_MAIN(BasinPictureTest)
#include "basin_picture_test.moc"
