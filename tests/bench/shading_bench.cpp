// SPDX-License-Identifier: GPL-3.0-or-later
// What a slider costs on a 4K picture: the table, and the pass over the pixels on one thread and
// on two.
#include <cmath>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/color/shader.h"

namespace fatou::color {
namespace {

constexpr std::size_t kWidth = 3840;
constexpr std::size_t kHeight = 2160;
constexpr std::int32_t kTmax = 5000;

// Like a picture of dust and a disc of interior: rings whose counts grow towards a point.
struct Field {
  std::vector<std::int32_t> counts = std::vector<std::int32_t>(kWidth * kHeight);
  std::vector<float> smooth = std::vector<float>(kWidth * kHeight);
  std::vector<float> distance = std::vector<float>(kWidth * kHeight);

  Field() {
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const double x = static_cast<double>(i % kWidth) / kWidth - 0.4;
      const double y = static_cast<double>(i / kWidth) / kWidth - 0.3;
      const double r = std::hypot(x, y);
      const double ripple = 1.0 + 0.5 * std::sin(60.0 * x) * std::sin(45.0 * y);
      const double count = std::min(r < 0.1 ? kTmax : 3.0 / (r - 0.099) * ripple, 1.0 * kTmax);
      counts[i] = static_cast<std::int32_t>(count);
      smooth[i] = static_cast<float>(count);
      distance[i] = static_cast<float>(1000.0 * (r - 0.1));
    }
  }
  fatou::IterationNumbers samples() const {
    return {.counts = counts, .smooth = smooth, .distance = distance};
  }
};

const Field& field() {
  static const Field made;
  return made;
}

Coloring coloringOf(const benchmark::State& state) {
  Coloring coloring = Coloring::defaultColoring();
  coloring.mapping = static_cast<Mapping>(state.range(0));
  coloring.smooth = state.range(1) != 0;
  return coloring;
}

Equalization equalization(bool smooth) {
  CountHistogram histogram;
  histogram.add(field().samples(), smooth, kTmax);
  return Equalization(histogram);
}

fatou::IterationNumbers rows(const fatou::IterationNumbers& all, std::size_t first,
                             std::size_t size) {
  return all.part(first, size);
}

void shadeOn(std::size_t threads, const Shader& shader, std::vector<std::uint32_t>& picture) {
  const std::size_t share = picture.size() / threads;
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i)
    others.emplace_back([&, i] {
      shader.shade(rows(field().samples(), i * share, share),
                   std::span(picture).subspan(i * share, share));
    });
  shader.shade(rows(field().samples(), 0, share), std::span(picture).first(share));
}

void pickMappings(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"mapping", "smooth"})->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const int mapping : {0, 1, 2, 3})
    for (const int smooth : {0, 1}) bench->Args({mapping, smooth});
}

// A change of the colouring: table and pass.
void change(benchmark::State& state, std::size_t threads, bool lines) {
  Coloring coloring = coloringOf(state);
  coloring.distanceLines = lines;
  const Equalization ranks = equalization(coloring.smooth);
  std::vector<std::uint32_t> picture(kWidth * kHeight);
  for (auto _ : state) {
    coloring.offset += 0.001;
    shadeOn(threads, Shader(coloring, kTmax, ranks), picture);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(picture.size()));
}
BENCHMARK_CAPTURE(change, threads_1, 1, false)->Apply(pickMappings);
BENCHMARK_CAPTURE(change, threads_2, 2, false)->Apply(pickMappings);
BENCHMARK_CAPTURE(change, threads_2_lines, 2, true)->Apply(pickMappings);

void table(benchmark::State& state) {
  const Coloring coloring = coloringOf(state);
  const Equalization ranks = equalization(coloring.smooth);
  for (auto _ : state) {
    Shader shader(coloring, kTmax, ranks);
    benchmark::DoNotOptimize(shader);
  }
}
BENCHMARK(table)->Apply(pickMappings);

// Once a picture, not once a change; row by row, as a canvas does it.
void histogram(benchmark::State& state) {
  for (auto _ : state) {
    CountHistogram counted;
    for (std::size_t row = 0; row < kHeight; ++row)
      counted.add(rows(field().samples(), row * kWidth, kWidth), true, kTmax);
    benchmark::DoNotOptimize(Equalization(counted));
  }
}
BENCHMARK(histogram)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fatou::color

BENCHMARK_MAIN();
