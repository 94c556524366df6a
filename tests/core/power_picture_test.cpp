// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and maps of the formulas that have the plain kernel alone.
#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/julia/dynamics/orbit.h"
#include "core/julia/formulas/formula_row.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/render/parameter_map.h"
#include "core/render/render_job.h"
#include "core/render/row_savings.h"

using namespace fatou;
using julia::Formula;
using julia::Symmetry;

namespace {

julia::Decimal decimal(const char* text) {
  return julia::Decimal::parse(text).value();
}

// A picture about 0. Of 65 x 65 points they are each other's negatives to the bit, of 60 x 60 they
// are but for a rounding.
render::RenderRequest requestOf(Formula formula, const char* c, std::int32_t side = 65) {
  render::RenderRequest request{
      .picture = {.width = side, .height = side, .quantities = {.smooth = true, .distance = true}}};
  request.picture.place = {.c = julia::parseComplex(c).value(),
                           .view = julia::CornerView{decimal("-1.25"), decimal("-1.25"),
                                                     decimal("1.25"), decimal("1.25")},
                           .tmax = 300,
                           .formula = formula};
  return request;
}

bool isSame(const render::Tile& a, const render::Tile& b) {
  return a.rect == b.rect && (a.counts == b.counts).all() && (a.smooth == b.smooth).all() &&
         (a.distance == b.distance).all() && a.iterations == b.iterations;
}

}  // namespace

class PowerPictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPictureHasTheCountsOfItsKernel() {
    for (const int degree : {2, 3, 4}) {
      const auto job = render::RenderJob::create(requestOf(Formula(degree), "0.3+0.2i")).value();
      const auto tile = job->computeBlock({.rect = {0, 0, 65, 65}, .sampling = {}}, {});
      std::vector<std::int32_t> counts(65 * 65);
      kernels::escapeTimesScalar({.cRe = 0.3,
                                  .cIm = 0.2,
                                  .tmax = 300,
                                  .xs = job->grid().xs,
                                  .ys = job->grid().ys,
                                  .degree = degree},
                                 counts);
      QVERIFY(std::equal(counts.begin(), counts.end(), tile.counts.data()));
    }
  }

  // z and -z have the same bits where d is even: what is copied is what would be computed.
  void aPictureOfEvenDegreeIsCopiedWhereThatIsExact() {
    const auto request = requestOf(Formula(4), "-0.4+0.62i");
    const auto job = render::RenderJob::create(request).value();
    QVERIFY(job->symmetry() == Symmetry::HalfTurn);
    const auto plan = job->plan({0, 65});
    QVERIFY(plan.mirrored);
    std::int32_t copied = 0;
    for (const render::RowRange rows : plan.bands)
      for (const render::Tile& tile : job->computeBand(rows, true, {})) {
        QVERIFY(isSame(tile, job->computeBlock({.rect = tile.rect, .sampling = {}}, {})));
        if (tile.rect.y < rows.begin) copied += tile.rect.height;
      }
    QCOMPARE(copied, 32);
    QVERIFY(render::rowSavings(request).computed.begin > 0);
    QVERIFY(!render::rowSavings(request).insideIsFree);
  }

  void otherPicturesAreComputedWhole() {
    const auto symmetryOf = [](const render::RenderRequest& request) {
      return render::RenderJob::create(request).value()->symmetry();
    };
    QVERIFY(symmetryOf(requestOf(Formula(3), "-0.4+0.62i")) == Symmetry::None);
    QVERIFY(symmetryOf(requestOf(Formula(4), "-0.4+0.62i", 60)) == Symmetry::None);
    // With real c, z and its conjugate have the same bits for every degree.
    QVERIFY(symmetryOf(requestOf(Formula(3), "0.3")) == Symmetry::Conjugation);
    const auto job = render::RenderJob::create(requestOf(Formula(3), "0.3")).value();
    for (const render::RowRange rows : job->plan({0, 65}).bands)
      for (const render::Tile& tile : job->computeBand(rows, true, {}))
        QVERIFY(isSame(tile, job->computeBlock({.rect = tile.rect, .sampling = {}}, {})));
  }

  // All of the view is in the basin of a fixed point. Without returns this would take hours.
  void theInteriorIsDoneWhateverTmaxIs() {
    for (const int degree : {3, 4}) {
      auto request = requestOf(Formula(degree), "0.3+0.2i", 129);
      request.picture.place.tmax = std::numeric_limits<std::int32_t>::max();
      request.picture.place.view = julia::CentreView{.centre = {}, .radius = decimal("0.4")};
      const auto job = render::RenderJob::create(request).value();
      const auto tile = job->computeBlock({.rect = {0, 0, 129, 129}, .sampling = {}}, {});
      QVERIFY((tile.counts == request.picture.place.tmax).all());
    }
  }

  void aPictureTooDeepForDoublesIsOneOfDistances() {
    auto request = requestOf(Formula(3), "0.3+0.2i", 5);
    request.picture.place.view =
        julia::CentreView{.centre = julia::parseComplex("3,0").value(), .radius = decimal("1e-20")};
    const auto job = render::RenderJob::create(request).value();
    QVERIFY(job->numberType() == julia::NumberType::Perturbation);
    const auto tile = job->computeBlock({.rect = {0, 0, 5, 5}, .sampling = {}}, {});
    QVERIFY((tile.counts == 0).all());
  }

  void aMapHasTheCountsOfItsKernel() {
    for (const int degree : {3, 4}) {
      const render::MapRequest request{.view = {.centre = {}, .radius = decimal("1.3")},
                                       .tmax = 400,
                                       .formula = Formula(degree)};
      std::vector<std::int32_t> found(270 * 190, -1);
      const auto ended = render::MapRenderer{engines::Client(2)}.render(
          request, [&found](const render::Tile& tile) {
            std::copy_n(tile.counts.data(), tile.counts.size(),
                        found.begin() + std::ptrdiff_t{tile.rect.y} * 270);
          });
      QVERIFY(ended.ok());
      const auto grid = julia::makeGrid(request.view, 270, 190).value();
      std::vector<std::int32_t> counts(found.size());
      kernels::mandelbrotEscapeTimesScalar(
          {.tmax = 400, .xs = grid.xs, .ys = grid.ys, .degree = degree}, counts);
      QVERIFY(found == counts);
    }
  }

  void anOrbitIsThatOfItsFormula() {
    const auto orbit = julia::orbitOf(Formula(3), {0.25, 0.5}, 1.0, 3);
    QCOMPARE(orbit.size(), std::size_t{3});
    QVERIFY(orbit[1] == std::complex<double>(1.25, 0.5));
  }

  void theNewRowsSayWhatThereIs() {
    QCOMPARE(julia::formulaList(), std::string("z^2+c, z^3+c or z^4+c"));
    for (const int degree : {3, 4}) {
      const julia::FormulaRow& row = julia::rowOf(Formula(degree));
      QVERIFY(row.smooth && row.distance && row.map && row.deep && row.verified && !row.fast);
      QCOMPARE(row.rotations, degree);
    }
  }
};

QTEST_GUILESS_MAIN(PowerPictureTest)
#include "power_picture_test.moc"
