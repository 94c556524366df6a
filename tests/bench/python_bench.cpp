// SPDX-License-Identifier: GPL-3.0-or-later
// What Python engines cost: their start, an empty call there and back, a balanced map of calls that
// do nothing, and an array of 64 MB cut over four of them and gathered.
#include <cstddef>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include "core/engines/client.h"
#include "core/python/python_calls.h"
#include "core/python/python_engines.h"

namespace fatou::python {
namespace {

engines::Client clientOf(const benchmark::State& state) {
  return pythonEngines({}).start(static_cast<int>(state.range(0)));
}

void start(benchmark::State& state) {
  for (auto _ : state) {
    const engines::Client client = clientOf(state);
    benchmark::DoNotOptimize(client.size());
  }
}

void roundTrip(benchmark::State& state) {
  const engines::Client client = clientOf(state);
  const auto engine = client[0];
  for (auto _ : state) benchmark::DoNotOptimize(engine.applySync(Pull{"None"}));
}

// The time of an item is in items_per_second.
void balancedMap(benchmark::State& state) {
  constexpr int kTasks = 2000;
  const engines::Client client = clientOf(state);
  const auto view = client.loadBalancedView().with({.chunkSize = 1});
  const auto same = PythonFunction::ofSource("same", "def same(x): return x");
  std::vector<PyValue> items;
  for (int i = 0; i < kTasks; ++i) items.emplace_back(i);
  for (auto _ : state) benchmark::DoNotOptimize(view.mapSync(same, items));
  state.SetItemsProcessed(state.iterations() * kTasks);
}

void scatterAndGather(benchmark::State& state) {
  const engines::Client client = clientOf(state);
  const auto all = client.directView();
  all.applySync(Execute{"try: import numpy\nexcept ImportError: pass"});
  const PyArray array = PyArray::of(Eigen::ArrayXd::Constant(8 << 20, 1.5));
  for (auto _ : state) {
    scatter(all, "x", array).get();
    benchmark::DoNotOptimize(gather(all, "x"));
  }
}

BENCHMARK(start)->Arg(1)->Arg(4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(roundTrip)->Arg(1)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(balancedMap)->Arg(2)->Arg(4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(scatterAndGather)->Arg(4)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace fatou::python

BENCHMARK_MAIN();
