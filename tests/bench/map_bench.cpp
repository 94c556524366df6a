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
  const char* radius;
  const char* formula = "z^2+c";
  render::MapPlane plane = {};
};

const NamedView kViews[] = {
    {"home", "-0.7,0", "1.2"},
    {"seahorses", "-0.745,0.11", "0.02"},
    {"copy", "-1.7549,0", "0.02"},
    {"edge", "-0.743643887037151,0.13182590420533", "1e-9"},
    // One point of the edge at several depths.
    {"i/6", "0,1", "1e-6"},
    {"i/20", "0,1", "1e-20"},
    {"i/50", "0,1", "1e-50"},
    {"i/300", "0,1", "1e-300"},
    {"i/1000", "0,1", "1e-1000"},
    // Small Mandelbrot sets that fill a third: period 68, period 998.
    {"copy/51",
     "-1.201189465049950676878766926123187487477952388475588e-25,"
     "1.00000000000000000000000001154424928568964452011019790586"
     "7836808394298992983370",
     "7e-51"},
    {"copy/16", "-0.743643887037158708,0.131825904205312293", "8e-16"},
    // By programs: z^2 + c itself, a cubic map by one and by both of its critical points, Magnet 1,
    // and one whose critical points are roots that are looked for.
    {"program", "-0.7,0", "1.2", "z^2+c", {.start = julia::ComplexDecimal()}},
    {"cubic", "0,0", "1.5", "z^3-0.75z+c"},
    {"cubic/all", "0,0", "1.5", "z^3-0.75z+c", {.critical = 0}},
    {"magnet", "1.3,0", "2", "((z^2+c-1)/(2z+c-2))^2"},
    {"quintic", "0,0", "2", "z^5-c*z^3+c^2*z"}};

void renderMap(benchmark::State& state, const NamedView& view) {
  const engines::Client client(static_cast<int>(std::thread::hardware_concurrency()));
  // Without a cache: the orbit is part of the price.
  const render::MapRenderer renderer(client);
  const auto radius = julia::Decimal::parse(view.radius).value();
  const render::MapRequest request{
      .view = {.centre = julia::parseComplex(view.centre).value(), .radius = radius},
      .width = static_cast<std::int32_t>(state.range(0)),
      .height = static_cast<std::int32_t>(state.range(1)),
      .tmax = render::mapIterations(julia::Scaled::of(radius)),
      .formula = julia::parseFormula(view.formula).value(),
      .plane = view.plane};
  for ([[maybe_unused]] auto _ : state) {
    const auto ended =
        renderer.render(request, [](const render::Tile& t) { benchmark::DoNotOptimize(t.counts); });
    if (!ended || ended.value() != engines::Ended::Complete)
      state.SkipWithError("the map is not complete");
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
