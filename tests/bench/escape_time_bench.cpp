// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels on one core, on the jobs that the fast one is judged by. Iterations a second are
// nominal (the sum of J over the time), so that what the fast kernel spares counts for it.
//
//   escape_time_bench --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true
#include <numeric>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/fast_escape_time.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/program_escape_time.h"
#include "tests/bench/fraction_kernel.h"
#include "tests/core/escape_time_jobs.h"

namespace {

using fatou::kernels::EscapeTimeJob;
using fatou::kernels::FastStatistics;
using fatou::tests::NamedJob;

using Axis = std::vector<double>;
using Counts = std::vector<std::int32_t>;

Axis axisAround(double centre, const NamedJob& job) {
  return fatou::tests::linspace(centre - job.radius, centre + job.radius, job.size);
}

void setIterations(benchmark::State& state, const Counts& counts) {
  const auto sum = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  state.SetItemsProcessed(state.iterations() * sum);
}

void plain(benchmark::State& state, const NamedJob& named) {
  const Axis xs = axisAround(named.centre.real(), named);
  const Axis ys = axisAround(named.centre.imag(), named);
  const EscapeTimeJob job{named.c.real(), named.c.imag(), named.tmax, xs, ys};
  Counts counts(xs.size() * ys.size());
  for (auto _ : state) {
    fatou::kernels::escapeTimes(job, counts);
    benchmark::DoNotOptimize(counts.data());
  }
  setIterations(state, counts);
}

// The formula as a program; building it is part of the time. Of z^2+c, to be held against plain().
void program(benchmark::State& state, const NamedJob& named, const char* text) {
  const Axis xs = axisAround(named.centre.real(), named);
  const Axis ys = axisAround(named.centre.imag(), named);
  const fatou::julia::Formula formula = fatou::julia::parseFormula(text).value();
  const fatou::julia::ComplexDecimal c{fatou::julia::Decimal::fromDouble(named.c.real()),
                                       fatou::julia::Decimal::fromDouble(named.c.imag())};
  Counts counts(xs.size() * ys.size());
  for (auto _ : state) {
    const fatou::kernels::ProgramJob job{
        .program = fatou::julia::buildProgram(formula, c).value(),
        .escapeRadius = fatou::julia::escapeExitOf(formula, c).value().radius,
        .tmax = named.tmax,
        .xs = xs,
        .ys = ys};
    fatou::kernels::programEscapeTimes(job, counts);
    benchmark::DoNotOptimize(counts.data());
  }
  setIterations(state, counts);
}

// (z^3 + c) / (z - 1) by a kernel written by hand, to be held against program(). Its counts are the
// program's, or the row says that they are not.
void byHand(benchmark::State& state, const NamedJob& named, const char* text) {
  const Axis xs = axisAround(named.centre.real(), named);
  const Axis ys = axisAround(named.centre.imag(), named);
  const fatou::julia::Formula formula = fatou::julia::parseFormula(text).value();
  const fatou::julia::ComplexDecimal c{
      fatou::julia::Decimal::fromDouble(fatou::kernels::kFractionC.real()),
      fatou::julia::Decimal::fromDouble(fatou::kernels::kFractionC.imag())};
  const fatou::kernels::ProgramJob job{
      .program = fatou::julia::buildProgram(formula, c).value(),
      .escapeRadius = fatou::julia::escapeExitOf(formula, c).value().radius,
      .tmax = named.tmax,
      .xs = xs,
      .ys = ys};
  Counts counts(xs.size() * ys.size());
  Counts expected(counts.size());
  fatou::kernels::programEscapeTimes(job, expected);
  for (auto _ : state) {
    fatou::kernels::fractionEscapeTimes(job, counts);
    benchmark::DoNotOptimize(counts.data());
  }
  if (counts != expected) state.SkipWithError("its counts are not the program's");
  setIterations(state, counts);
}

// The formula with basins; finding their discs is part of the time. Items are pixels.
void basins(benchmark::State& state, const NamedJob& named, const char* text) {
  const Axis xs = axisAround(named.centre.real(), named);
  const Axis ys = axisAround(named.centre.imag(), named);
  const fatou::julia::Formula formula = fatou::julia::parseFormula(text).value();
  Counts counts(xs.size() * ys.size());
  Counts cycles(counts.size());
  for (auto _ : state) {
    const auto found = fatou::julia::basinsOf(formula, {}).value();
    const fatou::kernels::ProgramBasinJob job{
        .program = fatou::julia::buildProgram(formula, {}).value(),
        .discs = found.discs,
        .escapeRadius = found.escapeRadius,
        .tmax = named.tmax,
        .xs = xs,
        .ys = ys};
    fatou::kernels::programBasins(job, {counts, cycles});
    benchmark::DoNotOptimize(cycles.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(counts.size()));
}

// Finding the attracting cycle is part of the time.
void fast(benchmark::State& state, const NamedJob& named) {
  const Axis xs = axisAround(named.centre.real(), named);
  const Axis ys = axisAround(named.centre.imag(), named);
  const EscapeTimeJob job{named.c.real(), named.c.imag(), named.tmax, xs, ys};
  Counts counts(xs.size() * ys.size());
  const auto trap = [&] {
    return fatou::julia::interiorTrap(fatou::julia::findAttractingCycle(named.c));
  };
  for (auto _ : state) {
    fatou::kernels::fastEscapeTimes(job, trap(), counts);
    benchmark::DoNotOptimize(counts.data());
  }
  setIterations(state, counts);
  FastStatistics statistics;
  fatou::kernels::fastEscapeTimes(job, trap(), counts, &statistics);
  state.counters["lane_use"] = static_cast<double>(statistics.usefulLaneIterations) /
                               static_cast<double>(statistics.allLaneIterations);
}

// What a window adds to J: smooth counts of a picture of 1920 by 1080 whose counts are known, in
// bands as its tasks are. Items are pixels.
void smooth(benchmark::State& state, const NamedJob& named) {
  constexpr std::size_t kWidth = 1920;
  constexpr std::size_t kHeight = 1080;
  constexpr std::size_t kBand = 12;
  constexpr double kAspect = static_cast<double>(kWidth) / kHeight;
  const double re = named.centre.real();
  const double im = named.centre.imag();
  const Axis xs =
      fatou::tests::linspace(re - kAspect * named.radius, re + kAspect * named.radius, kWidth);
  const Axis ys = fatou::tests::linspace(im - named.radius, im + named.radius, kHeight);
  const EscapeTimeJob whole{named.c.real(), named.c.imag(), named.tmax, xs, ys};
  Counts counts(kWidth * kHeight);
  fatou::kernels::fastEscapeTimes(
      whole, fatou::julia::interiorTrap(fatou::julia::findAttractingCycle(named.c)), counts);
  std::vector<float> out(kWidth * kBand);
  for (auto _ : state)
    for (std::size_t row = 0; row < kHeight; row += kBand) {
      EscapeTimeJob band = whole;
      band.ys = band.ys.subspan(row, kBand);
      fatou::kernels::escapeQuantities(
          band, std::span<const std::int32_t>(counts).subspan(row * kWidth, out.size()),
          {.smooth = out, .distance = {}});
      benchmark::DoNotOptimize(out.data());
    }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(counts.size()));
}

}  // namespace

int main(int argc, char** argv) {
  for (const NamedJob& job : fatou::tests::jobTable()) {
    const std::string name = job.name;
    // The kernels that spare nothing would take minutes at tmax 1,000,000.
    if (job.tmax < 1000000) {
      benchmark::RegisterBenchmark((name + "/plain").c_str(), plain, job)
          ->Unit(benchmark::kMillisecond);
      benchmark::RegisterBenchmark((name + "/program").c_str(), program, job, "z^2+c")
          ->Unit(benchmark::kMillisecond);
    }
    benchmark::RegisterBenchmark((name + "/fast").c_str(), fast, job)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark((name + "/smooth").c_str(), smooth, job)
        ->Unit(benchmark::kMillisecond);
  }
  const NamedJob small{"small", {0.3, 0.2}, 512, 500};
  for (const char* text : {"z^3-z+c", "(z^3+c)/(z-1),escape=100", "newton(z^3-1),escape=1e6",
                           "z^8+c*z^3-0.5z+c", "c*sin(z),escape=50"})
    benchmark::RegisterBenchmark((std::string("program/") + text).c_str(), program, small, text)
        ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("program/by hand (z^3+c)/(z-1)", byHand, small,
                               "(z^3+c)/(z-1),escape=100")
      ->Unit(benchmark::kMillisecond);
  const NamedJob roots{"roots", {0.0, 0.0}, 1024, 500};
  for (const char* text : {"newton(z^3-1)", "newton(z^3-2z+2)", "newton(z^8+15z^4-16)"})
    benchmark::RegisterBenchmark((std::string("basins/") + text).c_str(), basins, roots, text)
        ->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
