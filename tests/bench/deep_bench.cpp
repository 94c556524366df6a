// SPDX-License-Identifier: GPL-3.0-or-later
// What depth costs: one engine, 1920 x 1080, around a point of the Julia set of
// c = -0.7269 + 0.1889i. The reference orbits are timed apart.
#include <cmath>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include "core/julia/dynamics/orbit_cache.h"
#include "core/render/render_job.h"
#include "tests/core/deep_places.h"
#include "tests/core/rational_maps.h"

namespace {

using namespace fatou;  // NOLINT: a benchmark

// A point that some steps take to one and the same point of the Julia set, with a view of 10^-depth
// around it to about a tenth of the plane around that: pictures of all depths are turned copies of
// each other, but for a scale below 2.
julia::ComplexDecimal comparablePoint(const julia::ComplexDecimal& c, int depth) {
  const auto digits = static_cast<unsigned>(depth + 20);
  const tests::PrecisionScope precision(digits + 20);
  tests::BigComplex z = tests::toBig(tests::juliaPoint(c, 40));
  double log10Growth = 0.0;
  std::mt19937 random(3);
  while (log10Growth < depth - 1) {
    z = tests::squareRoot(z - tests::toBig(c));
    if ((random() & 1) != 0) z = {-z.re, -z.im};
    log10Growth += std::log10(2.0 * tests::modulus(z).convert_to<double>());
  }
  return tests::decimalOf(z, digits);
}

render::RenderRequest requestAt(int depth, std::int32_t width, std::int32_t height) {
  static const auto c = tests::complex("-0.7269,0.1889");
  render::RenderRequest request;
  request.picture.place = {
      .c = c,
      .view = julia::CentreView{comparablePoint(c, depth),
                                julia::Decimal::parse("1e-" + std::to_string(depth)).value()},
      .tmax = 20'000};
  request.picture.width = width;
  request.picture.height = height;
  return request;
}

void picture(benchmark::State& state, bool smooth) {
  auto request = requestAt(static_cast<int>(state.range(0)), 1920, 1080);
  request.picture.quantities.smooth = smooth;
  const auto job = render::RenderJob::create(request).value();
  double sum = 0.0;
  for ([[maybe_unused]] auto _ : state) {
    sum = 0.0;
    for (std::int32_t row = 0; row < 1080; row += 60)
      for (const auto& tile : job->computeBand({row, row + 60}, false, {}))
        sum += static_cast<double>(tile.iterations);
  }
  state.counters["meanJ"] = sum / (1920.0 * 1080.0);
  state.counters["deep"] = job->deep() != nullptr ? 1 : 0;
}
BENCHMARK_CAPTURE(picture, counts, false)
    ->Arg(6)
    ->Arg(20)
    ->Arg(100)
    ->Arg(300)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(picture, smooth, true)->Arg(6)->Arg(20)->Arg(1000)->Unit(benchmark::kMillisecond);

// A cubic polynomial's, beside those of z^2 + c.
void cubicPicture(benchmark::State& state) {
  const auto depth = static_cast<unsigned>(state.range(0));
  const tests::PrecisionScope precision(depth + 40);
  const auto c = tests::complex("-0.2,0.7");
  const tests::BigComplex one = tests::bigComplex(1.0, 0.0);
  const tests::BigComplex zero = tests::bigComplex(0.0, 0.0);
  const tests::RationalMap map{{tests::toBig(c), zero - one, zero, one}, {one}};
  auto request =
      tests::deepRequest(c, tests::decimalOf(tests::juliaPointOf(map, 12, depth + 20), depth + 20),
                         "1e-" + std::to_string(depth), 20'000, 1920, 1080);
  request.picture.place.formula = julia::parseFormula("z^3-z+c").value();
  double sum = 0.0;
  for ([[maybe_unused]] auto _ : state) {
    const auto job = render::RenderJob::create(request).value();
    sum = 0.0;
    for (std::int32_t row = 0; row < 1080; row += 60)
      for (const auto& tile : job->computeBand({row, row + 60}, false, {}))
        sum += static_cast<double>(tile.iterations);
  }
  state.counters["meanJ"] = sum / (1920.0 * 1080.0);
}
BENCHMARK(cubicPicture)->Arg(20)->Arg(30)->Arg(100)->Arg(300)->Unit(benchmark::kMillisecond);

// Everything before the first pixel: orbits, series approximation, tables.
void setup(benchmark::State& state) {
  const auto request = requestAt(static_cast<int>(state.range(0)), 1920, 1080);
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(render::RenderJob::create(request).value());
}
BENCHMARK(setup)->Arg(20)->Arg(100)->Arg(300)->Arg(1000)->Unit(benchmark::kMillisecond);

// Times the setup of a view whose orbits are at hand.
void setupKept(benchmark::State& state) {
  const auto request = requestAt(static_cast<int>(state.range(0)), 1920, 1080);
  julia::OrbitCache cache;
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(render::RenderJob::create(request, {.cache = &cache}).value());
}
BENCHMARK(setupKept)->Arg(20)->Arg(1000)->Unit(benchmark::kMillisecond);

// Brute force a pixel, and the same pixels by the deep kernel.
void bruteForce(benchmark::State& state) {
  const auto depth = static_cast<int>(state.range(0));
  const auto side = static_cast<std::int32_t>(state.range(1));
  const auto request = requestAt(depth, side, side);
  const auto job = render::RenderJob::create(request).value();
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(tests::bruteForceCounts(request.picture.place.c, job->deep()->grid(),
                                                     20'000, job->deep()->orbits().centre->bits()));
}
BENCHMARK(bruteForce)
    ->Args({20, 64})
    ->Args({100, 64})
    ->Args({300, 32})
    ->Args({1000, 12})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void deepGrid(benchmark::State& state) {
  const auto side = static_cast<std::int32_t>(state.range(1));
  const auto job =
      render::RenderJob::create(requestAt(static_cast<int>(state.range(0)), side, side)).value();
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(job->computeBand({0, side}, false, {}));
}
BENCHMARK(deepGrid)
    ->Args({20, 64})
    ->Args({100, 64})
    ->Args({300, 64})
    ->Args({1000, 64})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
