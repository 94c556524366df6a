// SPDX-License-Identifier: GPL-3.0-or-later
// The promise of the renderer: the fast kernel's J is the plain one's, through every view, on every
// SIMD target, for whatever picture is asked for.
#include <cmath>
#include <random>

#include <QTest>

#include "core/kernels/escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/render/renderer.h"
#include "tests/core/rendered_numbers.h"

using namespace fatou;
using tests::renderedCounts;

namespace {

using Counts = std::vector<std::int32_t>;

julia::Decimal rounded(double value) {
  return julia::Decimal::fromDouble(std::round(value * 1e6) / 1e6);
}

// c near the boundary of the main cardioid or anywhere, a view somewhere at any zoom.
render::RenderRequest drawRequest(std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  std::uniform_real_distribution<double> around(-1.0, 1.0);
  const double angle = 6.283185307179586 * unit(random);
  const std::complex<double> multiplier = std::polar(0.9 + 0.2 * unit(random), angle);
  const std::complex<double> cardioid = multiplier / 2.0 - multiplier * multiplier / 4.0;
  const bool anywhere = unit(random) < 0.3;
  render::RenderRequest request;
  request.picture.place.c = {rounded(anywhere ? 2.3 * around(random) : cardioid.real()),
                             rounded(anywhere ? 2.3 * around(random) : cardioid.imag())};
  // A third of the views lie symmetrically about 0, some of them exactly.
  const bool centred = unit(random) < 0.33;
  request.picture.place.view = julia::CentreView{
      .centre = {rounded(centred ? 0.0 : around(random)), rounded(centred ? 0.0 : around(random))},
      .radius = rounded(centred ? 1.5 : std::pow(10.0, 0.3 - 4.0 * unit(random)))};
  request.picture.width = 1 + static_cast<std::int32_t>(96 * unit(random));
  request.picture.height =
      centred ? request.picture.width : 1 + static_cast<std::int32_t>(80 * unit(random));
  request.picture.place.tmax = static_cast<std::int32_t>(std::pow(3000.0, unit(random)));
  request.engines.bandRows = static_cast<std::int32_t>(20 * unit(random));
  request.engines.count = 1 + static_cast<int>(4 * unit(random));
  return request;
}

Counts scalarCounts(const render::RenderRequest& request) {
  const auto grid =
      julia::makeGrid(request.picture.place.view, request.picture.width, request.picture.height)
          .value();
  Counts counts(grid.xs.size() * grid.ys.size());
  kernels::escapeTimesScalar({.cRe = request.picture.place.c.re.toDouble(),
                              .cIm = request.picture.place.c.im.toDouble(),
                              .tmax = request.picture.place.tmax,
                              .xs = grid.xs,
                              .ys = grid.ys},
                             counts);
  return counts;
}

}  // namespace

class KernelAgreementTest : public QObject {
  Q_OBJECT

 private:
  const engines::Client m_client{4};

  void agreesOnEveryTargetThroughEveryView(render::RenderRequest request) {
    const Counts expected = scalarCounts(request);
    for (const auto& target : kernels::simdTargetNames()) {
      QVERIFY(kernels::useSimdTarget(target));
      for (const auto kernel : {render::Kernel::Plain, render::Kernel::Fast}) {
        for (const auto kind :
             {render::ViewKind::Serial, render::ViewKind::Direct, render::ViewKind::Balanced}) {
          request.engines.kernel = kernel;
          request.engines.viewKind = kind;
          QVERIFY2(renderedCounts(request, m_client) == expected,
                   (target + " " + toString(kernel) + " " + toString(kind)).c_str());
        }
      }
    }
  }

 private Q_SLOTS:
  void cleanup() { kernels::useSimdTarget({}); }

  void randomPicturesAgree_data() {
    QTest::addColumn<int>("number");
    std::mt19937_64 random(1918);
    for (int number = 0; number < 200; ++number) {
      const auto request = drawRequest(random);
      QTest::addRow("c %s, %s, %dx%d, tmax %d", request.picture.place.c.text().c_str(),
                    toString(request.picture.place.view).c_str(), request.picture.width,
                    request.picture.height, request.picture.place.tmax)
          << number;
    }
  }
  void randomPicturesAgree() {
    QFETCH(int, number);
    std::mt19937_64 random(1918);
    for (int skipped = 0; skipped < number; ++skipped) drawRequest(random);
    agreesOnEveryTargetThroughEveryView(drawRequest(random));
  }

  void exactlySymmetricPicturesAgree_data() {
    QTest::addColumn<QByteArray>("c");
    QTest::addColumn<int>("side");
    for (const char* c : {"-0.123+0.745i", "-0.7269+0.1889i", "-1", "i"})
      for (const int side : {2, 3, 4, 5, 32, 33, 64, 65, 129})
        QTest::addRow("c %s, %d", c, side) << QByteArray(c) << side;
  }
  void exactlySymmetricPicturesAgree() {
    QFETCH(QByteArray, c);
    QFETCH(int, side);
    // A step of a power of two makes the coordinates of z and -z each other's exact negatives, for
    // odd and for even sides.
    const auto edge = julia::Decimal::fromDouble((side - 1) / 128.0);
    const auto minusEdge = julia::Decimal::fromDouble((1 - side) / 128.0);
    render::RenderRequest request{.picture = {.width = side, .height = side},
                                  .engines = {.count = 3, .bandRows = 5}};
    request.picture.place.c = julia::parseComplex(c.toStdString()).value();
    request.picture.place.view = julia::CornerView{minusEdge, minusEdge, edge, edge};
    request.picture.place.tmax = 300;
    const auto job = render::RenderJob::create(request).value();
    QVERIFY(job->symmetry() != julia::Symmetry::None);
    agreesOnEveryTargetThroughEveryView(request);
  }
};

QTEST_GUILESS_MAIN(KernelAgreementTest)
#include "kernel_agreement_test.moc"
