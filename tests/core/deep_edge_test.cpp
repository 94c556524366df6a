// SPDX-License-Identifier: GPL-3.0-or-later
// Where the deep kernel could go wrong: at 0, at the rim, in one step, in one row, in the interior.
#include <vector>

#include <QElapsedTimer>
#include <QTest>

#include "core/render/render_job.h"
#include "tests/core/deep_places.h"

using namespace fatou;  // NOLINT: a test
using tests::complex;

namespace {

using Counts = std::vector<std::int32_t>;

struct Case {
  const char* c = "0,0";
  const char* centre = "0,0";
  const char* radius = "1e-30";
  std::int32_t tmax = 2'000;
  std::int32_t width = 7;
  std::int32_t height = 6;
};

render::RenderRequest requestOf(const Case& what) {
  render::RenderRequest request;
  request.place = {
      .c = complex(what.c),
      .view = julia::CentreView{complex(what.centre), julia::Decimal::parse(what.radius).value()},
      .tmax = what.tmax};
  request.width = what.width;
  request.height = what.height;
  return request;
}

Counts countsOf(const render::RenderJob& job) {
  const auto tiles = job.computeBand({0, job.request().height}, false, {});
  return {tiles[0].counts.data(), tiles[0].counts.data() + tiles[0].counts.size()};
}

class DeepEdgeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void edgesAreAsByBruteForce_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kCases.size(); ++i)
      QTest::addRow("c %s at %.20s, %s, tmax %d, %d x %d", kCases[i].c, kCases[i].centre,
                    kCases[i].radius, kCases[i].tmax, kCases[i].width, kCases[i].height)
          << static_cast<int>(i);
  }
  void edgesAreAsByBruteForce() {
    QFETCH(int, index);
    const Case& what = kCases[static_cast<std::size_t>(index)];
    const auto job = render::RenderJob::create(requestOf(what)).value();
    QVERIFY(job->deep() != nullptr);
    const auto& grid = job->deep()->grid();
    const Counts counts = countsOf(*job);
    QCOMPARE(counts, tests::bruteForceCounts(complex(what.c), grid, what.tmax, 2'400));
    Counts scalar(counts.size());
    kernels::deepEscapeTimesScalar({job->deep()->reference(), grid.offsets.xs, grid.offsets.ys},
                                   scalar);
    QCOMPARE(counts, scalar);
  }

  // However many iterations there may be, and however near 0 the cycle passes.
  void theInteriorIsFreeAtAnyDepth_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("centre");
    const auto row = [](const char* c, const char* centre) {
      QTest::addRow("%s at %s", c, centre) << QString::fromLatin1(c) << QString::fromLatin1(centre);
    };
    row("0,0", "0,0");
    row("0,0", "0.5,0.05");
    row("-1,0", "0,0");
    row("-1,0", "0.1,0.05");
    row("-1,0", "-1,0");
    row("-1.0001,0.0001", "0.1,0.05");
    row("-0.123,0.745", "0.05,0.05");
    row("-0.12256116687665361997555,0.74486176661974423659317", "0.05,0.05");
    row("-0.12256116687665361997555,0.74486176661974423659317", "0,0");
    row("-1.75487766624669276005,0", "0.01,0");
  }
  void theInteriorIsFreeAtAnyDepth() {
    QFETCH(QString, c);
    QFETCH(QString, centre);
    const QByteArray parameter = c.toLatin1();
    const QByteArray middle = centre.toLatin1();
    constexpr std::int32_t kTmax = 2'000'000'000;
    for (const char* radius : {"1e-14", "1e-30", "1e-300"}) {
      QElapsedTimer timer;
      timer.start();
      const auto job = render::RenderJob::create(
          requestOf({parameter.constData(), middle.constData(), radius, kTmax, 30, 20}));
      QVERIFY(job.ok());
      QCOMPARE(countsOf(*job.value()), Counts(600, kTmax));
      QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    }
  }

 private:
  static inline const std::vector<Case> kCases{
      // One iteration, and few.
      {.c = "0.3,0.5", .centre = "0.2,0.1", .tmax = 1},
      {.c = "0.3,0.5", .centre = "3,0", .tmax = 1},
      {.c = "0.3,0.5", .centre = "2,0", .tmax = 1},
      {.c = "0.3,0.5", .centre = "2,0", .tmax = 2},
      {.c = "-0.7269,0.1889", .centre = "0,0", .tmax = 2},
      {.c = "-0.7269,0.1889", .centre = "0,0", .tmax = 3},
      // On the rim |z| = 2, and on a preimage of it.
      {.c = "0.3,0.5", .centre = "2,0"},
      {.c = "0.3,0.5", .centre = "0,-2"},
      {.c = "0.25,0", .centre = "1.2,1.6", .width = 8},
      {.c = "-2,0", .centre = "2,0"},
      {.c = "-2,0", .centre = "-2,0", .radius = "1e-300"},
      {.c = "-2,0", .centre = "0,0"},
      {.c = "-2,0", .centre = "0,0", .radius = "1e-160"},
      {.c = "2,0", .centre = "0,0"},
      {.c = "-6,0", .centre = "2,0"},
      // 0 and -0, in the middle, at the border and beside the view.
      {.c = "0,1", .centre = "0,0", .radius = "1e-200"},
      {.c = "0,1", .centre = "-0,-0", .radius = "1e-200"},
      {.c = "0,1", .centre = "1e-30,0", .radius = "1e-30"},
      {.c = "0,1", .centre = "1e-30,1e-30", .radius = "0.9e-30"},
      {.c = "-0.123,0.745", .centre = "1e-14,-1e-14", .radius = "1e-14"},
      {.c = "-1.5,0", .centre = "0,0", .radius = "1e-20", .width = 9, .height = 9},
      {.c = "-1.543689012692076361570855971801747986525203297650983935240804037831",
       .centre = "0,0",
       .radius = "1e-20"},
      // c on the edge of the Mandelbrot set, and the views there.
      {.c = "0.25,0", .centre = "0.5,0"},
      {.c = "0.25,0", .centre = "0.5,0", .radius = "1e-160"},
      {.c = "-0.75,0", .centre = "-0.5,0"},
      {.c = "0,1", .centre = "0,1"},
      // One row, one column, one pixel.
      {.c = "0,1", .centre = "0,1", .width = 40, .height = 1},
      {.c = "0,1", .centre = "0,1", .width = 1, .height = 40},
      {.c = "0,1", .centre = "0,1", .width = 1, .height = 1},
      {.c = "0,1", .centre = "1e-40,1", .width = 65, .height = 2},
      // All of it outside from the beginning, or after the same few steps as the centre.
      {.c = "0,1", .centre = "5,5"},
      {.c = "0,1", .centre = "1e9,0"},
      {.c = "0,1", .centre = "1.9,0.1"},
  };
};

}  // namespace

QTEST_GUILESS_MAIN(DeepEdgeTest)
#include "deep_edge_test.moc"
