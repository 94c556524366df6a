// SPDX-License-Identifier: GPL-3.0-or-later
// Complex elementary functions of rows of numbers, on one core and on each SIMD target, and those
// of the standard library. Items are values.
//
//   elementary_bench --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true
#include <complex>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/kernels/elementary.h"
#include "core/kernels/simd_targets.h"

namespace {

using namespace fatou::kernels;
using Complex = std::complex<double>;

constexpr std::size_t kSize = 4096;

struct Row {
  std::vector<double> re = std::vector<double>(kSize);
  std::vector<double> im = std::vector<double>(kSize);
};

// The square -4 to 4.
Row arguments(unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> part(-4.0, 4.0);
  Row row;
  for (std::size_t k = 0; k < kSize; ++k) {
    row.re[k] = part(random);
    row.im[k] = part(random);
  }
  return row;
}

void setValues(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
}

void ours(benchmark::State& state, ElementaryFunction f, const std::string& target) {
  const Row z = arguments(1);
  Row values;
  useSimdTarget(target);
  for (auto _ : state) {
    elementaryValues(f, {z.re, z.im}, {values.re, values.im});
    benchmark::DoNotOptimize(values.re.data());
  }
  useSimdTarget({});
  setValues(state);
}

void ours(benchmark::State& state, PairFunction f, const std::string& target) {
  const Row a = arguments(1);
  const Row b = arguments(2);
  Row values;
  useSimdTarget(target);
  for (auto _ : state) {
    elementaryValues(f, {a.re, a.im}, {b.re, b.im}, {values.re, values.im});
    benchmark::DoNotOptimize(values.re.data());
  }
  useSimdTarget({});
  setValues(state);
}

void standard(benchmark::State& state, Complex (*f)(const Complex&)) {
  const Row z = arguments(1);
  Row values;
  for (auto _ : state) {
    for (std::size_t k = 0; k < kSize; ++k) {
      const Complex value = f({z.re[k], z.im[k]});
      values.re[k] = value.real();
      values.im[k] = value.imag();
    }
    benchmark::DoNotOptimize(values.re.data());
  }
  setValues(state);
}

template <class Run>
void addRow(const std::string& name, const Run& run) {
  benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMicrosecond);
}

template <class Function>
void addOurs(const std::string& name, Function f) {
  for (const std::string& target : simdTargetNames())
    addRow(name + "/" + target, [f, target](benchmark::State& state) { ours(state, f, target); });
}

void addFunction(const std::string& name, ElementaryFunction f, Complex (*peer)(const Complex&)) {
  addOurs(name, f);
  addRow(name + "/standard", [peer](benchmark::State& state) { standard(state, peer); });
}

}  // namespace

int main(int argc, char** argv) {
  using F = ElementaryFunction;
  addFunction("exp", F::Exp, [](const Complex& z) { return std::exp(z); });
  addFunction("log", F::Log, [](const Complex& z) { return std::log(z); });
  addFunction("sqrt", F::Sqrt, [](const Complex& z) { return std::sqrt(z); });
  addFunction("sin", F::Sin, [](const Complex& z) { return std::sin(z); });
  addFunction("tan", F::Tan, [](const Complex& z) { return std::tan(z); });
  addFunction("asin", F::Asin, [](const Complex& z) { return std::asin(z); });
  addFunction("atan", F::Atan, [](const Complex& z) { return std::atan(z); });
  addOurs("power", PairFunction::Power);
  addOurs("divide", PairFunction::Divide);
  addOurs("scaled_divide", PairFunction::ScaledDivide);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
