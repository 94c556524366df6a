// SPDX-License-Identifier: GPL-3.0-or-later
// What a user waits for: whole pictures through every view, and the end of a cancelled one.
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/io/trace_json.h"
#include "core/render/frame.h"
#include "core/render/packed_counts.h"
#include "core/render/renderer.h"

namespace fatou::render {
namespace {

using Clock = engines::Clock;
using engines::EngineKind;

RenderRequest rabbit(ViewKind kind, int engines) {
  RenderRequest request{.picture = {.width = 1024, .height = 1024},
                        .engines = {.count = engines, .viewKind = kind}};
  request.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
  request.picture.place.view = julia::CentreView{.radius = julia::Decimal::parse("1.3").value()};
  request.picture.place.tmax = 2000;
  request.engines.kernel = Kernel::Plain;
  return request;
}

void pictureOf(benchmark::State& state, const RenderRequest& request, EngineKind kind) {
  const auto job = RenderJob::create(request).value();
  const Renderer renderer{engines::Client(request.engines.count, kind)};
  Frame frame;
  for (auto _ : state) {
    frame.reset(request.picture.width, {0, request.picture.height});
    const auto run = renderer.render(job, frame.rows(),
                                     [&](const Tile& tile, const BandRecord&) { frame.add(tile); });
    benchmark::DoNotOptimize(run.ok());
  }
  state.SetItemsProcessed(state.iterations() * request.picture.width * request.picture.height);
}

void picture(benchmark::State& state, ViewKind kind, int engines) {
  pictureOf(state, rabbit(kind, engines), EngineKind::PoolThread);
}
BENCHMARK_CAPTURE(picture, serial, ViewKind::Serial, 1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(picture, direct_2, ViewKind::Direct, 2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(picture, balanced_2, ViewKind::Balanced, 2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// The same picture on engines to which everything travels as bytes.
void largePicture(benchmark::State& state, EngineKind kind) {
  RenderRequest request = rabbit(ViewKind::Balanced, 2);
  request.picture.width = request.picture.height = 2048;
  pictureOf(state, request, kind);
}
BENCHMARK_CAPTURE(largePicture, std, EngineKind::StdThread)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(largePicture, loopback, EngineKind::Loopback)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// J of a band of 64 KB, from a row of the picture on, packed for the way over a network and
// unpacked. The label says how long it is in per cent of what it was.
std::vector<std::int32_t> bandFrom(std::int32_t row) {
  const auto job = RenderJob::create(rabbit(ViewKind::Balanced, 1)).value();
  const Tile tile = job->computeBand({row, row + 16}, false, {}).front();
  return {tile.counts.data(), tile.counts.data() + tile.counts.size()};
}
void pack(benchmark::State& state) {
  const auto counts = bandFrom(static_cast<std::int32_t>(state.range(0)));
  std::string packed;
  for (auto _ : state) {
    packed = packedCounts(counts);
    benchmark::DoNotOptimize(packed.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(4 * counts.size()));
  state.SetLabel(std::to_string(100 * packed.size() / (4 * counts.size())) + " %");
}
BENCHMARK(pack)->Arg(0)->Arg(256)->Arg(504);
void unpack(benchmark::State& state) {
  auto counts = bandFrom(static_cast<std::int32_t>(state.range(0)));
  const std::string packed = packedCounts(counts);
  for (auto _ : state) {
    const bool done = unpackCounts(packed, counts);
    benchmark::DoNotOptimize(done);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(4 * counts.size()));
}
BENCHMARK(unpack)->Arg(0)->Arg(256)->Arg(504);

// From the request to stop until render() has returned, for a picture that would take weeks.
void cancel(benchmark::State& state, ViewKind kind, int engines) {
  auto request = rabbit(kind, engines);
  request.picture.place.c = {};
  request.picture.place.view = julia::CentreView{.radius = julia::Decimal::parse("0.5").value()};
  request.picture.place.tmax = 2'147'483'647;
  const auto job = RenderJob::create(request).value();
  const Renderer renderer{engines::Client(engines)};
  for (auto _ : state) {
    std::stop_source stop;
    Clock::time_point stopped;
    const std::jthread stopper([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      stopped = Clock::now();
      stop.request_stop();
    });
    const auto run = renderer.render(
        job, {0, request.picture.height}, [](const Tile&, const BandRecord&) {}, stop.get_token());
    benchmark::DoNotOptimize(run.ok());
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - stopped).count());
  }
}
BENCHMARK_CAPTURE(cancel, serial, ViewKind::Serial, 1)
    ->UseManualTime()
    ->Iterations(50)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cancel, direct_2, ViewKind::Direct, 2)
    ->UseManualTime()
    ->Iterations(50)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cancel, balanced_2, ViewKind::Balanced, 2)
    ->UseManualTime()
    ->Iterations(50)
    ->Unit(benchmark::kMillisecond);

// A run of a million bands of a row each, as a trace.
void trace(benchmark::State& state, bool gzip) {
  constexpr std::int32_t kBands = 1'000'000;
  constexpr double kBandTime = 1e-6;
  stats::Run run{.engines = 2, .wallTime = kBands / 2 * kBandTime};
  for (std::int32_t row = 0; row < kBands; ++row) {
    const double started = row / 2 * kBandTime;
    const double completed = started + 0.9 * kBandTime;
    run.bands.push_back({.engine = row % 2,
                         .rows = {row, row + 1},
                         .iterations = 100 + row % 977,
                         .started = started,
                         .completed = completed,
                         .received = completed,
                         .cpuTime = 0.9 * kBandTime});
  }
  const std::vector<io::TracedRun> runs{{.name = {}, .run = std::move(run)}};
  for (auto _ : state) {
    const QByteArray text = io::traceJson(runs);
    benchmark::DoNotOptimize((gzip ? io::gzipped(text) : text).constData());
  }
}
BENCHMARK_CAPTURE(trace, json, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(trace, gzip, true)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fatou::render

BENCHMARK_MAIN();
