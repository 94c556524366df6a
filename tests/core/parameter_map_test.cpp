// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/parameter_map.h"

#include <chrono>
#include <limits>

#include <QTest>

#include "core/julia/plane/grid.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/render/frame.h"
#include "tests/core/repeating_engine.h"
#include "tests/processor_time.h"

using namespace fatou;
using render::MapRequest;

namespace {

julia::Decimal decimal(const char* text) {
  return julia::Decimal::parse(text).value();
}

MapRequest mapAt(const char* re, const char* im, const char* radius) {
  return {.view = {.centre = {decimal(re), decimal(im)}, .radius = decimal(radius)},
          .width = 97,
          .height = 71};
}

// Creeps past the cusp for ever: nothing is proven and nobody escapes in time.
MapRequest endlessMap() {
  MapRequest request = mapAt("0.25", "0", "1e-14");
  request.tmax = std::numeric_limits<std::int32_t>::max();
  return request;
}

std::int32_t iterations(double radius) {
  return render::mapIterations(julia::Scaled::of(radius));
}

std::string errorOf(const MapRequest& request, int engines = 1) {
  const auto result =
      render::MapRenderer(engines::Client(engines)).render(request, [](const render::Tile&) {});
  return result ? std::string() : result.error().message;
}

}  // namespace

class ParameterMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isTheKernelsPictureForEveryNumberOfEngines() {
    const MapRequest request = mapAt("-0.75", "0.1", "0.05");
    const auto grid = julia::makeGrid(request.view, request.width, request.height).value();
    std::vector<std::int32_t> expected(grid.xs.size() * grid.ys.size());
    QVERIFY(kernels::mandelbrotEscapeTimesScalar({request.tmax, grid.xs, grid.ys}, expected));
    for (const int engines : {1, 2, 5}) {
      render::Frame frame(request.width, {0, request.height});
      const auto ended = render::MapRenderer(engines::Client(engines))
                             .render(request, [&](const render::Tile& tile) {
                               QCOMPARE(tile.smooth.size(), tile.counts.size());
                               frame.add(tile);
                             });
      QVERIFY(ended && ended.value() == engines::Ended::Complete);
      QVERIFY(frame.complete());
      QVERIFY(std::ranges::equal(frame.counts(), expected));
    }
  }

  void anAnswerToWhatWasNotAskedIsNotTaken() {
    const MapRequest request = mapAt("-0.75", "0.1", "1.25");
    int tiles = 0;
    const auto ended =
        render::MapRenderer(tests::repeatingClient()).render(request, [&](const render::Tile&) {
          ++tiles;
        });
    QVERIFY(!ended && ended.error().message.find("what it was not asked") != std::string::npos);
    QCOMPARE(tiles, 1);
  }

  void enginesThatGetNothingButBytesDrawTheSame() {
    for (const char* radius : {"1.25", "1e-20"}) {
      const MapRequest request = mapAt("-0.75", "0.1", radius);
      const auto drawn = [&](engines::EngineKind kind) {
        render::Frame frame(request.width, {0, request.height});
        const auto ended =
            render::MapRenderer(engines::Client(2, kind)).render(request, [&](const auto& tile) {
              frame.add(tile);
            });
        if (!ended || ended.value() != engines::Ended::Complete) qFatal("no map at %s", radius);
        return std::vector<std::int32_t>(frame.counts().begin(), frame.counts().end());
      };
      QVERIFY(drawn(engines::EngineKind::StdThread) == drawn(engines::EngineKind::Loopback));
    }
  }

  void leavesTheSmoothCountAwayWhereNobodyAsks() {
    MapRequest request = mapAt("-0.5", "0", "1.25");
    request.smooth = false;
    request.width = request.height = 1;
    int tiles = 0;
    const auto ended =
        render::MapRenderer(engines::Client(1)).render(request, [&](const render::Tile& tile) {
          QCOMPARE(tile.smooth.size(), 0);
          ++tiles;
        });
    QVERIFY(ended && ended.value() == engines::Ended::Complete);
    QCOMPARE(tiles, 1);
  }

  void saysWhatIsWrongWithARequest() {
    MapRequest request = mapAt("0", "0", "1");
    request.width = 0;
    QVERIFY(errorOf(request).find("width 0") != std::string::npos);
    request = mapAt("0", "0", "1");
    request.tmax = 0;
    QVERIFY(!errorOf(request).empty());
    QVERIFY(!errorOf(mapAt("0", "0", "-1")).empty());
    QVERIFY(errorOf(mapAt("0", "0", "1"), 0).find("no engines") != std::string::npos);
  }

  void looksLongerTheCloserItIs() {
    QCOMPARE(iterations(1.25), 500);
    QCOMPARE(iterations(40.0), 500);
    QVERIFY(iterations(1e-3) > 1500);
    QVERIFY(iterations(1e-13) > iterations(1e-12));
  }

  // Without a stop it would be hours.
  void stopsWithinMillisecondsOfTheRequest() {
    tests::LateStop stop(std::chrono::milliseconds(20));
    const auto ended = render::MapRenderer(engines::Client(2))
                           .render(
                               endlessMap(), [](const render::Tile&) {}, stop.token());
    const double computed = stop.processorSecondsSince();
    QVERIFY(ended && ended.value() == engines::Ended::Stopped);
    qInfo("computed for %.2f ms after the stop", 1e3 * computed);
    QVERIFY(computed < 0.5);
  }
};

QTEST_GUILESS_MAIN(ParameterMapTest)
#include "parameter_map_test.moc"
