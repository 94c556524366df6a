// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds a picture of the parameter map takes, by size and place.
#include <thread>

#include <benchmark/benchmark.h>

#include "core/render/parameter_map.h"

using namespace fatou;

namespace {

struct NamedView {
  const char* name;
  const char* centre;
  double radius;
};

constexpr NamedView kViews[] = {{"home", "-0.7,0", 1.2},
                                {"seahorses", "-0.745,0.11", 0.02},
                                {"copy", "-1.7549,0", 0.02},
                                {"deep", "-0.743643887037151,0.13182590420533", 1e-9}};

void renderMap(benchmark::State& state, const NamedView& view) {
  const engines::Client client(static_cast<int>(std::thread::hardware_concurrency()));
  const render::MapRenderer renderer(client);
  const render::MapRequest request{
      .view = {.centre = julia::parseComplex(view.centre).value(),
               .radius = julia::Decimal::fromDouble(view.radius)},
      .width = static_cast<std::int32_t>(state.range(0)),
      .height = static_cast<std::int32_t>(state.range(1)),
      .tmax = render::mapIterations(julia::Scaled::of(view.radius))};
  for ([[maybe_unused]] auto _ : state) {
    const auto complete =
        renderer.render(request, [](const render::Tile& t) { benchmark::DoNotOptimize(t.counts); });
    if (!complete || !complete.value()) state.SkipWithError("the map is not complete");
  }
  state.counters["tmax"] = request.tmax;
}

}  // namespace

int main(int argc, char** argv) {
  for (const NamedView& view : kViews)
    benchmark::RegisterBenchmark((std::string("map/") + view.name).c_str(), renderMap, view)
        ->Args({270, 190})
        ->Args({800, 600})
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
